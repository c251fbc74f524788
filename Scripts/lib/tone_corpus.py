#!/usr/bin/env python3
"""
Writes a corpus of tones for checks that need no speech: Scripts/lib/tone_corpus.py DIRECTORY

    train.json    a NeMo manifest; it states long durations, so that a small design is a small share
    tones.json    the same audio with true durations and few words, for training
    kaldi/        the same corpus as a Kaldi data directory
    bank/         a word bank
    recipe.yml    a recipe for a tiny model
    gate.yml      limits that a small design supports
"""

import json
import math
import pathlib
import struct
import sys
import wave

RATE = 8000
SUBJECTS = ["the baker", "a sailor", "my neighbor", "one farmer"]
VERBS = ["found", "painted", "carried", "sold", "lost"]
THINGS = ["the old lamp", "a small boat", "her coat"]
STARTS = ["ba", "do", "fi", "gu", "ke", "la", "mo", "ni", "pu", "se"]
ENDS = ["bal", "dor", "fin", "gus", "ket", "lam", "mon", "nip", "pur", "sel", "tiv", "von"]
RECIPE = """\
model:
  {sample_rate: 8000, mel_bins: 16, subsampling_factor: 2, d_model: 16, n_layers: 1, n_heads: 2}
training:
  {seed: 3, steps: STEPS, batch_size: 4, micro_batches: 3, warmup_steps: 2, checkpoint_every: 5}
augmentation: {frequency_width: 4}
"""
GATE = """\
gate:
  - memorization: {max: 0.4, repetitions: [1, 2]}
  - memorization: {max: 0.4, repetitions: [8, 16]}
"""


def tone(path, hertz, seconds):
    """Writes a tone as 16-bit PCM."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frames = int(seconds * RATE)
    samples = (int(8000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(frames))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


def write(directory, utterances=60, steps=40):
    """Writes the corpus."""
    root = pathlib.Path(directory).resolve()
    entries, tones, tables = [], [], {}
    for number in range(utterances):
        name = f"{'s' if number < utterances // 2 else 'v'}{100 + number}"
        audio = root / f"audio/{name}.wav"
        seconds = 0.6 + 0.05 * (number % 12)
        tone(audio, 300 + 100 * (number % 3), seconds)
        text = f"{SUBJECTS[number % 4]} {VERBS[number % 5]} {THINGS[number % 3]} near the river"
        entries.append({"audio_filepath": str(audio), "duration": 100.0, "text": text})
        word = ["one", "two", "six"][number % 3]
        tones.append({"audio_filepath": str(audio), "duration": seconds, "text": word})
        values = {"wav.scp": audio, "text": text, "utt2spk": name, "spk2utt": name, "utt2dur": 100}
        for table, value in values.items():
            tables.setdefault(table, []).append(f"{name} {value}\n")
    for name, lines in (("train.json", entries), ("tones.json", tones)):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (root / name).write_text(text, encoding="utf-8")
    (root / "kaldi").mkdir(exist_ok=True)
    for table, lines in tables.items():
        (root / "kaldi" / table).write_text("".join(lines), encoding="utf-8")
    for number, word in enumerate(start + end for start in STARTS for end in ENDS):
        tone(root / f"bank/{word}/anna/1.wav", 200 + 5 * number, 0.06)
    (root / "recipe.yml").write_text(RECIPE.replace("STEPS", str(steps)), encoding="utf-8")
    (root / "gate.yml").write_text(GATE, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("usage: Scripts/lib/tone_corpus.py DIRECTORY", file=sys.stderr)
        sys.exit(64)
    write(sys.argv[1])
