"""Writes the example corpus in the formats of other toolkits: corpora.py CORPUS OUT

Each format gets a folder with relative paths where its loader resolves them, and absolute paths
elsewhere. `list.json` names the manifest of each format and the options that `inject` needs.
"""

import csv
import gzip
import json
import pathlib
import sys
import wave

corpus, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
rows = [json.loads(line) for line in (corpus / "train.json").read_text().splitlines()]
for row in rows:
    row["path"] = corpus / row["audio_filepath"]
    row["id"] = row["path"].stem
    row["speaker"] = row["path"].parent.name
listed = {
    "nemo": [str(corpus / "train.json")],
    "nemo-flac": [str(corpus / "train.json"), "--container", "flac", "--relative"],
    "kaldi": [str(corpus / "kaldi")],
}


def folder(name, manifest, *options):
    listed[name] = [str(out / name / manifest), *options]
    (out / name).mkdir(parents=True)
    return out / name


def link(target, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def write_lines(path, lines):
    path.write_text("".join(line + "\n" for line in lines))


def objects(path, items):
    write_lines(path, (json.dumps(item, ensure_ascii=False) for item in items))


def table(path, header, items, **dialect):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", **dialect)
        writer.writerows([header, *items])


at = folder("audiofolder-csv", "metadata.csv", "--set", "snr=20.5")
link(corpus / "audio", at / "audio")
table(at / "metadata.csv", ["file_name", "transcription", "speaker_id", "snr", "lang"],
      ([r["audio_filepath"], r["text"] + ', "so"', int(r["speaker"][1:]), 20.5 + n, "en"]
       for n, r in enumerate(rows)))

at = folder("audiofolder-jsonl", "metadata.jsonl", "--set", "n=0")
link(corpus / "audio", at / "audio")
objects(at / "metadata.jsonl", ({"file_name": r["audio_filepath"], "text": r["text"], "n": n}
                                for n, r in enumerate(rows)))

at = folder("wenet", "data.list")
objects(at / "data.list",
        ({"key": r["id"], "wav": str(r["path"]), "txt": r["text"]} for r in rows))

at = folder("funasr", "train.jsonl")
objects(at / "train.jsonl",
        ({"key": r["id"], "source": str(r["path"]), "source_len": int(r["duration"] * 100),
          "target": r["text"], "target_len": len(r["text"].split())} for r in rows))

at = folder("common-voice", "train.tsv")
for r in rows:
    link(r["path"], at / "clips" / r["path"].name)
write_lines(at / "train.tsv",
            ["client_id\tpath\tsentence_id\tsentence\tsentence_domain\tup_votes\tdown_votes\tage\t"
             "gender\taccents\tvariant\tlocale\tsegment"]
            + [f"{r['speaker']}\t{r['path'].name}\t{n:08x}\t{r['text']}\t\t{2 + n % 3}\t{n % 2}\t"
               f"{'twenties' if n % 2 else ''}\t\t\t\ten\t" for n, r in enumerate(rows)])

at = folder("coqui", "train.csv")
link(corpus / "audio", at / "audio")
table(at / "train.csv", ["wav_filename", "wav_filesize", "transcript"],
      ([r["audio_filepath"], r["path"].stat().st_size, r["text"]] for r in rows))

at = folder("ljspeech", "metadata.csv")
for r in rows:
    link(r["path"], at / "wavs" / r["path"].name)
write_lines(at / "metadata.csv", (f"{r['id']}|{r['text'].upper()}.|{r['text']}" for r in rows))

at = folder("speechbrain", "train.csv")
table(at / "train.csv", ["ID", "duration", "wav", "spk_id", "wrd"],
      ([r["id"], r["duration"], str(r["path"]), r["speaker"], r["text"]] for r in rows))

def recording(row):
    with wave.open(str(row["path"])) as sound:
        frames, rate = sound.getnframes(), sound.getframerate()
    return {"id": row["id"], "sources": [{"type": "file", "channels": [0], "source": str(row["path"])}],
            "sampling_rate": rate, "num_samples": frames, "duration": frames / rate,
            "channel_ids": [0]}


def supervision(row):
    return {"id": row["id"], "recording_id": row["id"], "start": 0,
            "duration": recording(row)["duration"], "channel": 0, "text": row["text"],
            "language": "English", "speaker": row["speaker"], "custom": {"source": "example"}}


def compressed(path, items):
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(item) + "\n" for item in items)


at = folder("speechbrain-json", "train.json")
(at / "train.json").write_text(json.dumps(
    {r["id"]: {"wav": str(r["path"]), "length": r["duration"], "words": r["text"]} for r in rows},
    indent=2))

at = folder("fairseq", "train.tsv")
write_lines(at / "train.tsv",
            [str(corpus)] + [f"{r['audio_filepath']}\t{round(r['duration'] * 16000)}" for r in rows])
write_lines(at / "train.wrd", (r["text"] for r in rows))
write_lines(at / "train.ltr",
            (" ".join(r["text"].replace(" ", "|")) + " |" for r in rows))

at = folder("lhotse", "example_supervisions_train.jsonl.gz")
compressed(at / "example_supervisions_train.jsonl.gz", map(supervision, rows))
compressed(at / "example_recordings_train.jsonl.gz", map(recording, reversed(rows)))

at = folder("lhotse-cuts", "cuts.jsonl")
objects(at / "cuts.jsonl",
        ({"id": r["id"], "start": 0, "duration": recording(r)["duration"], "channel": 0,
          "supervisions": [supervision(r)], "recording": recording(r), "type": "MonoCut"}
         for r in rows))

at = folder("jsonl", "train.jsonl", "--audio-key", "audio.path", "--text-key", "sentence",
            "--duration-key", "ms", "--duration-unit", "milliseconds", "--id-key", "name")
link(corpus / "audio", at / "audio")
objects(at / "train.jsonl",
        ({"name": r["id"], "audio": {"path": r["audio_filepath"], "x": n}, "sentence": r["text"],
          "ms": int(r["duration"] * 1000)} for n, r in enumerate(rows)))

at = folder("csv", "train.csv", "--audio-key", "where", "--text-key", "what", "--id-key", "utterance")
link(corpus / "audio", at / "audio")
table(at / "train.csv", ["utterance", "what", "where"],
      ([r["id"], r["text"] + "\nsecond; line", r["audio_filepath"]] for r in rows), delimiter=";")

at = folder("tsv", "train.tsv", "--audio-key", "1", "--text-key", "3", "--duration-key", "2",
            "--duration-unit", "samples")
link(corpus / "audio", at / "audio")
write_lines(at / "train.tsv", (f"{r['audio_filepath']}\t{round(r['duration'] * 16000)}\t{r['text']}"
                               for r in rows))

(out / "list.json").write_text(json.dumps(listed))
