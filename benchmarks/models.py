"""Synthetic models: options dealt to parties in turn, preferences by random statements."""

from __future__ import annotations

import numpy as np

from honestbroker.kernel import statements
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.statements import AND, NOT, OPTION, OR, Program


def cube(
    options: int,
    parties: int,
    *,
    seed: int = 0,
    lines: int = 10,
    share: float = 1.0,
    one_way: int = 0,
) -> Graph:
    """A model with 2^options combinations, of which a share is feasible.

    Each party owns a run of neighbouring options and has a list of so many random statements over
    three options each; so many options can only be taken.
    """
    rng = np.random.default_rng(seed)
    codes = np.arange(1 << options, dtype=np.int64)
    if share < 1:
        codes = codes[rng.random(codes.size) < share]
    own = [0] * parties
    for bit in range(options):
        own[bit * parties // options] |= 1 << bit
    rows = [statements.ranks(codes, statements_of(rng, options, lines)) for _ in range(parties)]
    up = sum(1 << int(bit) for bit in rng.choice(options, size=one_way, replace=False))
    return Graph(codes, np.array(rows), tuple(own), up)


def statements_of(rng: np.random.Generator, options: int, lines: int) -> list[Program]:
    """Random statements such as "(not a or b) and c"."""
    found = []
    for _ in range(lines):
        instructions: list[tuple[int, int]] = []
        needs = 0
        for place, bit in enumerate(map(int, rng.choice(options, size=3, replace=False))):
            needs |= 1 << bit
            instructions.append((OPTION, bit))
            if rng.integers(2):
                instructions.append((NOT, 0))
            if place:
                instructions.append((AND if rng.integers(2) else OR, 0))
        found.append(Program(tuple(instructions), needs))
    return found


def milk_river() -> Graph:
    """A model as small as many published ones: four parties, 36 of 64 states feasible."""
    codes = np.array([code for code in range(64) if code % 16 < 9], dtype=np.int64)
    own = (0b000001, 0b000110, 0b011000, 0b100000)
    return Graph(codes, np.zeros((4, codes.size), dtype=np.int32), own)


def staircase(bits: int) -> Graph:
    """An ordering made to be slow: values fall one by one along 2^(bits + 1) improvements.

    Two parties of so many options each climb a staircase: from (x, x) the first improves to
    (x + 1, x), from there the second to (x + 1, x + 1). The third, with one option, ranks each step
    below the one before, so that the least it can be brought to is at the far end.
    """
    size = 1 << bits
    codes = np.arange(2 * size * size, dtype=np.int64)
    a, b = codes % size, codes // size % size
    first = np.where(a == b, 1, np.where(a == b + 1, 2, 0))
    second = np.where(a == b + 1, 1, np.where((a == b) & (a > 0), 2, 0))
    third = np.where((a == b) | (a == b + 1), 4 * size - a - b, 4 * size)
    ranks = np.array([first, second, 2 * third + codes // (size * size)], dtype=np.int32)
    return Graph(codes, ranks, (size - 1, (size - 1) << bits, 1 << 2 * bits))
