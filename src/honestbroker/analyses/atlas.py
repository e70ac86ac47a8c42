"""Which states matter, and which steps lead from one to another?

Definitions

* The **states that matter** are, in this order: today's state; the states that hold (nash), those
  reached with fewer steps first; the states on the paths given to them, by moves last; the ends of
  the smallest deal of each group from today; the states that hold only while deterred (seq) and are
  reached by improvements and deals, and where these are no more than four, the states on the paths
  given to them; where there are no more than eight feasible states, all of them. With more than the
  limit, the last ones are left out and counted.
* An **arrow** is a step of a path given, the smallest deal of a group from today, or any other
  plain improvement of one party from one of these states to another.

Guarantees: the states and arrows shown are exact; how many states were left out is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np

from honestbroker.analyses.paths import Standing
from honestbroker.analyses.stability import question
from honestbroker.analyses.why import Reasons
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.changes import variant
from honestbroker.encode import encode
from honestbroker.kernel.steps import steps
from honestbroker.result import Deal, Reached, Scope, Step
from honestbroker.result.atlas import Arrow, Atlas, Point

__all__ = ["MOST_POINTS", "atlas", "of_standing"]

MOST_POINTS = 40
"""More states than this are not shown in one picture."""

_FEW = 8
"""With no more feasible states than this, all are shown."""

_FEW_DETERRED = 4
"""With no more states than this that hold only while deterred, the ways to them are shown."""

_TAGS = ("here", "alone", "together", "by moves", "unreachable")


def atlas(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    limit: int = MOST_POINTS,
    max_memory: int | None = None,
) -> Atlas:
    """The states that matter, with the steps between them and each party's order of them.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    limit : int
        The most states shown.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Atlas
        Points, arrows, orders.

    Raises
    ------
    CaseError
        If a profile, change, rule or ranking is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = atlas(hb.read("syria-iraq-1975"))
    >>> [(point.number, str(point.state), point.role) for point in found.points][:2]
    [(0, '{}', 'today'), (1, '{escalate, attack}', 'holds')]
    """
    return of_standing(
        Standing(encode(variant(case, profile, changes), max_memory, play=True)), limit
    )


def of_standing(standing: Standing, limit: int = MOST_POINTS) -> Atlas:
    """The same for a case whose verdicts are there already.

    Parameters
    ----------
    standing : Standing
        The case's states.
    limit : int
        As for `atlas`.

    Returns
    -------
    Atlas
        Points, arrows, orders.
    """
    chosen = list(_chosen(standing))
    kept = chosen[: max(limit, 1)]
    first = 0 if standing.encoded.status_quo is not None else 1
    reasons = Reasons(standing.encoded)
    today = standing.encoded.status_quo
    points = tuple(
        Point(
            number,
            role,
            standing.reached(state),
            ()
            if today is None
            else tuple(reasons.between(id, state, today) for id in standing.encoded.names.parties),
        )
        for number, (state, role) in enumerate(kept, start=first)
    )
    states = [state for state, _ in kept]
    arrows = _arrows(standing, reasons, points, states)
    orders = {
        party: _order(row[states].tolist(), first)
        for party, row in zip(
            standing.encoded.names.parties, standing.encoded.graph.ranks, strict=True
        )
    }
    return Atlas(
        question(standing.encoded),
        Scope("exhaustive"),
        points,
        arrows,
        orders,
        len(chosen) - len(kept),
    )


def _chosen(standing: Standing) -> Iterator[tuple[int, str]]:
    """Indices of the states that matter with their roles, each once, the most important first."""
    road, names = standing.road, standing.encoded.names
    seen: set[int] = set()
    today = standing.encoded.status_quo
    found: list[tuple[int, str]] = [] if today is None else [(today, "today")]
    nash, seq = (
        np.flatnonzero(standing.holds[standing.concepts.index(concept)])
        for concept in ("nash", "seq")
    )
    holding = list(map(int, standing.easiest(nash)))
    found += [(state, "holds") for state in holding]
    found += _on_the_way(standing, holding)
    if today is not None:
        found += [(names.index(deal.to), "deal") for deal in _smallest(road.deals(today))]
    if road.reach is not None:
        tags = [_TAGS.index(tag) for tag in ("alone", "together")]
        reached = standing.easiest(seq[np.isin(road.reach.tags[seq], tags)])
        firm = set(holding)
        deterred = [state for state in map(int, reached) if state not in firm]
        found += [(state, "while deterred") for state in deterred]
        if len(deterred) <= _FEW_DETERRED:
            found += _on_the_way(standing, deterred)
    if standing.encoded.graph.states <= _FEW:
        found += [(state, "other") for state in range(standing.encoded.graph.states)]
    for state, role in found:
        if state not in seen:
            seen.add(state)
            yield state, role


def _on_the_way(standing: Standing, states: Iterable[int]) -> list[tuple[int, str]]:
    """The states on the paths given to some states."""
    reach = standing.road.reach
    paths = [] if reach is None else [reach.path(state) for state in states]
    return [(state, "on the way") for path in paths if path for state in path.states]


def _smallest(deals: Iterable[Deal]) -> list[Deal]:
    """The first deal of each group."""
    first: dict[tuple[str, ...], Deal] = {}
    for deal in deals:
        first.setdefault(deal.group, deal)
    return list(first.values())


def _arrows(
    standing: Standing, reasons: Reasons, points: tuple[Point, ...], states: list[int]
) -> tuple[Arrow, ...]:
    encoded, road = standing.encoded, standing.road
    numbers = {point.state.id: point.number for point in points}
    is_open = {frozenset(group.members): group.open for group in encoded.case.groups}
    told: dict[tuple[int, int, tuple[str, ...] | None, tuple[str, ...]], Arrow] = {}

    def tell(start: str, step: Step, *, on_path: bool) -> None:
        if start not in numbers or step.to not in numbers:
            return
        key = (numbers[start], numbers[step.to], step.group, step.movers)
        if key in told:
            return
        here, there = encoded.names.index(start), encoded.names.index(step.to)
        members = step.group or step.movers
        because = tuple(reasons.between(party, there, here) for party in members)
        channel = step.group is None or is_open.get(frozenset(step.group), False)
        told[key] = Arrow(key[0], key[1], step, on_path, channel, because)

    today = None if encoded.status_quo is None else encoded.names.id(encoded.status_quo)
    for point in points:
        if today is not None:
            _along(today, point.state, tell)
    if encoded.status_quo is not None and today is not None:
        for deal in _smallest(road.deals(encoded.status_quo)):
            movers = tuple(
                party
                for party in encoded.names.parties
                if any(encoded.case.option(o).party == party for o in (*deal.take, *deal.drop))
            )
            step = Step(movers, deal.group, deal.take, deal.drop, deal.to, True)
            tell(today, step, on_path=False)
    shown = set(states)
    for number, party in enumerate(encoded.names.parties):
        found = steps(encoded.graph, number, np.array(sorted(shown), dtype=np.intp))
        for source, target, plain in zip(
            map(int, found.sources), map(int, found.targets), found.plain, strict=True
        ):
            if plain and target in shown:
                take, drop = road.flips(source, target)
                step = Step((party,), None, take, drop, encoded.names.id(target), True)
                tell(encoded.names.id(source), step, on_path=False)
    return tuple(told.values())


def _along(today: str, state: Reached, tell: _Tell) -> None:
    here = today
    for step in state.path or ():
        tell(here, step, on_path=True)
        here = step.to


class _Tell(Protocol):
    """What takes a step from a state."""

    def __call__(self, start: str, step: Step, *, on_path: bool) -> None:
        """Take it."""


def _order(ranks: list[int], first: int) -> tuple[tuple[int, ...], ...]:
    """Numbers of states from best to worst, tied ones together."""
    return tuple(
        tuple(place + first for place, rank in enumerate(ranks) if rank == level)
        for level in sorted(set(ranks), reverse=True)
    )
