"""Matrix products with the shapes of a Conformer, one thread, against NumPy's OpenBLAS."""

import math

import numpy

from pairing import Row, agree, pairs, ratio

FAMILIES = [(144, 144), (576, 144), (144, 576), (256, 256), (1024, 256), (256, 1024), (2048, 512)]


def shapes():
    """(variant, m, n, k): forward, gradient of the input, gradient of the weights; attention."""
    for frames in (250, 1000):
        for n, k in FAMILIES:
            yield "NN", frames, n, k
            yield "NT", frames, k, n
            yield "TN", k, n, frames
    for columns in (36, 64):
        yield "NT", 250, 250, columns
        yield "NN", 250, columns, 250
        yield "TN", 250, columns, 250


def filled(rows, columns, factor, offset, period):
    index = numpy.arange(rows * columns, dtype=numpy.int64)
    values = (index * factor + offset) % period / period - 0.5
    return values.astype(numpy.float32).reshape(rows, columns)


def operands(variant, m, n, k):
    """A [m,k] and B [k,n], as views of the stored arrays."""
    a = filled(*((k, m) if variant == "TN" else (m, k)), 7919, 13, 1009)
    b = filled(*((n, k) if variant == "NT" else (k, n)), 104729, 7, 1013)
    return a.T if variant == "TN" else a, b.T if variant == "NT" else b


def check(shape, answer, a, b):
    variant, m, n, k = shape
    exact = a.astype(numpy.float64) @ b.astype(numpy.float64)
    # k products and sums; each rounds by at most 2⁻²⁴ of the partial sum
    bound = (numpy.abs(a).astype(numpy.float64) @ numpy.abs(b)) * k * 2.0**-24
    count = m * n
    places = [0, count // 4, count // 2, 3 * count // 4, count - 1]
    for place, value in zip(places, answer["elements"], strict=True):
        agree(f"product {shape}, element {place}", value, exact.flat[place], bound.flat[place])
    agree(f"product {shape}, norm", answer["norm"], numpy.linalg.norm(exact),
          numpy.linalg.norm(bound))


def measure(server, quick):
    ratios, rows = {"linear": [], "attention": []}, []
    for shape in shapes():
        variant, m, n, k = shape
        a, b = operands(*shape)
        c = numpy.empty((m, n), numpy.float32)
        flops = 2 * m * n * k
        repeats = min(200, max(3, int((2e8 if quick else 1e9) / flops)))

        def ask(repeats, shape=shape):
            variant, m, n, k = shape
            return server.ask("gemm", variant=variant, m=m, n=n, k=k, repeats=repeats)

        check(shape, ask(1), a, b)
        timed = pairs(ask, lambda a=a, b=b, c=c: numpy.matmul(a, b, out=c), 3 if quick else 9,
                      repeats, threads=1)
        found = ratio(timed)
        ratios["linear" if len(rows) < 6 * len(FAMILIES) else "attention"].append((found, shape))
        here, peer = (f"{flops / 1e9 / sorted(t[i] for t in timed)[len(timed) // 2]:.1f} GFLOP/s"
                      for i in (0, 1))
        rows.append(Row(f"sgemm {variant} {m}×{n}×{k}", here, peer, f"{found:.2f}x"))
    for kind, found in ratios.items():
        mean = math.exp(sum(math.log(r) for r, _ in found) / len(found))
        low, shape = min(found)
        asked = kind == "linear"
        rows.append(Row(f"**sgemm, {len(found)} {kind} shapes, geometric mean**", "", "OpenBLAS",
                        f"{mean:.2f}x", "≥ 1.05x" if asked else "–",
                        mean >= 1.05 if asked else None))
        rows.append(Row(f"**sgemm, slowest {kind} shape**", "{} {}×{}×{}".format(*shape),
                        "OpenBLAS", f"{low:.2f}x", "≥ 0.95x" if asked else "–",
                        low >= 0.95 if asked else None))
    return rows
