"""Trains a small CTC model: train.py model.train_ds.manifest_filepath=MANIFEST model_file=MODEL"""

from lightning.pytorch import Trainer
from nemo.collections.asr.models import EncDecCTCModel
from nemo.core.config import hydra_runner


@hydra_runner(config_path=".", config_name="config")
def main(config):
    trainer = Trainer(**config.trainer)
    model = EncDecCTCModel(config.model, trainer)
    trainer.fit(model)
    model.save_to(config.model_file)


main()
