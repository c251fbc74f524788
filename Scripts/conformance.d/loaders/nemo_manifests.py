"""NeMo's readers read its manifests: nemo_manifests.py WORK"""

import pathlib
import sys
import types

from audit import check, stem
from part_of_package import part_of_package, version

collections = part_of_package("nemo.collections.common.parts.preprocessing.collections")
adapters = part_of_package("nemo.collections.common.data.lhotse.nemo_adapters")
# NeMo expands names such as a{1..9}.json in its largest module; these names need no expansion.
sharding = sys.modules["nemo.collections.asr.data.audio_to_text"] = types.ModuleType("sharding")
sharding.expand_sharded_filepaths = lambda path, **_: [path]


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
    loader.__doc__ = f"NeMo {version('nemo_toolkit')} {name}"
    check("nemo", loader)
    check("nemo-flac", loader)
