"""Writers of packages that are installed here. Each takes the rows and a path, and returns the path
of what it wrote if that is another one."""
import importlib, importlib.util, sys, types
from importlib import metadata

FOUND, MISSING = [], []


def writer(package, *options):
    def register(function):
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            MISSING.append((package, "pip cannot install it here"))
            return function
        FOUND.append((f"{package} {version} {function.__name__}", function, options))
        return function
    return register


def module(name, package):
    """Imports a module without the imports of its packages, which need PyTorch."""
    root = metadata.distribution(package).locate_file("")
    parts = name.split(".")
    for end in range(1, len(parts)):
        parent = ".".join(parts[:end])
        if parent not in sys.modules:
            sys.modules[parent] = types.ModuleType(parent)
            sys.modules[parent].__path__ = [f"{root}/{parent.replace('.', '/')}"]
    return importlib.import_module(name)


def whisper(rows, path, kind):
    path.mkdir()
    write = module("whisper.utils", "openai-whisper").get_writer(kind, str(path))
    options = {"max_line_width": None, "max_line_count": None, "highlight_words": False}
    for row in rows:
        middle = len(row["text"]) // 2
        middle = row["text"].find(" ", middle)
        parts = [row["text"][:middle], row["text"][middle + 1:]] if middle > 0 else [row["text"]]
        segments = [{"id": i, "seek": 0, "start": i * 1.5, "end": i * 1.5 + 1.5, "text": " " + part,
                     "tokens": [], "temperature": 0.0, "avg_logprob": -0.3,
                     "compression_ratio": 1.1, "no_speech_prob": 0.01}
                    for i, part in enumerate(parts)]
        write({"text": " " + row["text"], "segments": segments, "language": "en"}, row["audio"], options)


for kind in ("json", "txt", "tsv", "srt", "vtt", "all"):
    def write(rows, path, kind=kind): whisper(rows, path, kind)
    write.__name__ = kind
    writer("openai-whisper")(write)


@writer("speechbrain")
def wer_test(rows, path):
    edits = module("speechbrain.utils.edit_distance", "speechbrain")
    wer = module("speechbrain.dataio.wer", "speechbrain")
    references = {row["id"]: row["reference"].split() for row in rows}
    hypotheses = {row["id"]: row["text"].split() for row in rows}
    details = edits.wer_details_by_utterance(references, hypotheses, compute_alignments=True)
    with path.open("w") as file:
        wer.print_wer_summary(edits.wer_summary(details), file)
        wer.print_alignments(details, file)


@writer("datasets")
def to_json(rows, path):
    table(rows).to_json(str(path))


@writer("datasets")
def to_json_array(rows, path):
    table(rows).to_json(str(path), lines=False)


@writer("datasets")
def to_csv(rows, path):
    table(rows).to_csv(str(path))


def table(rows):
    from datasets import Dataset, disable_progress_bars
    disable_progress_bars()
    return Dataset.from_list(
        [{"file": row["audio"], "text": row["reference"], "pred_str": row["text"]} for row in rows])


@writer("pandas")
def frame_csv_with_index(rows, path):
    frame(rows).to_csv(path)


@writer("pandas")
def frame_records(rows, path):
    frame(rows).to_json(path, orient="records", indent=2, force_ascii=False)


def frame(rows):
    import pandas
    return pandas.DataFrame([{"utt_id": row["id"], "hypothesis": row["text"]} for row in rows])


def writers(): return FOUND
def missing(): return sorted(set(MISSING))
