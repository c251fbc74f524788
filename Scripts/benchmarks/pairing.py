"""Times two programs in turns, so that a disturbance of the machine affects both."""

import statistics
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One row of the table. `met` is None where the row has no requirement."""

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
    Returns [(seconds of asr-audit, seconds of the peer)], one pair a round, in alternating order.
    One thread is timed by the CPU clock, which excludes time that other processes use; more threads
    are timed by the wall clock.
    """
    def ours():
        answer = ask(repeats)
        return answer["cpu_seconds" if threads == 1 else "seconds"]

    def theirs():
        return run(peer, repeats)[1 if threads == 1 else 0]

    found = []
    for turn in range(rounds):
        time.sleep(0.02)  # the idle workers of the peer's thread pool stop spinning meanwhile
        if turn % 2:
            late = theirs()
            time.sleep(0.02)
            found.append((ours(), late))
        else:
            found.append((ours(), theirs()))
    return found


def ratio(timed):
    """The median of the peer's seconds over asr-audit's; above 1, asr-audit is faster."""
    return statistics.median(peer / here for here, peer in timed)


def milliseconds(timed, side):
    return f"{1000 * statistics.median(pair[side] for pair in timed):.3g} ms"


def faster(name, timed, asked=None):
    found = ratio(timed)
    return Row(name, milliseconds(timed, 0), milliseconds(timed, 1), f"{found:.2f}x",
               "–" if asked is None else f"≥ {asked}x", None if asked is None else found >= asked)


class Disagreement(Exception):
    """The two programs computed different results, so their times cannot be compared."""


def agree(what, found, wanted, tolerance):
    """`tolerance` is absolute."""
    if not abs(found - wanted) <= tolerance:
        raise Disagreement(f"{what}: asr-audit {found}, peer {wanted} (tolerance {tolerance:.1e})")
