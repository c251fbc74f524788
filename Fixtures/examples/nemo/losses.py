"""Writes the CTC loss of each utterance's own text: losses.py MODEL MANIFEST LOSSES"""

import sys

import torch
from nemo.collections.asr.losses.ctc import CTCLoss
from nemo.collections.asr.models import EncDecCTCModel
from nemo.collections.asr.parts.utils.manifest_utils import read_manifest, write_manifest

model_file, manifest, losses = sys.argv[1:]
model = EncDecCTCModel.restore_from(model_file).eval()
model.setup_test_data({"manifest_filepath": manifest, "batch_size": 16, "shuffle": False,
                       "labels": model.cfg.labels, "sample_rate": model.cfg.sample_rate})
loss = CTCLoss(model.decoder.num_classes_with_blank - 1, zero_infinity=True, reduction="none")

values = []
with torch.inference_mode():
    for audio, audio_lengths, tokens, token_lengths in model.test_dataloader():
        log_probs, lengths, _ = model(input_signal=audio, input_signal_length=audio_lengths)
        values += loss(log_probs=log_probs, targets=tokens, input_lengths=lengths,
                       target_lengths=token_lengths).tolist()
write_manifest(losses, [{**row, "ctc_loss": value}
                        for row, value in zip(read_manifest(manifest), values)])
