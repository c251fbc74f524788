"""The rows that a loader must find in an audit. They come from the ledger and the user's corpus.

Rows are (id, path or bytes, seconds or None, text). A loader is a function of the audit's folder and
`train` or `probe` that returns rows. Its documentation is the name and version of the program.
"""

import io
import json
import pathlib
import sys

import soundfile
from results import reason, record

work = pathlib.Path(sys.argv[1])


def stem(path):
    return pathlib.Path(path).name.split(".")[0]


def users():
    """The text and duration of each utterance of the corpus, by id."""
    lines = (work / "corpus/train.json").read_text().splitlines()
    return {stem(row["audio_filepath"]): (row["text"], row["duration"])
            for row in map(json.loads, lines)}


def expected(audit, half, users_text, users_id):
    ledger = json.loads((audit / "ledger.json").read_text())
    rate = ledger["header"]["audio"]["sample_rate"]
    planted = lambda canary: (canary["text"], canary["frames"] / rate)
    if half == "train":
        own = {users_id(id): (users_text(text), seconds) for id, (text, seconds) in users().items()}
        return own | {id: planted(c) for c in ledger["canaries"] for id in c["train"]}
    canaries = ledger["canaries"] + ledger.get("recombined_controls", [])
    durations = {users_text(text): seconds for text, seconds in users().values()}
    return {c["probe"]: planted(c) for c in canaries} | {
        a["probe"]: (a["text"], durations[a["text"]]) for a in ledger["check_utterances"]}


def check(name, loader, users_text=lambda text: text, tolerance=0.011, users_id=lambda id: id):
    """Compares the rows of a loader with the expected ones, and the audio with the rows. The
    documentation of the loader names the program that reads. `users_text` and `users_id` are what the
    format makes of the texts and ids of the corpus."""
    audit = work / "audits" / name
    if not audit.exists():
        return  # the program does not have the format
    for half in ("train", "probe"):
        wanted, rows = {}, []
        try:
            wanted = expected(audit, half, users_text, users_id)
            rows = list(loader(audit, half))
            compare(rows, wanted, tolerance)
            record("manifest", name, half, loader.__doc__, len(wanted), len(rows))
        except Exception as error:  # a loader may raise anything; each is a failed check
            record("manifest", name, half, loader.__doc__, len(wanted), len(rows), "", "FAILED",
                   reason(error))


def compare(rows, wanted, tolerance):
    assert len(rows) == len(wanted), f"{len(rows)} rows, not {len(wanted)}"
    assert {row[0] for row in rows} == wanted.keys(), "other ids"
    for id, path, seconds, text in rows:
        info = soundfile.info(io.BytesIO(path) if isinstance(path, bytes) else str(path))
        assert text == wanted[id][0], f"{id}: {text!r}, not {wanted[id][0]!r}"
        own = info.frames / info.samplerate
        for other in (wanted[id][1], own) if seconds is not None else ():
            assert abs(other - seconds) <= tolerance, f"{id}: {seconds} s, not {other} s"
        assert abs(own - wanted[id][1]) <= tolerance, f"{id}: other audio"
