"""jiwer and RapidFuzz count the errors that score counts: error_counts.py ASR_AUDIT WORK

WORK/many has 10,000 canaries, WORK/audited has canaries and utterances of the corpus.
"""

import json
import pathlib
import random
import re
import subprocess
import sys

import jiwer
from part_of_package import version
from rapidfuzz.distance import Levenshtein
from results import reason, record

asr_audit, work = sys.argv[1], pathlib.Path(sys.argv[2])


def misheard(audit):
    """Scores a decoder with many errors; returns the report and the decoder's rows."""
    draw = random.Random(1)
    mishear = [lambda w: "", lambda w: w[::-1], lambda w: w + ", a", lambda w: w[1:] + "x",
               lambda w: w.upper() + "!", lambda w: w, lambda w: w, lambda w: w]
    rows = [json.loads(line) for line in (audit / "probe/probe.json").read_text().splitlines()]
    for row in rows:
        row["pred_text"] = " ".join(draw.choice(mishear)(word) for word in row["text"].split())
    hypotheses, output = work / f"{audit.name}-hyp.json", work / f"report-{audit.name}"
    hypotheses.write_text("".join(json.dumps(row) + "\n" for row in rows))
    subprocess.run([asr_audit, "score", "--ledger", audit / "ledger.json", "--transcripts",
                    hypotheses, "--output", output, "--reveal"], check=True, capture_output=True)
    return json.loads((output / "report.json").read_text()), rows


def normal(text):
    return " ".join(re.sub("[^a-z]", " ", text.lower().replace("'", "")).split())


def edits(counted):
    return counted.substitutions + counted.deletions + counted.insertions


def compare_kinds(canary, unit, counted):
    """Compares the kinds of errors with jiwer's, which may have fewer substitutions at one total."""
    insertions, deletions, substitutions = (
        canary[f"{unit}_{kind}"] for kind in ("insertions", "deletions", "substitutions"))
    total = edits(counted)
    assert insertions + deletions + substitutions == canary[f"{unit}_edits"] == total, canary
    assert insertions - deletions == counted.insertions - counted.deletions, canary
    assert substitutions >= counted.substitutions, canary


def many_edits():
    canaries = misheard(work / "many")[0]["canaries"]
    assert len(canaries) >= 10_000, len(canaries)
    totals = [0, 0]
    for c in canaries:
        own, heard = normal(c["text"]), normal(c["transcript"])
        words = Levenshtein.distance(own.split(), heard.split())
        characters = Levenshtein.distance(own, heard)
        assert (c["word_edits"], c["character_edits"]) == (words, characters), c
        compare_kinds(c, "word", jiwer.process_words(own, heard))
        compare_kinds(c, "character", jiwer.process_characters(own, heard))
        totals = [totals[0] + words, totals[1] + characters]
    return f"{len(canaries)} texts, {totals[0]} edits of words, {totals[1]} of characters"


def error_rates():
    report, rows = misheard(work / "audited")
    canaries = report["canaries"]
    for c in canaries:
        pair = normal(c["text"]), normal(c["transcript"])
        assert c["word_edits"] == edits(jiwer.process_words(*pair)), c
        assert c["character_edits"] == edits(jiwer.process_characters(*pair)), c
    texts = lambda rows, *keys: [[normal(row[key]) for row in rows] for key in keys]
    pooled = lambda of, by: sum(c[of] for c in canaries) / sum(c[by] for c in canaries)
    wer, cer = pooled("word_edits", "words"), pooled("character_edits", "characters")
    assert wer == jiwer.wer(*texts(canaries, "text", "transcript")), "WER"
    assert cer == jiwer.cer(*texts(canaries, "text", "transcript")), "CER"
    own = [row for row in rows if row["text"] not in {c["text"] for c in canaries}]
    own_wer = jiwer.wer(*texts(own, "text", "pred_text"))
    assert report["decoder_check"]["word_error_rate"] == own_wer, (report["decoder_check"], own_wer)
    return f"{len(canaries)} canaries, WER {wer:.4f}, CER {cer:.4f}; corpus WER {own_wer:.4f}"


for name, by, body in [
    ("error rates", f"jiwer {version('jiwer')}", error_rates),
    ("edits", f"RapidFuzz {version('rapidfuzz')}, jiwer {version('jiwer')}", many_edits),
]:
    try:
        record("count", name, by=by, detail=body())
    except Exception as error:
        record("count", name, by=by, status="FAILED", detail=reason(error))
