"""Lhotse reads its manifests, and corpora of the formats that it has recipes for:
lhotse_manifests.py WORK
"""

import lhotse
from audit import check
from lhotse.recipes.commonvoice import _prepare_part
from lhotse.recipes.ljspeech import prepare_ljspeech


def path_of(recording):
    return recording.sources[0].source


def pair(audit, half):
    folder = audit / half
    recordings = lhotse.load_manifest(folder / "example_recordings_train.jsonl.gz")
    supervisions = lhotse.load_manifest(folder / "example_supervisions_train.jsonl.gz")
    lhotse.validate_recordings_and_supervisions(recordings, supervisions, read_data=True)
    for s in supervisions:
        assert s.language == "English" and s.speaker, s
        assert half == "probe" or s.custom == {"source": "example"}, s
        yield s.id, path_of(recordings[s.recording_id]), s.duration, s.text


def cuts(audit, half):
    manifest = lhotse.load_manifest(next((audit / half).glob("*.jsonl")))
    lhotse.validate(manifest, read_data=True)
    for cut in manifest:
        assert cut.load_audio().shape == (1, cut.num_samples), cut.id
        yield cut.id, path_of(cut.recording), cut.duration, cut.supervisions[0].text


def common_voice(audit, half):
    recordings, supervisions = _prepare_part("en", half, audit / half)
    for s in supervisions:
        assert s.speaker, s
        yield s.id, path_of(recordings[s.recording_id]), s.duration, s.text


def lj_speech(audit, half):
    found = prepare_ljspeech(audit / half)
    for s in found["supervisions"]:
        path = path_of(found["recordings"][s.recording_id])
        yield s.id, path, s.duration, s.custom["normalized_text"]


for loader in (pair, cuts, common_voice, lj_speech):
    loader.__doc__ = f"Lhotse {lhotse.__version__}"
if __name__ == "__main__":  # the recipe starts processes, which import this file
    check("lhotse", pair)
    check("lhotse-cuts", cuts)
    check("common-voice", common_voice)
    check("ljspeech", lj_speech)
