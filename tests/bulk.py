"""Compare the kernel with the oracle on as many generated models as wanted.

::

    python tests/bulk.py --models 20000 --seed 7

Every fourth model has listed arcs. Prints how many verdicts were compared, concept by concept, and
the first mismatches; exits with 1 if there was any. With ``--path compiled`` models in option form
are solved by the compiled code, whatever their size.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest import mock

from bridge import by_number, graph
from honestbroker.kernel import stability as kernel
from honestbroker.kernel import tiny
from oracle import CONCEPTS, Model, State, stable
from strategies import random_model

SHOWN = 5
PATHS = ("numpy", "compiled")


@contextmanager
def solved_by(path: str) -> Iterator[None]:
    """Have models in option form solved by one of `PATHS`, whatever their size."""
    with mock.patch.object(kernel, "pays", return_value=path == "compiled"):
        yield


def model_of_seed(seed: object, place: int, *, arcs: bool = False) -> Model:
    """One model of a series: any of them can be made again without those before it."""
    return random_model(Random(f"{seed}/{place}"), arcs=arcs, max_options=4 if arcs else 6)


def verdicts(model: Model) -> Iterator[tuple[str, int, State, bool, bool]]:
    """Concept, party, state, the oracle's verdict and the kernel's; wrong if any path is wrong."""
    assert kernel.CONCEPTS == CONCEPTS
    made = graph(model)
    tables = []
    for few in (0, made.states):  # small models from matrices, too
        with mock.patch.object(tiny, "FEW", few):
            tables.append(kernel.stable(made))
    for row, concept in enumerate(CONCEPTS):
        for party in range(len(model.parties)):
            for place, s in enumerate(by_number(model)):
                expected = stable(model, concept, party, s)
                right = all(bool(table[row, party, place]) is expected for table in tables)
                yield concept, party, s, expected, expected if right else not expected


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
    parser.add_argument("--path", choices=PATHS, default=PATHS[0])
    arguments = parser.parse_args()
    with solved_by(arguments.path):
        return compare(arguments.models, arguments.seed)


def compare(models: int, seed: int) -> int:
    """Compare, tell, and return the exit code."""
    compared = dict.fromkeys(CONCEPTS, 0)
    stable_ones = dict.fromkeys(CONCEPTS, 0)
    mismatches = dict.fromkeys(CONCEPTS, 0)
    faulty = listed = 0
    start = time.perf_counter()
    for place in range(models):
        arcs = place % 4 == 3
        listed += arcs
        model = model_of_seed(seed, place, arcs=arcs)
        found = []
        for concept, party, s, expected, told in verdicts(model):
            compared[concept] += 1
            stable_ones[concept] += expected
            if expected != told:
                mismatches[concept] += 1
                found.append((concept, party, sorted(s), expected))
        faulty += bool(found)
        if found and faulty <= SHOWN:
            tell(f"model {place} of seed {seed}, arcs={arcs}: {found[:SHOWN]}")
    seconds = time.perf_counter() - start
    for concept in CONCEPTS:
        tell(
            f"{concept:<5} {compared[concept]:>12,} verdicts, {stable_ones[concept]:>12,} stable, "
            f"{mismatches[concept]:,} mismatches"
        )
    tell(
        f"{models:,} models ({listed:,} with listed arcs), "
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
