"""SpeechBrain reads its CSV: speechbrain_data.py WORK"""

import speechbrain
from audit import check
from speechbrain.dataio.dataset import DynamicItemDataset


def from_csv(audit, half):
    name = "train.csv" if half == "train" else "probe.csv"
    data = DynamicItemDataset.from_csv(str(audit / half / name))
    data.set_output_keys(["id", "wav", "duration", "wrd", "spk_id"])
    for row in data:
        assert row["spk_id"], row
        yield row["id"], row["wav"], row["duration"], row["wrd"]


def from_json(audit, half):
    name = "train.json" if half == "train" else "probe.json"
    data = DynamicItemDataset.from_json(str(audit / half / name))
    data.set_output_keys(["id", "wav", "length", "words"])
    for row in data:
        yield row["id"], row["wav"], row["length"], row["words"]


from_csv.__doc__ = from_json.__doc__ = f"SpeechBrain {speechbrain.__version__}"
check("speechbrain", from_csv)
check("speechbrain-json", from_json)
