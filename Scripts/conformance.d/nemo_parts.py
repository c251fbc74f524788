"""NeMo's readers of manifests, without the modules that need all of its dependencies."""

import logging
import pathlib
import sys
import types

import braceexpand
from part_of_package import function_of_file, metadata, part_of_package, version

NAME = f"NeMo {version('nemo_toolkit')}"
PACKAGE = pathlib.Path(metadata.distribution("nemo_toolkit").locate_file("nemo"))
collections = part_of_package("nemo.collections.common.parts.preprocessing.collections")
adapters = part_of_package("nemo.collections.common.data.lhotse.nemo_adapters")
# The readers import this function from NeMo's largest module.
large = sys.modules["nemo.collections.asr.data.audio_to_text"] = types.ModuleType("audio_to_text")
large.expand_sharded_filepaths = function_of_file(
    PACKAGE / "collections/asr/data/audio_to_text.py", "expand_sharded_filepaths",
    {"braceexpand": braceexpand, "logging": logging.getLogger("nemo")})
