"""Replaces a NeMo manifest by a manifest of SpeechBrain: train-speechbrain-manifest.py MANIFEST"""

import json
import pathlib
import sys

manifest = pathlib.Path(sys.argv[1])
rows = [json.loads(line) for line in manifest.read_text().splitlines()]
manifest.write_text(json.dumps({
    pathlib.Path(row["audio_filepath"]).stem: {
        "wav": str(manifest.parent / row["audio_filepath"]), "length": row["duration"],
        "words": row["text"]}
    for row in rows}, indent=1))
