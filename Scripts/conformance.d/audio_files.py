"""The audio that inject wrote is read alike by Python's wave and libsndfile; FLAC has the samples of
WAV: audio_files.py WORK
"""

import pathlib
import sys
import wave

import numpy
import soundfile
from results import reason, record

audits = pathlib.Path(sys.argv[1]) / "audits"


def samples(path):
    return soundfile.read(path, dtype="int16")[0]


def wav_files():
    paths = sorted(audits.glob("*/*/utterances/*.wav"))
    for path in paths:
        with wave.open(str(path)) as file:
            form = (file.getframerate(), file.getnchannels(), file.getsampwidth())
            assert form == (16000, 1, 2), f"{path}: {form}"
            frames = numpy.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert frames.any() and numpy.array_equal(samples(path), frames), f"{path} by soundfile"
    return f"{len(paths)} files, samples equal"


def flac_files():
    paths = sorted(audits.glob("nemo-flac/*/utterances/*.flac"))
    for path in paths:
        assert soundfile.info(path).format == "FLAC", path
        wav = audits / "nemo" / path.relative_to(audits / "nemo-flac").with_suffix(".wav")
        assert numpy.array_equal(samples(path), samples(wav)), f"{path}: unlike its WAV"
    assert paths, "no files"
    return f"{len(paths)} files, samples as in WAV"


for name, by, body in [("WAV files", "wave and libsndfile", wav_files),
                       ("FLAC files", f"libsndfile {soundfile.__libsndfile_version__}", flac_files)]:
    try:
        record("count", name, by=by, detail=body())
    except Exception as error:
        record("count", name, by=by, status="FAILED", detail=reason(error))
