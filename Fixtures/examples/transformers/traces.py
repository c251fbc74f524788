"""Writes a trace table for `asr-audit rank`: trainer.add_callback(Traces(data, ids, collate, "traces.jsonl"))"""

import json

import torch
from transformers import TrainerCallback


class Traces(TrainerCallback):
    def __init__(self, data, ids, collate, path):
        self.data, self.ids, self.collate, self.path = data, ids, collate, path

    @torch.no_grad()
    def on_epoch_end(self, args, state, control, model, **others):
        reduction, model.config.ctc_loss_reduction = model.config.ctc_loss_reduction, "sum"
        model.eval()
        with open(self.path, "a") as table:
            for id, row in zip(self.ids, self.data):
                batch = {key: value.to(model.device) for key, value in self.collate([row]).items()}
                print(json.dumps({
                    "id": id, "pass": round(state.epoch), "loss": model(**batch).loss.item(),
                    "tokens": len(row["labels"]), "frames": len(row["input_features"]),
                    "in_training": True}), file=table)
        model.train()
        model.config.ctc_loss_reduction = reduction
