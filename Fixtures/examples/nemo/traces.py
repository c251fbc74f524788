"""Writes a trace table for `asr-audit rank`: Trainer(callbacks=[Traces(MANIFEST, "traces.jsonl")], …)"""

import json

import torch
from lightning.pytorch import Callback
from nemo.collections.asr.losses.ctc import CTCLoss
from nemo.collections.asr.parts.utils.manifest_utils import read_manifest


class Traces(Callback):
    def __init__(self, manifest, path):
        self.manifest, self.path = manifest, path

    @torch.no_grad()
    def on_train_epoch_end(self, trainer, model):
        model.eval()
        model.setup_test_data({"manifest_filepath": self.manifest, "batch_size": 1, "shuffle": False,
                               "labels": model.cfg.labels, "sample_rate": model.cfg.sample_rate})
        loss = CTCLoss(model.decoder.num_classes_with_blank - 1, zero_infinity=False, reduction="none")
        with open(self.path, "a") as table:
            for row, batch in zip(read_manifest(self.manifest), model.test_dataloader()):
                audio, audio_lengths, tokens, token_lengths = (part.to(model.device) for part in batch)
                log_probs, lengths, _ = model(input_signal=audio, input_signal_length=audio_lengths)
                value = loss(log_probs=log_probs, targets=tokens, input_lengths=lengths,
                             target_lengths=token_lengths)
                print(json.dumps({"id": row["audio_filepath"], "pass": trainer.current_epoch + 1,
                                  "loss": value.item(), "tokens": token_lengths.item(),
                                  "frames": lengths.item(), "in_training": True}), file=table)
        model.train()
