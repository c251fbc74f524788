"""Character edit distance of 100,000 pairs, one thread, against RapidFuzz."""

import random

import numpy
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from pairing import agree, faster, pairs


def sentences(count):
    """Pairs of about 60 characters; the second text is the first with a tenth of its letters changed."""
    draw = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    for _ in range(count):
        words = ["".join(draw.choices(letters, k=draw.randint(2, 8))) for _ in range(10)]
        text = " ".join(words)
        changed = [draw.choice(letters + " ") * draw.randint(0, 2) if draw.random() < 0.1 else c
                   for c in text]
        yield text, "".join(changed)


def measure(server, quick, folder):
    texts = list(sentences(100_000))
    path = folder / "pairs.tsv"
    path.write_text("".join(f"{a}\t{b}\n" for a, b in texts))
    ours, theirs = zip(*texts, strict=True)

    def ask(repeats):
        return server.ask("edit_distance", pairs=str(path), repeats=repeats)

    def peer():
        return cpdist(ours, theirs, scorer=Levenshtein.distance, workers=1, dtype=numpy.int32)

    agree("edit distance, total", ask(1)["total"], int(peer().sum()), 0)
    timed = pairs(ask, peer, 3 if quick else 9, 2 if quick else 5, threads=1)
    return [faster(f"edit distance, {len(texts):,} pairs", timed, 1.5)]
