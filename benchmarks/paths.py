"""How long it takes to see what play can reach, and in how much memory.

::

    python benchmarks/paths.py
    python benchmarks/paths.py --bits 12 16 --coupled --seed 1

Four parties share the options evenly, every combination is feasible, each list has twelve random
statements of one to three options. One group of two can talk, one of three cannot. The memory is
what this script's process grew by at its peak, per state.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.coupled import Coupled, Coupling
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.paths import Group, reach
from honestbroker.kernel.statements import ranks_of

PARTIES = 4
STATEMENTS = 12


def model(bits: int, random: np.random.Generator, *, coupled: bool) -> Graph:
    """All combinations of so many options, random statements, perhaps three random couplings."""
    codes = np.arange(1 << bits)
    share = bits // PARTIES
    own = tuple(((1 << share) - 1) << share * party for party in range(PARTIES))
    rows = [
        ranks_of([statement(codes, bits, random) for _ in range(STATEMENTS)], codes.size)
        for _ in range(PARTIES)
    ]
    plain = Graph(codes, np.array(rows), own)
    if not coupled:
        return plain
    answers = tuple(
        Coupling(int(one), bool(random.integers(2)), ((int(other), bool(random.integers(2))),))
        for one, other in (random.choice(bits, 2, replace=False) for _ in range(3))
    )
    return replace(plain, coupled=Coupled(codes, own, 0, 0, answers))


def statement(
    codes: npt.NDArray[np.int64], bits: int, random: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Where a random clause of one to three options is true."""
    true = np.zeros(codes.shape, dtype=np.bool_)
    for option in random.choice(bits, random.integers(1, 4), replace=False):
        true |= (codes >> option & 1 == 1) == bool(random.integers(2))
    return true


def grown() -> int:
    """The most memory this process has had so far, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description="Time what play can reach.")
    parser.add_argument("--bits", type=int, nargs="+", default=[8, 12, 16], metavar="N")
    parser.add_argument("--coupled", action="store_true", help="with three couplings")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    groups = [Group((0, 1), True), Group((0, 1, 2), False)]
    print(
        f"{'states':>9} {'seconds':>8} {'bytes/state':>11} "
        f"{'alone':>8} {'together':>8} {'today':>8}"
    )
    for bits in arguments.bits:
        made = model(bits, np.random.default_rng(arguments.seed), coupled=arguments.coupled)
        before, start = grown(), time.perf_counter()
        found = reach(made, 0, groups)
        seconds, memory = time.perf_counter() - start, (grown() - before) / made.states
        counts = np.bincount(found.tags, minlength=len(found.TAGS))
        alone, together = (int(counts[found.TAGS.index(tag)]) for tag in ("alone", "together"))
        print(
            f"{made.states:>9,} {seconds:>8.2f} {memory:>11,.0f} {alone:>8,} {together:>8,} "
            f"{int(found.today.sum()):>8,}"
        )


if __name__ == "__main__":
    main()
