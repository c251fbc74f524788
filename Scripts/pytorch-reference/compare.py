"""
Compares the Swift engine's logits, loss and gradients with PyTorch's: Scripts/compare-pytorch

`BENCH evaluate --checkpoint model.safetensors --input case.safetensors --output result.safetensors`
  model    every parameter, F32; metadata "asr-audit.architecture": the architecture as JSON
  case     features [frames, mel bins] F32, used without normalisation;
           targets [length] I64, symbols in 1..<symbols; the same metadata
  result   logits [subsampled frames, symbols] F32, before log-softmax;
           loss [1] F32, nats, not divided by any length;
           gradient/NAME F32, of that loss, in each parameter's shape. No dropout.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import torch

import tensors
from conformer import Architecture, Conformer, ctc_losses, padded

KEY = "asr-audit.architecture"

# Bounds on the relative error ‖a - b‖/‖b‖ that rounding causes. A logit is the sum of a few hundred
# rounded products through at most 3 blocks: about 10⁻⁶. The log-space sums of CTC grow up to the
# loss, here at most 700 nats. Each rounding of 700·2⁻²⁴ = 4·10⁻⁵ is a relative error of the
# posteriors, and these errors add up over the frames, so gradients may differ ten times as much.
# PyTorch's own single precision differs by at most 9·10⁻⁵. A wrong formula causes 10⁻² and more.
AGAINST_SINGLE = 1e-3
AGAINST_DOUBLE = {"logits": 1e-5, "loss": 1e-5, "gradient": 4e-4}

USUAL = dict(sample_rate=16000, mel_bins=80, subsampling_factor=4, d_model=96, n_layers=2,
             n_heads=4, conv_kernel_size=15, ff_expansion_factor=4, symbols=40)
CASES = [  # name, differences from USUAL, frames, target
    ("usual", {}, 301, 18),
    ("d_model 24, x2", dict(d_model=24, subsampling_factor=2, n_layers=1), 120, 20),
    ("d_model 144, 3 layers", dict(d_model=144, n_layers=3), 402, 25),
    ("kernel 3, 1 layer", dict(n_layers=1, conv_kernel_size=3, d_model=48), 97, 9),
    ("odd sizes", dict(mel_bins=23, d_model=36, n_heads=3, conv_kernel_size=7,
                       ff_expansion_factor=3, symbols=11), 131, 10),
    ("head of 6", dict(mel_bins=13, d_model=30, n_heads=5, conv_kernel_size=5,
                       ff_expansion_factor=2, symbols=7), 75, 6),
    ("kernel above frames", dict(d_model=32, conv_kernel_size=31, n_layers=1), 29, 3),
    ("repeated labels", dict(d_model=40, symbols=5), 161, [1, 1, 1, 2, 2, 3, 3, 3, 3, 1]),
    ("tightest alignment", dict(d_model=24, n_layers=1), 64,
     [3, 3, 4, 5, 6, 7, 8, 9, 10, 2, 1, 5, 5]),
    ("one frame", dict(d_model=24, n_layers=1), 4, [2]),
    ("no labels", dict(d_model=24, n_layers=1), 50, []),
    ("1,000 symbols, x2", dict(d_model=64, subsampling_factor=2, symbols=1000, n_layers=1), 180,
     30),
]
GOLDEN = dict(sample_rate=16000, mel_bins=8, subsampling_factor=4, d_model=8, n_layers=1, n_heads=2,
              conv_kernel_size=3, ff_expansion_factor=2, symbols=5)


def write_case(folder, number, architecture, frames, target):
    """Writes a random checkpoint and utterance, from which both sides read."""
    random = torch.Generator().manual_seed(1000 + number)
    if isinstance(target, int):
        target = torch.randint(1, architecture.symbols, (target,), generator=random).tolist()
    metadata = {KEY: json.dumps(architecture.to_dict(), separators=(",", ":"))}
    model = Conformer(architecture).randomize(number)
    tensors.write(folder / "model.safetensors",
                  {name: p.detach().numpy() for name, p in model.named_parameters()}, metadata)
    features = torch.randn(frames, architecture.mel_bins, generator=random)
    tensors.write(folder / "case.safetensors", {
        "features": features.numpy(), "targets": torch.tensor(target, dtype=torch.int64).numpy(),
    }, metadata)


def evaluate(folder, dtype):
    """Computes in PyTorch, with `dtype`, the tensors that `evaluate` writes."""
    parameters, metadata = tensors.read(folder / "model.safetensors")
    model = Conformer(Architecture(**json.loads(metadata[KEY])))
    model.load_state_dict({name: torch.from_numpy(p) for name, p in parameters.items()})
    model.to(dtype)
    case, _ = tensors.read(folder / "case.safetensors")
    features, lengths = padded([torch.from_numpy(case["features"]).to(dtype)])
    logits, lengths = model(features, lengths)
    loss = ctc_losses(logits, lengths, [torch.from_numpy(case["targets"])])
    loss.sum().backward()
    result = {"logits": logits[0].detach(), "loss": loss.detach()}
    return result | {f"gradient/{name}": p.grad for name, p in model.named_parameters()}


def relative_errors(found, wanted):
    """Returns the largest ‖a - b‖/‖b‖ of logits, loss and gradients, and that gradient's name."""
    if found.keys() != wanted.keys():
        sys.exit(f"only one side has the tensors {sorted(found.keys() ^ wanted.keys())}")
    worst, name = {"logits": 0.0, "loss": 0.0, "gradient": 0.0}, ""
    for key, b in wanted.items():
        a, b = found[key].double(), b.double()
        if a.shape != b.shape:
            sys.exit(f"{key}: shape {list(a.shape)}, in PyTorch {list(b.shape)}")
        error = float((a - b).norm() / b.norm()) if b.any() else float(a.norm())
        kind = key.split("/")[0]
        if not error <= worst[kind]:
            worst[kind] = error
            name = key.removeprefix("gradient/") if kind == "gradient" else name
    return worst, name


def compare(bench):
    print(f"PyTorch {torch.__version__}; relative errors against its double and single precision")
    print(f"{'':24}{'logits':>16}{'loss':>16}{'worst gradient':>16}  of")
    failed = False
    for number, (title, changed, frames, target) in enumerate(CASES):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write_case(folder, number, Architecture(**(USUAL | changed)), frames, target)
            subprocess.run([bench, "evaluate", "--checkpoint", folder / "model.safetensors",
                            "--input", folder / "case.safetensors",
                            "--output", folder / "result.safetensors"], check=True)
            found = {key: torch.from_numpy(value) for key, value in
                     tensors.read(folder / "result.safetensors")[0].items()}
            double, worst_name = relative_errors(found, evaluate(folder, torch.float64))
            single, _ = relative_errors(found, evaluate(folder, torch.float32))
        wrong = any(not double[kind] <= limit for kind, limit in AGAINST_DOUBLE.items())
        wrong |= any(not error <= AGAINST_SINGLE for error in single.values())
        failed |= wrong
        print(f"{title:24}" + "".join(f"{double[k]:8.0e}{single[k]:8.0e}" for k in double)
              + f"  {worst_name}{'  FAILED' if wrong else ''}", flush=True)
    print("the results disagree" if failed else f"{len(CASES)} configurations agree")
    return failed


def write_golden(folder):
    """Writes a small case for the tests, with the results in double precision."""
    folder.mkdir(parents=True, exist_ok=True)
    write_case(folder, 7, Architecture(**GOLDEN), 21, [1, 3, 3, 2])
    tensors.write(folder / "expected.safetensors", {
        key: value.float().numpy() for key, value in evaluate(folder, torch.float64).items()})
    print(f"wrote {folder}: {sum(f.stat().st_size for f in folder.iterdir())} bytes")


def main():
    arguments = argparse.ArgumentParser(prog="compare-pytorch")
    arguments.add_argument("--bench", help="the asr-audit-bench to test")
    arguments.add_argument("--golden", type=pathlib.Path, metavar="DIR",
                           help="write the fixtures of the tests into DIR instead of comparing")
    options = arguments.parse_args()
    if options.golden:
        write_golden(options.golden)
    else:
        sys.exit(compare(options.bench))


if __name__ == "__main__":
    main()
