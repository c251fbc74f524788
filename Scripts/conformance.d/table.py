"""Prints the results of a run as tables and sets the exit status: table.py RESULTS

1 if a check failed, 2 if all checks passed and some could not be run, otherwise 0.
"""

import sys

from results import read

results = read(sys.argv[1])


def table(header, rows):
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, *rows]:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def of(section):
    return [row for row in results if row["section"] == section and row["status"] != "not run"]


def worst(rows):
    return "FAILED" if any(row["status"] == "FAILED" for row in rows) else "ok"


def grouped(rows, *keys):
    groups = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups


def manifests():
    rows = []
    for (name, by), found in grouped(
            sorted(of("manifest"), key=lambda row: row["name"]), "name", "by").items():
        counts = {row["part"]: f"{row['found'] or 0} of {row['wanted']}" for row in found}
        rows.append([name, by, counts.get("train", ""), counts.get("probe", ""), worst(found)])
    return ["manifest", "read by", "training rows", "probe rows", "result"], rows


def written():
    rows = [[row["name"], row["by"], row["status"]] for row in of("inject")]
    return ["manifest", "format that inject detects", "inject, verify, remove"], rows


def agreement(row):
    if row["status"] == "ok" and row["detail"]:
        return f"ok, {row['detail']}"
    return "ok, none hit" if row["wanted"] == row["found"] == "0" else row["status"]


def filters():
    found = sorted(of("filter"), key=lambda row: row["name"])
    rows = [[row["name"], row["part"], row["by"], row["wanted"], row["found"], row["both"],
             agreement(row)] for row in found]
    return ["profile", "rule", "applied by", "predicted", "dropped", "both", "result"], rows


def padded():
    rows = [[name, str(len(found)), found[0]["wanted"],
             str(max(int(row["found"] or 0) for row in found)), worst(found)]
            for (name,), found in grouped(
                sorted(of("padded"), key=lambda row: row["name"]), "name").items()]
    return ["profile", "rules applied", "canaries", "dropped", "result"], rows


def transcripts():
    rows = [[row["name"], row["part"], f"{row['found'] or 0} of {row['wanted']}", row["status"]]
            for row in of("transcript")]
    return ["written by", "format that score detects", "rows", "result"], rows


def counts():
    rows = [[row["name"], row["by"], row["detail"] if row["status"] == "ok" else "", row["status"]]
            for row in of("count")]
    return ["compared", "with", "number", "result"], rows


for title, contents in [
    ("Manifests that inject wrote", written), ("Manifests read by the toolkits", manifests),
    ("Canaries that check predicts to be dropped, and that the toolkits drop", filters),
    ("Canaries that inject padded for the recipe, and that the toolkits drop", padded),
    ("Transcripts that score reads", transcripts), ("Audio and counts of errors", counts),
]:
    header, rows = contents()
    if rows:
        print(f"\n{title}\n")
        table(header, rows)

absent = [row for row in results if row["status"] == "not run"]
if absent:
    print("\nNot run\n")
    table(["what", "why"], [[" ".join(filter(None, (row["name"], row["part"]))), row["detail"]]
                            for row in absent])
failed = [row for row in results if row["status"] == "FAILED"]
if failed:
    print("\nFailed\n")
    for row in failed:
        print(f"  {row['name']} {row['part']} ({row['by']}): {row['detail']}")
passed = len(results) - len(failed) - len(absent)
print(f"\n{passed} passed, {len(failed)} failed, {len(absent)} not run")
sys.exit(1 if failed or not passed else 2 if absent else 0)
