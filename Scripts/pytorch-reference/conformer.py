"""The recogniser as a PyTorch module: the same arithmetic and parameter names, batched.

Scripts/compare-pytorch compares the Swift engine with this module and Scripts/benchmark times the engine
against it, so the module is written for speed on CPUs: the channels of a frame are contiguous, the
matrix product of the attention adds the position scores, and a batch without padding pays nothing
for padding.

The results for an utterance do not depend on its batch: frames past the end of an utterance are set
to zero before every convolution over time and are excluded as attention keys.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Architecture:
    """The value of "asr-audit.architecture" in the metadata of a checkpoint."""

    sample_rate: int
    mel_bins: int
    subsampling_factor: int
    d_model: int
    n_layers: int
    n_heads: int
    conv_kernel_size: int
    ff_expansion_factor: int
    symbols: int

    def to_dict(self):
        return asdict(self)


def subsampled(lengths):
    """The number of frames after one layer of stride 2."""
    return (lengths - 1) // 2 + 1


def outside(lengths, frames):
    """A mask [batch, frames], true past the end of each utterance; None without padding."""
    if int(lengths.min()) == frames:
        return None
    return torch.arange(frames) >= lengths[:, None]


def zeroed(x, padding):
    """Returns x [batch, frames, channels] with zeros where `padding` is true."""
    return x if padding is None else x.masked_fill(padding[:, :, None], 0)


class Subsampling(nn.Module):
    """A convolution of kernel 3 and stride 2 as a matrix product, then swish."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, 3 * inputs))
        self.bias = nn.Parameter(torch.empty(outputs))

    def forward(self, x):
        x = F.pad(x, (0, 0, 1, x.shape[1] % 2))
        pairs = x[:, :-1].view(x.shape[0], -1, 2 * x.shape[2])  # frames 2t-1 and 2t
        return F.silu(F.linear(torch.cat((pairs, x[:, 2::2]), 2), self.weight, self.bias))


class FeedForward(nn.Module):
    def __init__(self, a):
        super().__init__()
        self.norm = nn.LayerNorm(a.d_model)
        self.up = nn.Linear(a.d_model, a.ff_expansion_factor * a.d_model)
        self.down = nn.Linear(a.ff_expansion_factor * a.d_model, a.d_model)

    def forward(self, x):
        return self.down(F.silu(self.up(self.norm(x))))


class Attention(nn.Module):
    """Multi-head self-attention with relative positions (Dai et al. 2019)."""

    def __init__(self, a):
        super().__init__()
        self.heads, self.columns = a.n_heads, a.d_model // a.n_heads
        self.norm = nn.LayerNorm(a.d_model)
        self.qkv = nn.Linear(a.d_model, 3 * a.d_model)
        self.position = nn.Linear(a.d_model, a.d_model, bias=False)
        self.content_bias = nn.Parameter(torch.empty(a.d_model))
        self.position_bias = nn.Parameter(torch.empty(a.d_model))
        self.output = nn.Linear(a.d_model, a.d_model)

    def forward(self, x, sinusoids, padding):
        batch, frames, width = x.shape
        heads, columns, scale = self.heads, self.columns, self.columns**-0.5

        def by_head(y):  # [batch, frames, width] to [heads, batch, frames, columns]
            return y.view(batch, frames, heads, columns).permute(2, 0, 1, 3)

        def flat(y):  # to [heads * batch, frames, columns], what a batched product reads
            return by_head(y).reshape(heads * batch, frames, columns)

        q, k, v = self.qkv(self.norm(x)).split(width, 2)
        q = q * scale
        content = flat(q + self.content_bias * scale)
        position = by_head(q + self.position_bias * scale).reshape(heads, batch * frames, columns)
        p = self.position(sinusoids).view(2 * frames - 1, heads, columns).permute(1, 2, 0)
        distances = torch.bmm(position, p).view(heads * batch, frames, 2 * frames - 1)
        # Query i and key j meet at distance T-1-i+j: rows of stride 2T-2, from the last of row 0.
        distances = distances.as_strided(
            (heads * batch, frames, frames), (frames * (2 * frames - 1), 2 * frames - 2, 1),
            frames - 1)
        scores = torch.baddbmm(distances, content, flat(k).transpose(1, 2))
        if padding is not None:
            hidden = torch.zeros(batch, 1, frames, dtype=x.dtype).masked_fill_(
                padding[:, None, :], -math.inf)
            scores.view(heads, batch, frames, frames).add_(hidden)
        context = torch.bmm(scores.softmax(-1), flat(v)).view(heads, batch, frames, columns)
        return self.output(context.permute(1, 2, 0, 3).reshape(batch, frames, width))


class Depthwise(nn.Module):
    """A filter per channel over time, as a 2-D convolution of height 1 with the channels last."""

    def __init__(self, a):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(a.conv_kernel_size, a.d_model))
        self.bias = nn.Parameter(torch.empty(a.d_model))

    def forward(self, x):
        kernel_size, channels = self.weight.shape
        y = F.conv2d(
            x.transpose(1, 2).unsqueeze(2), self.weight.t()[:, None, None, :], self.bias,
            padding=(0, kernel_size // 2), groups=channels)
        return y.squeeze(2).transpose(1, 2)


class Convolution(nn.Module):
    def __init__(self, a):
        super().__init__()
        self.norm = nn.LayerNorm(a.d_model)
        self.pointwise_1 = nn.Linear(a.d_model, 2 * a.d_model)
        self.depthwise = Depthwise(a)
        self.depthwise_norm = nn.LayerNorm(a.d_model)
        self.pointwise_2 = nn.Linear(a.d_model, a.d_model)

    def forward(self, x, padding):
        x = zeroed(F.glu(self.pointwise_1(self.norm(x))), padding)
        return self.pointwise_2(F.silu(self.depthwise_norm(self.depthwise(x))))


class Block(nn.Module):
    def __init__(self, a):
        super().__init__()
        self.feed_forward_1 = FeedForward(a)
        self.attention = Attention(a)
        self.convolution = Convolution(a)
        self.feed_forward_2 = FeedForward(a)
        self.norm = nn.LayerNorm(a.d_model)

    def forward(self, x, sinusoids, padding):
        x = torch.add(x, self.feed_forward_1(x), alpha=0.5)
        x = x + self.attention(x, sinusoids, padding)
        x = x + self.convolution(x, padding)
        x = torch.add(x, self.feed_forward_2(x), alpha=0.5)
        return self.norm(x)


class Conformer(nn.Module):
    def __init__(self, a):
        super().__init__()
        self.architecture = a
        inputs = [a.mel_bins] + [a.d_model] * (a.subsampling_factor.bit_length() - 2)
        self.subsampling = nn.ModuleList(Subsampling(size, a.d_model) for size in inputs)
        self.blocks = nn.ModuleList(Block(a) for _ in range(a.n_layers))
        self.output = nn.Linear(a.d_model, a.symbols)
        self.sinusoids = torch.empty(0, 0)

    def positions(self, frames, dtype):
        """[2*frames - 1, width]: sines and cosines of the distances frames-1 ... 1-frames."""
        if self.sinusoids.shape[0] < 2 * frames - 1 or self.sinusoids.dtype != dtype:
            width = self.architecture.d_model
            rates = 10_000 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
            angles = torch.arange(frames - 1, -frames, -1)[:, None] * rates
            self.sinusoids = torch.stack((angles.sin(), angles.cos()), 2).view(-1, width).to(dtype)
        middle = self.sinusoids.shape[0] // 2
        return self.sinusoids[middle - frames + 1:middle + frames]

    def forward(self, features, lengths):
        """
        features: [batch, frames, mel bins], zeros past each length. lengths: [batch].
        Returns logits [batch, subsampled frames, symbols], arbitrary past each length, and lengths.
        """
        x, padding = features, None
        for layer in self.subsampling:
            x, lengths = layer(zeroed(x, padding)), subsampled(lengths)
            padding = outside(lengths, x.shape[1])
        sinusoids = self.positions(x.shape[1], x.dtype)
        for block in self.blocks:
            x = block(x, sinusoids, padding)
        return self.output(x), lengths

    @torch.no_grad()
    def randomize(self, seed):
        """Draws weights as for training; biases and gains differ a little from 0 and 1."""
        random = torch.Generator().manual_seed(seed)
        for name, parameter in self.named_parameters():
            spread = torch.randn(parameter.shape, generator=random, dtype=torch.float64)
            if "norm.weight" in name:
                value = 1 + 0.1 * spread
            elif parameter.dim() == 1:
                value = 0.1 * spread
            elif "depthwise" in name:
                value = spread / parameter.shape[0] ** 0.5
            else:
                value = spread / parameter.shape[1] ** 0.5
            parameter.copy_(value)
        return self


def padded(utterances):
    """Pads utterances [frames, mel bins] to a batch [batch, most frames, mel bins]; returns lengths too."""
    lengths = torch.tensor([u.shape[0] for u in utterances])
    return nn.utils.rnn.pad_sequence(utterances, batch_first=True), lengths


def ctc_losses(logits, lengths, targets):
    """The CTC losses [batch] in nats, not divided by a length."""
    return F.ctc_loss(
        logits.log_softmax(-1).transpose(0, 1), torch.cat(targets), lengths,
        torch.tensor([len(t) for t in targets]), blank=0, reduction="none", zero_infinity=False)


def greedy(logits, lengths):
    """The best symbol of each frame, repeats merged and blanks dropped, as a list of lists."""
    best = logits.argmax(-1)
    kept = best != 0
    kept[:, 1:] &= best[:, 1:] != best[:, :-1]
    return [row[keep].tolist() for row, keep in
            zip((best[i, :n] for i, n in enumerate(lengths)),
                (kept[i, :n] for i, n in enumerate(lengths)), strict=True)]
