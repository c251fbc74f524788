"""The results of checks: one line of tab-separated values for each, in the file that the environment
variable CONFORMANCE_RESULTS names. table.py prints them.

The columns are section, name, part, by, wanted, found, both, status and detail. `by` is the program that
was compared with, with its version. The status is `ok`, `FAILED` or `not run`.
"""

import os

COLUMNS = ["section", "name", "part", "by", "wanted", "found", "both", "status", "detail"]


def record(section, name, part="", by="", wanted="", found="", both="", status="ok", detail=""):
    """Adds a result. Line breaks and tabs in the detail become spaces."""
    values = [section, name, part, by, wanted, found, both, status, detail]
    line = "\t".join(" ".join(str(value).split()) for value in values)
    with open(os.environ["CONFORMANCE_RESULTS"], "a") as file:
        file.write(line + "\n")
    if status == "FAILED":
        print(f"FAILED {name} {part}: {detail}", flush=True)


def read(path):
    with open(path) as file:
        return [dict(zip(COLUMNS, line.rstrip("\n").split("\t"))) for line in file]


def reason(error):
    """The text of an exception with its type, for the detail of a failed check. For a program that
    failed it is the end of what it printed."""
    output = getattr(error, "stderr", None)
    if output:
        lines = (output if isinstance(output, str) else output.decode()).strip().splitlines()
        return f"{error.cmd[0]} ended with {error.returncode}: {' '.join(lines[-3:])}"[:400]
    return f"{type(error).__name__}: {error}"[:400]
