"""What holds, and where play leads, if parties are mistaken about each other?

Definitions (theory section 9; hypergames of level 1)

* A **view** of party i is i's picture of some others' lists: edits of these lists. i's own list is
  always true. i's verdict is computed in i's view.
* Under nash, gmr and smr a verdict uses i's own list alone, so views matter under ``seq`` and
  ``sseq`` only.
* A state **holds in the views** if every party finds it stable in its own view; it **holds by
  mistake** if it also is no equilibrium of the true lists. A state is **missed** if it is an
  equilibrium of the true lists and does not hold in the views.
* **Deterred play**: a party takes an improvement only when, in its view, it is not sanctioned in
  the sense of seq. An outcome is reached **by mistake** if deterred play leads there from the
  status quo with the views as they are, and not with all views true. Whether an outcome is bad is
  for the reader to say; for a bad one this is escalation by mistake.
* **Revealing** a list to a party makes the party's picture of that list true, and nothing else.

How. With q of `honestbroker.kernel.stability`, computed in i's view, i's improvement from s to t is
not sanctioned iff q(t) > r_i(s).

Guarantees: exact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.labels import Road
from honestbroker.analyses.stability import question
from honestbroker.case.case import Case
from honestbroker.case.parts import (
    Change,
    Drop,
    Edit,
    Insert,
    Move,
    Replace,
    SetList,
)
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import chain_of, edited, variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.stability import stable, worth
from honestbroker.result import Scope, Step
from honestbroker.result.views import Mistaken, ReachedByPlay, Revealed, Views

__all__ = ["CONCEPTS", "Pictures", "pictures_of", "views"]

CONCEPTS: Final = ("seq", "sseq")
"""Concepts under which a view can matter."""

Pictures = Mapping[str, Mapping[str, Sequence[Edit]]]
"""From a party to its pictures: from the party it is about to edits of that party's list."""

Mask = npt.NDArray[np.bool_]


def pictures_of(case: Case) -> dict[str, dict[str, tuple[Edit, ...]]]:
    """The views of the profile a case is in: its own, and those of the profiles it starts from.

    Parameters
    ----------
    case : Case
        The case in its profile.

    Returns
    -------
    dict
        From viewer and subject to edits; where two profiles give a picture of the same list to the
        same party, the later one counts.
    """
    found: dict[str, dict[str, tuple[Edit, ...]]] = {}
    if case.profile is None:
        return found
    for id in chain_of(case, case.profile):
        for view in getattr(case.profile_named(id), "views", ()):
            found.setdefault(view.viewer, {})[view.about] = tuple(view.edits)
    return found


def views(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    pictures: Pictures | None = None,
    concept: str = "seq",
    max_memory: int | None = None,
) -> Views:
    """What follows from the parties' views of each other.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    pictures : mapping or None
        The views; None for those of the profile.
    concept : str
        ``seq`` or ``sseq``.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Views
        What holds by mistake, where deterred play leads, what revealing a list would change.

    Raises
    ------
    CaseError
        If a view is of a party's own list, alters anything but the list it is about, or an edit
        cannot be made.
    ValueError
        If no view can matter under the concept.

    Examples
    --------
    >>> import honestbroker as hb
    >>> chicken = hb.read("chicken")
    >>> found = views(chicken, pictures={})
    >>> found.by_mistake, found.missed
    ((), ())
    """
    if concept not in CONCEPTS:
        raise ValueError(f"under '{concept}' nobody's verdict depends on a view; ask seq or sseq")
    truth = variant(case, profile, changes)
    given = pictures_of(truth) if pictures is None else pictures
    world = _World(truth, given, concept, max_memory)
    pairs = tuple((viewer, about) for viewer in given for about in given[viewer])
    seen = world.looked(pairs)
    real = world.looked(())
    return Views(
        question(world.encoded),
        Scope("exhaustive"),
        concept,
        pairs,
        int(seen.holds.sum()),
        int(real.holds.sum()),
        world.told(seen.holds & ~real.holds, seen, real),
        world.told(real.holds & ~seen.holds, seen, real),
        tuple(world.play(seen, real)),
        tuple(world.revealed(pairs, seen)),
    )


@dataclass(frozen=True, eq=False)
class _Looked:
    """What parties find with some views in force: verdicts, who holds, deterred play."""

    verdicts: Mask
    holds: Mask
    before: dict[int, tuple[int, int]]
    """From a state that play reaches to the mover and the state before; the start to itself."""


class _World:
    """One case with its parties' pictures."""

    def __init__(
        self, truth: Case, pictures: Pictures, concept: str, max_memory: int | None
    ) -> None:
        self.truth = truth
        self.concept = concept
        self.encoded: Encoded = encode(truth, max_memory)
        self.road = Road(self.encoded)
        self.pictures = pictures
        self._known: dict[tuple[str, frozenset[str]], tuple[Mask, npt.NDArray[np.int32]]] = {}
        problems = [
            problem
            for viewer in pictures
            for about, edits in pictures[viewer].items()
            for problem in _problems(truth, viewer, about, edits)
        ]
        if problems:
            raise CaseError(problems)

    def looked(self, pairs: Iterable[tuple[str, str]]) -> _Looked:
        """What parties find if these pictures are in force and all others are true."""
        force: dict[str, set[str]] = {}
        for viewer, about in pairs:
            force.setdefault(viewer, set()).add(about)
        found = [
            self._of(party, frozenset(force.get(party, ()))) for party in self.encoded.names.parties
        ]
        verdicts = np.array([verdict for verdict, _ in found])
        before = self._play([values for _, values in found])
        return _Looked(verdicts, np.asarray(verdicts.all(axis=0)), before)

    def _of(self, viewer: str, about: frozenset[str]) -> tuple[Mask, npt.NDArray[np.int32]]:
        """A party's verdicts in its view, and what its moves are worth to it there (seq)."""
        key = (viewer, about)
        if key not in self._known:
            case = self.truth
            for party in about:
                case = edited(case, self.pictures[viewer][party])[0]
            graph: Graph = self.encoded.graph
            if about:
                graph = encode(case, reuse=self.encoded.structure).graph
            number = self.encoded.names.parties.index(viewer)
            verdict = stable(graph, [self.concept], [number])[0, number]
            self._known[key] = (verdict, worth(graph, number, "seq"))
        return self._known[key]

    def _play(self, values: list[npt.NDArray[np.int32]]) -> dict[int, tuple[int, int]]:
        """Where deterred play leads from the status quo."""
        start = self.encoded.status_quo
        if start is None:
            return {}
        graph = self.encoded.graph
        before = {start: (-1, start)}
        pending = deque([start])
        while pending:
            here = pending.popleft()
            for party in graph.movers:
                targets = graph.moves[party].targets(here)
                for to in map(int, targets[values[party][targets] > graph.ranks[party, here]]):
                    if to not in before:
                        before[to] = (party, here)
                        pending.append(to)
        return before

    def told(self, states: Mask, seen: _Looked, real: _Looked) -> tuple[Mistaken, ...]:
        """States in names, with who is mistaken about them."""
        names = self.encoded.names
        return tuple(
            Mistaken(
                names.id(state),
                names.taken(state),
                self.encoded.outcomes_at(state),
                tuple(
                    party
                    for number, party in enumerate(names.parties)
                    if seen.verdicts[number, state] != real.verdicts[number, state]
                ),
            )
            for state in map(int, np.flatnonzero(states))
        )

    def play(self, seen: _Looked, real: _Looked) -> Iterable[ReachedByPlay]:
        """Named outcomes that deterred play reaches, in the views or in truth."""
        for id, column in self.encoded.outcomes.items():
            in_views = [state for state in seen.before if column[state]]
            in_truth = any(column[state] for state in real.before)
            if in_views or in_truth:
                path = self._path(seen, in_views[0]) if in_views else None
                yield ReachedByPlay(id, bool(in_views), bool(in_truth), path)

    def _path(self, seen: _Looked, state: int) -> tuple[Step, ...]:
        steps: list[Step] = []
        names = self.encoded.names
        while seen.before[state][0] >= 0:
            party, here = seen.before[state]
            take, drop = self.road.flips(here, state)
            movers = (names.parties[party],)
            steps.append(Step(movers, None, take, drop, names.id(state), True))
            state = here
        return tuple(reversed(steps))

    def revealed(self, pairs: Sequence[tuple[str, str]], seen: _Looked) -> Iterable[Revealed]:
        """What revealing each list to each party with a picture of it would change."""
        names = self.encoded.names
        outcomes = self.encoded.outcomes

        def reached(looked: _Looked) -> set[str]:
            return {id for id, column in outcomes.items() if any(column[s] for s in looked.before)}

        for pair in pairs:
            after = self.looked(other for other in pairs if other != pair)
            now, then = reached(seen), reached(after)
            yield Revealed(
                *pair,
                tuple(names.id(int(s)) for s in np.flatnonzero(after.holds & ~seen.holds)),
                tuple(names.id(int(s)) for s in np.flatnonzero(seen.holds & ~after.holds)),
                tuple(id for id in outcomes if id in then - now),
                tuple(id for id in outcomes if id in now - then),
            )


_OF_LISTS: Final = (Move, Drop, Insert, Replace, SetList)


def _problems(case: Case, viewer: str, about: str, edits: Sequence[Edit]) -> Iterable[Problem]:
    parties = [party.id for party in case.parties]
    place = edits[0].place if edits else None
    for id in (viewer, about):
        if id not in parties:
            yield Problem(f"there is no party '{id}'", place, near(id, parties), id)
            return
    if viewer == about:
        told = f"'{viewer}' has a view of its own list, which it knows"
        yield Problem(told, place, "a view is of others' lists", viewer)
    for edit in edits:
        kind: Any = edit.kind
        if not isinstance(kind, _OF_LISTS) or kind.party != about:
            told = f"a view of '{about}' can edit nothing but the list of '{about}'"
            yield Problem(told, edit.place, "move, drop, insert or replace its statements")
    yield from edited(case, edits)[1]
