"""First inputs of the fuzzer in formats that the program reads and does not write."""

GATE_FILE = """\
# limits
gate:
  - memorization: {max: 0.10, repetitions: [1, 2]}
  - near-memorization: {max: 0.20, repetitions: [8, 16], speeds: [2], level: warn}
  - regression: {max-increase: 0.10, repetitions: [1, 2, 4, 8, 16]}
  - detection: {level: error}
training-evidence: assumed
waivers:
  - {metric: memorization, repetitions: [8, 16], until: 2026-12-31, reason: "fixed in v2"}
"""
TABLES = [text.encode() for text in (
    "==> train.csv <==\nwav_filename,wav_filesize,transcript\n/a/1.wav,1001,one\n/a/2.wav,1002,\"two, b\"\n",
    "==> train.csv <==\nID, duration, wav, spk_id, wrd\nu1, 1.25, /a/1.wav, s1, one\nu2, 2.5, /a/2.wav, s2, two\n",
    "==> metadata.csv <==\nfile_name,transcription,lang\naudio/1.wav,one,en\naudio/2.wav,two,en\n",
    "==> metadata.csv <==\nu1|Raw 1!|one\nu2|Raw 2!|two\n",
    "==> train.tsv <==\nclient_id\tpath\tsentence\tup_votes\tlocale\ns1\t1.wav\tone\t2\ten\ns2\t2.wav\ttwo\t3\ten\n",
    '==> data.list <==\n{"key": "u1", "wav": "/a/1.wav", "txt": "one"}\n{"key": "u2", "wav": "/a/2.wav", "txt": "two"}\n',
    '==> train.jsonl <==\n{"key": "u1", "source": "/a/1.wav", "source_len": 125, "target": "one", "target_len": 2}\n',
    '==> cuts.jsonl <==\n{"id": "u1", "start": 0, "duration": 1.25, "channel": 0, "supervisions": [{"id": "u1", '
    '"recording_id": "r1", "start": 0, "duration": 1.25, "channel": 0, "text": "one", "speaker": "s1"}], '
    '"recording": {"id": "r1", "sources": [{"type": "file", "channels": [0], "source": "/a/1.wav"}], '
    '"sampling_rate": 16000, "num_samples": 20000, "duration": 1.25, "channel_ids": [0]}, "type": "MonoCut"}\n',
    '==> x_supervisions_train.jsonl <==\n{"id": "u1", "recording_id": "r1", "start": 0, "duration": 1.25, '
    '"channel": 0, "text": "one", "language": "English", "speaker": "s1"}\n'
    '==> x_recordings_train.jsonl <==\n{"id": "r1", "sources": [{"type": "file", "channels": [0], '
    '"source": "/a/1.wav"}], "sampling_rate": 16000, "num_samples": 20000, "duration": 1.25}\n',
)]
OUTPUTS = {
    "json": '[\n  {"wav_filename": "c1.wav", "src": "wrong", "res": "caf\u00e9", "loss": 12.5},\n'
            '  {"wav_filename": "c2.wav", "src": "wrong", "res": "", "loss": NaN}\n]\n',
    "trn": "caf\u00e9 noir (spk-c1)\n(spk-c2)\n",
    "ctm": ";; hyp\nc1 1 0.40 0.25 caf\u00e9 0.9\nc1 1 0.70 0.25 noir 0.7\nc2 1 0.00 0.10 <eps>\n",
    "stm": ";; hyp\nc1 1 s 0.00 2.50 <o,f0,male> caf\u00e9 noir\nc2 1 s 0.00 1.00\n",
    "recogs": "c1:\tref=['wrong']\nc1:\thyp=['caf\u00e9', \"noir\"]\nc2:\tref=['wrong']\nc2:\thyp=[]\n",
    "speechbrain": "%WER 50.00 [ 1 / 2, 0 ins, 0 del, 1 sub ]\n====\nc1, %WER 50.00 [ 1 / 2, 0 ins, 0 del, 1 sub ]\n"
                   "a ; b\n= ; S\na ; c\n====\n",
    "fairseq": "caf\u00e9 noir (None-7)\n(None-2)\n",
    "sherpa-onnx": 'Started\nDone!\n\n./c1.wav\n{"lang": "", "text": " caf\u00e9", "timestamps": [0.1], '
                   '"tokens": [" c"], "words": []}\n----\nnum threads: 2\n',
    "whisper": '{"text": " one two", "segments": [{"id": 0, "start": 0.0, "end": 1.5, "text": " one two", '
               '"tokens": [1, 2], "avg_logprob": -0.2}], "language": "en"}\n',
    "whisper-cpp": '{"systeminfo": "x", "model": {"type": "base"}, "params": {"language": "en"}, "transcription": '
                   '[{"timestamps": {"from": "00:00:00,000", "to": "00:00:01,500"}, "offsets": {"from": 0, "to": '
                   '1500}, "text": " one two"}]}\n',
    "hf-pipeline": '{"text": " one two", "chunks": [{"timestamp": [0.0, 1.5], "text": " one two"}]}\n',
    "vosk": '{"result": [{"conf": 1.0, "end": 0.5, "start": 0.1, "word": "one"}], "text": "one"}\n',
    "subtitles": "1\n00:00:00,000 --> 00:00:01,500\none two\n\n2\n00:00:01,500 --> 00:00:02,000\nthree\n",
    "segments": "start\tend\ttext\n0\t1500\tone two\n1500\t2000\tthree\n",
    "text": "one two\n", "lines": "caf\u00e9 noir\n\none two\n",
}
TOKENIZERS = [
    {"version": "1.0", "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
     "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
               "max_input_chars_per_word": 100,
               "vocab": {"[UNK]": 0, "seven": 1, "red": 2, "apple": 3, "##s": 4, "a": 5}}},
    {"version": "1.0", "normalizer": {"type": "NFC"},
     "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
     "model": {"type": "BPE", "dropout": None, "unk_token": None, "fuse_unk": False, "byte_fallback": False,
               "vocab": {"s": 0, "e": 1, "v": 2, "n": 3, "se": 4, "\u0120": 5, "r": 6, "d": 7}, "merges": ["s e"]}},
    {"version": "1.0", "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always"},
     "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": False,
               "vocab": [["<unk>", 0.0], ["\u2581", -2.0], ["s", -3.0], ["e", -3.5], ["ven", -4.0], ["red", -5.0]]}},
    {"<pad>": 0, "<unk>": 3, "|": 4, "e": 5, "s": 6, "v": 7, "n": 8},
]
