"""NeMo's data set for CTC models, with all dependencies of NeMo: nemo_datasets.py WORK"""

import nemo
from audit import check, stem
from nemo.collections.asr.data.audio_to_text import AudioToCharDataset

LABELS = list(" abcdefghijklmnopqrstuvwxyz'")


def dataset(audit, half):
    data = AudioToCharDataset(
        manifest_filepath=str(next((audit / half).glob("*.json"))), labels=LABELS, sample_rate=16000,
        max_duration=20)
    for number, item in enumerate(data.manifest_processor.collection):
        audio, length, tokens, count = data[number][:4]
        text = "".join(LABELS[token] for token in tokens[:count])
        assert abs(int(length) / 16000 - item.duration) < 0.001, item
        yield stem(item.audio_file), item.audio_file, item.duration, text


dataset.__doc__ = f"NeMo {nemo.__version__} AudioToCharDataset"
check("nemo", dataset)
check("nemo-flac", dataset)
