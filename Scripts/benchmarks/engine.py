"""
Times the Swift engine against its peers, in turns, on the same inputs: Scripts/benchmark engine

The benchmark compares the results of both sides before it reports a time. The engine runs as
`asr-audit-bench serve --threads N` (N: the most threads of any request). It reads one JSON object a
line from standard input and answers each with one JSON object on a line of standard output, until
the input ends. It blocks while it waits. It answers {"error": "…"} to a request that it cannot serve.

"seconds" is the median wall time of one of `repeats` runs, "cpu_seconds" the median CPU time of the
whole process (CLOCK_PROCESS_CPUTIME_ID). Both exclude creating inputs, parsing, and copies that
training does not make. One warm-up run before the first is not counted.

{"op":"gemm","variant":"NN","m":250,"n":144,"k":144,"repeats":9}
  -> {"seconds":1.1e-4,"cpu_seconds":1.1e-4,"norm":152.4,"elements":[0.1,0.2,0.3,0.4,0.5]}
  C [m,n] = A·B in F32. A is stored [m,k], for TN [k,m]; B [k,n], for NT [n,k]; row-major. Element i
  of the stored array is ((i*7919+13) % 1009)/1009 - 0.5 in A and ((i*104729+7) % 1013)/1013 - 0.5
  in B, in double precision, then rounded. norm: Frobenius, of C, summed in double; elements: those
  at m*n*[0, 1/4, 1/2, 3/4] (integer division) and at m*n - 1.
{"op":"ctc","frames":250,"batch":16,"symbols":32,"length":60,"repeats":5}
  -> {"seconds":…,"cpu_seconds":…,"loss":14532.1,"gradient_norm":61.2}
  Element i of logits [batch,frames,symbols] is 8*(((i*7919+13) % 1009)/1009 - 0.5), of targets
  [batch,length] 1 + (i*104729+7) % (symbols-1). Timed: losses and gradients of the whole batch,
  from given log-probabilities. loss: the sum, in nats; gradient_norm: Frobenius,
  of the sum's gradient with respect to the logits.
{"op":"open","checkpoint":"model.safetensors","features":"batch.safetensors"}
  -> {"parameters":992464}
  Loads a model with a new optimiser, and a batch: features/0 … [frames, mel bins] F32, used without
  normalisation, and targets/0 … [length] I64. The requests below use both.
{"op":"step","clip":"none","repeats":2,"threads":2}
{"op":"step","clip":"per-example","max_grad_norm":1.0,"repeats":1,"threads":2}
{"op":"step","clip":"per-core","max_grad_norm":1.0,"virtual_cores":4,"repeats":1,"threads":2}
  -> {"seconds":…,"cpu_seconds":…,"losses":[151.2,150.8]}
  A run is a training step: forward, backward, AdamW (rate 1e-4, betas 0.9 and 0.999, epsilon 1e-8,
  decay 0.01 of all but biases and gains, no warm-up) on the mean over the utterances of CTC in nats a token; no dropout, no
  masking of features. losses: that mean for each run, before its update. Steps continue from the
  weights of the last one with the same clipping and threads; this request has no warm-up run.
{"op":"transcribe","repeats":1,"threads":2}
  -> {"seconds":…,"cpu_seconds":…,"tokens":[[12,7,…],…]}
  A run: log-probabilities and greedy decoding of the batch. tokens: of each utterance in order,
  repeats merged and blanks dropped.
{"op":"multiply_add","threads":2}
  -> {"gflops":63.1}
  A loop of multiply-adds in registers, about 0.1 s on each thread; the rate is the sum of all threads.
{"op":"edit_distance","pairs":"pairs.tsv","repeats":5}
  -> {"seconds":…,"cpu_seconds":…,"total":812345}
  UTF-8 lines "a<TAB>b". Timed: the character edit distances, one thread, from texts in memory in
  the engine's representation. total: their sum.
"""

import argparse
import json
import os
import pathlib
import platform
import sys
import tempfile

import numpy
import rapidfuzz
import torch
from threadpoolctl import threadpool_info

import alignment
import edits
import products
import training
from pairing import Disagreement
from server import Server, pin

PARTS = ["gemm", "ctc", "edit", "step", "transcribe", "clip", "threads"]


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, "
            f"{memory:.0f} GiB, PyTorch uses {torch.backends.cpu.get_cpu_capability()}")


def versions():
    blas = next(l for l in threadpool_info() if l["internal_api"] == "openblas")
    return (f"PyTorch {torch.__version__}, NumPy {numpy.__version__} (OpenBLAS {blas['version']}, "
            f"kernels for {blas['architecture']}), RapidFuzz {rapidfuzz.__version__}, "
            f"Python {platform.python_version()}, {platform.system()} {platform.release()}")


def table(rows):
    yield "| name | asr-audit | peer | ratio (median) | required | met |"
    yield "|---|---|---|---|---|---|"
    for r in rows:
        met = {None: "", True: "yes", False: "**no**"}[r.met]
        yield f"| {r.name} | {r.here} | {r.peer} | {r.ratio} | {r.asked} | {met} |"


def measurements(options, durations, folder):
    """Rows in the order of PARTS: parts on one core first, then parts on several."""
    cores = sorted(os.sched_getaffinity(0))

    def on(threads):
        chosen = set(cores[:threads])
        pin(os.getpid(), chosen)
        torch.set_num_threads(threads)
        return Server(options.bench, threads, chosen)

    engine = (folder, options.models, durations, options.quick)
    single = {"gemm": lambda s: products.measure(s, options.quick),
              "ctc": lambda s: alignment.measure(s, options.quick),
              "edit": lambda s: edits.measure(s, options.quick, folder)}
    for part in [p for p in single if p in options.only]:
        print(f"== {part}", flush=True)
        with on(1) as server:
            yield from single[part](server)
    for threads in sorted({min(t, len(cores)) for t in options.threads}, reverse=True):
        if {"step", "transcribe"} & set(options.only):
            print(f"== step, transcribe, {threads} threads", flush=True)
            with on(threads) as server:
                yield from training.measure(server, folder, threads, options.models, durations,
                                            options.quick, options.only)
    most = min(max(options.threads), len(cores))
    if "clip" in options.only:
        print("== clip", flush=True)
        with on(most) as server:
            yield from training.clipping(server, folder, most, *engine[1:])
    if "threads" in options.only and len(cores) > 1:
        print("== threads", flush=True)
        with on(2) as server:
            yield from training.threading(server, *engine)


def listed(kind, allowed=None):
    def parse(text):
        values = [kind(value) for value in text.split(",")]
        if allowed and not set(values) <= set(allowed):
            raise argparse.ArgumentTypeError(f"choose from {','.join(allowed)}")
        return values
    return parse


def main():
    parser = argparse.ArgumentParser(prog="Scripts/benchmark engine")
    parser.add_argument("--bench", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="fewer repeats, for a quick look; do not publish the figures")
    parser.add_argument("--only", type=listed(str, PARTS), default=PARTS, metavar="PARTS",
                        help=f"a list of {','.join(PARTS)}")
    parser.add_argument("--models", type=listed(str, training.MODELS), metavar="MODELS",
                        default=list(training.MODELS), help="'1 M', '10 M' or both")
    parser.add_argument("--threads", type=listed(int), default=[1, 2], metavar="COUNTS",
                        help="threads of steps and transcription (default 1,2)")
    parser.add_argument("--manifest", type=pathlib.Path, metavar="FILE",
                        help="a NeMo manifest; its durations give the mixed lengths")
    options = parser.parse_args()
    durations = None
    if options.manifest:
        lines = options.manifest.read_text().splitlines()
        durations = [json.loads(line)["duration"] for line in lines]
    rows, disagreement = [], None
    with tempfile.TemporaryDirectory() as folder:
        try:
            for row in measurements(options, durations, pathlib.Path(folder)):
                rows.append(row)
        except Disagreement as found:
            disagreement = found
    print(f"\n{machine()}\n{versions()}")
    print("Ratios are medians over pairs timed in turns; above 1, asr-audit is faster. One thread: "
          "CPU time, pinned to one core; more threads: wall time.\n"
          f"Utterances: {'lengths of ' + options.manifest.name if durations else '2 to 12 s'} "
          "(mixed) or 7 s (equal), 16 a batch, features random normal: only lengths matter.\n")
    print("\n".join(table(rows)))
    if disagreement:
        sys.exit(f"benchmark: the results disagree: {disagreement}")


if __name__ == "__main__":
    main()
