#!/usr/bin/env python3
"""
Writes the first inputs of the fuzzer, one folder for each reader, with files that the program
itself wrote: Scripts/lib/fuzz_seeds.py ASR_AUDIT DIRECTORY

An input for a reader of several files has their contents after lines such as `==> wav.scp <==`.
"""

import gzip
import hashlib
import io
import json
import pathlib
import struct
import subprocess
import sys
import tarfile
import tempfile

from fuzz_samples import GATE_FILE, OUTPUTS, TABLES, TOKENIZERS
import tone_corpus

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main(program, target):
    """Runs a small audit and a short training, and writes their files as inputs."""
    target = pathlib.Path(target)
    # Every process has the same path, so that inputs do not depend on it.
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        tone_corpus.write(place, utterances=12, steps=4)
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", "ed25519", "-out", place / "private.pem"],
            check=True)
        subprocess.run(
            ["openssl", "pkey", "-in", place / "private.pem", "-pubout", "-out",
             place / "public.pem"], check=True)
        audit(program, place)
        for folder, files in seeds(place).items():
            (target / folder).mkdir(parents=True, exist_ok=True)
            for number, content in enumerate(files):
                (target / folder / f"seed-{number}").write_bytes(content)


def audit(program, place):
    """Runs every command that writes a file which another command reads."""

    def run(*arguments, statuses=(0,)):
        command = [program, *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode not in statuses:
            sys.exit(f"{command}: {result.returncode}\n{result.stderr}")

    gate = place / "design.yml"
    gate.write_text("gate:\n  - memorization: {max: 0.4, repetitions: [1, 2]}\n")
    design = ["--seed", 7, "--coins", 24, "--blocks", 2, "--repetitions", "1,2", "--allocation", "1,5", "--words", 4,
              "--check-utterances", 3, "--word-bank", place / "bank", "--max-share", 0.9, "--gate", gate]
    run("inject", "--manifest", place / "train.json", "--output", place / "audit", *design,
        "--training-evidence", "assumed", "--sign", place / "private.pem")
    run("inject", "--manifest", place / "kaldi", "--output", place / "kaldi-audit", *design)
    ledger = json.loads((place / "audit/ledger.json").read_text())
    known = ledger["canaries"] + ledger.get("recombined_controls", []) + ledger["check_utterances"]
    texts = {record["probe"]: record["text"] for record in known}
    with open(place / "audit/probe/probe.json", encoding="utf-8") as probe, \
            open(place / "hyp.json", "w", encoding="utf-8") as hypotheses:
        for number, line in enumerate(probe):
            row = json.loads(line)
            name = pathlib.Path(row["audio_filepath"]).stem
            text = texts.get(name, "") if number % 2 else texts.get(name, "").replace("a", "o")
            hypotheses.write(json.dumps(row | {"pred_text": text}) + "\n")
    run("score", "--ledger", place / "audit/ledger.json", "--transcripts", place / "hyp.json",
        "--output", place / "report", "--history", place / "history.jsonl", "--reveal",
        statuses=(0, 1, 2))
    run("check", "--ledger", place / "audit/ledger.json", "--seen", place / "audit/train/train.json",
        "--output", place / "evidence.json", statuses=(0, 2))
    run("probe", "--ledger", place / "audit/ledger.json", "--output", place / "asked", "--families",
        "same,noise,masked,silence", "--word-bank", place / "bank")
    run("capacity", "plan", "--ledger", place / "audit/ledger.json", "--common", place / "tones.json",
        "--sizes", "2,4", "--output", place / "capacity")
    (place / "flat").mkdir()
    for number, path in enumerate(sorted((place / "bank").glob("*/*/*.wav"))[:4]):
        (place / f"flat/{path.parts[-3]}_{path.parts[-2]}_{number}.wav").write_bytes(
            path.read_bytes())
    run("train", "--manifest", place / "tones.json", "--config", place / "recipe.yml",
        "--output", place / "run")
    run("transcribe", "--checkpoint", place / "run/model.safetensors", "--manifest",
        place / "tones.json", "--output", place / "decoded.json")


def seeds(place):
    """The inputs of each reader."""

    def read(name):
        return (place / name).read_bytes()

    def sections(*names, limit=None):
        parts = []
        for name in names:
            content = read(name)
            if limit:
                content = b"".join(content.splitlines(keepends=True)[:limit])
            title = pathlib.Path(name).name
            parts.append(f"==> {title} <==\n".encode() + content.removesuffix(b"\n") + b"\n")
        return b"".join(parts)

    def head(content, lines):
        return b"".join(content.splitlines(keepends=True)[:lines])

    def kaldi(folder, limit=None):
        names = sorted(path.name for path in (place / folder).iterdir() if path.is_file())
        return sections(*(f"{folder}/{name}" for name in names), limit=limit)

    manifest = head(read("train.json"), 3)
    relative = manifest.replace(f"{place}/".encode(), b"")
    fields = relative.replace(b'"duration"', b'"lang": "en", "speaker": 7, "duration"')
    injected = head(read("audit/train/train.json"), 5)
    manifests = [manifest, relative, fields, injected, gzip.compress(manifest, mtime=0)]
    corpora = [kaldi("kaldi", 4), kaldi("kaldi-audit/train", 5), segmented()]
    rows = [json.loads(line) for line in read("hyp.json").splitlines()[:6]]
    pairs = [(pathlib.Path(row["audio_filepath"]).stem, row["pred_text"]) for row in rows]
    nemo = head(read("hyp.json"), 6)
    jsonl = "".join(json.dumps({"id": n, "hyp": t}) + "\n" for n, t in pairs).encode()
    csv = "".join(f'{n},"{t}"\r\n' for n, t in [("id", "hypothesis"), *pairs]).encode()
    semicolons = b"sep=;\n" + csv.replace(b",", b";").replace(b"\r", b"")
    tsv = "".join(f"{n}\t{t}\n" for n, t in [("id", "hypothesis"), *pairs]).encode()
    text = "".join(f"{n} {t}\n" for n, t in pairs).encode()
    decoded = head(read("decoded.json"), 4)
    trn = "".join(f"{t} ({n})\n" for n, t in pairs).encode()
    losses = b"id,loss\n" + "".join(f"{n},{k + 0.5}\n" for k, (n, _) in enumerate(pairs)).encode()
    report = json.loads(read("report/report.json"))
    del report["canaries"]
    report = json.dumps(report, indent=1).encode()
    golden = (ROOT / "Fixtures/Golden/report.json").read_bytes()
    audio = [path.read_bytes() for path in sorted((place / "bank").glob("b*/anna/1.wav"))[:2]]
    small = small_ledger(read("audit/ledger.json"))
    ids = [record["probe"] for record in json.loads(small)["canaries"]]
    heard = b"==> hyp.json <==\n" + "".join(f"{name} {name[-3:]} red apples\n" for name in ids).encode()
    copies = [name for record in json.loads(small)["canaries"] for name in record["train"]]
    log = "".join(f"2026-01-01 INFO {name} loss 0.5\n" for name in copies) + (
        f"WARNING Exclude cut with ID {copies[0]} from training\n"
        "[NeMo I 2026-01-01 collections:202] 12 files were filtered totalling 0.1 hours\n")
    small_parts = b"==> ledger.json <==\n" + small
    scored = sections("audit/ledger.json") + b"==> hyp.json <==\n" + read("hyp.json")
    return {
        **{f"transcripts-{name}": [text.encode()] for name, text in OUTPUTS.items()},
        "lines": [manifest, gzip.compress(text, mtime=0), csv, b"a\n\nb", b"", b"\n"],
        "json": [head(manifest, 1).strip(), read("audit/commitment.json"), jsonl.splitlines()[0]],
        "normalizers": [text, b"Mr. O'Neil's $25.50 colour isn't <eos> twenty five 3rd 1,000\nA-B c\n",
                        "Stra\u00dfe \uff21\u0301 \u4e94\u4e09\n".encode()],
        "nemo": manifests, "nemo-injection": manifests,
        "kaldi": corpora, "kaldi-injection": corpora,
        "tar": archives(),
        "manifests": TABLES, "manifests-injection": TABLES,
        "transcripts-nemo": [nemo, decoded], "transcripts-jsonl": [jsonl, nemo],
        "transcripts-csv": [csv, semicolons, losses], "transcripts-tsv": [tsv],
        "transcripts-kaldi": [text, trn],
        "transcripts": [nemo, jsonl, csv, semicolons, tsv, text, trn, gzip.compress(csv, mtime=0)],
        "losses": [losses, b'{"id": "a", "loss": 0.5}\n{"id": "b", "loss": NaN}\n'],
        "traces": [b'{"id": "a", "pass": 1, "loss": 12.5, "tokens": 3, "frames": 40, "in_training": true}\n'
                   b'{"id": "a", "model": "m", "loss": NaN, "curvature": 1e-3, "hypothesis": "x", "gradient_norm": 2}\n',
                   b'{"id": 7, "loss": null, "worst_token": "t", "worst_token_loss": 3, "pass": null}\n', losses],
        "members": [b"a\nb\n", b"\xef\xbb\xbfa\r\n\n  b c \n"],
        "membership": [b"".join(
            b'{"id": "u%d", "model": "%s", "loss": %d.5, "in_training": %s, "tokens": %d, "frames": %d}\n'
            % (u, m, 2 + (7 * u + i) % 9, b"true" if (u + i) % 2 else b"false", 3 + u % 4, 90 + u)
            for u in range(12) for i, m in enumerate([b"t", b"a", b"b"]))],
        "words": ["\n".join(f"{a}{b}" for a in tone_corpus.STARTS for b in tone_corpus.ENDS)
                  .encode(), b"# words\nseven\n"],
        "tokenizer-models": [sentence_piece_model(1), sentence_piece_model(2)],
        "tokens": [json.dumps(tokenizer).encode() for tokenizer in TOKENIZERS] + ["\u2581s 1\n\u2581 -2\ne\t0\nv\nn\nr\nd\na\np\nl\ns\n".encode(),
                   b"s\ne\nv\nn\nr\nd\na\np\nl\nen\n"],
        "ledger": [read("audit/ledger.json"), read("kaldi-audit/ledger.json"), small],
        "scoring": [b"==> ledger.json <==\n" + small + heard, scored],
        "seen": [small_parts + b"==> train.log <==\n" + log.encode(),
                 small_parts + b"==> train.log <==\n" + read("audit/train/train.json"),
                 small_parts + b"==> train.log <==\n" + run_log(copies),
                 small_parts + b"".join(
                     f"==> {table} <==\n".encode() + "".join(f"{name} {name}.wav\n" for name in copies).encode()
                     for table in ("text", "utt2spk", "wav.scp"))],
        "probes": [sections("audit/ledger.json", "asked/probes.json")],
        "alignment": [b"a 1 0.0 0.5 red\na 1 0.6 0.4 apples 0.98\nb A 1.5 0.2 seven\n;; comment\n",
                      b"a 1 1 1 x lex\na 1 0 1 y lex\n"],
        "capacity": [sections("capacity/utterances.jsonl", limit=12)],
        "evidence": [sections("audit/ledger.json", "evidence.json")],
        "word-bank": [sections(*sorted(f"flat/{path.name}" for path in (place / "flat").iterdir()))],
        "commitment": [read("audit/commitment.json"), read("kaldi-audit/commitment.json")],
        "signature": [sections("public.pem", "private.pem", "audit/commitment.json")],
        "gate-file": [read("gate.yml"), GATE_FILE.encode()],
        "history": [read("history.jsonl")],
        "profile": [path.read_bytes() for path in
                    sorted((ROOT / "Sources/Experiment/Profiles/Resources").glob("*.yml"))],
        "report": [report, golden, read("report/report.json")],
        "rendering": [report, golden, read("report/report.json")],
        "audio": audio,
        "recipe": [read("recipe.yml")],
        "model": [read("run/model.safetensors")],
        "training-state": [read("run/training.safetensors")],
        "training-log": [head(read("run/log.jsonl"), 3)],
        "timings": [b'{"command":"train","output":"norms","seconds":12.3,"cpu_seconds":24.1}\n'],
        "voice-command": [b"espeak-ng -w {output} {text}", b"'a b' \"c\" {text}\\ x {output}"],
    }


def archives():
    """Tar archives of samples in the forms that Python writes."""
    members = [("a.wav", b"RIFF"), ("a.json", b'{"text": "red", "duration": 1.5, "lang": "en"}'),
               ("deep/" * 30 + "b.c.wav", b"RIFF" * 200), ("deep/" * 30 + "b.json", b'{"text": "x"}')]
    made = []
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w", format=form) as file:
            for name, data in members[:2 if form == tarfile.USTAR_FORMAT else 4]:
                header = tarfile.TarInfo(name)
                header.size = len(data)
                file.addfile(header, io.BytesIO(data))
        made.append(content.getvalue())
    return made


def run_log(copies):
    """The log of a run of the embedded recogniser that used these copies of canaries."""
    digest = hashlib.blake2b("\n".join(sorted(copies)).encode(), digest_size=32).hexdigest()
    return (
        f'{{"step": 1, "learning_rate": 0.1, "loss": 1, "ledger": {{"ids": "{digest}", "used": {len(copies)}}}, '
        f'"canaries": {{"examples": {len(copies)}, "loss": 2, "units": 2, "norm_p10": 0.5, "norm_max": 2}}}}\n'
        f'{{"step": 2, "learning_rate": 0.1, "loss": 1, "canaries": {{"examples": {len(copies)}, "units": 0}}}}\n'
    ).encode()


def small_ledger(ledger):
    """A ledger with four canaries. Its root is wrong; the readers compute it again."""
    record = json.loads(ledger)
    record["header"]["design"]["recombined_controls"] = False
    record.pop("recombined_controls", None)
    chosen = sorted(record["canaries"], key=lambda canary: canary["role"])
    record["canaries"] = chosen[:2] + chosen[-2:]
    record["check_utterances"] = record["check_utterances"][:1]
    record["positions"] = record["positions"][:3]
    return json.dumps(record).encode() + b"\n"


def sentence_piece_model(kind):
    """A SentencePiece model: 1 is unigram, 2 is byte-pair encoding."""

    def field(number, content):
        return bytes([number << 3 | 2, len(content)]) + content

    def integer(number, value):
        return bytes([number << 3, value])

    pieces = [("<unk>", 0, 2), ("<s>", 0, 3), ("\u2581", -2, 1), ("\u2581s", -3, 1), ("ev", -3.5, 1),
              ("en", -4, 1), *((letter, -5 - n, 1) for n, letter in enumerate("sevnrdapl"))]
    model = b""
    for name, score, type_ in pieces:
        content = field(1, name.encode()) + bytes([2 << 3 | 5]) + struct.pack("<f", score)
        model += field(1, content + integer(3, type_))
    return model + field(2, integer(3, kind)) + field(3, integer(3, 1) + integer(4, 1) + integer(5, 1))


def segmented():
    """A Kaldi data directory with segments, speakers' genders, languages and a table of a recipe."""
    tables = {
        "wav.scp": "r1 /a/1.wav\nr2 sox /a/2.wav -t wav - |\n",
        "segments": "u1 r1 0.0 1.5\nu2 r1 1.5 3\nu3 r2 0 2.25\n",
        "text": "u1 seven red apples\nu2 \u00fcber\nu3 \n", "utt2spk": "u1 s1\nu2 s1\nu3 s2\n",
        "spk2utt": "s1 u1 u2\ns2 u3\n", "spk2gender": "s1 m\ns2 f\n", "utt2dur": "u1 1.5\nu2 1.5\nu3 2.25\n",
        "reco2dur": "r1 3\nr2 2.25\n", "utt2lang": "u1 en\nu2 de\nu3 en\n", "utt2domain": "u1 x\nu2 x\nu3 x\n",
    }
    return "".join(f"==> {name} <==\n{text}" for name, text in tables.items()).encode()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print("usage: Scripts/lib/fuzz_seeds.py ASR_AUDIT DIRECTORY", file=sys.stderr)
        sys.exit(64)
    main(sys.argv[1], sys.argv[2])
