"""Compare compiled code with the NumPy path and the oracle on as many models as wanted.

::

    python tests/bulk_compiled.py --models 20000 --seed 7

Small models are compared with the oracle too. Every tenth model is larger (up to 2^11 states).
Prints every difference; exits with 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from bridge import graph
from bulk import differences, model_of_seed, tell
from compiled import (
    label_differences,
    random_graph,
    search_differences,
    swapped,
    verdict_differences,
)
from honestbroker.kernel import stability
from honestbroker.kernel.search import Group


def main() -> int:
    """Compare and return the exit code."""
    parser = argparse.ArgumentParser(description="Compare compiled code with NumPy and oracle.")
    parser.add_argument("--models", type=int, default=20000, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="N")
    arguments = parser.parse_args()
    start = time.perf_counter()
    faulty = verdicts = 0
    for place in range(arguments.models):
        rng = np.random.default_rng([arguments.seed, place])
        if place % 10 == 9:
            share = float(rng.choice([1.0, 0.7, 0.3, 0.05]))
            options, parties = int(rng.integers(7, 12)), int(rng.integers(2, 7))
            made = random_graph(rng, options, parties, share=share)
            if not made.states:
                continue
            found: list[object] = [*verdict_differences(made)]
        else:
            model = model_of_seed(arguments.seed, place)
            made = graph(model)
            found = [*verdict_differences(made)]
            teams = tuple(Group(tuple(sorted(some)), is_open) for some, is_open in model.groups)
            start_of = int(rng.integers(made.states))
            found += search_differences(made, teams, start_of)
            some = list(map(int, rng.integers(made.states, size=3)))
            found += label_differences(made, some, start_of)
            with swapped(stability, pays=lambda states, parties: True):
                found += differences(model)
        verdicts += 5 * made.parties * made.states
        if found:
            faulty += 1
            tell(f"model {place} of seed {arguments.seed}: {found[:3]}")
    seconds = time.perf_counter() - start
    tell(f"{arguments.models:,} models, {verdicts:,} verdicts, {faulty:,} faulty, {seconds:.0f} s")
    return 1 if faulty or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
