"""Lhotse's speed copies and the filter of icefall's Zipformer recipe: icefall_rules.py ASR_AUDIT WORK
[CHECKOUTS]
"""

import logging
import types

import lhotse
from part_of_package import function_of_file
from predictions import Audit, copies

audit = Audit("icefall-zipformer")
name = f"Lhotse {lhotse.__version__}"


def cuts(half):
    return lhotse.load_manifest(next((audit.folder / half).glob("*.jsonl")))


def lost_copies(keeps):
    """The number of copies at 0.9, 1 and 1.1 times the speed that a filter drops, by probe. All
    entries of a canary must lose the same."""
    lost = {}
    for cut in [*cuts("train"), *cuts("probe")]:
        if cut.id not in audit.owners:
            continue
        kept = [keeps(copy) for copy in (cut.perturb_speed(0.9), cut, cut.perturb_speed(1.1))]
        lost.setdefault(audit.owners[cut.id], set()).add(kept.count(False))
    assert lost.keys() == audit.texts.keys() and all(len(found) == 1 for found in lost.values())
    return {probe: found.pop() for probe, found in lost.items()}


def predicted(*rules, changes=()):
    rows = audit.rows(rules or None, changes)
    return copies({probe: 3 - row["copies_per_epoch"] for probe, row in rows.items()})


def with_frames(cut):
    """The attributes that the filter reads, with the number of frames that Lhotse's features have."""
    frames = lhotse.utils.compute_num_frames(cut.duration, 0.01, cut.sampling_rate)
    return types.SimpleNamespace(
        id=cut.id, duration=cut.duration, num_frames=frames, supervisions=cut.supervisions)


for rule, keeps in [("min_duration", lambda cut: cut.duration >= 1.0),
                    ("max_duration", lambda cut: cut.duration <= 20.0)]:
    audit.check(f"{rule}, speed copies", f"{name} perturb_speed",
                lambda: (copies(lost_copies(keeps)), predicted(rule)))
path = audit.checkout("icefall", "egs/librispeech/ASR/zipformer/train.py", "filter of the recipe")
if path:
    tokens = types.SimpleNamespace(encode=lambda text, out_type: list(text))
    logging.getLogger("icefall").setLevel(logging.ERROR)
    keeps = function_of_file(
        path, "remove_short_and_long_utt", {"logging": logging.getLogger("icefall"), "sp": tokens})
    audit.check("all, speed copies", "icefall remove_short_and_long_utt",
                lambda: (copies(lost_copies(lambda cut: keeps(with_frames(cut)))), predicted()))
    whole = lambda: {probe for probe, count in lost_copies(
        lambda cut: keeps(with_frames(cut))).items() if count == 3}
    audit.check("all", "icefall remove_short_and_long_utt",
                lambda: (whole(), audit.predicted()))
