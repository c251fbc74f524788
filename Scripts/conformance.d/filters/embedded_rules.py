"""The embedded recogniser leaves out what it cannot learn: embedded_rules.py ASR_AUDIT WORK"""

import json
import shutil
import subprocess

from predictions import Audit, asr_audit, work

RECIPE = """\
model: {mel_bins: 16, d_model: 8, n_layers: 1, n_heads: 2}
training: {steps: 1, batch_size: 4, warmup_steps: 1}
augmentation: {frequency_width: 4}
"""
audit = Audit("embedded")


def left_out():
    """The ids that a run of one step leaves out of the training and of the probe manifest."""
    recipe = work / "filters/embedded-recipe.yml"
    recipe.write_text(RECIPE)
    ids = set()
    for half in ("train", "probe"):
        output = work / f"filters/embedded-{half}"
        shutil.rmtree(output, ignore_errors=True)
        manifest = next((audit.folder / half).glob("*.json"))
        subprocess.run([asr_audit, "train", "--manifest", manifest, "--config", recipe, "--output",
                        output, "--unusable", "skip"], check=True, capture_output=True)
        left = output / "left-out.jsonl"
        ids |= {json.loads(line)["name"] for line in left.open()} if left.exists() else set()
    return ids


audit.check("all", "asr-audit train --unusable skip", lambda: (
    audit.dropped(audit.owners.keys() - left_out()), audit.predicted()))
