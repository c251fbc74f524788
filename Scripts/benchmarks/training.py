"""Training steps and transcription with two Conformers, against the same models in PyTorch."""

import json
import statistics

import tensors
import torch
from conformer import Architecture, Conformer, ctc_losses, greedy, padded
from rapidfuzz.distance import Levenshtein

from pairing import Row, agree, faster, milliseconds, pairs, ratio, run

USUAL = dict(sample_rate=16000, mel_bins=80, subsampling_factor=4, n_heads=4, conv_kernel_size=15,
             ff_expansion_factor=4, symbols=400)
MODELS = {"1 M": Architecture(d_model=96, n_layers=4, **USUAL),
          "10 M": Architecture(d_model=256, n_layers=6, **USUAL)}
BATCH = 16
LEARNING_RATE = 1e-4


def lengths(durations, mixed):
    """The seconds of each utterance: 2 to 12 evenly, or the quantiles of a corpus, or 7 each."""
    if not mixed:
        return [7.0] * BATCH
    if durations:
        ordered = sorted(durations)
        return [ordered[(2 * i + 1) * len(ordered) // (2 * BATCH)] for i in range(BATCH)]
    return [2 + 10 * i / (BATCH - 1) for i in range(BATCH)]


class Workload:
    """One batch and one checkpoint, as files for the engine and as tensors for PyTorch."""

    def __init__(self, folder, name, seconds):
        self.architecture = MODELS[name]
        random = torch.Generator().manual_seed(11)
        order = torch.randperm(BATCH, generator=random).tolist()
        seconds = [seconds[i] for i in order]
        self.features = [torch.randn(round(100 * s), 80, generator=random) for s in seconds]
        self.targets = [torch.randint(1, 400, (round(4 * s),), generator=random) for s in seconds]
        self.model = Conformer(self.architecture).randomize(5)
        self.start = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.files = {"checkpoint": str(folder / "model.safetensors"),
                      "features": str(folder / "batch.safetensors")}
        tensors.write(self.files["checkpoint"], {k: v.numpy() for k, v in self.start.items()},
                      {"asr-audit.architecture": json.dumps(self.architecture.to_dict())})
        named = {}
        for i, (features, target) in enumerate(zip(self.features, self.targets, strict=True)):
            named[f"features/{i}"], named[f"targets/{i}"] = features.numpy(), target.numpy()
        tensors.write(self.files["features"], named)

    def restart(self):
        self.model.load_state_dict(self.start)
        parameters = list(self.model.parameters())
        vectors = {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0}
        matrices = {"params": [p for p in parameters if p.ndim > 1]}
        self.optimizer = torch.optim.AdamW([matrices, vectors], LEARNING_RATE, fused=True)

    def parts(self, count):
        """Yields `count` padded batches of utterances of similar length, with their indices."""
        order = sorted(range(BATCH), key=lambda i: len(self.features[i]))
        size = BATCH // count
        for first in range(0, BATCH, size):
            chosen = order[first:first + size]
            yield chosen, padded([self.features[i] for i in chosen])

    def step(self, parts):
        """Takes one step on prepared batches; returns the mean loss before the update."""
        self.optimizer.zero_grad(set_to_none=True)
        total = 0.0
        for chosen, batch in parts:
            targets = [self.targets[i] for i in chosen]
            losses = ctc_losses(*self.model(*batch), targets)
            tokens = torch.tensor([len(target) for target in targets])
            loss = (losses / tokens).sum() / BATCH
            loss.backward()
            total += loss.item()
        self.optimizer.step()
        return total

    @torch.inference_mode()
    def transcribe(self, parts):
        tokens = [None] * BATCH
        for chosen, batch in parts:
            logits, frames = self.model(*batch)
            for i, found in zip(chosen, greedy(logits.log_softmax(-1), frames), strict=True):
                tokens[i] = found
        return tokens


def best_cut(workload, work, threads, quick):
    """The division of the batch on which PyTorch is fastest: one padded batch, or several by length."""
    candidates = [(count, list(workload.parts(count))) for count in
                  ((1, 4) if quick else (1, 2, 4, 8, 16))]
    work(candidates[0][1])  # warms up
    clock = 1 if threads == 1 else 0
    return min(candidates,
               key=lambda c: run(lambda: work(c[1]), 1 if quick else 2)[clock])


def check_steps(server, workload, name, threads):
    """Compares the loss at the checkpoint and after one step, which covers gradients and AdamW."""
    server.ask("open", **workload.files)
    workload.restart()
    found = server.ask("step", clip="none", repeats=2, threads=threads)["losses"]
    parts = list(workload.parts(4))
    for number, loss in enumerate(found):
        wanted = workload.step(parts)
        # The losses agree up to the rounding of CTC, at most 2⁻²⁴ a frame. The first step of AdamW
        # moves each weight by the learning rate in the direction of its gradient's sign, and near
        # zero rounding decides the sign.
        agree(f"{name}, loss after {number} steps", loss, wanted, wanted * (1e-5, 1e-3)[number])


def check_transcripts(server, workload, name, threads):
    server.ask("open", **workload.files)
    workload.restart()
    found = server.ask("transcribe", repeats=1, threads=threads)["tokens"]
    wanted = workload.transcribe(list(workload.parts(4)))
    edits = sum(Levenshtein.distance(a, b) for a, b in zip(found, wanted, strict=True))
    # Either symbol of a tie is right; more than one token in a thousand is an error.
    agree(f"{name}, tokens that differ", edits, 0, sum(map(len, wanted)) / 1000)


def measure(server, folder, threads, names, durations, quick, only):
    rows = []
    for name in names:
        for mixed in (True, False):
            workload = Workload(folder, name, lengths(durations, mixed))
            kind = "mixed lengths" if mixed else "equal lengths"
            for op, work, check, asked in (
                    ("step", workload.step, check_steps, 2.5 if mixed else 1.3),
                    ("transcribe", workload.transcribe, check_transcripts, 3 if mixed else 1.4)):
                if op not in only:
                    continue
                title = f"{'training step' if op == 'step' else op}, {name}, {kind}"
                title += f", {threads} thread{'s' if threads > 1 else ''}"
                torch.set_num_threads(threads)
                check(server, workload, title, threads)
                options = {"clip": "none"} if op == "step" else {}
                # Toolkits train on one padded batch, so the requirement for mixed lengths is against
                # that; PyTorch's best division is shown beside it. Equal lengths need no padding,
                # so their requirement is against the best division.
                best = best_cut(workload, work, threads, quick)
                peers = [(*best, None if mixed and best[0] > 1 else asked)]
                if mixed and best[0] > 1:
                    peers.insert(0, (1, list(workload.parts(1)), asked))

                def ask(repeats, op=op, options=options):
                    return server.ask(op, repeats=repeats, threads=threads, **options)

                for count, parts, asked in peers:
                    timed = pairs(ask, lambda work=work, parts=parts: work(parts),
                                  2 if quick else 5, 1, threads)
                    how = f"in {count} parts, its best" if count > 1 else "padded whole"
                    rows.append(faster(f"{title} (PyTorch: {how})", timed, asked))
                    print(f"  {rows[-1].name}: {rows[-1].ratio}", flush=True)
    return rows


def clipping(server, folder, threads, names, durations, quick):
    """The cost of clipping over the engine's step without clipping."""
    rows = []
    for name in names:
        workload = Workload(folder, name, lengths(durations, mixed=True))
        server.ask("open", **workload.files)

        def seconds(clip):
            options = {"none": {}, "per-example": {"max_grad_norm": 1.0},
                       "per-core": {"max_grad_norm": 1.0, "virtual_cores": 4}}[clip]
            answer = server.ask("step", clip=clip, repeats=1, threads=threads, **options)
            return answer["cpu_seconds" if threads == 1 else "seconds"]

        for clip in ("none", "per-example", "per-core"):  # the first step allocates memory
            seconds(clip)
        for clip, asked in (("per-example", 1.10), ("per-core", 1.03)):
            timed = [(seconds("none"), seconds(clip)) for _ in range(3 if quick else 15)]
            cost = ratio(timed)
            rows.append(Row(f"{clip} clipping over plain, {name}, {threads} threads",
                            milliseconds(timed, 1), milliseconds(timed, 0), f"{cost:.3f}x",
                            f"≤ {asked}x", cost <= asked))
    return rows


def threading(server, folder, names, durations, quick):
    """The speed-up from a second thread, of a step and of a loop that uses no memory."""
    rows = []
    for name in names:
        workload = Workload(folder, name, lengths(durations, mixed=True))
        server.ask("open", **workload.files)

        def gain(op, key, **options):
            one = server.ask(op, threads=1, **options)[key]
            two = server.ask(op, threads=2, **options)[key]
            return two / one if key == "gflops" else one / two

        gain("step", "seconds", clip="none", repeats=1)  # the first step allocates memory
        found = [(gain("step", "seconds", clip="none", repeats=1), gain("multiply_add", "gflops"))
                 for _ in range(3 if quick else 9)]
        shown = [f"{statistics.median(pair[i] for pair in found):.2f}x" for i in (0, 1)]
        share = statistics.median(step / loop for step, loop in found)
        rows.append(Row(f"2 threads over 1, step, {name} (beside: multiply-add loop)", *shown,
                        f"{share:.2f}x"))
    return rows
