"""Verdicts of models in which most combinations of options are feasible, slice by slice.

Formula and proof: `honestbroker.kernel.stability`; slices, and what is done in one:
`honestbroker.kernel.compiled.slices`. For party i, with r its ranks over the cube (-1 where
infeasible):

1. w is the best over i's own options, one after the other;
2. for each slice of i: r and w are taken out, lowered to the least the others can bring about, cut
   at r, and put back: that is q;
3. the best of q over i's own options is compared with r.

A full cube needs no groups, no islands and no sorting except for parties with many options, so what
is kept is little: for each state two bytes of r, w and both columns of q, as many bits as there are
verdicts, and two bytes for each party with many options. Slices are small. All double if there are
more ranks than 16 bits can hold.

When it pays: `serves`. The measurements are in docs/decisions/0023.

Guarantees: exact; the same numbers as every other route. If the orderings of others make values
fall very slowly, the search in rank order (`honestbroker.kernel.compiled.chains`) takes over: then
`judge` says False and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import slices
from honestbroker.kernel.compiled.solution import PAIRS, Solution
from honestbroker.kernel.graph import Graph

__all__ = ["Cube", "Other", "Slab", "judge", "serves", "spread"]

FROM: Final = 1 << 17
"""From so many states, times parties squared, slices are faster than groups in a full cube."""

FULL: Final = 12
"""In one with holes the share of feasible combinations, times parties squared, must be as much."""

CHAINED: Final = 6
"""From this many options of one party sorted chains are faster than pairs."""

BUDGET: Final = 24
"""After so many rounds of the others in one slice the search in rank order takes over."""

_SLAB: Final = 14
"""Slices are put side by side until a slab has so many options."""

_BESIDE: Final = 6
"""With fewer options before them, parties with few options are treated in two layouts."""

_LANES: Final = 4
"""Groups are sorted with so many options of others side by side."""

_LOCAL: Final = 16
"""Unless that makes more than this many options together."""

_DIGIT: Final = 9
"""Ranks are sorted by digits of at most so many bits."""

_TURNED: Final = 8
"""So many options trade places, or half of all."""

Array = npt.NDArray[Any]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

_NOTHING: Final = np.empty(0, np.int32)
_NO_HOLES: Final = np.empty(0, np.int64)


def serves(graph: Graph) -> bool:
    """Whether a model is full enough, and large enough, to be solved slice by slice.

    Parameters
    ----------
    graph : Graph
        A model in option form.

    Returns
    -------
    bool
        True for large models in which most combinations are feasible.
    """
    combinations = 1 << _all(graph).bit_count()
    weight = graph.states * graph.parties**2
    enough = weight >= FROM and combinations <= 1 << 30
    return enough and (graph.states == combinations or weight >= FULL * combinations)


def _all(graph: Graph) -> int:
    found = int(np.bitwise_or.reduce(graph.codes))
    for own in graph.own:
        found |= own
    return found


@dataclass(frozen=True)
class Other:
    """One of the others: its options, and where they stand in a slab.

    Attributes
    ----------
    party : int
        Who.
    bits : tuple of int
        Its options, as bits of a place in the cube.
    turned : bool
        Whether it is treated in the turned layout.
    shift : int
        Where its options begin in its layout.
    """

    party: int
    bits: tuple[int, ...]
    turned: bool
    shift: int


class Cube:
    """All combinations of a model's options, and the ranks of the feasible ones.

    Parameters
    ----------
    graph : Graph
        A model in option form.
    ranks : array of int32, shape (parties, states)
        From 0 up.

    Attributes
    ----------
    own : tuple of tuple of int
        For each party the bits of a place in the cube that it can change.
    kind : dtype
        What numbers are kept in.
    at : array of int32, shape (combinations,) or empty
        The state at each place, -1 for none; empty if a state's number is its place.
    orders : dict
        For each party with many options its groups sorted, shape (combinations,).
    """

    def __init__(self, graph: Graph, ranks: npt.NDArray[np.int32]) -> None:
        every = _all(graph)
        kept = [bit for bit in range(every.bit_length()) if every >> bit & 1]
        place_of = {bit: place for place, bit in enumerate(kept)}
        self.bits = len(kept)
        self.ranks = ranks
        self.own = tuple(
            tuple(place_of[bit] for bit in kept if own >> bit & 1) for own in graph.own
        )
        self.way = {place_of[bit]: 1 for bit in kept if graph.up >> bit & 1}
        self.way |= {place_of[bit]: -1 for bit in kept if graph.down >> bit & 1}
        widest = max(map(len, self.own), default=0)
        fits = int(ranks.max(initial=0)) < np.iinfo(np.int16).max and widest <= 15
        self.kind: Any = np.int16 if fits else np.int32
        self.at = self.places = _NOTHING
        if graph.states < 1 << self.bits:
            self.places = _places(graph.codes, kept)
            self.at = np.full(1 << self.bits, -1, np.int32)
            self.at[self.places] = np.arange(graph.states, dtype=np.int32)
        self.orders: dict[int, Array] = {}

    @property
    def sorted_ones(self) -> list[int]:
        """The parties with so many options that their groups are sorted."""
        return [party for party, bits in enumerate(self.own) if len(bits) >= CHAINED]

    def sort(self, party: int) -> None:
        """Sort the groups of one of `sorted_ones`.

        Parameters
        ----------
        party : int
            The party.
        """
        own = self.own[party]
        rest = [bit for bit in range(self.bits) if bit not in own]
        most = max(0, _LOCAL - len(own))  # of the lowest bits that are not its own
        beside = min(_LANES, most, *own)
        top = int(self.ranks[party].max())
        passes = -(-(top + 1).bit_length() // min(len(own), _DIGIT))
        digit = -(-(top + 1).bit_length() // passes)
        out = np.empty(1 << self.bits, self.kind)
        slices.sorted_rows(
            self.ranks[party], self.at, top, digit, beside, spread(rest[beside:]), spread(own), out
        )
        self.orders[party] = out

    def over(self, ranks: npt.NDArray[np.int32]) -> Array:
        """One party's ranks over the cube, -1 where infeasible.

        Parameters
        ----------
        ranks : array of int32, shape (states,)
            Ranks.

        Returns
        -------
        array, shape (combinations,)
            Of the cube's kind.
        """
        if not self.at.size:
            return ranks.astype(self.kind)
        found = np.full(self.at.size, -1, self.kind)
        found[self.places] = ranks
        return found

    def of_states(self, values: Array) -> Array:
        """The values at feasible places, in the order of states.

        Parameters
        ----------
        values : array, shape (combinations,)
            Anything over the cube.

        Returns
        -------
        array, shape (states,)
            The array itself in a full cube.
        """
        return values[self.places] if self.at.size else values

    def moves(self, bits: Sequence[int], where: dict[int, int]) -> tuple[Int64s, Int64s]:
        """Runs and one-way options as `slices.best` wants them.

        Parameters
        ----------
        bits : sequence of int
            Options.
        where : dict
            The bit at which each of them stands.

        Returns
        -------
        (array of int64, shape (runs, 2), array of int64, shape (one-way options, 2))
            Runs of neighbouring free options; options with their ways.
        """
        runs: list[list[int]] = []
        for bit in sorted(where[bit] for bit in bits if bit not in self.way):
            if runs and sum(runs[-1]) == bit:
                runs[-1][1] += 1
            else:
                runs.append([bit, 1])
        ways = [[where[bit], self.way[bit]] for bit in bits if bit in self.way]
        return (
            np.array(runs, dtype=np.int64).reshape(-1, 2),
            np.array(ways, dtype=np.int64).reshape(-1, 2),
        )


class Slab:
    """Some slices of a party side by side, and how options stand in it.

    Options of the party itself that are in the slab come first: they are what others' groups stand
    beside each other in. Then come others with many options, who read their groups one by one, and
    then those with few. If the options before those are too few, some of the others trade places in
    a second layout.

    Parameters
    ----------
    cube : Cube
        The model.
    party : int
        The party whose slices they are.

    Attributes
    ----------
    places : tuple of int
        The options in the slab, as bits of a place in the cube; lowest first.
    others : tuple of Other
        The others that have options, in the order they take turns.
    low : int
        How many of the lowest options come last in the turned layout.
    """

    def __init__(self, cube: Cube, party: int) -> None:
        own = [
            bit for bit in range(cube.bits)
            if not any(bit in bits for k, bits in enumerate(cube.own) if k != party)
        ]  # fmt: skip
        others = sorted(
            (k for k, bits in enumerate(cube.own) if bits and k != party),
            key=lambda k: (len(cube.own[k]) < CHAINED, k),
        )
        beside = own[: max(0, _SLAB - (cube.bits - len(own)))]
        sizes = [len(cube.own[k]) for k in others]
        turning = 0
        if len(beside) < _BESIDE and max(sizes, default=0) < CHAINED:
            aim = min(_TURNED, (len(beside) + sum(sizes)) // 2)
            while turning < len(others) - 1 and len(beside) + sum(sizes[:turning]) < aim:
                turning += 1
        self.low = len(beside) + sum(sizes[:turning]) if turning else 0
        self.places = (*beside, *(bit for k in others for bit in cube.own[k]))
        arranged = []
        for at, k in enumerate(others):
            shift = len(beside) + sum(sizes[:at])
            if at < turning:
                shift += len(self.places) - self.low
            arranged.append(Other(k, cube.own[k], at < turning, shift))
        self.others = tuple(sorted(arranged, key=lambda other: other.turned))


def judge(
    cube: Cube, concepts: Sequence[str], pair: tuple[str, str], solution: Solution, party: int
) -> bool:
    """The verdicts of one party under a pair of concepts, and with the first pair under nash.

    Parameters
    ----------
    cube : Cube
        The model, with `Cube.sort` done.
    concepts : sequence of str
        Which are wanted, in the order of the solution.
    pair : tuple of str
        One of `PAIRS`.
    solution : Solution
        Where verdicts go.
    party : int
        Whose.

    Returns
    -------
    bool
        False if another route must find the pair.
    """
    ranks = cube.over(cube.ranks[party])
    moves = cube.moves(cube.own[party], {bit: bit for bit in cube.own[party]})
    most = ranks.copy()  # w of the definitions
    slices.best(most, *moves)

    def _write(concept: str, values: Array) -> None:
        found, mine = cube.of_states(values), cube.ranks[party]
        solution.write(concepts.index(concept), party, found <= mine, found)

    if pair == PAIRS[0] and "nash" in concepts:
        _write("nash", most)
    wanted = [concept for concept in pair if concept in concepts]
    if not wanted:
        return True
    columns = (np.empty_like(ranks), np.empty_like(ranks))
    if not _lowered(cube, party, pair, ranks, most, *columns):
        return False
    del most
    for concept in wanted:
        values = columns[pair.index(concept)]
        slices.best(values, *moves)
        _write(concept, values)
    return True


def _lowered(
    cube: Cube, party: int, pair: tuple[str, str], ranks: Array, most: Array, a: Array, b: Array
) -> bool:
    """q of the definitions for both concepts of a pair, slab by slab."""
    slab = Slab(cube, party)
    lines = _lines(slab.places)
    never = cube.kind(np.iinfo(cube.kind).max)
    work = np.empty((4, 1 << len(slab.places)), cube.kind)
    lower = _Improving(cube, slab) if pair == PAIRS[1] else _Moving(cube, slab)
    for outside in map(int, spread([bit for bit in range(cube.bits) if bit not in slab.places])):
        slices.take(ranks, outside, *lines, work[0])
        holes = np.flatnonzero(work[0] < 0) if cube.at.size else _NO_HOLES
        slices.take(most, outside, *lines, work[1])
        work[:2, holes] = never
        if not lower(outside, work, holes, never):
            return False
        slices.keep(work[0], ranks, outside, *lines, a)
        slices.keep(work[1], ranks, outside, *lines, b)
    return True


class _Moving:
    """What the others can bring about by moves."""

    def __init__(self, cube: Cube, slab: Slab) -> None:
        where = {bit: at for at, bit in enumerate(slab.places)}
        sets: list[tuple[int, ...]] = [other.bits for other in slab.others]
        if not cube.at.size:  # all options are independent of each other
            sets = [tuple(bit for bits in sets for bit in bits)]
        parts = [cube.moves(bits, where) for bits in sets]
        none = np.empty((0, 2), np.int64)
        self.runs = np.concatenate([none, *(runs for runs, _ in parts)])
        self.ways = np.concatenate([none, *(ways for _, ways in parts)])
        self.run_first = np.cumsum([0, *(len(runs) for runs, _ in parts)])
        self.way_first = np.cumsum([0, *(len(ways) for _, ways in parts)])

    def __call__(self, outside: int, work: Array, holes: Int64s, never: Any) -> bool:
        slices.answered(
            work[0], work[1], holes, self.runs, self.run_first, self.ways, self.way_first
        )
        return True


class _Improving:
    """What the others can bring about by improvements."""

    def __init__(self, cube: Cube, slab: Slab) -> None:
        self.cube = cube
        self.slab = slab
        self.lines = _lines(slab.places)
        others = slab.others
        self.rows = np.empty((len(others), 1 << len(slab.places)), cube.kind)
        marks = [_marks(cube, other.bits) for other in others]
        ways = [sum(bit in cube.way for bit in other.bits) for other in others]
        widest = max((ways[k] for k, some in enumerate(marks) if some.size), default=0)
        self.table = np.zeros((1 << widest, 2), np.int32)
        self.stamp = np.full(1 << widest, -1, np.int32)
        self.who = 0
        self.told = (
            _numbers(len(other.bits) for other in others),
            _numbers(other.shift for other in others),
            _numbers(_mask(cube, other.bits, 1) for other in others),
            _numbers(_mask(cube, other.bits, -1) for other in others),
            _numbers(other.party in cube.orders for other in others),
            _numbers(other.turned for other in others),
            slab.low,
            np.concatenate([np.empty(0, np.int32), *marks]),
            np.cumsum([0, *(some.size for some in marks)]),
            _numbers(ways),
        )

    def __call__(self, outside: int, work: Array, holes: Int64s, never: Any) -> bool:
        cube, others = self.cube, self.slab.others
        for row, other in zip(self.rows, others, strict=True):
            out = work[2] if other.turned else row
            if other.party in cube.orders:
                slices.take(cube.orders[other.party], outside, *self.lines, out)
            elif cube.at.size:
                slices.take_feasible(cube.ranks[other.party], cube.at, outside, *self.lines, out)
            else:
                slices.take(cube.ranks[other.party], outside, *self.lines, out)
            if other.turned:
                slices.turn(out, self.slab.low, row)
        budget = BUDGET * len(others) if len(others) > 1 else 2
        self.who = slices.improved(
            work[0],
            work[1],
            work[2],
            work[3],
            self.rows,
            *self.told,
            self.table,
            self.stamp,
            self.who,
            never,
            budget,
        )
        return self.who >= 0


def _numbers(some: Iterable[int]) -> Int64s:
    return np.array(list(some), dtype=np.int64)


def _mask(cube: Cube, bits: Sequence[int], way: int) -> int:
    """Which of a party's options are one-way in this way, as bits of its own combination."""
    return sum(1 << at for at, bit in enumerate(bits) if cube.way.get(bit) == way)


def _marks(cube: Cube, bits: Sequence[int]) -> Int32s:
    """For a party with many options: which one-way ones each own combination has taken."""
    once = [at for at, bit in enumerate(bits) if bit in cube.way]
    if not once or len(bits) < CHAINED:
        return _NOTHING
    numbers = np.arange(1 << len(bits), dtype=np.int64)
    taken = np.zeros(numbers.size, np.int32)
    for place, at in enumerate(once):
        flip = int(cube.way[bits[at]] < 0)
        taken |= (((numbers >> at & 1) ^ flip) << place).astype(np.int32)
    return taken


def spread(bits: Sequence[int]) -> Int64s:
    """All combinations of some bits, by number.

    Parameters
    ----------
    bits : sequence of int
        Which bits.

    Returns
    -------
    array of int64, shape (2^bits,)
        Number k with its bits put at those places.

    Examples
    --------
    >>> spread([1, 3]).tolist()
    [0, 2, 8, 10]
    """
    numbers = np.arange(1 << len(bits), dtype=np.int64)
    found = np.zeros_like(numbers)
    for at, bit in enumerate(bits):
        found |= (numbers >> at & 1) << bit
    return found


def _lines(bits: Sequence[int]) -> tuple[Int64s, int, int]:
    """`spread` as lines of places a step apart: where they start, the step, how many places."""
    run = 1
    while run < len(bits) and bits[run] == bits[0] + run:
        run += 1
    run = min(run, len(bits))
    return spread(bits[run:]), 1 << bits[0] if bits else 1, 1 << run


def _places(codes: Int64s, kept: Sequence[int]) -> Int32s:
    """Codes without the bits that are never taken."""
    found = np.zeros(codes.size, np.int32)
    for place, bit in enumerate(kept):
        found |= ((codes >> bit & 1) << place).astype(np.int32)
    return found
