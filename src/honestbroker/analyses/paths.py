"""What can be reached from today, who must move, and what is a trap?

Question: from the status quo, which states that hold can be reached by improvements of single
parties and deals of named groups, by which shortest path, through which channels; and what do the
states that hold do to whom (sunk, trap, regret, betrayed, exposed, open or missed deals)?

Definitions: `honestbroker.kernel.paths`, `honestbroker.kernel.steps`, `honestbroker.kernel.labels`.
**Coalition-stable**: nash for every party, and no named group (or, if asked, no group up to a
stated size) has a joint improvement.

Guarantees: exhaustive; bounded where a case has many closed groups (the scope says so) or where
`max_changes` bounds deals.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import combinations

import numpy as np

from honestbroker.analyses.labels import Road
from honestbroker.analyses.stability import question
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel import stability as kernel
from honestbroker.kernel.moves import Indices
from honestbroker.kernel.paths import FEW_CLOSED
from honestbroker.kernel.steps import deals
from honestbroker.result import Paths, Reached, Scope
from honestbroker.result.lazily import Lazily

__all__ = ["Standing", "of_standing", "paths"]


class Standing:
    """Every state of one encoded case as the analyses tell it: whether it holds, how reached.

    Parameters
    ----------
    encoded : Encoded
        The case as arrays.
    road : Road or None
        Its road, if it is there already.
    """

    def __init__(self, encoded: Encoded, road: Road | None = None) -> None:
        self.encoded = encoded
        self.road = Road(encoded) if road is None else road
        self.concepts = kernel.CONCEPTS
        self.table = kernel.stable(encoded.graph, self.concepts)
        self.holds = np.asarray(self.table.all(axis=1))

    def counts(self) -> dict[str, int]:
        """How many equilibria each concept has.

        Returns
        -------
        dict
            Concept to count.
        """
        return dict(zip(self.concepts, self.holds.sum(axis=1).tolist(), strict=True))

    def easiest(self, states: Indices) -> Indices:
        """Some states in order: nash equilibria first, then by tag, channels needed, and steps.

        Parameters
        ----------
        states : array of intp
            Their indices.

        Returns
        -------
        array of intp
            The same, the most easily reached of the firmest first.
        """
        firm = ~self.holds[self.concepts.index("nash"), states]
        reach = self.road.reach
        if reach is None:
            return states[np.lexsort((states, firm))]
        ways = reach.steps[states], reach.needs[states], reach.tags[states]
        return states[np.lexsort((states, *ways, firm))]

    def under(self, concept: str) -> list[int]:
        """Indices of the equilibria under a concept.

        Parameters
        ----------
        concept : str
            The concept.

        Returns
        -------
        list of int
            Ascending.
        """
        found: list[int] = np.flatnonzero(self.holds[self.concepts.index(concept)]).tolist()
        return found

    def stable_under(self, state: int) -> tuple[str, ...]:
        """The concepts under which a state is an equilibrium.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        tuple of str
            In the usual order.
        """
        return tuple(c for row, c in enumerate(self.concepts) if self.holds[row, state])

    def verdict(self, state: int) -> str:
        """Whether a state holds.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        str
            ``holds``, ``while deterred`` or ``no``.
        """
        under = self.stable_under(state)
        return "holds" if "nash" in under else "while deterred" if "seq" in under else "no"

    def reached(self, state: int) -> Reached:
        """All that is told of a state.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        Reached
            Whether it holds, for whom not, tag, path, labels.
        """
        names = self.encoded.names
        under = self.stable_under(state)
        tag, path = self.road.way(state)
        nash = self.table[self.concepts.index("nash"), :, state]
        return Reached(
            names.id(state),
            names.taken(state),
            self.encoded.outcomes_at(state),
            self.verdict(state),
            tuple(party for party, stays in zip(names.parties, nash, strict=True) if not stays),
            tag,
            path,
            self.road.labels(state, under),
            "nash" in under and not self.road.deals(state),
        )


def paths(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    strict: bool = True,
    max_changes: int | None = None,
    group_size: int | None = None,
    max_memory: int | None = None,
) -> Paths:
    """What can be reached from today, who must move, and what is a trap.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    strict : bool
        Whether every member of a deal must gain; if not, none may lose and one must gain.
    max_changes : int or None
        The most options one deal may flip; None for no bound.
    group_size : int or None
        For coalition stability, ask every group of up to this many parties, not the named ones
        only.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Paths
        Today's state, its deals, the states that hold with tags, paths and labels.

    Raises
    ------
    CaseError
        If a profile, change, rule or ranking is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = hb.paths(hb.read("korea-2017"))
    >>> [deal.group for deal in found.deals if len(deal.group) == 2]
    [('DPRK', 'US'), ('DPRK', 'US')]
    >>> [state.tag.name for state in found.holding if state.holds == "holds"].count("by moves")
    7
    """
    encoded = encode(variant(case, profile, changes), max_memory, play=True)
    standing = Standing(encoded, Road(encoded, max_changes=max_changes, strict=strict))
    return of_standing(standing, group_size)


def of_standing(standing: Standing, group_size: int | None = None) -> Paths:
    """The same for a case whose verdicts are there already.

    Parameters
    ----------
    standing : Standing
        The case's states.
    group_size : int or None
        As for `paths`.

    Returns
    -------
    Paths
        What can be reached.
    """
    encoded, road = standing.encoded, standing.road
    nash, seq = (standing.holds[standing.concepts.index(concept)] for concept in ("nash", "seq"))
    told = nash.copy()
    if road.reach is not None:
        reached = [road.reach.TAGS.index(tag) for tag in ("alone", "together")]
        told |= seq & np.isin(road.reach.tags, reached)
    counts: dict[str, int] = {}
    if road.reach is not None:
        counts = {
            name: int((road.reach.tags == number).sum())
            for number, name in enumerate(road.reach.TAGS)
        }
        counts["today"] = int(road.reach.today.sum())
    today = encoded.status_quo
    return Paths(
        question(encoded),
        _scope(road),
        None if today is None else standing.reached(today),
        () if today is None else road.deals(today),
        counts,
        Lazily(np.flatnonzero(told), partial(_reached, standing, group_size)),
        int((seq & ~told).sum()),
        easiest=standing.easiest,
    )


def _reached(standing: Standing, group_size: int | None, state: int) -> Reached:
    found = standing.reached(state)
    if group_size is None:
        return found
    firm = found.holds == "holds" and not _some_group_gains(standing.road, state, group_size)
    return found.with_coalition(firm)


def _scope(road: Road) -> Scope:
    bounds = []
    if not road.exhaustive:
        bounds.append(f"at most {FEW_CLOSED} closed groups on one path")
    if road.max_changes is not None:
        bounds.append(f"deals of at most {road.max_changes} options")
    return Scope("bounded", "; ".join(bounds)) if bounds else Scope("exhaustive")


def _some_group_gains(road: Road, state: int, size: int) -> bool:
    graph = road.encoded.graph
    here = np.array([state], dtype=np.intp)
    return any(
        deals(graph, group, here, strict=road.strict, max_changes=road.max_changes).targets.size
        for count in range(2, size + 1)
        for group in combinations(range(graph.parties), count)
    )
