"""SpeechBrain's filter of data sets, its features, front end and CTC loss: speechbrain_rules.py
ASR_AUDIT WORK
"""

import soundfile
import torch
from gradients import has_gradient, unlearnable
from part_of_package import version
from predictions import Audit
from speechbrain.augment.time_domain import SpeedPerturb
from speechbrain.dataio.dataset import DynamicItemDataset
from speechbrain.lobes.features import Fbank
from speechbrain.lobes.models.convolution import ConvolutionFrontEnd
from speechbrain.nnet.losses import ctc_loss

audit = Audit("speechbrain")
name = f"SpeechBrain {version('speechbrain')}"


def kept(**limits):
    """The ids that filtered_sorted keeps, as recipes call it; all without limits, as LibriSpeech's."""
    ids = set()
    for half in ("train", "probe"):
        data = DynamicItemDataset.from_csv(str(next((audit.folder / half).glob("*.csv"))))
        if limits:
            data = data.filtered_sorted(sort_key="duration", **limits)
        ids |= set(data.data_ids)
    return ids


# The layers of conformer_large.yaml with fewer channels.
features = Fbank(sample_rate=16000, n_fft=512, n_mels=80, win_length=32)
front_end = ConvolutionFrontEnd(
    (8, 10, 80), num_blocks=2, num_layers_per_block=1, out_channels=(4, 4), kernel_sizes=(3, 3),
    strides=(2, 2), residuals=(False, False)).eval()
speeds = [SpeedPerturb(16000, [percent]) for percent in (95, 100, 105)]


def frames(probe, speed):
    wave = torch.from_numpy(soundfile.read(audit.audio(probe), dtype="float32")[0]).unsqueeze(0)
    with torch.no_grad():
        return front_end(features(speed(wave))).shape[1]


def ctc(logits, lengths, targets, counts):
    # SpeechBrain's lengths are shares of the longest of a batch.
    return ctc_loss(logits.log_softmax(2), targets, lengths / logits.shape[1],
                    counts / targets.shape[1], blank_index=0, reduction="sum")


def without_gradient():
    return set().union(*(
        unlearnable(audit, lambda probe: frames(probe, speed), ctc) for speed in speeds))


def without_gradient_in_a_batch():
    """The canaries without a gradient beside the longest one of the corpus. SpeechBrain rounds the share of the batch's
    frames that an utterance has, which can give one frame less than the utterance has alone."""
    found = set()
    for speed in speeds:
        wave = lambda probe: speed(torch.zeros(1, audit.frames[probe])).shape[1]
        longest = max(wave(probe) for probe in audit.texts)
        with torch.no_grad():
            frames = front_end(features(torch.zeros(1, longest))).shape[1]
        for probe, text in audit.texts.items():
            share = torch.tensor([wave(probe) / longest])
            loss = lambda logits, lengths, targets, counts: ctc_loss(
                logits.log_softmax(2), targets, share, counts / targets.shape[1], blank_index=0,
                reduction="sum")
            if not has_gradient(text, frames, None, loss):
                found.add(probe)
    return found


filtered = f"{name} filtered_sorted"
audit.check("all", f"{name} from_csv, no filter", lambda: (
    audit.dropped(kept()), audit.predicted()))
audit.check(f"min_duration of {audit.middle} s", filtered, lambda: (
    audit.dropped(kept(key_min_value={"duration": audit.middle})),
    audit.predicted(["min_duration"], [f"min_duration: {audit.middle}"])))
audit.check("max_duration of 10 s", filtered, lambda: (
    audit.dropped(kept(key_max_value={"duration": 10})),
    audit.predicted(["max_duration"], ["max_duration: 10"])))
audit.check("CTC, zero gradient", f"{name} SpeedPerturb, Fbank, ConvolutionFrontEnd, ctc_loss",
            lambda: (
                without_gradient(),
                audit.predicted(["ctc"], ["lost_output_frames: 0"], outcome="at_risk")))
by = f"{name} the same beside a longer utterance"
audit.guard("CTC, zero gradient in a batch", by, lambda: audit.covers(
    "CTC, zero gradient in a batch", by, without_gradient_in_a_batch(),
    audit.predicted(["ctc"], outcome="at_risk")))
