"""Functions of large toolkits that write transcripts, run alone from their source: NeMo as installed, and
icefall and DeepSpeech from checkouts."""

import json
import logging
import pathlib
import sys
import types
from importlib import metadata

from part_of_package import function_of_file

checkouts = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
FOUND, MISSING = [], []


def writer(name, path):
    """Registers a writer. `path` is a file of a checkout, or a function that returns a file."""
    def register(function):
        try:
            source = path() if callable(path) else checkouts and checkouts / path
        except metadata.PackageNotFoundError:
            source = None
        if source and source.exists():
            FOUND.append((name, lambda rows, file: function(source, rows, file), ()))
        else:
            MISSING.append((name, f"needs --checkouts DIR with DIR/{path}" if isinstance(path, str)
                            else "pip cannot install it here"))
        return function
    return register


def nemo_file():
    return pathlib.Path(metadata.distribution("nemo_toolkit").locate_file(
        "nemo/collections/asr/parts/utils/transcribe_utils.py"))


@writer("NeMo write_transcription", nemo_file)
def nemo(source, rows, path):
    """Calls it as transcribe_speech.py does, with a manifest and with hypotheses that are texts."""
    manifest = path.with_name("manifest.json")
    manifest.write_text("".join(json.dumps({
        "audio_filepath": row["audio"], "duration": row["duration"], "text": row["reference"]}) + "\n"
        for row in rows))
    write = function_of_file(source, "write_transcription", {
        "json": json, "Path": pathlib.Path, "logging": logging.getLogger("nemo"),
        "rnnt_utils": types.SimpleNamespace(Hypothesis=type("Hypothesis", (), {}))})
    write([row["text"] for row in rows], types.SimpleNamespace(
        append_pred=False, output_filename=str(path), audio_dir=None, dataset_manifest=str(manifest),
        decoding=types.SimpleNamespace(beam=types.SimpleNamespace(return_best_hypothesis=True))), "model")


@writer("icefall store_transcripts", "icefall/icefall/utils.py")
def icefall(source, rows, path):
    write = function_of_file(source, "store_transcripts", {})
    write(str(path), [(f"{row['id']}-0", row["reference"].split(), row["text"].split())
                      for row in rows])


@writer("icefall store_transcripts_and_timestamps", "icefall/icefall/utils.py")
def icefall_timestamps(source, rows, path):
    write = function_of_file(source, "store_transcripts_and_timestamps", {})
    times = lambda words: [0.04 * number for number in range(len(words))]
    lines = [(f"{row['id']}-0", row["reference"].split(), row["text"].split()) for row in rows]
    write(str(path), [(id, ref, hyp, times(ref), times(hyp)) for id, ref, hyp in lines])


@writer("DeepSpeech save_samples_json",
        "DeepSpeech/training/deepspeech_training/util/evaluate_tools.py")
def deep_speech(source, rows, path):
    write = function_of_file(source, "save_samples_json", {"json": json, "open_remote": open})
    write([{"wav_filename": row["audio"], "src": row["reference"], "res": row["text"], "loss": 1.5,
            "char_distance": 0, "char_length": 1, "word_distance": 0, "word_length": 1, "cer": 0.0,
            "wer": 0.0} for row in rows], str(path))


def writers(): return FOUND
def missing(): return MISSING
