"""CTC loss and gradient, one thread, against torch.nn.functional.ctc_loss."""

import numpy
import torch
from torch.nn import functional as F

from pairing import agree, faster, pairs

SHAPES = [(250, 16, 32, 60), (250, 16, 256, 30), (250, 16, 1000, 40)]


def inputs(frames, batch, symbols, length):
    """Log-probabilities [frames, batch, symbols] and targets [batch, length]."""
    index = numpy.arange(batch * frames * symbols, dtype=numpy.int64)
    logits = 8 * ((index * 7919 + 13) % 1009 / 1009 - 0.5)
    logits = torch.from_numpy(logits).view(batch, frames, symbols)
    index = torch.arange(batch * length)
    targets = 1 + (index * 104729 + 7) % (symbols - 1)
    return logits.log_softmax(-1).transpose(0, 1).contiguous(), targets.view(batch, length)


def measure(server, quick):
    torch.set_num_threads(1)
    rows = []
    for frames, batch, symbols, length in SHAPES:
        exact, targets = inputs(frames, batch, symbols, length)
        lengths = torch.full((batch,), frames), torch.full((batch,), length)

        def gradient(scores, targets=targets, lengths=lengths):
            scores.grad = None
            loss = F.ctc_loss(scores, targets, *lengths, reduction="sum")
            loss.backward()
            return loss.item()

        def ask(repeats, shape=(frames, batch, symbols, length)):
            return server.ask("ctc", **dict(zip(("frames", "batch", "symbols", "length"), shape,
                                                strict=True)), repeats=repeats)

        answer, exact = ask(1), exact.requires_grad_()
        name = f"CTC T{frames} B{batch} V{symbols} L{length}"
        total = gradient(exact)
        # Single precision in log space, sums as large as one loss: 2⁻²⁴ of it a frame at most for
        # the loss, and as much relative error of a posterior for the gradient.
        rounding = 2.0**-24 * frames
        agree(f"{name}, loss", answer["loss"], total, rounding * total)
        norm = float(exact.grad.norm())
        agree(f"{name}, gradient's norm", answer["gradient_norm"], norm,
              min(0.01, rounding * total / batch) * norm)
        scores = exact.detach().float().requires_grad_()
        rows.append(faster(name, pairs(ask, lambda s=scores: gradient(s), 3 if quick else 9,
                                       2 if quick else 5, threads=1), 5))
    return rows
