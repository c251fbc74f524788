"""
Measures inject on a manifest of many lines, and the synthesiser.

lines.py ASR_AUDIT DIRECTORY LINES

1. Injects canaries into a generated manifest, against a Python loop that parses and writes the same
   lines, and removes them again.
2. Synthesises the default design.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time

asr_audit, work, lines = sys.argv[1], sys.argv[2], int(sys.argv[3])
path = lambda name: os.path.join(work, name)
random.seed(1)
words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(3, 9))) for _ in range(20000)]


def run(*arguments):
    """Runs a command that must succeed; returns its wall time in seconds."""
    start = time.perf_counter()
    result = subprocess.run([asr_audit, *arguments], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if result.returncode != 0:
        sys.exit(f"benchmark: {arguments}: status {result.returncode}\n{result.stderr}")
    return seconds


def peak(*arguments):
    """Runs a command; returns its peak resident memory in MiB."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
            "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)")
    return float(subprocess.check_output([sys.executable, "-c", code, asr_audit, *arguments]))


# 1. inject, against a Python loop that parses and writes the same lines
for name, count in (("large.json", lines), ("small.json", 1000)):
    with open(path(name), "w") as file:
        for i in range(count):
            text = " ".join(random.choices(words, k=random.randint(5, 15)))
            file.write(json.dumps({"audio_filepath": f"/data/spk{i % 500}/utt{i}.wav",
                                   "duration": round(random.uniform(2, 12), 3), "text": text}) + "\n")
with open(path("gate.yml"), "w") as file:
    file.write("gate:\n  - memorization: {max: 0.6, repetitions: [1, 2, 4, 8, 16]}\n")
small = ["--sample-rate", "16000", "--coins", "20", "--blocks", "2", "--seed", "3", "--max-share", "0.9",
         "--gate", path("gate.yml"), "--force"]
injects, bases, loops = [], [], []
for _ in range(3):
    injects.append(run("inject", "--manifest", path("large.json"), "--output", path("large"), *small))
    bases.append(run("inject", "--manifest", path("small.json"), "--output", path("small"), *small))
    start = time.perf_counter()
    with open(path("large.json")) as source, open(path("copy.json"), "w") as target:
        for line in source:
            target.write(json.dumps(json.loads(line)) + "\n")
    loops.append(time.perf_counter() - start)
run("remove", "--ledger", path("large/ledger.json"), "--manifest", path("large/train/large.json"),
    "--output", path("back.json"))
subprocess.run(["cmp", path("back.json"), path("large.json")], check=True)
manifest = statistics.median(injects) - statistics.median(bases)
loop = statistics.median(loops)
memory = peak("inject", "--manifest", path("large.json"), "--output", path("large"), *small)
print(f"inject, {lines} lines, without synthesis: {manifest:.2f} s, {lines / manifest:,.0f} lines/s; "
      f"Python json loop {loop:.2f} s; ratio {loop / manifest:.1f}; peak {memory:.0f} MiB with synthesis")

# 2. synthesis of the default design
plan = ["--manifest", path("large.json"), "--output", path("spoken"), "--sample-rate", "16000", "--seed", "4",
        "--force"]
dry = run("inject", *plan, "--dry-run")
full = run("inject", *plan)
ledger = json.load(open(path("spoken/ledger.json")))
probes = ledger["canaries"] + ledger["recombined_controls"]
spoken = sum(c["frames"] * c["speed"] for c in probes) / 16000
print(f"synthesis, speed-up to 2x and writing: {spoken / 60:.1f} min of speech in {full - dry:.1f} s, "
      f"{spoken / (full - dry):.0f} times real time")
