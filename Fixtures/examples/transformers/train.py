"""Trains a small CTC model with the Trainer: train.py MANIFEST MODEL [EPOCHS]"""

import json
import os
import sys

import soundfile
from datasets import Dataset
from transformers import (
    SeamlessM4TFeatureExtractor, Trainer, TrainingArguments, Wav2Vec2BertConfig, Wav2Vec2BertForCTC,
    Wav2Vec2BertProcessor, Wav2Vec2CTCTokenizer)

manifest, model_folder = sys.argv[1:3]
epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 15
data = Dataset.from_json(manifest)

os.makedirs(model_folder, exist_ok=True)
tokens = ["<pad>", "<unk>", "|", *sorted(set("".join(data["text"])) - {" "})]
with open(f"{model_folder}/vocab.json", "w") as file:
    json.dump({token: number for number, token in enumerate(tokens)}, file)
processor = Wav2Vec2BertProcessor(
    SeamlessM4TFeatureExtractor(),
    Wav2Vec2CTCTokenizer(f"{model_folder}/vocab.json", bos_token=None, eos_token=None))


def prepare(row):
    audio, rate = soundfile.read(os.path.join(os.path.dirname(manifest), row["audio_filepath"]))
    return {"input_features": processor(audio, sampling_rate=rate).input_features[0],
            "labels": processor(text=row["text"]).input_ids}


def collate(rows):
    batch = processor.pad([{"input_features": row["input_features"]} for row in rows],
                          return_tensors="pt")
    labels = processor.pad(labels=[{"input_ids": row["labels"]} for row in rows],
                           return_tensors="pt")
    batch["labels"] = labels.input_ids.masked_fill(labels.attention_mask.ne(1), -100)
    return batch


trainer = Trainer(
    Wav2Vec2BertForCTC(Wav2Vec2BertConfig(
        vocab_size=len(tokens), hidden_size=96, num_hidden_layers=3, num_attention_heads=4,
        intermediate_size=192, conv_depthwise_kernel_size=15, position_embeddings_type="rotary",
        hidden_dropout=0.0, attention_dropout=0.0, activation_dropout=0.0, feat_proj_dropout=0.0,
        final_dropout=0.0, layerdrop=0.0, conformer_conv_dropout=0.0, apply_spec_augment=False,
        pad_token_id=0, ctc_zero_infinity=True, ctc_loss_reduction="mean")),
    TrainingArguments(
        model_folder, num_train_epochs=epochs, per_device_train_batch_size=16, learning_rate=2e-3,
        warmup_steps=100, lr_scheduler_type="linear", save_strategy="no", report_to="none",
        logging_strategy="epoch", disable_tqdm=True),
    data_collator=collate, train_dataset=data.map(prepare, remove_columns=data.column_names))
trainer.train()
trainer.save_model()
processor.save_pretrained(model_folder)
