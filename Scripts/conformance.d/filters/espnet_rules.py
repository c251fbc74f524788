"""Stages 2 and 4 of ESPnet's asr.sh, its features, subsampling and CTC loss: espnet_rules.py ASR_AUDIT
WORK [CHECKOUTS]. The stages run on the scripts in utils/ of Kaldi.
"""

import re
import sys
import types

import torch
from data_directories import Recipe, lost_copies
from gradients import unlearnable
from part_of_package import part_of_package, version
from predictions import Audit, checkouts, copies, work

audit = Audit("espnet")
name = f"ESPnet {version('espnet')}"
sys.modules["librosa"] = types.ModuleType("librosa")
Stft = part_of_package("espnet2.layers.stft").Stft
CTC = part_of_package("espnet2.asr.ctc").CTC
subsampling = part_of_package("espnet.nets.pytorch_backend.transformer.subsampling")
layers = subsampling.Conv2dSubsampling(80, 4, 0.0, torch.nn.Identity())
# The frontend of the LibriSpeech recipe.
stft = Stft(n_fft=512, hop_length=160)
loss = CTC(odim=28, encoder_output_size=28)
loss.ctc_lo = torch.nn.Identity()


def stage(script, number):
    """The lines of a stage, without the condition around it."""
    found = re.search(rf"^( *)if \[ \$\{{stage\}} -le {number} \].*?^\1fi$", script, re.M | re.S)
    return "log() { :; }\n" + found[0]


def filtered(script):
    """The ids and lengths of all speed-perturbed copies, and the ids that stage 4 keeps."""
    recipe = Recipe(audit, checkouts / "kaldi", work / "filters/espnet-recipe")
    # ESPnet's perturb_data_dir_speed.sh is Kaldi's of that name.
    (recipe.folder / "scripts").symlink_to("utils/..")
    lengths, kept = {}, set()
    for half in ("train", "probe"):
        recipe.run(f"stage=2 stop_stage=2 train_set={half} _dirs=\n"
                   'speed_perturb_factors="0.9 1.0 1.1"\n' + stage(script, 2))
        organised = recipe.folder / f"dump/raw/org/{half}_sp"
        recipe.run(f"utils/copy_data_dir.sh --validate_opts --non-print data/{half}_sp {organised}")
        # Stage 3 writes these two files.
        counts = recipe.samples(f"data/{half}_sp")
        (organised / "feats_type").write_text("raw\n")
        (organised / "utt2num_samples").write_text(
            "".join(f"{id} {count}\n" for id, count in sorted(counts.items())))
        lengths |= counts
    recipe.run("stage=4 stop_stage=4 data_feats=dump/raw train_set=train_sp valid_set=probe_sp\n"
               "fs=16k min_wav_duration=0.1 max_wav_duration=30 lm_train_text=data/train/text\n"
               + stage(script, 4))
    for half in ("train", "probe"):
        kept |= recipe.ids(f"dump/raw/{half}_sp")
    return lengths, kept


def features(samples):
    return int(stft(torch.zeros(1, samples), torch.tensor([samples]))[1])


def outputs(samples):
    frames = features(samples)
    mask = torch.ones(1, 1, frames, dtype=torch.bool)
    return int(layers(torch.zeros(1, frames, 80), mask)[1].sum()) if frames >= 7 else 0


def ctc(logits, lengths, targets, counts):
    return loss(logits, lengths, targets, counts)


def rules(script):
    lengths, kept = filtered(script)
    short = {id for id, samples in lengths.items()
             if subsampling.check_short_utt(layers, features(samples))[0]}
    rows = lambda rules: copies({
        probe: 3 - row["copies_per_epoch"] for probe, row in audit.rows(rules).items()})
    lost = lambda ids: copies(lost_copies(audit, ids))
    audit.check("min_duration and max_duration, speed copies", "asr.sh stages 2 and 4",
                lambda: (lost(kept), rows(["min_duration", "max_duration"])))
    audit.check("min_feature_frames, speed copies", f"{name} Stft, check_short_utt",
                lambda: (lost(lengths.keys() - short), rows(["min_feature_frames"])))
    audit.check("all, speed copies", "asr.sh stages 2 and 4, check_short_utt",
                lambda: (lost(kept - short), rows(None)))
    zero = lambda: set().union(*(
        unlearnable(audit, lambda probe: outputs(lengths[prefix + probe]), ctc)
        for prefix in ("sp0.9-", "", "sp1.1-")))
    audit.check("CTC, zero gradient", f"{name} Stft, Conv2dSubsampling, CTC",
                lambda: (zero(), audit.predicted(["ctc"], outcome="at_risk")))


asr = audit.checkout("espnet", "egs2/TEMPLATE/asr1/asr.sh")
if asr and audit.checkout("kaldi", "egs/wsj/s5/utils/fix_data_dir.sh"):
    audit.guard("asr.sh", "asr.sh stages 2 and 4", lambda: rules(asr.read_text()))
