"""Between the oracle and the kernel where play is concerned: groups, couplings, paths."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from bridge import by_number, graph, state
from honestbroker.kernel import coupled
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.paths import Group, Path
from oracle import Model, State
from oracle_coupled import Coupled


def coupled_graph(game: Coupled) -> Graph:
    """A game as the kernel takes it."""
    plain = graph(game.model)
    couplings = tuple(coupled.Coupling(*one.when, one.then) for one in game.couplings)
    made = coupled.Coupled(plain.codes, plain.own, plain.up, plain.down, couplings)
    return replace(plain, coupled=made)


def groups_of(model: Model) -> tuple[Group, ...]:
    """The groups of a model as the kernel takes them."""
    return tuple(Group(tuple(sorted(members)), is_open) for members, is_open in model.groups)


class Taken(NamedTuple):
    """A step of a path: who, which group, from where, which flips, to where."""

    members: frozenset[int]
    group: int | None
    before: State
    flips: State
    after: State


def taken_apart(model: Model, path: Path, start: State, groups: tuple[Group, ...]) -> list[Taken]:
    """The steps of a kernel's path."""
    order = by_number(model)
    found = []
    before = start
    for movers, number, index, flips in zip(
        path.movers, path.groups, path.states, path.flips, strict=True
    ):
        members = frozenset(movers if number is None else groups[number].members)
        found.append(Taken(members, number, before, state(flips), order[index]))
        before = order[index]
    return found
