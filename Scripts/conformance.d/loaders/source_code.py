"""Loaders that are parts of large toolkits, run alone from their source: FunASR as installed, and WeNet,
fairseq and DeepSpeech from checkouts: source_code.py WORK [CHECKOUTS]
"""

import json
import logging
import os
import pathlib
import sys

from audit import check, stem
from part_of_package import empty_module, function_of_file, part_of_package, version
from results import record

checkouts = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def fun_asr(audit, half):
    """FunASR reads neither ids nor audio here; ids are the names of the files."""
    empty_module("librosa")
    reader = part_of_package("funasr.datasets.audio_datasets.index_ds").IndexDSJsonlRankFull
    for row in reader(str(next((audit / half).glob("*.jsonl")))).contents:
        assert row["target_len"] == len(row["target"].split()), row
        yield stem(row["source"]), row["source"], row["source_len"] / 100, row["target"]


def wenet(audit, half):
    parse_json = function_of_file(checkouts / "wenet/wenet/dataset/processor.py", "parse_json",
                                  {"json": json})
    path = next((audit / half).glob("*.list"))
    for line in path.read_text().splitlines():
        row = parse_json({"file_name": path.name, "line": line})
        yield row["key"], row["wav"], None, row["txt"]


def fairseq(audit, half):
    source = checkouts / "fairseq/fairseq/data/audio/hubert_dataset.py"
    load_audio, load_label = (
        function_of_file(source, name, {"logger": logging.getLogger("fairseq")})
        for name in ("load_audio", "load_label"))
    folder = audit / half
    root, names, numbers, total, sizes = load_audio(folder / "train.tsv", None, None)
    letters, words = (load_label(folder / f"train.{kind}", numbers, total) for kind in ("ltr", "wrd"))
    for name, size, spelled, text in zip(names, sizes, letters, words):
        assert spelled.replace(" ", "").replace("|", " ").strip() == text, (spelled, text)
        yield stem(name), os.path.join(root, name), size / 16000, text


def deep_speech(audit, half):
    folder = checkouts / "DeepSpeech/training"
    empty_module("deepspeech_training.util.audio")
    io = empty_module("deepspeech_training.util.io")
    io.open_remote, io.is_remote_path = open, lambda path: False
    for package in ("semver", "progressbar", "tensorflow"):
        empty_module(package)
    reader = part_of_package("deepspeech_training.util.sample_collections", folder).CSV
    for path, size, text in reader(str(next((audit / half).glob("*.csv")))).samples:
        assert pathlib.Path(path).stat().st_size == size, path
        yield stem(path), path, None, text


fun_asr.__doc__ = f"FunASR {version('funasr')} IndexDSJsonl"
check("funasr", fun_asr)
for name, loader, path, by in [
    ("wenet", wenet, "wenet/wenet/dataset/processor.py", "WeNet parse_json"),
    ("fairseq", fairseq, "fairseq/fairseq/data/audio/hubert_dataset.py",
     "fairseq load_audio and load_label"),
    ("coqui", deep_speech, "DeepSpeech/training/deepspeech_training/util/sample_collections.py",
     "DeepSpeech CSV"),
]:
    loader.__doc__ = by
    if checkouts and (checkouts / path).exists():
        check(name, loader)
    else:
        record("manifest", name, by, status="not run", detail=f"needs --checkouts DIR with DIR/{path}")
