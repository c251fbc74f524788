"""The filter of Hugging Face's example scripts, applied with datasets: hf_rules.py ASR_AUDIT WORK
[CHECKOUTS]. Writes the labels of run_speech_recognition_ctc.py for transformers_rules.py.
"""

import json
import re
import tempfile

import datasets
import transformers
from part_of_package import function_of_file
from predictions import Audit, work

FOLDER = "examples/pytorch/speech-recognition"
name = f"datasets {datasets.__version__}"
datasets.disable_progress_bars()


def load(audit, half):
    return datasets.load_dataset(
        "audiofolder", data_dir=str(audit.folder / half), split="train", cache_dir=cache
    ).cast_column("audio", datasets.Audio(sampling_rate=16000))


def stem(row):
    return {"id": row["audio"]["path"].rsplit("/", 1)[-1].split(".")[0]}


def kept(script, prepared, minimum, maximum):
    """The ids of the rows that the script's filter keeps."""
    keeps = function_of_file(script, "is_audio_in_length_range",
                             {"min_input_length": minimum * 16000, "max_input_length": maximum * 16000})
    return {id for rows in prepared
            for id in rows.filter(keeps, input_columns=["input_length"])["id"]}


def compare(audit, script, prepared):
    by = f"{script.name}, {name}"
    audit.check("min_duration", by, lambda: (
        audit.dropped(kept(script, prepared, 0, 1e9)), audit.predicted(["min_duration"])))
    audit.check("max_duration", by, lambda: (
        audit.dropped(kept(script, prepared, 0, 20)), audit.predicted(["max_duration"])))
    audit.check(f"min_duration of {audit.middle} s", by, lambda: (
        audit.dropped(kept(script, prepared, audit.middle, 1e9)),
        audit.predicted(["min_duration"], [f"min_duration: {audit.middle}"])))


def wav2vec2():
    audit = Audit("hf-wav2vec2")
    script = audit.checkout("transformers", f"{FOLDER}/run_speech_recognition_ctc.py")
    if not script:
        return
    letters = {letter: number for number, letter in enumerate("|abcdefghijklmnopqrstuvwxyz")}
    vocabulary = work / "filters/vocab.json"
    vocabulary.write_text(json.dumps(letters | {"[UNK]": 27, "[PAD]": 28}))
    scope = {
        "re": re, "chars_to_ignore_regex": None, "text_column_name": "text",
        "audio_column_name": "audio", "phoneme_language": None,
        "feature_extractor": transformers.Wav2Vec2FeatureExtractor(),
        "tokenizer": transformers.Wav2Vec2CTCTokenizer(
            str(vocabulary), unk_token="[UNK]", pad_token="[PAD]", word_delimiter_token="|")}
    clean = function_of_file(script, "remove_special_characters", scope)
    prepare = function_of_file(script, "prepare_dataset", scope)
    prepared = [load(audit, half).map(stem).map(clean).map(prepare, remove_columns=["audio"])
                for half in ("train", "probe")]
    compare(audit, script, prepared)
    labels = {id: found for rows in prepared for id, found in zip(rows["id"], rows["labels"])}
    (work / "filters/hf-wav2vec2.labels.json").write_text(json.dumps(labels))


def whisper():
    audit = Audit("hf-whisper")
    script = audit.checkout("transformers", f"{FOLDER}/run_speech_recognition_seq2seq.py")
    if not script:
        return
    length = lambda row: {"input_length": len(row["audio"]["array"])}
    compare(audit, script, [load(audit, half).map(stem).map(length, remove_columns=["audio"])
                            for half in ("train", "probe")])


with tempfile.TemporaryDirectory() as cache:
    wav2vec2()
    whisper()
