"""Two contenders timed in turns, so that what disturbs the machine disturbs both."""

import statistics
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. `met` is None where nothing was asked."""

    name: str
    here: str
    peer: str
    ratio: str
    asked: str = "–"
    met: bool | None = None


def run(function, repeats):
    """Median wall and CPU seconds of one call, and the last call's result."""
    walls, processors, result = [], [], None
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        result = function()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return statistics.median(walls), statistics.median(processors), result


def pairs(ask, peer, rounds, repeats, threads):
    """
    [(seconds here, seconds of the peer)], one pair a round, the order of the two changing.
    One thread is timed by its CPU clock, which does not count what others take from it; more are
    timed by the wall's.
    """
    def ours():
        answer = ask(repeats)
        return answer["cpu_seconds" if threads == 1 else "seconds"]

    def theirs():
        return run(peer, repeats)[1 if threads == 1 else 0]

    found = []
    for turn in range(rounds):
        time.sleep(0.02)  # idle workers of the peer's thread pool stop spinning in this time
        if turn % 2:
            late = theirs()
            time.sleep(0.02)
            found.append((ours(), late))
        else:
            found.append((ours(), theirs()))
    return found


def ratio(timed):
    """Median of the peer's seconds over ours: above 1 the engine is the faster."""
    return statistics.median(peer / here for here, peer in timed)


def milliseconds(timed, side):
    return f"{1000 * statistics.median(pair[side] for pair in timed):.3g} ms"


def faster(name, timed, asked=None):
    found = ratio(timed)
    return Row(name, milliseconds(timed, 0), milliseconds(timed, 1), f"{found:.2f}x",
               "–" if asked is None else f"≥ {asked}x", None if asked is None else found >= asked)


class Disagreement(Exception):
    """Two contenders computed different things; their times say nothing."""


def agree(what, found, wanted, tolerance):
    """`tolerance` is absolute."""
    if not abs(found - wanted) <= tolerance:
        raise Disagreement(f"{what}: {found} here, {wanted} there (tolerance {tolerance:.1e})")
