"""Scores the same hypotheses from every writer and compares the reports with Kaldi's text."""
import json, pathlib, random, subprocess, sys

import after_source, installed, sclite

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
    record = report.pop("transcripts")
    if record["rows"] != len(rows) or record["missing"]["count"] or record["unknown"]["count"]:
        raise RuntimeError(f"{record['rows']} rows, {record['missing']['count']} missing")
    report.pop("canaries"), report.pop("recombined_controls", None)
    return report, record["decision"]


folder = work / "outputs"
folder.mkdir()
expected, _ = score(after_source.kaldi(rows, folder / "text"))
print(f"{len(rows)} utterances; Kaldi text gives: {expected['verdict']['code']}")
passed, failed = 0, 0
for name, write, options in [*installed.writers(), *after_source.writers()]:
    try:
        path = folder / name.replace(" ", "-").replace("/", "-")
        report, decision = score(write(rows, path) or path, *options)
        assert report == expected, "other figures"
        print(f"ok {name}: {decision.split(': ', 1)[1]}", flush=True)
        passed += 1
    except Exception as error:  # each is a failed check
        print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
        failed += 1
for name, reason in [*installed.missing(), *after_source.missing()]:
    print(f"not installed: {name} ({reason})")
for line, is_ok in sclite.check(rows, folder):
    print(("ok " if is_ok else "FAILED ") + line)
    passed, failed = passed + is_ok, failed + (not is_ok)
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
