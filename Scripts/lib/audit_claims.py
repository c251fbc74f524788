"""
The measurements of membership, capacity and influence by Scripts/seeds-a.

    audit_claims.py manifests AUDIT CORPUS DIR SEED   writes the manifests that the commands read
    audit_claims.py halves CORPUS DIR SEED            writes the manifests of the influence of utterances
    audit_claims.py references DIR SEED               writes tables of 2, 4 and 16 reference models
    audit_claims.py membership DIR SEEDS              prints claims about membership with their values
    audit_claims.py capacity DIR SEEDS                prints claims about capacity with their values
    audit_claims.py influence DIR SEEDS               prints claims about influence with their values
"""

import json
import math
import pathlib
import random
import statistics
import sys

NEVER = 4
SWAPPED = 40


def lines(path):
    return [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def manifests(audit, corpus, home, seed):
    """Writes a common part, the target's training data, and those of models that see no canary."""
    entries = lines(corpus / "train.json")
    for entry in entries:
        entry["audio_filepath"] = str(corpus / entry["audio_filepath"])
    random.Random(seed).shuffle(entries)
    common = entries[:200]
    write(home / f"common-{seed}.json", common)
    trained = {canary["probe"]: canary["text"] for canary in
               json.loads((audit / "ledger.json").read_text())["canaries"] if canary["role"] == "trained"}
    probes = {pathlib.Path(entry["audio_filepath"]).stem: entry for entry in lines(audit / "probe/probe.json")}
    for entry in probes.values():
        entry["audio_filepath"] = str((audit / "probe" / entry["audio_filepath"]).resolve())
    write(home / f"target-{seed}.json",
          common + [probes[name] | {"text": text} for name, text in trained.items()])
    for number in range(NEVER):
        part = entries[200 * (number + 1):200 * (number + 2)]
        write(home / f"never-{seed}-{number}.json", part or common)


def halves(corpus, home, seed):
    """Writes a base corpus, and 400 other utterances of which 40 have the text of another one."""
    entries = lines(corpus / "train.json")
    for entry in entries:
        entry["audio_filepath"] = str(corpus / entry["audio_filepath"])
    random.Random(1000 + seed).shuffle(entries)
    write(home / f"start-{seed}.json", entries[:600])
    audited = entries[600:1000]
    texts = [entry["text"] for entry in audited[:SWAPPED]]
    for entry, text in zip(audited, texts[1:] + texts[:1]):
        entry["text"] = text
    write(home / f"halves-{seed}.json", audited)


def references(home, seed):
    rows = lines(home / f"subsets-{seed}" / "references.jsonl")
    models = list(dict.fromkeys(row["model"] for row in rows))
    for count in (2, 4, 16):
        chosen = set(models[:count])
        write(home / f"references-{seed}-{count}.jsonl", (row for row in rows if row["model"] in chosen))


def analysis(path, kind):
    return json.loads((path / "analysis.json").read_text())[kind]


def attack(path, group, name):
    groups = analysis(path, "membership")["analysis"]["groups"]
    return next(result["auc"] for result in groups[0][group] if result["attack"] == name)


def membership(home, seed):
    def at(count):
        return home / f"membership-{seed}-{count}"

    values = {"none": attack(at(2), "all", "loss")["value"]}
    for count in (2, 4, 16):
        values[f"{count}"] = attack(at(count), "all", "lira-online")["value"]
        values[f"{count}, kept"] = attack(at(count), "kept", "lira-online")["value"]
    never = [attack(home / f"never-{seed}-{number}-membership", "all", "lira-online")
             for number in range(NEVER)]
    values["never"] = sum(auc["lower"] <= 0.5 <= auc["upper"] for auc in never)
    values["never, mean"] = statistics.mean(auc["value"] for auc in never)
    return values


def emm(series):
    return series["effective_memorization"].get("memorized") or 0


def capacity(home, seed):
    coarse = analysis(home / f"capacity-{seed}", "capacity")["series"]
    fine = analysis(home / f"finer-{seed}", "capacity")["series"][0]["effective_memorization"]
    plain, clipped = (next(s for s in coarse if s["name"] == name) for name in ("plain", "clipped"))
    found = plain["effective_memorization"]
    return {
        "controls": max(point["controls"]["hits"] for series in coarse for point in series["points"]),
        "plain": emm(plain), "clipped": emm(clipped),
        "inside": found.get("memorized", 0) <= fine.get("memorized", 0)
        and fine.get("not_memorized", 1 << 30) <= found.get("not_memorized", 1 << 30),
        "bits": max((point.get("bits") or {}).get("memorized", 0) for point in plain["points"]),
        "bits per parameter": max((point.get("bits") or {}).get("memorized", 0) for point in plain["points"])
        / (plain.get("parameters") or 1),
    }


def ranks(values):
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            found[place] = (start + end - 1) / 2
        start = end
    return found


def spearman(first, second):
    return statistics.correlation(ranks(first), ranks(second))


def cosine(first, second):
    product = sum(a * b for a, b in zip(first, second))
    return product / math.sqrt(sum(a * a for a in first) * sum(b * b for b in second))


def influence(home, seed):
    """The agreement of losses in training with memorization by 20 models on halves (Feldman and Zhang)."""
    order = [pathlib.Path(entry["audio_filepath"]).stem for entry in lines(home / f"halves-{seed}.json")]
    inside, outside, tokens = {}, {}, {}
    for row in lines(home / f"halves-{seed}" / "references.jsonl"):
        (inside if row["in_training"] else outside).setdefault(row["id"], []).append(row["loss"])
        tokens[row["id"]] = max(row.get("tokens") or 1, 1)
    late, passes = {}, 0
    for row in lines(home / f"whole-{seed}.jsonl"):
        passes = max(passes, row["pass"])
        late.setdefault(row["id"], {})[row["pass"]] = row["loss"]
    known = [name for name in order if name in inside and name in outside and name in late]
    memorization = [max(0, statistics.mean(outside[name]) - statistics.mean(inside[name])) / tokens[name]
                    for name in known]
    cumulative = [statistics.mean(loss for number, loss in late[name].items() if number > passes / 4)
                  / tokens[name] for name in known]
    swapped = set(order[:SWAPPED])
    ordinary = [place for place, name in enumerate(known) if name not in swapped]
    return {
        "ordinary": spearman([cumulative[n] for n in ordinary], [memorization[n] for n in ordinary]),
        "all": spearman(cumulative, memorization),
        "cosine": cosine(cumulative, memorization),
        "cosine of a constant": cosine([1.0] * len(known), memorization),
    }


CLAIMS = {
    "influence": [
        ("cumulative loss and Feldman–Zhang memorization, ordinary utterances: Spearman ≥ 0.6",
         lambda v: v["ordinary"] >= 0.6, ["ordinary", "all", "cosine", "cosine of a constant"]),
    ],
    "membership": [
        ("AUC: loss alone < 2 references < 4 references", lambda v: v["none"] < v["2"] < v["4"],
         ["none", "2", "4", "16"]),
        ("4 references on the chosen 20%: AUC at least that of 16 on all", lambda v: v["4, kept"] >= v["16"],
         ["4, kept", "16"]),
        ("a target that never saw the canaries: 0.5 is in the interval of its AUC",
         lambda v: v["never"] == NEVER, ["never", "never, mean"]),
    ],
    "capacity": [
        ("shuffled texts: no control is exact at any size", lambda v: v["controls"] == 0, ["controls"]),
        ("EMM(0.1) with per-example clipping is below the one without", lambda v: v["clipped"] < v["plain"],
         ["plain", "clipped"]),
        ("a finer ladder ends inside the bracket", lambda v: v["inside"], ["inside"]),
        ("memorised bits are more than none", lambda v: v["bits"] > 0, ["bits", "bits per parameter"]),
    ],
}


def table(home, seeds, kind):
    measure = {"membership": membership, "capacity": capacity, "influence": influence}[kind]
    measured = [measure(home, seed)
                for seed in range(1, seeds + 1)]
    print("| claim | seeds | measured |\n| --- | --- | --- |")
    for claim, holds, names in CLAIMS[kind]:
        shown = "; ".join(f"{name}: " + ", ".join(f"{values[name]:.3g}" for values in measured) for name in names)
        print(f"| {claim} | {sum(map(holds, measured))} of {seeds} | {shown} |")
    if kind == "membership":
        print(f"\nTargets that never saw the canaries, with 0.5 in the interval of the AUC: "
              f"{sum(values['never'] for values in measured)} of {NEVER * seeds}.")


if __name__ == "__main__":
    paths = [pathlib.Path(argument) for argument in sys.argv[2:]]
    if sys.argv[1] == "manifests":
        manifests(*paths[:3], int(sys.argv[5]))
    elif sys.argv[1] == "halves":
        halves(paths[0], paths[1], int(sys.argv[4]))
    elif sys.argv[1] == "references":
        references(paths[0], int(sys.argv[3]))
    else:
        table(paths[0], int(sys.argv[3]), sys.argv[1])
