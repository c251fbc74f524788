"""Kaldi data directories with the training and the probe set of an audit, for shell scripts of Kaldi and
ESPnet."""

import os
import pathlib
import shutil
import subprocess
import sys

import soundfile


class Recipe:
    """A folder with `utils` of a checkout of Kaldi and with data/train and data/probe."""

    def __init__(self, audit, kaldi, folder):
        self.audit, self.folder = audit, folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "utils").symlink_to(kaldi / "egs/wsj/s5/utils")
        (folder / "steps").symlink_to(kaldi / "egs/wsj/s5/steps")
        (folder / "path.sh").write_text("export PATH=$PWD/utils:$PATH\n")
        for half in ("train", "probe"):
            shutil.copytree(audit.folder / half, folder / "data" / half,
                            ignore=shutil.ignore_patterns("utterances"))
            # The probe set has no durations, and wav-to-duration of Kaldi is not here.
            seconds = {id: soundfile.info(path).duration for id, path in self.paths(f"data/{half}")}
            (folder / "data" / half / "utt2dur").write_text(
                "".join(f"{id} {value}\n" for id, value in sorted(seconds.items())))

    def run(self, script):
        """Runs lines of bash in the folder."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", ". ./path.sh\n" + script], cwd=self.folder,
            capture_output=True, text=True,
            env={"LC_ALL": "C", "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"})
        assert done.returncode == 0, (done.stdout + done.stderr)[-300:]
        return done.stdout

    def paths(self, name):
        lines = (self.folder / name / "wav.scp").read_text().splitlines()
        return [line.split(maxsplit=1) for line in lines]

    def samples(self, name):
        """The number of samples of each utterance, with the commands of wav.scp, which run sox."""
        (self.folder / "audio").mkdir(exist_ok=True)
        counts, script = {}, []
        for id, path in self.paths(name):
            if path.endswith("|"):
                script.append(f"{path[:-1]} > audio/{id}.wav")
        self.run("\n".join(script) or ":")
        for id, path in self.paths(name):
            file = self.folder / "audio" / f"{id}.wav" if path.endswith("|") else path
            counts[id] = soundfile.info(str(file)).frames
        return counts

    def ids(self, name):
        return {line.split()[0] for line in (self.folder / name / "text").read_text().splitlines()}


def lost_copies(audit, ids, prefixes=("sp0.9-", "", "sp1.1-")):
    """The number of speed-perturbed copies of each canary that are not among the ids. All of its entries
    must lose the same number."""
    lost = {}
    for id, probe in audit.owners.items():
        lost.setdefault(probe, set()).add(sum(prefix + id not in ids for prefix in prefixes))
    assert all(len(found) == 1 for found in lost.values()), "the copies differ in their fate"
    return {probe: found.pop() for probe, found in lost.items()}
