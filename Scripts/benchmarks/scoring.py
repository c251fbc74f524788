"""
Measures score with one transcript for each of CANARIES canaries of a generated ledger.

scoring.py ASR_AUDIT DIRECTORY CANARIES [--before BINARY] [--record VERSION]

The times are also stated in units of a Python loop over the same files, which is measured in turns
with them, so that they can be compared with those that an earlier version needed on another machine.
--before measures another binary in turns with this one and compares both reports byte by byte.
--record writes the figures into scoring.json, as those of VERSION. Status 1: the CPU time is more than
1.5 times that of the recorded version.
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("binary")
parser.add_argument("directory", type=Path)
parser.add_argument("canaries", type=int)
parser.add_argument("--before")
parser.add_argument("--record", metavar="VERSION")
options = parser.parse_args()
folder, count = options.directory, options.canaries
RECORDED = Path(__file__).with_name("scoring.json")
# More than the noise of a busy machine, less than the regressions that this is to find.
MOST = 1.5


def run(binary, *arguments):
    """Runs a command that must succeed; returns wall seconds, CPU seconds and peak MiB."""
    start = time.perf_counter()
    child = os.posix_spawn(binary, [binary, *map(str, arguments)], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(folder / "errors"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"benchmark: {arguments}: status {status}\n{(folder / 'errors').read_text()}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


# A header, from an audit of a few lines
random.seed(1)
words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(3, 9)))
         for _ in range(20000)]
with open(folder / "small.json", "w") as file:
    for i in range(1000):
        text = " ".join(random.choices(words, k=random.randint(5, 15)))
        file.write(json.dumps({"audio_filepath": f"/data/utt{i}.wav", "duration": 5, "text": text}) + "\n")
(folder / "gate.yml").write_text("gate:\n  - memorization: {max: 0.6, repetitions: [1, 2, 4, 8, 16]}\n")
run(options.binary, "inject", "--manifest", folder / "small.json", "--output", folder / "small",
    "--sample-rate", 16000, "--coins", 20, "--blocks", 2, "--seed", 3, "--max-share", 0.9,
    "--gate", folder / "gate.yml", "--force")
ledger = json.load(open(folder / "small/ledger.json"))

# A ledger whose Merkle root this script computes by itself, and transcripts
digest = lambda data, key=b"": hashlib.blake2b(data, digest_size=32, key=key).digest()
seed = digest(b"benchmark")
canaries, hypotheses = [], []
labels = [2, 2, 4, 4, 8, 16, 0, 0, 0, 0, 0]
coins = count // 2 // 4 * 4
for i in range(count):
    text = " ".join(random.choices(words, k=7))
    if i < coins:
        block, repetitions = "coin", random.randint(0, 1)
    else:
        if (i - coins) % 11 == 0:
            random.shuffle(labels)
        block, repetitions = (i - coins) // 11, labels[(i - coins) % 11]
    record = {"probe": f"p{i:09d}", "train": [f"t{i}-{k}" for k in range(repetitions)], "text": text,
              "voice": f"v{i % 4}", "speed": 2, "block": block,
              "role": "trained" if repetitions else "control", "repetitions": repetitions,
              "frames": 24000, "gain": 1, "padding": 0, "audio": "0" * 64}
    canaries.append(json.dumps(record))
    heard = " ".join(random.choices(words, k=6))
    is_exact = repetitions == 16 and random.random() < 0.5
    hypotheses.append(json.dumps({"audio_filepath": f"/x/p{i:09d}.wav", "duration": 1.5, "text": text,
                                  "pred_text": text if is_exact else heard}))
header = ledger["header"]
header.update(seed=seed.hex())
header["design"].update(check_utterances=0, recombined_controls=False)
header = json.dumps(header)
secret = digest(b"commitment", seed)
# The kinds of records are in Sources/Experiment/AuditModel/LedgerLeaves.swift.
records = [(0, header), *((1, canary) for canary in canaries), (4, f'{ledger["version"]} []')]
leaves = [digest(bytes([kind]) + digest(secret + i.to_bytes(8, "little")) + record.encode())
          for i, (kind, record) in enumerate(records)]


def root(low, high):
    if high - low == 1:
        return digest(b"\0" + leaves[low])
    split = 1 << ((high - low - 1).bit_length() - 1)
    return digest(b"\1" + root(low, low + split) + root(low + split, high))


(folder / "ledger.json").write_text(
    f'{{"format": "asr-audit ledger", "version": {ledger["version"]}, '
    f'"root": "{root(0, len(leaves)).hex()}",\n"header": {header},\n"canaries": [\n'
    + ",\n".join(canaries) + '],\n"check_utterances": [],\n"positions": []}\n')
(folder / "hyp.json").write_text("\n".join(hypotheses) + "\n")
del canaries, hypotheses, records, leaves


def loop():
    """CPU seconds of a Python loop that parses, hashes and writes the records of both files."""
    start = time.process_time()
    with open(folder / "copy.json", "w") as copy:
        for name in ("ledger.json", "hyp.json"):
            for line in open(folder / name):
                line = line.strip().rstrip(",")
                if line.startswith('{"') and line.endswith("}"):
                    hashlib.blake2b(line.encode()).digest()
                    copy.write(json.dumps(json.loads(line)) + "\n")
    return time.process_time() - start


def score(binary, output):
    return run(binary, "score", "--ledger", folder / "ledger.json", "--transcripts",
               folder / "hyp.json", "--output", folder / output, "--force", "--no-date")


ours, theirs, loops = [], [], []
for _ in range(3):
    ours.append(score(options.binary, "report"))
    if options.before:
        theirs.append(score(options.before, "before"))
    loops.append(loop())
report = json.load(open(folder / "report/report.json"))
assert report["verdict"]["code"] == "detected_verbatim", report["verdict"]
assert report["transcripts"]["rows"] == count == len(report["canaries"])

median = lambda runs, k: statistics.median(run[k] for run in runs)
unit = statistics.median(loops)
wall, cpu, memory = (median(ours, k) for k in range(3))
print(f"score, {count:,} transcripts, 9,999 permutations included: {wall:.1f} s, CPU {cpu:.1f} s "
      f"({cpu / unit:.2f} Python loops of {unit:.1f} s), peak {memory:.0f} MiB")
if theirs:
    print(f"  the other binary: {median(theirs, 0):.1f} s, CPU {median(theirs, 1):.1f} s, peak "
          f"{median(theirs, 2):.0f} MiB; ratio of the CPU times {cpu / median(theirs, 1):.2f}")
    same = (folder / "before/report.json").read_bytes() == (folder / "report/report.json").read_bytes()
    print(f"  report.json is {'the same' if same else 'not the same'}")
recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
last = recorded.get(str(count))
slower = None
if last:
    slower = cpu / unit / last["cpu_loops"]
    print(f"  ratio to version {last['version']}: {slower:.2f} of its CPU time, "
          f"{memory / last['mib']:.2f} of its memory")
else:
    print(f"  no version is recorded for {count:,} canaries; --record VERSION records this one")
if options.record:
    recorded[str(count)] = {"version": options.record, "cpu_loops": round(cpu / unit, 3),
                            "mib": round(memory)}
    RECORDED.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n")
sys.exit(slower is not None and slower > MOST)
