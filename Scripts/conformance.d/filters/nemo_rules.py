"""NeMo's loader, its length formulas and its CTC loss on the canaries of the two NeMo profiles:
nemo_rules.py ASR_AUDIT WORK
"""

import pathlib
import types

import torch
from gradients import unlearnable
from nemo_parts import NAME, PACKAGE, collections
from part_of_package import empty_module, function_of_file, part_of_package
from predictions import Audit

calc_length = part_of_package("nemo.collections.asr.parts.submodules.subsampling").calc_length
# NeMo's loss needs Hydra for its configuration and types, and nothing of them for its computation.
empty_module("nemo.core.neural_types")
empty_module("nemo.core.classes").typecheck = lambda: lambda function: function
CTCLoss = part_of_package("nemo.collections.asr.losses.ctc").CTCLoss
get_seq_len = function_of_file(
    PACKAGE / "collections/asr/parts/preprocessing/features.py", "get_seq_len", {"torch": torch})
extractor = types.SimpleNamespace(stft_pad_amount=None, n_fft=512, hop_length=160)


def kept(audit, **limits):
    parser = collections.parsers.CharParser(list(" abcdefghijklmnopqrstuvwxyz"))
    return {pathlib.Path(item.audio_file).stem
            for half in ("train", "probe") for item in collections.ASRAudioText(
                str(next((audit.folder / half).glob("*.json"))), parser=parser, **limits)}


def frames(audit, layers, probe):
    length = get_seq_len(extractor, torch.tensor([audit.frames[probe]]))
    return int(calc_length(length, 2, 3, 2, False, repeat_num=layers))


def ctc(logits, lengths, targets, counts):
    loss = CTCLoss(num_classes=27, zero_infinity=True, reduction="sum")
    # NeMo's blank is the last class.
    return loss.forward(log_probs=logits.log_softmax(2), targets=targets - 1, input_lengths=lengths,
                        target_lengths=counts)


for profile, layers in [("nemo-conformer", 2), ("nemo-fastconformer", 3)]:
    audit = Audit(profile)
    loader = f"{NAME} ASRAudioText"
    audit.check("min_duration", loader, lambda: (
        audit.dropped(kept(audit, min_duration=0.1)), audit.predicted(["min_duration"])))
    audit.check("max_duration", loader, lambda: (
        audit.dropped(kept(audit, max_duration=16.7)), audit.predicted(["max_duration"])))
    audit.check(f"min_duration of {audit.middle} s", loader, lambda: (
        audit.dropped(kept(audit, min_duration=audit.middle)),
        audit.predicted(["min_duration"], [f"min_duration: {audit.middle}"])))
    lengths = lambda: unlearnable(audit, lambda probe: frames(audit, layers, probe), ctc)
    audit.check("CTC", f"{NAME} get_seq_len, calc_length, CTCLoss",
                lambda: (lengths(), audit.predicted(["ctc"])))
    audit.check("all", NAME, lambda: (
        lengths() | audit.dropped(kept(audit, min_duration=0.1, max_duration=16.7)),
        audit.predicted()))
