"""Writes a NeMo manifest as a manifest of SpeechBrain: train-speechbrain-manifest.py NEMO SPEECHBRAIN"""

import json
import pathlib
import sys

source, target = map(pathlib.Path, sys.argv[1:])
rows = [json.loads(line) for line in source.read_text().splitlines()]
target.write_text(json.dumps({
    pathlib.Path(row["audio_filepath"]).stem: {
        "wav": str(source.parent / row["audio_filepath"]), "length": row["duration"],
        "words": row["text"]}
    for row in rows}, indent=1))
