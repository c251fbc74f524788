"""
The measurements of Scripts/seeds-a.

    rank_claims.py manifests CORPUS RANKED DIR SEED   writes the manifests that the commands read
    rank_claims.py table DIR SEEDS                    prints the claims with their measured values
"""

import array
import json
import math
import pathlib
import random
import statistics
import sys
import wave

PAIRS = 30


def lines(path):
    return [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]


def manifests(corpus, ranked, home, seed):
    """Writes the corpus with its planted errors, and one with pairs of one sound and two texts."""
    entries = lines(corpus / "train.json")
    for entry in entries:
        entry["audio_filepath"] = str(corpus / entry["audio_filepath"])
    by_name = {pathlib.Path(entry["audio_filepath"]).stem: entry for entry in entries}
    # A repeated utterance has the audio of another entry and could not be named by its file.
    for error in lines(ranked / "planted.jsonl"):
        if "of" not in error:
            by_name[error["id"]] = by_name[error["id"]] | {"text": error["text"]}
    write(home / f"planted-{seed}.json", by_name.values())

    numbers = random.Random(seed)
    sounds = home / f"sounds-{seed}"
    sounds.mkdir(exist_ok=True)
    pairs = entries[:1000]
    for kind, number, entry in [(kind, n, e) for kind, part in (("equal", pairs[:PAIRS]),
                                ("near", pairs[PAIRS:2 * PAIRS])) for n, e in enumerate(part)]:
        with wave.open(entry["audio_filepath"]) as file:
            settings, samples = file.getparams(), array.array("h", file.readframes(file.getnframes()))
        if kind == "near":
            samples = array.array("h", (max(-32768, min(32767, round(0.8 * sample) + numbers.randint(-3, 3)))
                                        for sample in samples))
        path = sounds / f"{kind}-{number}.wav"
        with wave.open(str(path), "w") as file:
            file.setparams(settings)
            file.writeframes(samples.tobytes())
        pairs = pairs + [entry | {"audio_filepath": str(path), "text": pairs[500 + number]["text"]}]
    write(home / f"pairs-{seed}.json", pairs)
    write(home / f"pairs-{seed}.jsonl",
          ({"id": pathlib.Path(entry["audio_filepath"]).stem, "loss": 1} for entry in pairs))


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def auroc(high, low):
    """The probability that a value of `high` exceeds one of `low`, ties counting one half."""
    values = sorted([(value, 1) for value in high] + [(value, 0) for value in low])
    total, place = 0.0, 0
    while place < len(values):
        end = place
        while end < len(values) and values[end][0] == values[place][0]:
            end += 1
        total += (place + end + 1) / 2 * sum(kind for _, kind in values[place:end])
        place = end
    return (total - len(high) * (len(high) + 1) / 2) / (len(high) * len(low))


def level(path):
    with wave.open(path) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def within_bins(rows, score):
    """The rank of a score within the row's bin, 0...1."""
    bins = {}
    for row in rows:
        bins.setdefault(row["bin"], []).append(row)
    shares = {}
    for members in bins.values():
        for place, row in enumerate(sorted(members, key=score)):
            shares[row["id"]] = (place + 0.5) / len(members)
    return shares


def measure(home, seed):
    """The measured values of one seed, by the name of the claim."""
    ranked = home / f"ranked-{seed}"
    head, *cells = (ranked / "ranked.tsv").read_text().splitlines()
    rows = [dict(zip(head.split("\t"), line.split("\t"))) for line in cells]
    recall = {part["kind"]: part for part in json.loads((ranked / "ranked.json").read_text())["rank"]["recall"]}
    planted = {error["id"]: error for error in lines(ranked / "planted.jsonl")}
    originals = {error["of"] for error in planted.values() if "of" in error}
    clean = [row for row in rows if not row["planted"] and row["id"] not in originals]
    swapped = [row for row in rows if row["planted"] == "swapped"]
    values = {kind: recall[kind]["auc"] for kind in ("swapped", "one_word", "duplicate")}
    values["worst 8%"] = next(point["found"]["hits"] / point["found"]["trials"]
                              for point in recall["swapped"]["points"] if point["share"] == 0.08)

    order = {row["id"]: -int(row["rank"]) for row in rows}
    draw = random.Random(seed)
    lot = set(row["id"] for row in draw.sample(clean, len(swapped)))
    values["lot"] = auroc([order[name] for name in lot],
                          [order[row["id"]] for row in clean if row["id"] not in lot])

    corpus = lines(home / f"corpus-{seed}" / "train.json")
    texts = {pathlib.Path(entry["audio_filepath"]).stem: entry["text"] for entry in corpus}
    values["heard"] = statistics.mean(row["heard"] == texts[row["id"]] for row in swapped)
    values["heard, clean"] = statistics.mean(row["heard"] == row["text"] for row in clean)
    blind = []
    for feature in (lambda row: int(row["tokens"]), lambda row: int(row["frames"]),
                    lambda row: int(row["tokens"]) / int(row["frames"]),
                    lambda row: level(row["audio"] if row["audio"].startswith("/")
                                      else str(home / f"corpus-{seed}" / row["audio"]))):
        area = auroc(list(map(feature, swapped)), list(map(feature, clean)))
        blind.append(max(area, 1 - area))
    values["blind"] = max(blind)

    traced = {row["id"]: row for row in lines(home / f"traced-{seed}.jsonl")}
    known = [row for row in rows if row["id"] in traced]
    for key in ("loss", "input_gradient_norm", "curvature", "worst_token_loss"):
        shares = within_bins(known, lambda row, key=key: traced[row["id"]].get(key) or 0)
        for kind in ("swapped", "one_word"):
            values[f"{key}, {kind}"] = auroc(
                [shares[row["id"]] for row in known if row["planted"] == kind],
                [shares[row["id"]] for row in known if row in clean])

    pairs = json.loads((home / f"pairs-{seed}" / "ranked.json").read_text())["rank"]["conflicts"]
    names = {name for group in pairs for name in group["ids"]}
    values["pairs"] = sum(f"{kind}-{number}" in names for kind in ("equal", "near")
                          for number in range(PAIRS)) / (2 * PAIRS)
    values["wrong pairs"] = sum(all("-" not in name for name in group["ids"]) for group in pairs)
    return values


CLAIMS = [
    ("texts of other utterances: AUROC ≥ 0.98", "swapped", lambda value: value >= 0.98),
    ("the wrong one of two texts for one sound: AUROC ≥ 0.95", "duplicate", lambda value: value >= 0.95),
    ("one wrong word: AUROC ≥ 0.85", "one_word", lambda value: value >= 0.85),
    ("90% of the texts of other utterances are in the worst 8%", "worst 8%", lambda value: value >= 0.9),
    ("utterances chosen by lot: AUROC 0.5 ± 0.05", "lot", lambda value: abs(value - 0.5) <= 0.05),
    ("length, speed and level alone: AUROC ≤ 0.60", "blind", lambda value: value <= 0.6),
    ("95% of pairs with one sound and two texts are listed", "pairs", lambda value: value >= 0.95),
    ("no other pair is listed", "wrong pairs", lambda value: value == 0),
    ("what was heard is the true text of 70% of the utterances with a text of another one", "heard",
     lambda value: value >= 0.7),
]
FIGURES = ["heard, clean"] + [f"{key}, {kind}" for kind in ("swapped", "one_word") for key in
                              ("loss", "input_gradient_norm", "curvature", "worst_token_loss")]


def table(home, seeds):
    measured = [measure(home, seed) for seed in range(1, seeds + 1)]

    def shown(name):
        return ", ".join(f"{values[name]:.3g}" for values in measured)

    print("| claim | seeds | measured |\n| --- | --- | --- |")
    for claim, name, holds in CLAIMS:
        count = sum(holds(values[name]) for values in measured)
        print(f"| {claim} | {count} of {seeds} | {shown(name)} |")
    print("\n| figure of the finished model | measured |\n| --- | --- |")
    for name in FIGURES:
        print(f"| {name} | {shown(name)} |")


if __name__ == "__main__":
    if sys.argv[1] == "manifests":
        manifests(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4]), int(sys.argv[5]))
    else:
        table(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
