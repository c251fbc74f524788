"""NeMo, WeNet, webdataset and Lhotse read tar archives, and torchaudio and Lhotse read trees of
LibriSpeech: archives_data.py WORK [CHECKOUTS]
"""

import json
import logging
import pathlib
import sys
import tarfile
import types

import lhotse
import torchaudio
import webdataset
from audit import check, stem
from lhotse.recipes.librispeech import prepare_librispeech
from nemo_parts import NAME, adapters
from part_of_package import empty_module, function_of_file, version
from results import record

checkouts = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def rows_of(path):
    """The rows of a probe set, which is an ordinary manifest."""
    return map(json.loads, path.read_text().splitlines())


def nemo(audit, half, manifest):
    if half == "probe":
        for cut in adapters.LazyNeMoIterator(audit / "probe/probe.json"):
            path = cut.recording.sources[0].source
            yield stem(path), path, cut.duration, cut.supervisions[0].text
        return
    tars = str(audit / "train" / "audio__OP_0..2_CL_.tar")
    for cut in adapters.LazyNeMoTarredIterator(str(manifest), tars):
        source = cut.recording.sources[0].source
        yield stem(cut.id), source, cut.duration, cut.supervisions[0].text


def nemo_tarred(audit, half):
    return nemo(audit, half, audit / "train/tarred_audio_manifest.json")


def nemo_sharded(audit, half):
    return nemo(audit, half, audit / "train/sharded_manifests/manifest__OP_0..2_CL_.json")


def lhotse_shar(audit, half):
    cuts = lhotse.CutSet.from_shar(in_dir=str(audit / "train")) if half == "train" \
        else lhotse.load_manifest(audit / "probe/cuts.jsonl")
    for cut in cuts:
        yield cut.id, cut.recording.sources[0].source, cut.duration, cut.supervisions[0].text


def web_dataset(audit, half):
    if half == "probe":
        # An audiofolder, whose paths start at its directory.
        for row in rows_of(audit / "probe/metadata.jsonl"):
            path = str(audit / "probe" / row["file_name"])
            yield stem(path), path, None, row["text"]
        return
    pattern = str(audit / "train" / "shard-{000000..000002}.tar")
    for sample in webdataset.WebDataset(pattern, shardshuffle=False):
        yield sample["__key__"], sample["wav"], None, sample["txt"].decode()


def wenet(audit, half):
    if half == "probe":
        for row in rows_of(audit / "probe/probe.list"):
            yield row["key"], row["wav"], None, row["txt"]
        return
    read = function_of_file(checkouts / "wenet/wenet/dataset/datapipes.py", "TarsDataPipe.__iter__",
                            {"tarfile": tarfile, "logging": logging})
    # The method imports the endings of audio files from a module that needs more packages.
    empty_module("wenet"), empty_module("wenet.dataset")
    empty_module("wenet.dataset.processor").AUDIO_FORMAT_SETS = {"wav", "flac"}
    paths = (audit / "train/data.list").read_text().splitlines()
    lines = ({"file_name": "data.list", "line": path, "stream": open(path, "rb")} for path in paths)
    for sample in read(types.SimpleNamespace(dp=lines)):
        yield sample["key"], sample["wav"], None, sample["txt"]


def torchaudio_tree(audit, half):
    # The class appends the names of the release and of the part to its root.
    part = audit / f"torchaudio-{half}" / "LibriSpeech" / "train-clean-100"
    if not part.exists():
        part.parent.mkdir(parents=True)
        part.symlink_to(audit / half / "librispeech")
    data = torchaudio.datasets.LIBRISPEECH(audit / f"torchaudio-{half}", url="train-clean-100")
    for number, id in enumerate(data._walker):
        waveform, rate, text, speaker, chapter, _ = data[number]
        path = part / str(speaker) / str(chapter) / f"{id}.flac"
        yield id, path, waveform.shape[1] / rate, text


def lhotse_tree(audit, half):
    root = audit / f"torchaudio-{half}" / "LibriSpeech"
    part = prepare_librispeech(root, dataset_parts=["train-clean-100"])["train-clean-100"]
    for s in part["supervisions"]:
        yield s.id, part["recordings"][s.recording_id].sources[0].source, s.duration, s.text


def librispeech_id(id):
    return f"{int(id[1:3])}-7-{int(id[4:]):04}"


nemo_tarred.__doc__ = nemo_sharded.__doc__ = f"{NAME} LazyNeMoTarredIterator"
lhotse_shar.__doc__ = f"Lhotse {lhotse.__version__} CutSet.from_shar"
web_dataset.__doc__ = f"webdataset {version('webdataset')}"
wenet.__doc__ = "WeNet TarsDataPipe"
torchaudio_tree.__doc__ = f"torchaudio {torchaudio.__version__} LIBRISPEECH"
lhotse_tree.__doc__ = f"Lhotse {lhotse.__version__} prepare_librispeech"
if __name__ == "__main__":  # the recipe starts processes, which import this file
    check("nemo-tarred", nemo_tarred)
    check("nemo-sharded", nemo_sharded)
    check("lhotse-shar", lhotse_shar)
    check("webdataset", web_dataset)
    if checkouts and (checkouts / "wenet/wenet/dataset/datapipes.py").exists():
        check("wenet-shards", wenet)
    else:
        record("manifest", "wenet-shards", status="not run",
               detail="needs --checkouts DIR with DIR/wenet/wenet/dataset/datapipes.py")
    for loader in (torchaudio_tree, lhotse_tree):
        check("librispeech", loader, str.upper, users_id=librispeech_id)
