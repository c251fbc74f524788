"""The predictions of `check` for the canaries of an audit, to compare with what a toolkit's own code drops.

WORK/filters/PROFILE is an audit whose canaries last 0.02 to 30 s without padding, so that every recipe
drops some of them. A rule is compared alone: the prediction is for the built-in profile without its
other filters.

If the environment variable CONFORMANCE_PADDED is set, the audit is WORK/padded/PROFILE, whose canaries
`inject --profile` padded, and the toolkit must drop none of them.
"""

import json
import os
import pathlib
import subprocess
import sys

from results import reason, record

asr_audit, work = sys.argv[1], pathlib.Path(sys.argv[2])
checkouts = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None

padded = bool(os.environ.get("CONFORMANCE_PADDED"))

FILTERS = [
    "min_duration", "max_duration", "min_tokens", "max_tokens", "min_words", "min_characters",
    "max_characters", "min_characters_per_second", "max_characters_per_second",
    "max_tokens_per_second", "min_tokens_per_frame", "max_tokens_per_frame", "min_feature_frames",
    "min_output_frames", "min_frame_surplus", "max_equal_texts"]


class Audit:
    """An audit and the profile that it was made for."""

    def __init__(self, profile):
        self.profile = profile
        self.folder = work / ("padded" if padded else "filters") / profile
        self.ledger = json.loads((self.folder / "ledger.json").read_text())
        self.rate = self.ledger["header"]["audio"]["sample_rate"]
        self.canaries = self.ledger["canaries"]
        self.texts = {c["probe"]: c["text"] for c in self.canaries}
        self.frames = {c["probe"]: c["frames"] for c in self.canaries}
        self.middle = sorted(self.frames.values())[len(self.frames) // 2] / self.rate
        self.owners = {id: c["probe"] for c in self.canaries for id in [c["probe"], *c["train"]]}
        self.lines = subprocess.run(
            [asr_audit, "profiles", "show", profile], check=True, capture_output=True,
            text=True).stdout.splitlines()

    def audio(self, probe):
        return next((self.folder / "probe/utterances").glob(f"{probe}.*"))

    def dropped(self, kept):
        """The canaries that a toolkit drops, from the ids that it keeps of the training and of the
        probe manifest. All copies of a canary must have one fate."""
        fates = {}
        for id, probe in self.owners.items():
            fates.setdefault(probe, set()).add(id in kept)
        torn = [probe for probe, fate in fates.items() if len(fate) > 1]
        assert not torn, f"the copies of {len(torn)} canaries differ in their fate"
        return {probe for probe, fate in fates.items() if fate == {False}}

    def rows(self, rules=None, changes=(), tokenizer="characters"):
        """The rows of `check --json` by probe.

        `rules` are the filters to keep, and `ctc` for the length rule of CTC; None keeps all that the
        profile has. `changes` are lines that take the place of the profile's.
        """
        changed = [line.split(":")[0] for line in changes]
        lines = [line for line in self.lines if line.split(":")[0] not in changed]
        if rules is not None:
            left_out = [name for name in FILTERS if name not in rules] + ["time_masks"]
            lines = [line for line in lines
                     if line.split(":")[0] not in left_out and not line.startswith("time_mask")]
            lines += ["time_masks: none"]
            if "ctc" not in rules:
                lines = [line for line in lines if not line.startswith("loss:")]
                lines += ["loss: attention"]
            if not any(line.startswith("other_filters:") for line in lines + list(changes)):
                lines += ["other_filters: none"]
        path = work / "filters" / f"{self.profile}.yml"
        path.write_text("\n".join(lines + list(changes)) + "\n")
        done = subprocess.run(
            [asr_audit, "check", "--ledger", self.folder / "ledger.json", "--profile", path,
             "--tokenizer", tokenizer, "--json"], capture_output=True, text=True)
        assert done.returncode in (0, 2, 3), done.stderr
        return {row["probe"]: row for row in json.loads(done.stdout)["canaries"]}

    def predicted(self, rules=None, changes=(), outcome="dropped", **options):
        """The probes of the canaries with an outcome."""
        rows = self.rows(rules, changes, **options)
        return {probe for probe, row in rows.items() if row["outcome"] == outcome}

    def compare(self, rule, by, dropped, expected):
        """Records the agreement of a rule. `dropped` and `expected` are sets."""
        both = len(dropped & expected)
        detail = ""
        if padded:
            detail = f"padding does not save {self.describe(min(dropped))}" if dropped else ""
            record("padded", self.profile, rule, by, len(self.texts), len(dropped), "",
                   "FAILED" if detail else "ok", detail)
            return
        if dropped != expected:
            detail = (f"{len(dropped - expected)} dropped but predicted to survive, "
                      f"{len(expected - dropped)} predicted to be dropped but kept; "
                      f"the first is {self.describe(min(dropped ^ expected))}")
        record("filter", self.profile, rule, by, len(expected), len(dropped), both,
               "FAILED" if detail else "ok", detail)

    def covers(self, rule, by, dropped, expected):
        """Records that a toolkit drops some of the canaries that are predicted to be at risk, and no
        others. Chance decides which, so the prediction may name more."""
        if padded:
            return self.compare(rule, by, dropped, expected)
        missed = dropped - expected
        detail = f"{len(missed)} dropped but predicted to survive: {self.describe(min(missed))}" \
            if missed else "" if dropped else "nothing was dropped"
        record("filter", self.profile, rule, by, len(expected), len(dropped),
               len(dropped & expected), "FAILED" if detail else "ok", detail or "none missed")

    def describe(self, item):
        probe = item if isinstance(item, str) else item[0]
        return (f"{item}: {self.frames[probe]} samples, {len(self.texts[probe])} characters, "
                f"{self.texts[probe]!r}")

    def check(self, rule, by, body):
        """Compares the two sets that `body` returns: what the toolkit drops and what is predicted."""
        if padded and " of " in rule:
            return  # a limit that is not the recipe's
        try:
            self.compare(rule, by, *body())
        except Exception as error:  # a toolkit may raise anything; each is a failed check
            record("filter", self.profile, rule, by, status="FAILED", detail=reason(error))

    def guard(self, rule, by, body):
        """Runs checks and records a failure if they end early."""
        try:
            body()
        except Exception as error:
            record("filter", self.profile, rule, by, status="FAILED", detail=reason(error))

    def missing(self, rule, why):
        record("filter", self.profile, rule, status="not run", detail=why)

    def checkout(self, toolkit, path, rule="all filters"):
        """A file of a checkout; None and a record of it if it is absent."""
        found = checkouts / toolkit / path if checkouts else None
        if found and found.exists():
            return found
        self.missing(rule, f"needs --checkouts DIR with DIR/{toolkit}/{path}")
        return None


def copies(counts):
    """The set of lost copies from the number of lost copies of each canary."""
    return {(probe, number) for probe, count in counts.items() for number in range(count)}
