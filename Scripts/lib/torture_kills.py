"""Kills of commands at random moments, and the rules that hold afterwards."""

import os
import pathlib
import shutil
import signal
import subprocess
import time

from torture_commands import contents

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL]


def run(world, count, random, failures):
    """Kills commands in turn until `count` kills took effect, or four times as many had a try.

    Returns rows of name, runs, kills that took effect and violations.
    """
    table = {command.name: [0, 0, 0] for command in world.commands}
    killed = 0
    for number in range(4 * count):
        if killed >= count:
            break
        command = world.commands[number % len(world.commands)]
        row = table[command.name]
        problems = []
        took_effect = kill(world, command, random, problems)
        row[0] += 1
        row[1] += took_effect
        row[2] += len(problems)
        killed += took_effect
        failures += [f"{command.name}, run {number + 1}: {problem}" for problem in problems]
        world.clear()
    return [(name, *row) for name, row in table.items()]


def kill(world, command, random, problems):
    """Kills one run and checks the rules. Returns whether the kill ended the run."""
    number = random.choice(SIGNALS)
    has_old = not command.resumes and random.random() < 0.5
    old = world.write_old(command) if has_old else None
    force = ["--force"] if has_old else []
    moment = random.uniform(0, 1.1 * command.seconds)
    process = subprocess.Popen(
        world.line(command, *force), cwd=world.place / "work", stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(moment)
    process.send_signal(number)
    status = process.wait(timeout=600)
    # Training saves its state and exits with 130 at SIGINT and SIGTERM.
    took_effect = status == -number or status == 130
    if not took_effect and status not in command.statuses:
        problems.append(f"status {status} after {number.name} at {moment:.3f} s")
    check(world, command, old, number.name, problems)
    again(world, command, old, problems)
    return took_effect


def check(world, command, old, event, problems):
    """The rules after a run that was disturbed."""
    if contents(world.inputs) != world.untouched:
        problems.append(f"{event}: inputs were changed")
        # Later runs need the inputs as they were.
        raise SystemExit("\n".join(problems))
    found = contents(world.out)
    if command.resumes:
        return
    if found not in (old, command.output):
        problems.append(f"{event}: the output is neither the old one nor whole: {listed(found)}")
    aside = contents(f"{world.out}.previous-1")
    if old is not None and old not in (found, aside):
        problems.append(f"{event}: the old output is lost")


def again(world, command, old, problems):
    """Runs the command once more and compares the output with that of an undisturbed run."""
    more = []
    if os.path.lexists(world.out):
        more = ["--resume"] if command.resumes else ["--force"]
    result = world.run(command, *more)
    if result.returncode not in command.statuses:
        problems.append(f"the second run: {result.returncode}: {result.stderr.strip()}")
        return
    if contents(world.out) != command.output:
        problems.append("the second run has another output than an undisturbed one")
    if world.leftovers():
        problems.append(f"the second run leaves {world.leftovers()}")
    if old is not None:
        asides = [contents(path) for path in world.out.parent.glob("out.previous-*")]
        if old not in asides:
            problems.append("the second run lost the old output")
    if command.name.startswith("inject"):
        verify = subprocess.run(
            [world.program, "verify", "--ledger", f"{world.out}/ledger.json"],
            capture_output=True, text=True, check=False)
        if verify.returncode != 0:
            problems.append(f"verify: {verify.returncode}: {verify.stdout.strip()}")


def listed(found):
    """The first names of a tree."""
    return "nothing" if found is None else ", ".join(sorted(found)[:8])


# Demonstrations

# Files that depend on the time or name the number of steps that were repeated.
VOLATILE = ("timings.jsonl", "costs.html", "output.txt")


def run_demonstrations(world, count, random, failures):
    """Kills demonstrations and resumes them."""
    if count == 0:
        return []
    bank = world.place / "digits"
    words = sorted(pathlib.Path(world.input("bank")).iterdir())
    digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    for digit, word in zip(digits, words):
        shutil.copytree(word, bank / digit)
    line = [world.program, "demo", "--output", str(world.out), "--variants", "plain",
            "--word-bank", str(bank)]

    def start():
        return subprocess.Popen(
            line, cwd=world.place / "work", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, start_new_session=True)

    begun = time.monotonic()
    process = start()
    _, errors = process.communicate()
    seconds = time.monotonic() - begun
    if process.returncode != 0:
        failures.append(f"demo: {process.returncode}: {errors.strip()}")
        return [("demo", 1, 0, 1)]
    whole = lasting(contents(world.out))
    violations = killed = 0
    for number in range(count):
        world.clear()
        process = start()
        time.sleep(random.uniform(0.2, seconds))
        process.send_signal(random.choice(SIGNALS))
        process.communicate()
        killed += process.returncode != 0
        line.append("--resume")
        resumed = start()
        _, errors = resumed.communicate()
        line.remove("--resume")
        found = lasting(contents(world.out))
        if resumed.returncode != 0 or found != whole:
            violations += 1
            names = sorted(name for name in found.keys() | whole.keys()
                           if found.get(name) != whole.get(name))
            failures.append(
                f"demo, run {number + 1}: {resumed.returncode} {errors.strip()[-300:]}; "
                f"differs in {names[:8]}")
    world.clear()
    return [("demo", count, killed, violations)]


def lasting(found):
    """A tree without the files that depend on time and the unfinished outputs that were moved aside."""
    return {name: digest for name, digest in (found or {}).items()
            if os.path.basename(name) not in VOLATILE and ".previous-" not in name}
