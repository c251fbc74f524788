"""Transcribes a NeMo manifest with a model of train.py: transcribe.py MODEL MANIFEST TRANSCRIPTS"""

import json
import os
import sys

import soundfile
from transformers import pipeline

model_folder, manifest, transcripts = sys.argv[1:]
recognizer = pipeline("automatic-speech-recognition", model_folder)

with open(manifest) as rows, open(transcripts, "w") as output:
    for row in map(json.loads, rows):
        audio, rate = soundfile.read(os.path.join(os.path.dirname(manifest), row["audio_filepath"]))
        heard = recognizer({"raw": audio, "sampling_rate": rate})
        print(json.dumps({**row, "pred_text": heard["text"]}), file=output)
