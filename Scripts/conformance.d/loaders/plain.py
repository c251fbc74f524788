"""Formats whose loaders are a few lines of a larger toolkit, read as those lines do with csv, json and
pandas: plain.py WORK"""

import csv
import json
import os

import pandas
from audit import check, stem


def lines(audit, half, name):
    path = next((audit / half).glob(name))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def wenet(audit, half):
    """json.loads of each line, as wenet/dataset"""
    for row in lines(audit, half, "*.list"):
        yield row["key"], row["wav"], None, row["txt"]


def funasr(audit, half):
    """json.loads of each line, as funasr/datasets/audio_datasets/index_ds.py"""
    for row in lines(audit, half, "*.jsonl"):
        assert row["target_len"] == len(row["target"].split()), row
        yield row["key"], row["source"], row["source_len"] / 100, row["target"]


def common_voice(audit, half):
    """csv.DictReader with QUOTE_NONE, as Lhotse's recipe"""
    with open(next((audit / half).glob("*.tsv")), newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            assert row["locale"] == "en" and row["client_id"] and None not in row, row
            int(row["up_votes"]), int(row["down_votes"])
            yield stem(row["path"]), audit / half / "clips" / row["path"], None, row["sentence"]


def coqui(audit, half):
    """pandas.read_csv, as DeepSpeech's read_csvs"""
    path = next((audit / half).glob("*.csv"))
    for row in pandas.read_csv(path, encoding="utf-8", na_filter=False).itertuples():
        file = path.parent / row.wav_filename
        assert file.stat().st_size == row.wav_filesize, row
        yield stem(file), file, None, row.transcript


def named_jsonl(audit, half):
    """json.loads of each line"""
    for row in lines(audit, half, "*.jsonl"):
        path = (audit / half / row["audio"]["path"]).resolve(strict=True)
        yield row["name"], path, row["ms"] / 1000, row["sentence"]


def named_csv(audit, half):
    """pandas.read_csv with semicolons"""
    path = next((audit / half).glob("*.csv"))
    for row in pandas.read_csv(path, sep=";").itertuples():
        yield row.utterance, (path.parent / row.where).resolve(strict=True), None, row.what


def named_tsv(audit, half):
    """csv.reader with tabs"""
    path = next((audit / half).glob("*.tsv"))
    for where, samples, text in csv.reader(open(path), delimiter="\t", quoting=csv.QUOTE_NONE):
        yield stem(where), (path.parent / where).resolve(strict=True), int(samples) / 16000, text


def fairseq(audit, half):
    """line by line with os.path.join, as fairseq's load_audio and load_label"""
    folder = audit / half
    lines = [(folder / f"train.{name}").read_text().splitlines() for name in ("tsv", "ltr", "wrd")]
    root, lines[0] = lines[0][0], lines[0][1:]
    assert len(lines[0]) == len(lines[1]) == len(lines[2]), [len(part) for part in lines]
    for line, letters, words in zip(*lines):
        name, samples = line.split("\t")
        assert letters.replace(" ", "").replace("|", " ").strip() == words, (letters, words)
        yield stem(name), os.path.join(root, name), int(samples) / 16000, words


check("wenet", wenet)
check("fairseq", fairseq)
check("funasr", funasr)
check("common-voice", common_voice)
check("coqui", coqui)
check("jsonl", named_jsonl)
check("csv", named_csv, lambda text: text + "\nsecond; line")
check("tsv", named_tsv)
