"""Kaldi's I/O code, Lhotse's import and Kaldi's validate_data_dir.sh read data directories:
kaldi_tables.py WORK [CHECKOUT]
"""

import pathlib
import subprocess
import sys

import kaldi_native_io
import lhotse
import numpy
import soundfile
from audit import check, work
from part_of_package import version
from results import record


def table(folder, kind, file):
    return dict(getattr(kaldi_native_io, kind)(f"ark,t:{folder / file}"))


def native_io(audit, half):
    folder = audit / half
    texts = table(folder, "SequentialTokenVectorReader", "text")
    speakers = table(folder, "SequentialTokenReader", "utt2spk")
    inverse = table(folder, "SequentialTokenVectorReader", "spk2utt")
    assert speakers == {u: speaker for speaker in inverse for u in inverse[speaker]}, "spk2utt"
    paths = dict(line.split(maxsplit=1) for line in (folder / "wav.scp").read_text().splitlines())
    seconds = {}
    for id, wav in kaldi_native_io.SequentialWaveReader(f"scp:{folder / 'wav.scp'}"):
        own = soundfile.read(paths[id], dtype="int16")[0]
        assert numpy.array_equal(wav.data.numpy()[0], own), f"{id}: other samples"
        seconds[id] = wav.duration
    if half == "train":
        listed = table(folder, "SequentialFloatReader", "utt2dur")
        assert listed.keys() == seconds.keys(), "utt2dur has other ids"
        assert all(abs(listed[id] - seconds[id]) < 1e-6 for id in seconds), "utt2dur"
    assert texts.keys() == speakers.keys() == seconds.keys(), "files differ in ids"
    for id in seconds:
        yield id, paths[id], seconds[id], " ".join(texts[id])


def lhotse_import(audit, half):
    folder = work / "lhotse-import" / half
    subprocess.run(
        [pathlib.Path(sys.executable).with_name("lhotse"), "kaldi", "import", audit / half, "16000",
         folder], check=True, capture_output=True)
    recordings = lhotse.load_manifest(folder / "recordings.jsonl.gz")
    supervisions = lhotse.load_manifest(folder / "supervisions.jsonl.gz")
    lhotse.validate_recordings_and_supervisions(recordings, supervisions, read_data=True)
    for s in supervisions:
        yield s.id, recordings[s.recording_id].sources[0].source, s.duration, s.text


def validate(audit, half):
    """The rows of `text`, if validate_data_dir.sh accepts the directory."""
    folder = audit / half
    done = subprocess.run(
        ["utils/validate_data_dir.sh", "--no-feats", folder], cwd=checkout / "egs/wsj/s5",
        capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0, done.stdout + done.stderr
    paths = dict(line.split(maxsplit=1) for line in (folder / "wav.scp").read_text().splitlines())
    for line in (folder / "text").read_text().splitlines():
        id, text = line.split(maxsplit=1)
        yield id, paths[id], None, text


native_io.__doc__ = f"kaldi_native_io {version('kaldi_native_io')}"
lhotse_import.__doc__ = f"Lhotse {lhotse.__version__} kaldi import"
check("kaldi", native_io)
check("kaldi", lhotse_import)
checkout = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
if checkout and (checkout / "egs/wsj/s5/utils").is_dir():
    validate.__doc__ = "Kaldi validate_data_dir.sh"
    check("kaldi", validate)
else:
    record("manifest", "kaldi", "validate_data_dir.sh", status="not run",
           detail="needs a checkout of Kaldi: --checkouts DIR with DIR/kaldi")
