"""Writes the example corpus in formats whose audio is in tar archives, and as a tree of LibriSpeech:
archives.py CORPUS OUT FORMAT…

Lhotse and webdataset write their own formats. `archives.json` names the manifest of each format, like
the list that corpora.py writes. Formats that are not named are left out.
"""

import io
import json
import pathlib
import sys
import tarfile

import lhotse
import soundfile
import webdataset
from lhotse.shar import SharWriter

corpus, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
rows = [json.loads(line) for line in (corpus / "train.json").read_text().splitlines()]
for row in rows:
    row["path"] = corpus / row["audio_filepath"]
    row["id"] = row["path"].stem
halves = [rows[:32], rows[32:]]


def archive(path, members):
    """Writes a tar archive of (name, bytes)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as file:
        for name, content in members:
            header = tarfile.TarInfo(name)
            header.size = len(content)
            file.addfile(header, io.BytesIO(content))


def nemo_tarred(folder):
    """Writes what convert_to_tarred_audio_dataset.py does: flat names, each row with its archive's number."""
    lines = []
    for shard, part in enumerate(halves):
        archive(folder / f"audio_{shard}.tar",
                ((f"{row['id']}.wav", row["path"].read_bytes()) for row in part))
        lines += [json.dumps({"audio_filepath": f"{row['id']}.wav", "duration": row["duration"],
                              "text": row["text"], "shard_id": shard}) for row in part]
        (folder / "sharded_manifests").mkdir(exist_ok=True)
        (folder / "sharded_manifests" / f"manifest_{shard}.json").write_text(
            "".join(line + "\n" for line in lines[-len(part):]))
    (folder / "tarred_audio_manifest.json").write_text("".join(line + "\n" for line in lines))
    return folder / "tarred_audio_manifest.json"


def wenet_shards(folder):
    """Writes what make_shard_list.py does: texts before their audio, and a list of the archives."""
    paths = [folder / f"shards_{shard:09}.tar" for shard in range(len(halves))]
    for path, part in zip(paths, halves):
        archive(path, ((name, content) for row in part for name, content in (
            (f"{row['id']}.txt", row["text"].encode()), (f"{row['id']}.wav", row["path"].read_bytes()))))
    (folder / "data.list").write_text("".join(f"{path}\n" for path in paths))
    return folder / "data.list"


def web_dataset(folder):
    for shard, part in enumerate(halves):
        with webdataset.TarWriter(str(folder / f"shard-{shard:06}.tar")) as writer:
            for row in part:
                writer.write({"__key__": row["id"], "wav": row["path"].read_bytes(),
                              "txt": row["text"]})
    return folder / "shard-{000000..000001}.tar"


def shar(folder):
    with SharWriter(str(folder), fields={"recording": "wav"}, shard_size=32) as writer:
        for row in rows:
            recording = lhotse.Recording.from_file(row["path"], recording_id=row["id"])
            cut = recording.to_cut()
            cut.id = row["id"]
            cut.supervisions = [lhotse.SupervisionSegment(
                id=row["id"], recording_id=row["id"], start=0, duration=cut.duration, text=row["text"])]
            writer.write(cut)
    return folder


def librispeech(folder):
    lines = {}
    for row in rows:
        speaker, number = int(row["id"][1:3]), int(row["id"][4:])
        chapter = folder / str(speaker) / "7"
        chapter.mkdir(parents=True, exist_ok=True)
        samples, rate = soundfile.read(row["path"], dtype="int16")
        soundfile.write(chapter / f"{speaker}-7-{number:04}.flac", samples, rate)
        lines.setdefault(chapter / f"{speaker}-7.trans.txt", []).append(
            f"{speaker}-7-{number:04} {row['text'].upper()}\n")
    for path, text in lines.items():
        path.write_text("".join(text))
    return folder


listed = {}
for name, write in {"nemo-tarred": nemo_tarred, "wenet-shards": wenet_shards, "webdataset": web_dataset,
                    "lhotse-shar": shar, "librispeech": librispeech}.items():
    if name in sys.argv[3:]:
        (out / name).mkdir()
        listed[name] = [str(write(out / name))]
if "nemo-tarred" in listed:
    listed["nemo-sharded"] = [str(out / "nemo-tarred/sharded_manifests/manifest__OP_0..1_CL_.json")]
(out / "archives.json").write_text(json.dumps(listed))
