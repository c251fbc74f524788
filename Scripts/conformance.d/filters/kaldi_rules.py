"""Kaldi's speed perturbation, its splitting of utterances into chunks and its limit for equal texts:
kaldi_rules.py ASR_AUDIT WORK [CHECKOUTS]

Kaldi's binaries need OpenFst and a build of hours. The class that drops short utterances is compiled
alone, from its source.
"""

import shutil
import subprocess

import torch
import torchaudio.compliance.kaldi
from data_directories import Recipe, lost_copies
from predictions import Audit, checkouts, copies, padded, work
from results import record

audit = Audit("kaldi-chain")

STUBS = """
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>
typedef int32_t int32;
typedef int64_t int64;
typedef float BaseFloat;
struct Log { template <class T> Log &operator<<(const T &) { return *this; } };
#define KALDI_LOG Log()
#define KALDI_WARN Log()
#define KALDI_VLOG(level) Log()
#define KALDI_ERR (std::abort(), Log())
#define KALDI_ASSERT(condition) do { if (!(condition)) std::abort(); } while (0)
struct OptionsItf { template <class... T> void Register(T...) {} };
using std::unordered_set;
template <class Integer> struct VectorHasher {
  size_t operator()(const std::vector<Integer> &items) const {
    size_t sum = 0;
    for (Integer item : items) sum = sum * 7853 + item;
    return sum;
  }
};
static int32 GetVerboseLevel() { return 0; }
static int32 RandInt(int32 low, int32 high) { return low + std::rand() % (high - low + 1); }
static bool WithProb(double) { return std::rand() % 2; }
static bool SplitStringToIntegers(const std::string &text, const char *, bool, std::vector<int32> *out) {
  std::stringstream stream(text);
  for (std::string item; std::getline(stream, item, ',');) out->push_back(std::stoi(item));
  return true;
}
"""
MAIN = """
int main() {
  ExampleGenerationConfig config;
  config.num_frames_str = "150,110,100";
  config.frame_subsampling_factor = 3;
  config.ComputeDerived();
  UtteranceSplitter splitter(config);
  for (int32 frames; std::cin >> frames;) {
    std::vector<ChunkTimeInfo> chunks;
    splitter.GetChunksForUtterance(frames, &chunks);
    std::cout << chunks.size() << "\\n";
  }
}
"""


def between(text, start, end):
    begin = text.index(start)
    return text[begin:text.index(end, begin)]


def splitter(source):
    """Compiles UtteranceSplitter and returns the numbers of chunks for numbers of frames."""
    header = source.with_suffix(".h").read_text()
    parts = [between(header, f"{kind} {name} {{", "\n};") + "\n};\n" for kind, name in (
        ("struct", "ExampleGenerationConfig"), ("struct", "ChunkTimeInfo"),
        ("class", "UtteranceSplitter"))]
    body = between(source.read_text(), "void ExampleGenerationConfig::ComputeDerived",
                   "int32 ExampleMergingConfig::IntSet::LargestValueInRange")
    program = work / "filters/splitter"
    file = program.with_suffix(".cc")
    file.write_text(STUBS + "".join(parts) + body + MAIN)
    done = subprocess.run(
        ["c++", "-std=c++17", "-w", "-o", program, file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:300]

    def chunks(frames):
        output = subprocess.run([program], input="\n".join(map(str, frames)), check=True,
                                capture_output=True, text=True).stdout
        return [int(line) for line in output.split()]

    return chunks


def features(samples):
    """Frames of 25 ms every 10 ms, as torchaudio's port of Kaldi's feature extraction counts them."""
    return torchaudio.compliance.kaldi._get_strided(torch.zeros(samples), 400, 160, True).shape[0]


def short_utterances(recipe, source):
    recipe.run("for set in train probe; do"
               " utils/data/perturb_data_dir_speed_3way.sh data/$set data/${set}_sp; done")
    lengths = recipe.samples("data/train_sp") | recipe.samples("data/probe_sp")
    frames = {id: features(samples) for id, samples in lengths.items()}
    chunks = dict(zip(frames, splitter(source)(frames.values())))
    lost = lost_copies(audit, {id for id, count in chunks.items() if count > 0})
    rows = audit.rows(["min_feature_frames"])
    return copies(lost), copies({p: 3 - row["copies_per_epoch"] for p, row in rows.items()})


def equal_texts(recipe, most):
    """remove_dup_utts.sh keeps a random share of equal texts, so the canaries that lose a copy are some
    of those that are predicted to be at risk, and no others."""
    recipe.run(f"utils/data/remove_dup_utts.sh {most} data/train data/thinned")
    kept = recipe.ids("data/thinned")
    hit = {c["probe"] for c in audit.canaries if any(id not in kept for id in c["train"])}
    expected = audit.predicted(["max_equal_texts"], [f"max_equal_texts: {most}"], outcome="at_risk")
    audit.covers(f"max_equal_texts of {most}", "remove_dup_utts.sh", hit, expected)


def alignment():
    """Whether Kaldi can align an utterance depends on the acoustic model, so check must not call any
    canary safe."""
    safe = audit.predicted(outcome="survives")
    assert not safe, f"{len(safe)} canaries are predicted to survive"
    record("filter", audit.profile, "alignment", "nothing: an acoustic model decides",
           detail="none predicted to survive")


if audit.checkout("kaldi", "egs/wsj/s5/utils/fix_data_dir.sh"):
    recipe = Recipe(audit, checkouts / "kaldi", work / "filters/kaldi-recipe")
    source = audit.checkout("kaldi", "src/nnet3/nnet-example-utils.cc", "min_feature_frames")
    if source and not shutil.which("c++"):
        audit.missing("min_feature_frames", "needs a C++ compiler")
    elif source:
        audit.check("min_feature_frames, speed copies",
                    "perturb_data_dir_speed_3way.sh, UtteranceSplitter",
                    lambda: short_utterances(recipe, source))
    if not padded:
        audit.guard("max_equal_texts of 2", "remove_dup_utts.sh", lambda: equal_texts(recipe, 2))
if not padded:
    audit.guard("alignment", "check", alignment)
