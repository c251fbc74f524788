"""Hugging Face datasets reads audiofolders: hf_datasets.py WORK"""

import io
import tempfile

import datasets
import soundfile
from audit import check, stem
from results import record


def rows(audit, half, column):
    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset("audiofolder", data_dir=str(audit / half), cache_dir=cache)
        assert list(loaded) == ["train"], f"splits {list(loaded)}"
        split = loaded["train"].cast_column("audio", datasets.Audio(decode=False))
        found = list(split)
    for row in found:
        path = row["audio"]["path"]
        sound = io.BytesIO(row["audio"]["bytes"]) if row["audio"]["bytes"] else path
        info = soundfile.info(sound)
        yield stem(path), path, info.frames / info.samplerate, row[column], row


def from_csv(audit, half):
    found = list(rows(audit, half, "transcription"))
    for row in (row[-1] for row in found):
        assert isinstance(row["speaker_id"], int) and isinstance(row["snr"], float), row
        assert row["lang"] == "en", row
    return [row[:4] for row in found]


def from_jsonl(audit, half):
    return [row[:4] for row in rows(audit, half, "text")]


def can_read():
    """Whether the package can read audio at all: from version 4 on it needs torchcodec, which needs
    libraries of FFmpeg."""
    if int(datasets.__version__.split(".")[0]) < 4:
        return True
    try:
        import torchcodec  # noqa: F401
    except (ImportError, OSError, RuntimeError) as error:
        record("manifest", "audiofolder", f"datasets {datasets.__version__}", status="not run",
               detail=f"torchcodec cannot be loaded: {error}"[:200])
        return False
    return True


from_csv.__doc__ = from_jsonl.__doc__ = f"datasets {datasets.__version__}"
if can_read():
    check("audiofolder-csv", from_csv, lambda text: text + ', "so"')
    check("audiofolder-jsonl", from_jsonl)
