"""Writes the CTC loss of each utterance's own text: losses.py MODEL MANIFEST LOSSES"""

import json
import os
import sys

import soundfile
import torch
from transformers import Wav2Vec2BertForCTC, Wav2Vec2BertProcessor

model_folder, manifest, losses = sys.argv[1:]
processor = Wav2Vec2BertProcessor.from_pretrained(model_folder)
model = Wav2Vec2BertForCTC.from_pretrained(model_folder, ctc_loss_reduction="sum").eval()

with open(manifest) as rows, open(losses, "w") as output, torch.inference_mode():
    for row in map(json.loads, rows):
        audio, rate = soundfile.read(os.path.join(os.path.dirname(manifest), row["audio_filepath"]))
        inputs = processor(audio, text=row["text"], sampling_rate=rate, return_tensors="pt")
        print(json.dumps({**row, "ctc_loss": model(**inputs).loss.item()}), file=output)
