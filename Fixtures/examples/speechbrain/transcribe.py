"""Transcribes a manifest: transcribe.py hparams.yaml --manifest MANIFEST --model_folder MODEL

Writes MODEL/transcripts.txt and, with the CTC loss of each utterance's own text, MODEL/losses.json.
"""

import json
import sys

import speechbrain as sb
from hyperpyyaml import load_hyperpyyaml
from train import Recognizer, prepare

file, options, overrides = sb.parse_arguments(sys.argv[1:])
with open(file) as yaml:
    hparams = load_hyperpyyaml(yaml, overrides)
recognizer = Recognizer(hparams["modules"], None, hparams, options, hparams["checkpointer"])
recognizer.evaluate(prepare(hparams), test_loader_kwargs=hparams["probe_loader"])
with open(f"{hparams['model_folder']}/transcripts.txt", "w") as output:
    recognizer.wer.write_stats(output)
with open(f"{hparams['model_folder']}/losses.json", "w") as output:
    for id, loss in zip(recognizer.losses.ids, recognizer.losses.scores):
        print(json.dumps({"id": id, "ctc_loss": float(loss)}), file=output)
