"""Reference values for the tests: computes them, and compares them with the files or writes them."""
import json, math, pathlib, sys

_fixtures = {}


def fixture(name):
    """Registers a function whose cases become NAME.json."""
    def register(cases):
        _fixtures[name] = cases
        return cases
    return register


def differences(old, new, path=""):
    """The places at which two JSON values differ, numbers by more than 1e-12 of themselves."""
    if isinstance(new, dict) and isinstance(old, dict) and old.keys() == new.keys():
        return [d for key in new for d in differences(old[key], new[key], f"{path}/{key}")]
    if isinstance(new, list) and isinstance(old, list) and len(old) == len(new):
        return [d for i, (o, n) in enumerate(zip(old, new)) for d in differences(o, n, f"{path}/{i}")]
    numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (old, new))
    same = math.isclose(old, new, rel_tol=1e-12, abs_tol=1e-15) if numbers else old == new
    return [] if same else [f"{path}: {old} in the file, {new} now"]


def main(script):
    """`python - FOLDER [--write]`: ends with status 1 if a value differs from its file."""
    folder, status = pathlib.Path(sys.argv[1]), 0
    if sys.argv[2:] not in ([], ["--write"]): sys.exit(f"usage: Scripts/{script} [--write]")
    for name, cases in _fixtures.items():
        path = folder / f"{name}.json"
        found = json.loads(json.dumps(list(cases()), allow_nan=False))
        if sys.argv[2:]:
            path.parent.mkdir(exist_ok=True)
            path.write_text("[\n" + ",\n".join(json.dumps(case) for case in found) + "\n]\n")
            print(f"wrote {path}: {len(found)} cases")
        else:
            wrong = differences(json.loads(path.read_text()) if path.exists() else None, found)
            status |= bool(wrong)
            print(f"{'FAILED' if wrong else 'ok'} {path}: {len(found)} cases", *wrong[:5],
                  sep="\n  " if wrong else "")
    sys.exit(status)
