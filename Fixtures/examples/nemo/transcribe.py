"""Transcribes a manifest with a model of train.py: transcribe.py MODEL MANIFEST TRANSCRIPTS"""

import sys

from nemo.collections.asr.models import EncDecCTCModel
from nemo.collections.asr.parts.utils.manifest_utils import read_manifest, write_manifest

model_file, manifest, transcripts = sys.argv[1:]
model = EncDecCTCModel.restore_from(model_file)
heard = model.transcribe(manifest, batch_size=16)
write_manifest(transcripts, [{**row, "pred_text": hypothesis.text}
                             for row, hypothesis in zip(read_manifest(manifest), heard)])
