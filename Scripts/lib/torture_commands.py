"""The commands that Scripts/torture disturbs, with their inputs and undisturbed outputs."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import time

import tone_corpus

DESIGN = ["--seed", "7", "--coins", "60", "--blocks", "6"]


def contents(path):
    """The files below a path with their digests, the targets of links, and the directories."""
    path = pathlib.Path(path)
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or not path.is_dir():
        return {".": digest(path)}
    found = {}
    for folder, folders, files in os.walk(path):
        for name in folders + files:
            entry = pathlib.Path(folder, name)
            key = str(entry.relative_to(path))
            if entry.is_symlink() or not entry.is_dir():
                found[key] = digest(entry)
            else:
                found[key] = "directory"
    return found


def digest(path):
    """The digest of a file, or the target of a link."""
    if path.is_symlink():
        return f"-> {os.readlink(path)}"
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Command:
    """A command line that reads files of the world's inputs and writes `out` in its place."""

    def __init__(self, name, arguments, statuses=(0,), resumes=False):
        self.name = name
        self.arguments = arguments
        # The exit statuses of an undisturbed run.
        self.statuses = statuses
        # Whether a second run continues an unfinished output, as `train` does.
        self.resumes = resumes
        self.output = None
        self.seconds = None


class World:
    """The inputs, in a folder that no command may change, and the commands."""

    def __init__(self, program, place):
        self.program = program
        self.place = place
        self.inputs = place / "inputs"
        self.out = place / "work" / "out"
        self.out.parent.mkdir()
        tone_corpus.write(self.inputs)
        inject = ["inject", "--word-bank", self.input("bank"), "--gate", self.input("gate.yml")]
        self.inject = inject + DESIGN
        audit = self.input("audit")
        self.prepare(*self.inject, "--manifest", self.input("train.json"), "--output", audit)
        self.prepare(
            *self.inject, "--manifest", self.input("kaldi"), "--output", self.input("kaldi-audit"))
        self.decode(pathlib.Path(audit))
        score = ["score", "--ledger", f"{audit}/ledger.json", "--transcripts",
                 self.input("hyp.json"), "--no-date"]
        self.prepare(*score, "--output", self.input("report"), statuses=(0, 1, 2))
        train = ["train", "--manifest", self.input("tones.json"), "--config",
                 self.input("recipe.yml")]
        traces = self.input("traces.jsonl")
        self.prepare(*train, "--output", self.input("run"), "--traces", traces)
        checkpoint = self.input("run/model.safetensors")
        self.write_references(pathlib.Path(audit))
        report = self.input("report/report.json")
        gate = ["gate", report, "--gate", self.input("gate.yml")]
        self.commands = [
            Command("inject (NeMo)", [*self.inject, "--manifest", self.input("train.json")]),
            Command("inject (Kaldi)", [*self.inject, "--manifest", self.input("kaldi")]),
            Command("remove (NeMo)", [
                "remove", "--ledger", f"{audit}/ledger.json", "--manifest",
                f"{audit}/train/train.json"]),
            Command("remove (Kaldi)", [
                "remove", "--ledger", self.input("kaldi-audit/ledger.json"), "--manifest",
                self.input("kaldi-audit/train")]),
            Command("score", score + ["--junit", "--sarif"], statuses=(0, 1, 2)),
            Command("report", ["report", report]),
            Command("gate", gate, statuses=(0, 1, 2)),
            Command("train", train, resumes=True),
            Command("transcribe", [
                "transcribe", "--checkpoint", checkpoint, "--manifest",
                self.input("tones.json")]),
            Command("trace", [
                "trace", "--checkpoint", checkpoint, "--manifest", self.input("tones.json")]),
            Command("rank", [
                "rank", "--traces", traces, "--manifest", self.input("tones.json"), "--drop", "3"]),
            Command("membership", [
                "membership", "--ledger", f"{audit}/ledger.json", "--target",
                self.input("target.jsonl"), "--references", self.input("references.jsonl")]),
            Command("capacity plan", [
                "capacity", "plan", "--ledger", f"{audit}/ledger.json", "--common",
                self.input("tones.json"), "--sizes", "2,4"]),
            Command("probe", [
                "probe", "--ledger", f"{audit}/ledger.json", "--families", "same,noise,silence"]),
            Command("subsets", [
                "subsets", "--manifest", self.input("tones.json"), "--recipe", self.input("recipe.yml"),
                "--models", "2"], resumes=True),
            Command("check", [
                "check", "--ledger", f"{audit}/ledger.json", "--seen", f"{audit}/train/train.json"],
                    statuses=(0, 2)),
            Command("geometry", [
                "geometry", "--ledger", f"{audit}/ledger.json", "--permutations", "19"],
                    statuses=(0, 3)),
        ]
        for command in self.commands:
            start = time.monotonic()
            result = self.run(command)
            command.seconds = time.monotonic() - start
            if result.returncode not in command.statuses:
                raise SystemExit(f"{command.name}: {result.returncode}\n{result.stderr}")
            command.output = contents(self.out)
            self.clear()
        self.untouched = contents(self.inputs)

    def input(self, name):
        """The path of an input."""
        return str(self.inputs / name)

    def line(self, command, *more):
        """The words of a command line."""
        return [self.program, *command.arguments, "--output", str(self.out), *more]

    def run(self, command, *more, **settings):
        """Runs a command to its end."""
        return subprocess.run(
            self.line(command, *more), capture_output=True, text=True, errors="replace",
            timeout=600, check=False, cwd=self.place / "work", stdin=subprocess.DEVNULL,
            **settings)

    def prepare(self, *arguments, statuses=(0,)):
        """Runs a command that makes inputs."""
        result = subprocess.run(
            [self.program, *arguments], capture_output=True, text=True, check=False)
        if result.returncode not in statuses:
            raise SystemExit(f"{arguments}: {result.returncode}\n{result.stderr}")

    def decode(self, audit):
        """Writes transcripts as a recogniser that memorised what it heard eight times or more."""
        ledger = json.loads((audit / "ledger.json").read_text())
        known = {canary["probe"]: canary["text"] for canary in ledger["canaries"]
                 if canary["repetitions"] >= 8}
        known |= {record["probe"]: record["text"] for record in ledger["check_utterances"]}
        lines = []
        for line in (audit / "probe/probe.json").read_text().splitlines():
            row = json.loads(line)
            name = pathlib.Path(row["audio_filepath"]).stem
            lines.append(json.dumps(row | {"pred_text": known.get(name, "mumble")}) + "\n")
        pathlib.Path(self.input("hyp.json")).write_text("".join(lines))

    def write_references(self, audit):
        """Writes losses of the canaries by a target and by reference models that saw half of them."""
        canaries = json.loads((audit / "ledger.json").read_text())["canaries"]
        models = {"target.jsonl": ["target"], "references.jsonl": ["a", "b", "c", "d"]}
        for file, names in models.items():
            lines = []
            for place, name in enumerate(names):
                for number, canary in enumerate(canaries):
                    saw = canary["repetitions"] > 0 if name == "target" else (number + place) % 2 == 0
                    loss = 5 + number % 7 / 7 - 2 * saw
                    lines.append(json.dumps({
                        "id": canary["probe"], "model": name, "loss": loss, "in_training": saw,
                    }) + "\n")
            pathlib.Path(self.input(file)).write_text("".join(lines))

    def clear(self):
        """Removes everything that commands wrote."""
        shutil.rmtree(self.out.parent)
        self.out.parent.mkdir()

    def leftovers(self):
        """The names of unfinished outputs."""
        return sorted(name for name in os.listdir(self.out.parent) if ".partial-" in name)

    def write_old(self, command):
        """Writes an old output of the command's kind and returns its contents."""
        if command.output.keys() == {"."}:
            self.out.write_text("an old output\n")
        else:
            self.out.mkdir()
            (self.out / "precious").write_text("do not touch\n")
        return contents(self.out)
