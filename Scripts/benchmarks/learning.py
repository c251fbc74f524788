"""
Data and error rates of `Scripts/benchmark training`.

learning.py split CORPUS                        writes learning-train.json and learning-test.json
learning.py join-digits RECORDINGS DIR          joins recorded digits to utterances, split likewise
learning.py error-rate MANIFEST HYPOTHESES UNIT prints the error rate; UNIT is characters or words
"""

import collections
import json
import pathlib
import random
import sys
import wave

WORDS = "zero one two three four five six seven eight nine".split()
# Utterances, and the numbers of the recordings that they consist of: the sets share no recording.
DIGIT_SETS = {"train": (3000, range(5, 50)), "test": (300, range(5))}
DIGIT_RATE = 8000  # Hz


def split(corpus):
    """Moves every sixteenth utterance to the test set; the corpus repeats no text."""
    corpus = pathlib.Path(corpus)
    lines = (corpus / "train.json").read_text().splitlines(keepends=True)
    (corpus / "learning-test.json").write_text("".join(lines[::16]))
    del lines[::16]
    (corpus / "learning-train.json").write_text("".join(lines))


def read_digits(source):
    """(set, speaker) -> [(word, frames)] from files such as 3_theo_17.wav: digit, speaker, number."""
    recordings = collections.defaultdict(list)
    for path in sorted(source.glob("*_*_*.wav")):
        digit, speaker, number = path.stem.split("_")
        with wave.open(str(path)) as sound:
            if sound.getparams()[:3] != (1, 2, DIGIT_RATE):
                sys.exit(f"benchmark: {path}: expected one channel of 16 bits at {DIGIT_RATE} Hz")
            frames = sound.readframes(sound.getnframes())
        for name, (_, numbers) in DIGIT_SETS.items():
            if int(number) in numbers:
                recordings[name, speaker].append((WORDS[int(digit)], frames))
    return recordings


def join_digits(source, target):
    """Joins 3 to 8 recordings of one speaker to an utterance."""
    source, target = pathlib.Path(source), pathlib.Path(target)
    recordings = read_digits(source)
    speakers = sorted({speaker for _, speaker in recordings})
    if not speakers or not all(recordings[name, s] for name in DIGIT_SETS for s in speakers):
        sys.exit(f"benchmark: {source}: expected recordings 0 to 49 of every digit and speaker")
    generator = random.Random(1)
    # random() alone returns the same numbers in every release of Python.
    draw = lambda items: items[int(generator.random() * len(items))]
    for name, (count, _) in DIGIT_SETS.items():
        (target / name).mkdir(parents=True)
        with open(target / f"learning-{name}.json", "w") as manifest:
            for number in range(count):
                own = recordings[name, draw(speakers)]
                chosen = [draw(own) for _ in range(draw(range(3, 9)))]
                frames = b"".join(frames for _, frames in chosen)
                path = f"{name}/{name}-{number:05}.wav"
                with wave.open(str(target / path), "wb") as sound:
                    sound.setparams((1, 2, DIGIT_RATE, 0, "NONE", ""))
                    sound.writeframes(frames)
                entry = {"audio_filepath": path, "duration": len(frames) / (2 * DIGIT_RATE),
                         "text": " ".join(word for word, _ in chosen)}
                manifest.write(json.dumps(entry) + "\n")


def texts(path, key):
    with open(path) as file:
        entries = [json.loads(line) for line in file]
    found = {pathlib.Path(entry["audio_filepath"]).stem: entry[key] for entry in entries}
    if len(found) != len(entries):
        sys.exit(f"benchmark: {path}: lists an utterance twice")
    return found


def edit_distance(reference, hypothesis):
    row = list(range(len(hypothesis) + 1))
    for i, wanted in enumerate(reference, 1):
        diagonal, row[0] = row[0], i
        for j, found in enumerate(hypothesis, 1):
            step = diagonal + (wanted != found)
            diagonal, row[j] = row[j], min(step, row[j] + 1, row[j - 1] + 1)
    return row[-1]


def error_rate(manifest, hypotheses, unit):
    """Prints edits over the length of the references; refuses hypotheses that omit an utterance."""
    wanted, found = texts(manifest, "text"), texts(hypotheses, "pred_text")
    if wanted.keys() != found.keys():
        sys.exit(f"benchmark: {hypotheses}: does not list the utterances of {manifest}")
    symbols = str.split if unit == "words" else list
    pairs = [(symbols(text), symbols(found[name])) for name, text in wanted.items()]
    errors = sum(edit_distance(*pair) for pair in pairs)
    print(f"{errors / sum(len(reference) for reference, _ in pairs):.4f}")


if __name__ == "__main__":
    {"split": split, "join-digits": join_digits, "error-rate": error_rate}[sys.argv[1]](*sys.argv[2:])
