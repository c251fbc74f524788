"""Trains a small CTC model: train.py hparams.yaml --manifest MANIFEST --model_folder MODEL"""

import sys

import speechbrain as sb
from hyperpyyaml import load_hyperpyyaml


class Recognizer(sb.Brain):
    def compute_forward(self, batch, stage):
        audio, lengths = batch.to(self.device).sig
        features = self.modules.normalize(self.hparams.features(audio), lengths)
        scores = self.modules.output(self.modules.crdnn(features))
        return self.hparams.log_softmax(scores), lengths

    def compute_objectives(self, predictions, batch, stage):
        tokens, token_lengths = batch.tokens
        log_probs, lengths = predictions
        if stage == sb.Stage.TEST:
            heard = sb.decoders.ctc_greedy_decode(log_probs, lengths, blank_id=0)
            texts = ["".join(self.hparams.encoder.decode_ndim(ids)) for ids in heard]
            self.wer.append(batch.id, [text.split() for text in texts],
                            [text.split() for text in batch.words])
            self.losses.append(batch.id, log_probs, tokens, lengths, token_lengths)
        return sb.nnet.losses.ctc_loss(log_probs, tokens, lengths, token_lengths, blank_index=0)

    def on_stage_start(self, stage, epoch=None):
        self.wer, self.losses = self.hparams.wer(), self.hparams.losses()

    def on_stage_end(self, stage, loss, epoch=None):
        if stage == sb.Stage.TRAIN:
            print(f"epoch {epoch}: loss {loss:.4f}", flush=True)
            rate = self.hparams.schedule(epoch)[1]
            sb.nnet.schedulers.update_learning_rate(self.optimizer, rate)


def prepare(hparams):
    """Returns the data set of hparams["manifest"], with audio and tokens."""
    data = sb.dataio.dataset.DynamicItemDataset.from_json(hparams["manifest"])
    data.add_dynamic_item(sb.dataio.dataio.read_audio, takes="wav", provides="sig")
    data.add_dynamic_item(list, takes="words", provides="characters")
    data.set_output_keys(["characters"])
    encoder = hparams["encoder"]
    encoder.load_or_create(f"{hparams['model_folder']}/label_encoder.txt", from_didatasets=[data],
                           output_key="characters", special_labels={"blank_label": 0},
                           sequence_input=True)
    data.add_dynamic_item(encoder.encode_sequence_torch, takes="characters", provides="tokens")
    data.set_output_keys(["id", "sig", "words", "tokens"])
    return data


if __name__ == "__main__":
    file, options, overrides = sb.parse_arguments(sys.argv[1:])
    with open(file) as yaml:
        hparams = load_hyperpyyaml(yaml, overrides)
    sb.create_experiment_directory(hparams["model_folder"], file, overrides)
    recognizer = Recognizer(hparams["modules"], hparams["optimizer"], hparams, options,
                            hparams["checkpointer"])
    recognizer.fit(hparams["epoch_counter"], prepare(hparams),
                   train_loader_kwargs=hparams["train_loader"])
    recognizer.checkpointer.save_checkpoint()
