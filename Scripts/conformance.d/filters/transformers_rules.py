"""The models of Transformers refuse what they cannot train on: transformers_rules.py ASR_AUDIT WORK"""

import json
import sys
import types

import torch
import transformers
from predictions import Audit, work

# Debian's PyTorch 1.13 cannot import its own torch.distributed.fsdp with Python 3.11. The models ask
# only whether they are an instance of this class.
torch.distributed.fsdp = sys.modules["torch.distributed.fsdp"] = types.ModuleType("fsdp")
torch.distributed.fsdp.FullyShardedDataParallel = type("FullyShardedDataParallel", (), {})
name = f"Transformers {transformers.__version__}"


def wav2vec2():
    """The loss of Wav2Vec2ForCTC with the lengths of the default configuration and few channels."""
    audit = Audit("hf-wav2vec2")
    path = work / "filters/hf-wav2vec2.labels.json"
    if not path.exists():
        audit.missing("CTC", "needs the labels of run_speech_recognition_ctc.py (hf_rules.py)")
        return
    labels = json.loads(path.read_text())
    config = transformers.Wav2Vec2Config(
        hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        conv_dim=(4,) * 7, num_conv_pos_embedding_groups=1, num_conv_pos_embeddings=2,
        vocab_size=29, pad_token_id=28)
    torch.manual_seed(1)
    model = transformers.Wav2Vec2ForCTC(config).train()

    def outcome(probe):
        """Whether the model refuses the utterance, has an infinite loss, or can train on it."""
        model.zero_grad()
        try:
            loss = model(torch.randn(1, audit.frames[probe]),
                         labels=torch.tensor([labels[probe]])).loss
        except (RuntimeError, ValueError) as error:
            return f"refused: {error}"
        return "trains" if torch.isfinite(loss) else "infinite"

    with torch.backends.mkldnn.flags(enabled=False):
        outcomes = {probe: outcome(probe) for probe in audit.texts}
    hit = lambda kind: {p for p, found in outcomes.items() if found.startswith(kind)}
    audit.check("min_output_frames", f"{name} Wav2Vec2ForCTC, SpecAugment", lambda: (
        hit("refused"), audit.predicted(["min_output_frames"])))
    audit.check("CTC, infinite loss", f"{name} Wav2Vec2ForCTC, labels of the script", lambda: (
        hit("infinite") | hit("refused"), audit.predicted(["min_output_frames", "ctc"])))


def whisper_tokenizer():
    """A tokenizer of Whisper with a token for each character, and its special tokens."""
    special = ["<|endoftext|>", "<|startoftranscript|>", "<|translate|>", "<|transcribe|>",
               "<|notimestamps|>"]
    letters = [*"abcdefghijklmnopqrstuvwxyz", "\N{LATIN CAPITAL LETTER G WITH DOT ABOVE}"]  # a space
    folder = work / "filters/whisper"
    folder.mkdir(exist_ok=True)
    (folder / "vocab.json").write_text(
        json.dumps({token: number for number, token in enumerate(letters + special)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    tokenizer = transformers.WhisperTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"))
    tokenizer.add_special_tokens({"additional_special_tokens": special[1:]})
    return tokenizer


def whisper():
    """WhisperForConditionalGeneration with a smaller limit, which the canaries reach, and the labels
    of run_speech_recognition_seq2seq.py: those of the tokenizer without the first, which its collator
    removes."""
    audit, most, tokenizer = Audit("hf-whisper"), 22, whisper_tokenizer()
    config = transformers.WhisperConfig(
        vocab_size=64, d_model=8, encoder_layers=1, decoder_layers=1, encoder_attention_heads=1,
        decoder_attention_heads=1, encoder_ffn_dim=8, decoder_ffn_dim=8, max_target_positions=most,
        max_source_positions=50, num_mel_bins=8, decoder_start_token_id=1, pad_token_id=0,
        bos_token_id=1, eos_token_id=2)
    model = transformers.WhisperForConditionalGeneration(config)

    def refused(text):
        labels = torch.tensor([tokenizer(text.lower()).input_ids[1:]])
        try:
            model(input_features=torch.zeros(1, 8, 100), labels=labels)
        except (ValueError, IndexError):
            return True
        return False

    audit.check(f"max_tokens of {most}", f"{name} WhisperTokenizer, WhisperForConditionalGeneration",
                lambda: ({probe for probe, text in audit.texts.items() if refused(text)},
                         audit.predicted(["max_tokens"], [f"max_tokens: {most}"])))


wav2vec2()
whisper()
