"""torchaudio reads LJ Speech: torchaudio_data.py WORK"""

import torchaudio
from audit import check
from torchaudio.datasets import LJSPEECH


def ljspeech(audit, half):
    # The class appends the name of the release to its root.
    root = audit / f"torchaudio-{half}"
    root.mkdir(exist_ok=True)
    if not (root / "LJSpeech-1.1").exists():
        (root / "LJSpeech-1.1").symlink_to(audit / half)
    data = LJSPEECH(root)
    for number, (id, *_) in enumerate(data._flist):
        waveform, rate, text, normalized = data[number]
        assert text.lower().strip(".") == normalized, (text, normalized)
        yield (id, audit / half / "wavs" / f"{id}.wav", waveform.shape[1] / rate, normalized)


ljspeech.__doc__ = f"torchaudio {torchaudio.__version__}"
check("ljspeech", ljspeech)
