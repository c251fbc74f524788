"""Compares the PyTorch model with slower formulas, in double precision: python self_test.py"""

import sys

import torch
from torch import nn
from torch.nn import functional as F

from conformer import Architecture, Attention, Conformer, Depthwise, Subsampling
from conformer import ctc_losses, greedy, padded

DOUBLE = torch.float64


def architecture(**changed):
    usual = dict(sample_rate=16000, mel_bins=8, subsampling_factor=4, d_model=24, n_layers=2,
                 n_heads=4, conv_kernel_size=5, ff_expansion_factor=3, symbols=9)
    return Architecture(**(usual | changed))


def filled(module, random):
    module = module.double()
    for parameter in module.parameters():
        nn.init.normal_(parameter, generator=random)
    return module


def padding_has_no_effect(random):
    """Compares losses and gradients of a padded batch with those of its utterances one by one."""
    worst = 0.0
    for factor in (2, 4):
        model = Conformer(architecture(subsampling_factor=factor)).double().randomize(3)
        utterances = [torch.randn(frames, 8, generator=random, dtype=DOUBLE)
                      for frames in (37, 64, 41, 51)]
        targets = [torch.tensor(t) for t in ([1, 2, 2], [3], [8, 7, 6, 5], [4, 4])]

        def gradients(batches, model=model):
            model.zero_grad()
            losses = [ctc_losses(*model(*padded(us)), ts) for us, ts in batches]
            torch.cat(losses).sum().backward()
            return torch.cat(losses).detach(), *(p.grad.clone() for p in model.parameters())

        together = gradients([(utterances, targets)])
        alone = gradients([([u], [t]) for u, t in zip(utterances, targets, strict=True)])
        for a, b in zip(together, alone, strict=True):
            worst = max(worst, float((a - b).norm() / b.norm()))
    return worst


def convolutions_are_convolutions(random):
    """Compares the subsampling and the depthwise convolution with conv1d."""
    worst = 0.0
    for frames in (1, 2, 9, 10):
        x = torch.randn(2, frames, 6, generator=random, dtype=DOUBLE)
        layer = filled(Subsampling(6, 5), random)
        kernel = layer.weight.view(5, 3, 6).transpose(1, 2)
        wanted = F.silu(F.conv1d(x.mT, kernel, layer.bias, stride=2, padding=1)).mT
        worst = max(worst, float((layer(x) - wanted).abs().max()))
        layer = filled(Depthwise(architecture(d_model=6, conv_kernel_size=5)), random)
        wanted = F.conv1d(x.mT, layer.weight.t()[:, None], layer.bias, padding=2, groups=6).mT
        worst = max(worst, float((layer(x) - wanted).abs().max()))
    return worst


def attention_by_index(random):
    """Compares the attention scores with scores computed one by one from the sinusoid of i - j."""
    a = architecture(d_model=12, n_heads=3)
    layer, frames, columns = filled(Attention(a), random), 7, 4
    x = torch.randn(1, frames, 12, generator=random, dtype=DOUBLE)
    sinusoids = Conformer(a).positions(frames + 3, DOUBLE)[3:-3]  # the middle of a longer table
    q, k, v = layer.qkv(layer.norm(x))[0].split(12, 1)
    rates = 10_000 ** (-torch.arange(0, 12, 2, dtype=DOUBLE) / 12)
    context = torch.zeros(frames, 12, dtype=DOUBLE)
    for head in range(3):
        own = slice(head * columns, (head + 1) * columns)
        scores = torch.zeros(frames, frames, dtype=DOUBLE)
        for i in range(frames):
            for j in range(frames):
                angles = (i - j) * rates
                position = layer.position(torch.stack((angles.sin(), angles.cos()), 1).flatten())
                scores[i, j] = ((q[i] + layer.content_bias)[own] @ k[j, own]
                                + (q[i] + layer.position_bias)[own] @ position[own]) / columns**0.5
        context[:, own] = scores.softmax(1) @ v[:, own]
    return float((layer(x, sinusoids, None)[0] - layer.output(context)).abs().max())


def greedy_merges(_):
    symbols = torch.tensor([[1, 1, 0, 1, 2, 2], [0, 3, 3, 0, 0, 1]])
    found = greedy(F.one_hot(symbols, 4).float(), torch.tensor([6, 5]))
    return 0.0 if found == [[1, 1, 2], [3]] else 1.0


def main():
    failed = False
    for test in (padding_has_no_effect, convolutions_are_convolutions, attention_by_index,
                 greedy_merges):
        with torch.set_grad_enabled(test is padding_has_no_effect):
            error = test(torch.Generator().manual_seed(1))
        # Sums of fewer than 10⁴ products of order 1, each rounded to 2⁻⁵³: below 10⁻¹¹.
        print(f"{'ok' if error < 1e-11 else 'FAILED'} {test.__name__}: {error:.1e}")
        failed |= not error < 1e-11
    sys.exit(failed)


if __name__ == "__main__":
    main()
