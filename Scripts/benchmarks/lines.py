"""
Measures inject and score on a manifest of many lines, and the synthesiser.

lines.py ASR_AUDIT DIRECTORY LINES

1. Injects canaries into a generated manifest, against a Python loop that parses and writes the same
   lines, and removes them again.
2. Synthesises the default design.
3. Scores one transcript for each of LINES canaries of a generated ledger.
"""

import hashlib
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

# 3. score, with a ledger whose Merkle root this script computes by itself
digest = lambda data, key=b"": hashlib.blake2b(data, digest_size=32, key=key).digest()
seed = digest(b"benchmark")
canaries, hypotheses = [], []
labels = [2, 2, 4, 4, 8, 16, 0, 0, 0, 0, 0]
coins = lines // 2 // 4 * 4
for i in range(lines):
    text = " ".join(random.choices(words, k=7))
    if i < coins:
        block, repetitions = "coin", random.randint(0, 1)
    else:
        if (i - coins) % 11 == 0:
            random.shuffle(labels)
        block, repetitions = (i - coins) // 11, labels[(i - coins) % 11]
    record = {"probe": f"p{i:09d}", "train": [f"t{i}-{k}" for k in range(repetitions)], "text": text,
              "voice": f"v{i % 4}", "speed": 2, "block": block,
              "role": "trained" if repetitions else "control", "repetitions": repetitions, "frames": 24000,
              "gain": 1, "padding": 0, "audio": "0" * 64}
    canaries.append(json.dumps(record))
    heard = " ".join(random.choices(words, k=6))
    hypotheses.append(json.dumps({"audio_filepath": f"/x/p{i:09d}.wav", "duration": 1.5, "text": text,
                                  "pred_text": text if repetitions == 16 and random.random() < 0.5 else heard}))
header = ledger["header"]
header.update(seed=seed.hex())
header["design"].update(check_utterances=0, recombined_controls=False)
header = json.dumps(header)
secret = digest(b"commitment", seed)
# The kinds of records are a header, canaries and positions: Sources/Experiment/AuditModel/LedgerLeaves.swift.
records = [(0, header), *((1, canary) for canary in canaries), (4, f'{ledger["version"]} []')]
leaves = [digest(bytes([kind]) + digest(secret + i.to_bytes(8, "little")) + record.encode())
          for i, (kind, record) in enumerate(records)]


def root(low, high):
    if high - low == 1:
        return digest(b"\0" + leaves[low])
    split = 1 << ((high - low - 1).bit_length() - 1)
    return digest(b"\1" + root(low, low + split) + root(low + split, high))


sys.setrecursionlimit(10000)
with open(path("ledger.json"), "w") as file:
    file.write(f'{{"format": "asr-audit ledger", "version": {ledger["version"]}, "root": "{root(0, len(leaves)).hex()}",\n'
               f'"header": {header},\n"canaries": [\n' + ",\n".join(canaries)
               + '],\n"check_utterances": [],\n"positions": []}\n')
with open(path("hyp.json"), "w") as file:
    file.write("\n".join(hypotheses) + "\n")
scoring = ["--ledger", path("ledger.json"), "--transcripts", path("hyp.json"), "--output", path("report"),
           "--force"]
times = []
for _ in range(3):
    times.append(run("score", *scoring))
report = json.load(open(path("report/report.json")))
assert report["verdict"]["code"] == "detected_verbatim", report["verdict"]
assert report["transcripts"]["rows"] == lines == len(report["canaries"])
print(f"score, {lines} transcripts, 9,999 permutations included: {statistics.median(times):.1f} s, "
      f"peak {peak('score', *scoring):.0f} MiB")
