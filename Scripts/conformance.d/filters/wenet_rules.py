"""WeNet's filter, its features, its subsampling and its CTC loss: wenet_rules.py ASR_AUDIT WORK
[CHECKOUTS]
"""

import json

import torch
import torchaudio
import torchaudio.compliance.kaldi
from gradients import unlearnable
from part_of_package import function_of_file, part_of_package
from predictions import Audit

RECIPES = {  # filter_conf of examples/*/s0/conf/train_conformer.yaml
    "wenet-aishell": {"max_length": 40960, "min_length": 0, "token_max_length": 200,
                      "token_min_length": 1},
    "wenet-librispeech": {"max_length": 2000, "min_length": 50, "token_max_length": 400,
                          "token_min_length": 1, "min_output_input_ratio": 0.0005,
                          "max_output_input_ratio": 0.1}}
# Limits that never drop, to apply one limit of the filter alone.
OPEN = {"max_length": 1e9, "min_length": 0, "token_max_length": 1e9, "token_min_length": 0,
        "min_output_input_ratio": 0, "max_output_input_ratio": 1e9}
RULES = {"min_length": "min_duration", "max_length": "max_duration",
         "token_min_length": "min_tokens", "token_max_length": "max_tokens",
         "min_output_input_ratio": "min_tokens_per_frame",
         "max_output_input_ratio": "max_tokens_per_frame"}


def samples(audit):
    """The samples of WeNet's pipeline, from the manifests that inject wrote."""
    for half in ("train", "probe"):
        for line in next((audit.folder / half).glob("*.list")).read_text().splitlines():
            row = json.loads(line)
            if row["key"] in audit.owners:
                wav, rate = torchaudio.load(row["wav"])
                yield {"key": row["key"], "wav": wav, "sample_rate": rate, "txt": row["txt"],
                       "label": list(row["txt"])}


def frames(sample):
    """Output frames after Conv2dSubsampling4."""
    feat = compute_fbank(dict(sample), num_mel_bins=80)["feat"]
    if len(feat) < 7:
        return 0
    mask = torch.ones(1, 1, len(feat), dtype=torch.bool)
    return int(subsampling(torch.zeros(1, len(feat), 80), mask)[2].sum())


for profile, recipe in RECIPES.items():
    audit = Audit(profile)
    path = audit.checkout("wenet", "wenet/dataset/processor.py")
    if not path:
        continue
    keeps = function_of_file(path, "filter", {})
    inputs = list(samples(audit))
    by = "WeNet processor.filter"
    kept = lambda limits: {sample["key"] for sample in inputs if keeps(sample, **limits)}
    for option, rule in RULES.items():
        if option in recipe or option.endswith("ratio"):
            limits = {name: value for name, value in OPEN.items() if name != option}
            if option in recipe:
                limits[option] = recipe[option]
            audit.check(rule, by, lambda: (audit.dropped(kept(limits)), audit.predicted([rule])))
    # Limits that hit, for the rules that hit no canary in the recipe.
    for option, value in {"token_min_length": 22, "token_max_length": 22,
                          "min_output_input_ratio": 0.05}.items():
        limits = OPEN | {option: value}
        audit.check(f"{RULES[option]} of {value}", by, lambda: (
            audit.dropped(kept(limits)),
            audit.predicted([RULES[option]], [f"{RULES[option]}: {value}"])))
    audit.check("all", by, lambda: (audit.dropped(kept(recipe)), audit.predicted()))

    modules = [part_of_package(f"wenet.models.transformer.{name}", path.parents[2])
               for name in ("ctc", "embedding", "subsampling")]
    compute_fbank = function_of_file(
        path, "compute_fbank", {"kaldi": torchaudio.compliance.kaldi})
    subsampling = modules[2].Conv2dSubsampling4(
        80, 4, 0.0, modules[1].NoPositionalEncoding(4, 0.0))
    lengths = {audit.owners[s["key"]]: frames(s) for s in inputs if s["key"] in audit.texts}
    loss = modules[0].CTC(28, 28)
    loss.ctc_lo = torch.nn.Identity()
    ctc = lambda logits, length, targets, count: loss(logits, length, targets, count)[0]
    audit.check("CTC, zero gradient", "WeNet fbank, Conv2dSubsampling4, CTC", lambda: (
        unlearnable(audit, lengths.get, ctc),
        audit.predicted(["ctc"], ["speed_factors: none"], outcome="at_risk")))
