"""Runs with too little of something: disk, file size, descriptors, memory, permissions, streams, or
inputs that change while they are read."""

import contextlib
import os
import pathlib
import resource
import shutil
import subprocess
import threading
import time

from torture_commands import contents
from torture_kills import check, listed

# The exit statuses of the program (README). Other statuses and signals are violations.
STATUSES = {0, 1, 2, 3, 64, 65, 66, 69, 73, 74, 130, 141}
NOBODY = 65534


def run(world, random, failures):
    """Runs every command under every shortage. Returns the statuses of each shortage."""
    outcomes = {}
    for name, shortage in [
        ("full disk", full_disk), ("file size", file_size), ("descriptors", descriptors),
        ("address space", address_space), ("read-only directory", read_only),
        ("inputs that change", changing_inputs), ("streams", streams),
    ]:
        for command in world.commands:
            problems = []
            for label, status in shortage(world, command, random, problems):
                outcomes.setdefault(f"{name}: {label}" if label else name, []).append(status)
            failures += [f"{name}, {command.name}: {problem}" for problem in problems]
            world.clear()
    return outcomes


def judge(world, command, result, event, problems, may_crash=False):
    """The rules after a run under a shortage."""
    status = result.returncode
    if status not in STATUSES and not may_crash:
        problems.append(f"{event}: status {status}: {result.stderr.strip()[-200:]}")
    check(world, command, None, event, problems)
    if status not in command.statuses and not command.resumes and contents(world.out) is not None:
        # A result that was written, and could then not be reported, may stay if it is whole.
        if contents(world.out) != command.output:
            problems.append(f"{event}: status {status} and {listed(contents(world.out))}")
    if world.leftovers() and not may_crash:
        problems.append(f"{event}: leaves {world.leftovers()}")


def limited(world, command, kind, amount):
    """Runs a command under a limit of the operating system."""
    def set_limit():
        resource.setrlimit(kind, (amount, amount))
    return world.run(command, preexec_fn=set_limit)


def full_disk(world, command, random, problems):
    """An output on a full file system."""
    disk = world.place / "work"
    for kilobytes in (16, 64, 256):
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            print("full disk: left out, because mounting a small file system needs root")
            return
        try:
            result = world.run(command)
            judge(world, command, result, f"{kilobytes} KiB", problems)
            yield f"{kilobytes} KiB", result.returncode
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def file_size(world, command, random, problems):
    """A limit on the size of files."""
    for size in (0, 100, 4096, 30_000):
        result = limited(world, command, resource.RLIMIT_FSIZE, size)
        judge(world, command, result, f"{size} bytes", problems)
        yield f"{size} bytes", result.returncode
        world.clear()


def descriptors(world, command, random, problems):
    """Few file descriptors."""
    for count in (3, 4, 5, 6, 8, 10, 12, 16, 24, 40):
        result = limited(world, command, resource.RLIMIT_NOFILE, count)
        # The dynamic linker opens the program's libraries, and ends with 127 where it cannot.
        if result.returncode != 127:
            judge(world, command, result, f"{count} descriptors", problems)
        yield "", result.returncode
        world.clear()


def address_space(world, command, random, problems):
    """Little memory. Swift ends the process where an allocation fails, so a signal is allowed."""
    for megabytes in (64, 128, 200, 300, 500):
        result = limited(world, command, resource.RLIMIT_AS, megabytes << 20)
        judge(world, command, result, f"{megabytes} MiB", problems, may_crash=True)
        yield f"{megabytes} MiB", result.returncode
        world.clear()


def read_only(world, command, random, problems):
    """An output directory that a user who is not root cannot write to."""
    if os.geteuid() != 0:
        print("read-only directory: left out, because becoming another user needs root")
        return
    # The inputs lie below a directory that only its owner can enter.
    world.place.chmod(0o755)
    world.out.parent.chmod(0o555)

    def become_nobody():
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    try:
        result = world.run(command, preexec_fn=become_nobody)
        judge(world, command, result, "read-only", problems)
        if result.returncode not in (66, 73):
            problems.append(f"a read-only directory: status {result.returncode}")
        yield "", result.returncode
    finally:
        world.out.parent.chmod(0o755)


def changing_inputs(world, command, random, problems):
    """Inputs that another program removes, cuts or overwrites at a random moment."""
    kept = world.place / "kept"
    for _ in range(6):
        shutil.copytree(world.inputs, kept, symlinks=True)
        names = [word for word in command.arguments if word.startswith(str(world.inputs))]
        target = pathlib.Path(random.choice(names))
        if target.is_dir():
            files = sorted(path for path in target.rglob("*") if path.is_file())
            target = random.choice(files)
        change = random.choice(["remove", "cut", "overwrite", "append"])
        moment = random.uniform(0, command.seconds)
        thread = threading.Thread(target=disturb, args=(target, change, moment))
        thread.start()
        result = world.run(command)
        thread.join()
        event = f"{change} {target.name}"
        if result.returncode not in STATUSES:
            problems.append(f"{event}: status {result.returncode}: {result.stderr[-200:]}")
        if world.leftovers():
            problems.append(f"{event}: leaves {world.leftovers()}")
        shutil.rmtree(world.inputs)
        kept.rename(world.inputs)
        world.clear()
        yield change, result.returncode


def disturb(target, change, moment):
    """Changes a file after some time."""
    time.sleep(moment)
    with contextlib.suppress(OSError):
        if change == "remove":
            target.unlink()
        elif change == "cut":
            os.truncate(target, target.stat().st_size // 2)
        elif change == "overwrite":
            target.write_bytes(b"\xff" * 200)
        else:
            with open(target, "ab") as file:
                file.write(b"{\x00\n" * 100)


def streams(world, command, random, problems):
    """Standard streams that are closed or full."""
    for redirection in ("<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full",
                        "2>/dev/full", ">/dev/full 2>/dev/full"):
        shell = ["sh", "-c", f'"$@" {redirection}', "sh", *world.line(command)]
        result = subprocess.run(
            shell, capture_output=True, text=True, check=False, timeout=600,
            cwd=world.place / "work")
        judge(world, command, result, redirection, problems)
        yield "", result.returncode
        world.clear()
