"""Writes a trace table for `asr-audit rank`: trace(self, data, epoch, "traces.jsonl") in on_stage_end"""

import json

import speechbrain as sb
import torch


@torch.no_grad()
def trace(brain, data, epoch, path):
    brain.modules.eval()
    loader = brain.make_dataloader(data, stage=sb.Stage.VALID, batch_size=1)
    with open(path, "a") as table:
        for batch in loader:
            log_probs, lengths = brain.compute_forward(batch, sb.Stage.VALID)
            tokens, token_lengths = batch.tokens
            loss = sb.nnet.losses.ctc_loss(log_probs, tokens.to(brain.device), lengths,
                                           token_lengths.to(brain.device), 0, reduction="sum")
            print(json.dumps({"id": batch.id[0], "pass": epoch, "loss": loss.item(),
                              "tokens": tokens.shape[1], "frames": log_probs.shape[1],
                              "in_training": True}), file=table)
    brain.modules.train()
