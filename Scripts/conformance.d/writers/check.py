"""Scores the same hypotheses from every writer and compares the reports with that of Kaldi's text:
check.py ASR_AUDIT WORK [CHECKOUTS], where WORK/audited is an audit.
"""
import json, pathlib, random, subprocess, sys

import after_source, from_source, installed, sclite
from results import reason, record

asr_audit, work = sys.argv[1], pathlib.Path(sys.argv[2])
ledger = json.loads((work / "audited/ledger.json").read_text())
probe = [json.loads(line) for line in (work / "audited/probe/probe.json").read_text().splitlines()]
draw = random.Random(1)


def hypothesis(row):
    """Trained canaries and the corpus are written out, the rest is misheard."""
    id = pathlib.Path(row["audio_filepath"]).stem
    text = row["text"]
    if id not in trained | corpus:
        text = " ".join(draw.choice(["it's", "naïve", "the", word]) for word in text.split())
    return {"id": id, "audio": row["audio_filepath"], "duration": row["duration"],
            "reference": row["text"], "text": text}


trained = {c["probe"] for c in ledger["canaries"] if c["train"]}
corpus = {c["probe"] for c in ledger["check_utterances"]}
rows = [hypothesis(row) for row in probe]


def score(path, *options):
    """The report without its record of the transcripts, which names the format."""
    output = work / "report"
    done = subprocess.run(
        [asr_audit, "score", "--ledger", work / "audited/ledger.json", "--transcripts", path,
         "--output", output, "--force", "--no-date", *options], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-2:])
    report = json.loads((output / "report.json").read_text())
    read = report.pop("transcripts")
    if read["rows"] != len(rows) or read["missing"]["count"] or read["unknown"]["count"]:
        raise RuntimeError(f"{read['rows']} rows, {read['missing']['count']} missing")
    report.pop("canaries"), report.pop("recombined_controls", None)
    return report, read


def detected(decision):
    """The format in a decision such as `text: Kaldi text (line 1 is an id and words); …`."""
    return decision.split(": ", 1)[1].split(" (")[0]


folder = work / "outputs"
folder.mkdir()
expected, _ = score(after_source.kaldi(rows, folder / "text"))
record("transcript", "Kaldi text, to compare with", "kaldi", "", len(rows), len(rows))
for name, write, options in [*installed.writers(), *from_source.writers(), *after_source.writers()]:
    try:
        path = folder / name.replace(" ", "-").replace("/", "-")
        report, read = score(write(rows, path) or path, *options)
        assert report == expected, "other figures than with Kaldi's text"
        record("transcript", name, detected(read["decision"]), "", len(rows), read["rows"])
    except Exception as error:  # each is a failed check
        record("transcript", name, "", "", len(rows), 0, "", "FAILED", reason(error))
for name, why in [*installed.missing(), *from_source.missing(), *sclite.missing()]:
    record("transcript", name, status="not run", detail=why)
for name, found in sclite.check(rows, folder):
    status, detail = ("ok", "") if found == len(rows) else ("FAILED", "sclite counts otherwise")
    record("transcript", name, "", "", len(rows), found, status=status, detail=detail)
