"""Generated models, rich in what breaks stability code.

Ties, indifferent parties, one-way and fixed options, parties with one option and without any,
infeasible states (at random and by rules), overlapping open and closed groups, listed arcs that
are not transitive. One builder serves hypothesis (``models``, ``arc_models``) and plain seeded
bulk runs (``random_model``): it only ever asks a ``Picker`` for integers.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Protocol

from hypothesis import strategies as st

from oracle import WAYS, Model, State, moves


class Picker(Protocol):
    """Where a builder gets its integers from."""

    def one(self, low: int, high: int) -> int:
        """Return an integer between low and high, both included."""

    def many(self, count: int, low: int, high: int) -> list[int]:
        """Return so many of them."""


class _Seeded:
    """Integers from a seeded generator."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def one(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def many(self, count: int, low: int, high: int) -> list[int]:
        return [self._random.randint(low, high) for _ in range(count)]


class _Drawn:
    """Integers drawn by hypothesis, so that failures shrink."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def one(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def many(self, count: int, low: int, high: int) -> list[int]:
        return self._draw(st.lists(st.integers(low, high), min_size=count, max_size=count))


def random_model(
    random: Random, max_parties: int = 5, max_options: int = 6, arcs: bool = False
) -> Model:
    """A model from a seeded generator, with the same richness as the hypothesis strategies.

    Parameters
    ----------
    random : random.Random
        The generator; its seed decides the model.
    max_parties : int
        Largest number of parties (at least 2).
    max_options : int
        Largest number of options (at least 1).
    arcs : bool
        Whether moves are listed arcs.

    Returns
    -------
    Model
        With at least one feasible state.
    """
    return _build(_Seeded(random), max_parties, max_options, arcs)


@st.composite
def models(draw: st.DrawFn, max_parties: int = 5, max_options: int = 6) -> Model:
    """Models in option form."""
    return _build(_Drawn(draw), max_parties, max_options, arcs=False)


@st.composite
def arc_models(draw: st.DrawFn, max_parties: int = 4, max_options: int = 3) -> Model:
    """Models with listed arcs, in general neither transitive nor symmetric."""
    return _build(_Drawn(draw), max_parties, max_options, arcs=True)


@st.composite
def cells(
    draw: st.DrawFn, model: st.SearchStrategy[Model] | None = None
) -> tuple[Model, int, State]:
    """A model with one of its parties and one of its feasible states."""
    chosen = draw(models() if model is None else model)
    party = draw(st.integers(0, len(chosen.parties) - 1))
    return chosen, party, draw(st.sampled_from(in_order(chosen)))


def in_order(model: Model) -> list[State]:
    """Feasible states, in an order that does not depend on hashing."""
    return sorted(model.feasible, key=sorted)


def _build(pick: Picker, max_parties: int, max_options: int, arcs: bool) -> Model:
    """A model made of picked integers; zeros give the simplest one."""
    count = min(pick.many(2, 2, max_parties))
    options = max(pick.many(2, 1, max_options))
    owner = tuple(_owners(pick, count, options))
    one_way = pick.one(0, 2)  # 0: everything can be undone
    way = tuple(WAYS[max(0, n - 2) if one_way else 0] for n in pick.many(options, 0, len(WAYS) + 1))
    feasible = _feasible(pick, options)
    mood = pick.one(0, 3)  # 0: every party after its own fashion
    kinds = [mood * 3 if mood else pick.one(0, 9) for _ in range(count)]
    rank = tuple(_ranks(pick, kinds[i], feasible, owner, i) for i in range(count))
    status_quo = _chosen(pick, feasible) if pick.one(0, 7) else None
    reference = _chosen(pick, feasible) if not pick.one(0, 3) else None
    names = tuple("ABCDE"[:count])
    groups = _groups(pick, count)
    plain = Model(names, owner, way, frozenset(feasible), rank, status_quo, reference, groups)
    if not arcs:
        return plain
    listed = tuple(_arcs(pick, plain, party, feasible) for party in range(count))
    return Model(
        names, owner, way, frozenset(feasible), rank, status_quo, reference, groups, listed
    )


def _owners(pick: Picker, count: int, options: int) -> list[int]:
    """Owners: anybody, in turn (single options if there are few), or all but the last party."""
    kind = pick.one(0, 3)
    if kind == 0:
        return [k % count for k in range(options)]
    if kind == 1:
        return pick.many(options, 0, count - 2)
    return pick.many(options, 0, count - 1)


def _feasible(pick: Picker, options: int) -> list[State]:
    """Feasible states, at least one: all, some left out at random, or those rules allow."""
    states = [frozenset(k for k in range(options) if n >> k & 1) for n in range(1 << options)]
    kind = pick.one(0, 4)
    if kind == 1:
        kept = pick.many(len(states), 0, 3)
        left = [s for s, keep in zip(states, kept, strict=True) if keep]
    elif kind in (2, 3):
        rules = [_rule(pick, options) for _ in range(pick.one(1, 3))]
        left = [s for s in states if all(rule(s) for rule in rules)]
    else:
        left = states
    return left or [_chosen(pick, states)]


def _rule(pick: Picker, options: int) -> Callable[[State], bool]:
    """A rule of a usual shape over one to three options."""
    kind = pick.one(0, 4)
    a, b, c = pick.many(3, 0, options - 1)
    shapes: list[Callable[[State], bool]] = [
        lambda s: a not in s or b in s,  # a only if b
        lambda s: a not in s or b not in s,  # not (a and b)
        lambda s: a in s or b in s or c in s,  # a or b or c
        lambda s: (a in s) == (b in s),  # a iff b
        lambda s: a not in s or (b not in s and c not in s),  # a only if not (b or c)
    ]
    return shapes[kind]


def _ranks(
    pick: Picker, kind: int, feasible: list[State], owner: tuple[int, ...], party: int
) -> dict[State, int]:
    """Ranks: indifferent, few levels (many ties), many levels, weighed options, or statements."""
    options = len(owner)
    if kind == 0:
        return dict.fromkeys(feasible, 0)
    if kind <= 2:
        return dict(zip(feasible, pick.many(len(feasible), 0, kind + 1), strict=True))
    if kind <= 4:
        levels = pick.many(len(feasible), -len(feasible), len(feasible))
        return dict(zip(feasible, levels, strict=True))
    if kind <= 7:
        weight = pick.many(options, -3, 3)
        if kind == 7:  # a dilemma: own concessions cost a little, the others' bring much
            weight = [-abs(n) if owner[k] == party else abs(n) * 4 for k, n in enumerate(weight)]
        return {s: sum(weight[k] for k in s) for s in feasible}
    statements = [(_rule(pick, options), pick.one(0, 1)) for _ in range(pick.one(1, 5))]
    return {
        s: sum(
            1 << place
            for place, (statement, value) in enumerate(reversed(statements))
            if statement(s) == bool(value)
        )
        for s in feasible
    }


def _chosen(pick: Picker, states: list[State]) -> State:
    return states[pick.one(0, len(states) - 1)]


def _groups(pick: Picker, count: int) -> tuple[tuple[frozenset[int], bool], ...]:
    """Up to three distinct groups of two or more parties, open or closed."""
    possible = [
        frozenset(some) for size in range(2, count + 1) for some in combinations(range(count), size)
    ]
    places = dict.fromkeys(pick.many(pick.one(0, 3), 0, len(possible) - 1))
    return tuple((possible[place], bool(pick.one(0, 1))) for place in places)


def _arcs(
    pick: Picker, plain: Model, party: int, feasible: list[State]
) -> frozenset[tuple[State, State]]:
    """Arcs of a party: some of its option form moves, or any pairs of states."""
    if pick.one(0, 1):
        every = [(s, t) for s in feasible for t in sorted(moves(plain, party, s), key=sorted)]
        kept = pick.many(len(every), 0, 1)
        return frozenset(arc for arc, keep in zip(every, kept, strict=True) if keep)
    pairs = [(_chosen(pick, feasible), _chosen(pick, feasible)) for _ in range(pick.one(0, 16))]
    return frozenset((s, t) for s, t in pairs if s != t)
