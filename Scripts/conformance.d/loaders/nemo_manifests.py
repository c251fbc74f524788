"""NeMo's readers read its manifests: nemo_manifests.py WORK"""

import pathlib

from audit import check, stem
from nemo_parts import NAME, adapters, collections


def manifest(audit, half):
    return str(next((audit / half).glob("*.json")))


def item_iter(audit, half):
    for item in collections.manifest.item_iter(manifest(audit, half)):
        yield stem(item["audio_file"]), item["audio_file"], item["duration"], item["text"]


def asr_audio_text(audit, half):
    parser = collections.parsers.CharParser(list(" abcdefghijklmnopqrstuvwxyz"))
    for item in collections.ASRAudioText(manifest(audit, half), parser=parser, max_duration=20):
        yield stem(item.audio_file), item.audio_file, item.duration, item.text_raw


def lhotse_adapter(audit, half):
    for cut in adapters.LazyNeMoIterator(pathlib.Path(manifest(audit, half))):
        assert cut.load_audio().shape == (1, cut.num_samples), f"{cut.id}: other length"
        path = cut.recording.sources[0].source
        yield stem(path), path, cut.duration, cut.supervisions[0].text


for name, loader in [("item_iter", item_iter), ("ASRAudioText", asr_audio_text),
                     ("LazyNeMoIterator", lhotse_adapter)]:
    loader.__doc__ = f"{NAME} {name}"
    check("nemo", loader)
    check("nemo-flac", loader)
