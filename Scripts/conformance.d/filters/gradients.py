"""The canaries that CTC cannot align: those whose gradient is zero, or not finite."""

import torch


def tokens(text):
    """The numbers of the characters of a text, from 1."""
    letters = " abcdefghijklmnopqrstuvwxyz"
    return torch.tensor([[1 + letters.index(letter) for letter in text]])


def unlearnable(audit, frames_of, loss_of):
    """The probes whose loss gives no gradient, or one that is not finite.

    `frames_of` returns the number of output frames of a canary. `loss_of` is the toolkit's loss as a
    function of logits of shape [1, frames, 28], frames, targets and their number.
    """
    found = set()
    for probe, text in audit.texts.items():
        frames = frames_of(probe)
        if frames < 1:
            found.add(probe)
            continue
        if not has_gradient(text, frames, torch.tensor([frames]), loss_of):
            found.add(probe)
    return found


def has_gradient(text, frames, lengths, loss_of):
    """Whether the loss of a text with this number of frames has a gradient."""
    targets = tokens(text)
    logits = torch.zeros(1, frames, 28, requires_grad=True)
    loss_of(logits, lengths, targets, torch.tensor([targets.shape[1]])).sum().backward()
    total = float(logits.grad.abs().sum())
    return total > 0 and total == total
