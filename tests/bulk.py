"""Compare the kernel with the oracle on as many generated models as wanted.

::

    python tests/bulk.py --models 20000 --seed 7

Every fourth model has listed arcs. Prints how many verdicts were compared, concept by concept, and
every mismatch; exits with 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from random import Random

from bridge import by_number, graph
from honestbroker.kernel.stability import CONCEPTS as KERNEL_CONCEPTS
from honestbroker.kernel.stability import stable as kernel_stable
from oracle import CONCEPTS, Model, State, stable
from strategies import random_model

SHOWN = 5


def model_of_seed(seed: object, place: int, *, arcs: bool = False) -> Model:
    """One model of a series: any of them can be made again without those before it."""
    return random_model(Random(f"{seed}/{place}"), arcs=arcs, max_options=4 if arcs else 6)


def verdicts(model: Model) -> Iterator[tuple[str, int, State, bool, bool]]:
    """Concept, party, state, the oracle's verdict and the kernel's."""
    assert KERNEL_CONCEPTS == CONCEPTS
    table = kernel_stable(graph(model))
    for row, concept in enumerate(CONCEPTS):
        for party in range(len(model.parties)):
            for place, s in enumerate(by_number(model)):
                told = bool(table[row, party, place])
                yield concept, party, s, stable(model, concept, party, s), told


def differences(model: Model) -> list[tuple[str, int, list[int], bool]]:
    """Where the kernel differs: concept, party, state and what the oracle says."""
    return [
        (concept, party, sorted(s), expected)
        for concept, party, s, expected, found in verdicts(model)
        if expected != found
    ]


def main() -> int:
    """Compare and return the exit code."""
    parser = argparse.ArgumentParser(description="Compare the kernel with the oracle.")
    parser.add_argument("--models", type=int, default=20000, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="N")
    arguments = parser.parse_args()
    compared = dict.fromkeys(CONCEPTS, 0)
    stable_ones = dict.fromkeys(CONCEPTS, 0)
    mismatches = dict.fromkeys(CONCEPTS, 0)
    faulty = listed = 0
    start = time.perf_counter()
    for place in range(arguments.models):
        arcs = place % 4 == 3
        listed += arcs
        model = model_of_seed(arguments.seed, place, arcs=arcs)
        found = []
        for concept, party, s, expected, told in verdicts(model):
            compared[concept] += 1
            stable_ones[concept] += expected
            if expected != told:
                mismatches[concept] += 1
                found.append((concept, party, sorted(s), expected))
        faulty += bool(found)
        if found and faulty <= SHOWN:
            tell(f"model {place} of seed {arguments.seed}, arcs={arcs}: {found[:SHOWN]}")
    seconds = time.perf_counter() - start
    for concept in CONCEPTS:
        tell(
            f"{concept:<5} {compared[concept]:>12,} verdicts, {stable_ones[concept]:>12,} stable, "
            f"{mismatches[concept]:,} mismatches"
        )
    tell(
        f"{arguments.models:,} models ({listed:,} with listed arcs), "
        f"{sum(compared.values()):,} verdicts, {sum(mismatches.values()):,} mismatches in "
        f"{faulty:,} models, {seconds:.0f} s"
    )
    return 1 if faulty or not sum(compared.values()) else 0


def tell(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
