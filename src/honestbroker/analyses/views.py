"""What holds, and where play leads, if parties are mistaken about each other?

Definitions (theory section 9; hypergames of level 1)

* A **view** of party i is i's picture of some others' lists (`honestbroker.perception`). i's own
  list is always true. i's verdict is computed in i's view.
* Under nash, gmr and smr a verdict uses i's own list alone, so views matter under ``seq`` and
  ``sseq`` only.
* A state **holds in the views** if every party finds it stable in its own view; it **holds by
  mistake** if it also is no equilibrium of the true lists. A state is **missed** if it is an
  equilibrium of the true lists and does not hold in the views.
* What a party **expects** to hold are the equilibria of the case as it sees it.
* **Deterred play**: a party takes an improvement only when, in its view, it is not sanctioned in
  the sense of seq. An outcome is reached **by mistake** if deterred play leads there from the
  status quo with the views as they are, and not with all views true. For a bad outcome this is
  **escalation by mistake**.
* **Revealing** a list to a party makes the party's picture of that list true, and nothing else.

How. With q of `honestbroker.kernel.stability`, computed in i's view, i's improvement from s to t is
not sanctioned iff q(t) > r_i(s).

Guarantees: exact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.labels import Road
from honestbroker.analyses.stability import question
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Drop, Insert, Move, Replace, Statements, View
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import edited, variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.stability import stable, worth
from honestbroker.perception import problems_of_view
from honestbroker.result import Scope, Step
from honestbroker.result.views import (
    Expected,
    Learned,
    Mistaken,
    Pictured,
    ReachedByPlay,
    Revealed,
    Views,
)

__all__ = ["CONCEPTS", "learned", "revelation", "views"]

CONCEPTS: Final = ("seq", "sseq")
"""Concepts under which a view can matter."""

Mask = npt.NDArray[np.bool_]


def views(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    concept: str = "seq",
    max_memory: int | None = None,
) -> Views:
    """What follows from the parties' views of each other.

    Parameters
    ----------
    case : Case
        The case; its `views` are those of its profile.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
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
    >>> found = views(hb.read("chicken"))
    >>> found.views, found.by_mistake, found.missed
    ((), (), ())
    """
    world = _World(variant(case, profile, changes), concept, max_memory)
    given = world.truth.views
    seen, real = world.looked(given), world.looked(())
    return Views(
        question(world.encoded),
        Scope("exhaustive"),
        concept,
        tuple(_pictured(world.truth)),
        int(seen.holds.sum()),
        int(real.holds.sum()),
        world.told(seen.holds & ~real.holds, seen, real),
        world.told(real.holds & ~seen.holds, seen, real),
        tuple(world.expected(real)),
        tuple(world.play(seen, real)),
        tuple(world.revealed(view, seen) for view in given),
    )


def revelation(
    case: Case,
    viewer: str,
    about: str,
    *,
    concept: str = "seq",
    max_memory: int | None = None,
) -> Revealed:
    """What it would change if a party learned the true list of another, nothing else.

    Parameters
    ----------
    case : Case
        The case in its profile.
    viewer : str
        The party that learns.
    about : str
        The party whose list is revealed.
    concept : str
        ``seq`` or ``sseq``.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Revealed
        States that begin or cease to hold in the views, outcomes that play begins or ceases to
        reach; empty where the party is not mistaken about this list.

    Raises
    ------
    CaseError
        If there is no such party, or a view is wrong.
    ValueError
        If no view can matter under the concept.

    Examples
    --------
    >>> import honestbroker as hb
    >>> revelation(hb.read("chicken"), "row", "column").ceasing
    ()
    """
    parties = [party.id for party in case.parties]
    for id in (viewer, about):
        if id not in parties:
            raise CaseError([Problem(f"there is no party '{id}'", None, near(id, parties), id)])
    world = _World(case, concept, max_memory)
    return world.revealed(View(viewer, about, ()), world.looked(case.views))


def learned(
    case: Case,
    pairs: Iterable[tuple[str, str]],
    *,
    concept: str = "seq",
    max_memory: int | None = None,
) -> Learned:
    """What it would change if some parties learned some true lists, all at once.

    Parameters
    ----------
    case : Case
        The case in its profile.
    pairs : iterable of (str, str)
        Who learns whose list.
    concept : str
        ``seq`` or ``sseq``.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Learned
        What holds by mistake and where play leads, before and afterwards.

    Raises
    ------
    CaseError
        If a view is wrong.
    ValueError
        If no view can matter under the concept.

    Examples
    --------
    >>> import honestbroker as hb
    >>> learned(hb.read("chicken"), [("row", "column")]).mistaken
    ()
    """
    world = _World(case, concept, max_memory)
    told = tuple(dict.fromkeys(pairs))
    seen, real = world.looked(case.views), world.looked(())
    after = world.looked(view for view in case.views if (view.viewer, view.about) not in told)
    before_states, after_states = seen.holds & ~real.holds, after.holds & ~real.holds
    now, then = world.reached(seen), world.reached(after)
    bad = [outcome.id for outcome in case.outcomes if outcome.bad]
    pictured = {(view.viewer, view.about) for view in case.views if view.edits}
    return Learned(
        told,
        tuple(pair for pair in told if pair in pictured),
        int(before_states.sum()),
        int(after_states.sum()),
        world.told(before_states & ~after_states, seen, real),
        world.told(after_states & ~before_states, after, real),
        tuple(id for id in bad if id in now),
        tuple(id for id in bad if id in then),
        tuple(id for id in world.encoded.outcomes if id in then - now),
        tuple(id for id in world.encoded.outcomes if id in now - then),
    )


def _pictured(case: Case) -> Iterable[Pictured]:
    """What each view takes to be otherwise, edit by edit."""
    for view in case.views:
        true = _lines(case, view.about)
        seen = _lines(edited(case, view.edits)[0], view.about)
        for edit in view.edits:
            kind = edit.kind
            name, what, by = "ranking", None, None
            match kind:
                case Insert(statement=line):
                    name, what = "insert", line.id
                case Replace(statement=id, by=line):
                    name, what, by = "replace", id, line.id
                case Drop(statement=id):
                    name, what = "drop", id
                case Move(statement=id):
                    name, what = "move", id
            shown = what if by is None else by
            judged = edit.evidence.judged
            yield Pictured(
                view.viewer,
                view.about,
                name,
                what,
                by,
                seen.index(shown) + 1 if shown in seen else None,
                len(seen) if shown in seen else None,
                true.index(what) + 1 if what in true else None,
                len(true) if what in true else None,
                tuple(map(str, edit.evidence.cites)),
                None if judged is None else judged.by,
                None if judged is None else judged.sure,
            )


def _lines(case: Case, party: str) -> list[str]:
    preference = case.lists[party]
    return [line.id for line in preference.lines] if isinstance(preference, Statements) else []


@dataclass(frozen=True, eq=False)
class _Looked:
    """What parties find with some views in force: verdicts, who holds, deterred play."""

    verdicts: Mask
    holds: Mask
    before: dict[int, tuple[int, int]]
    """From a state that play reaches to the mover and the state before; the start to itself."""


class _World:
    """One case with its parties' views."""

    def __init__(self, truth: Case, concept: str, max_memory: int | None) -> None:
        if concept not in CONCEPTS:
            raise ValueError(
                f"under '{concept}' nobody's verdict depends on a view; ask seq or sseq"
            )
        problems = [problem for view in truth.views for problem in problems_of_view(truth, view)]
        if problems:
            raise CaseError(problems)
        self.truth = truth
        self.concept = concept
        self.encoded: Encoded = encode(truth, max_memory)
        self.road = Road(self.encoded)
        self._known: dict[tuple[str, frozenset[str]], tuple[Mask, npt.NDArray[np.int32]]] = {}

    def looked(self, views: Iterable[View]) -> _Looked:
        """What parties find if these views are in force and all others are true."""
        force: dict[str, list[View]] = {}
        for view in views:
            force.setdefault(view.viewer, []).append(view)
        found = [self._of(party, force.get(party, ())) for party in self.encoded.names.parties]
        verdicts = np.array([verdict for verdict, _ in found])
        before = self._play([values for _, values in found])
        return _Looked(verdicts, np.asarray(verdicts.all(axis=0)), before)

    def _of(self, viewer: str, views: Sequence[View]) -> tuple[Mask, npt.NDArray[np.int32]]:
        """A party's verdicts in its view, and what its moves are worth to it there (seq)."""
        key = (viewer, frozenset(view.about for view in views))
        if key not in self._known:
            graph = self._graph(views)
            number = self.encoded.names.parties.index(viewer)
            verdict = stable(graph, [self.concept], [number])[0, number]
            self._known[key] = (verdict, worth(graph, number, "seq"))
        return self._known[key]

    def _graph(self, views: Sequence[View]) -> Graph:
        """The model with these views taken for true."""
        if not views:
            return self.encoded.graph
        case = self.truth
        for view in views:
            case = edited(case, view.edits)[0]
        return encode(case, reuse=self.encoded.structure).graph

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

    def expected(self, real: _Looked) -> Iterable[Expected]:
        """What each mistaken party expects to hold, against what does by the true lists."""
        for viewer in dict.fromkeys(view.viewer for view in self.truth.views):
            graph = self._graph([view for view in self.truth.views if view.viewer == viewer])
            holds = stable(graph, [self.concept])[0].all(axis=0)
            ids = self._ids
            yield Expected(
                viewer, int(holds.sum()), ids(holds & ~real.holds), ids(real.holds & ~holds)
            )

    def _ids(self, states: Mask) -> tuple[str, ...]:
        return tuple(self.encoded.names.id(int(state)) for state in np.flatnonzero(states))

    def play(self, seen: _Looked, real: _Looked) -> Iterable[ReachedByPlay]:
        """Named outcomes that deterred play reaches, in the views or in truth."""
        bad = {outcome.id for outcome in self.truth.outcomes if outcome.bad}
        for id, column in self.encoded.outcomes.items():
            in_views = [state for state in seen.before if column[state]]
            in_truth = any(column[state] for state in real.before)
            if in_views or in_truth:
                path = self._path(seen, in_views[0]) if in_views else None
                yield ReachedByPlay(id, id in bad, bool(in_views), bool(in_truth), path)

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

    def reached(self, looked: _Looked) -> set[str]:
        """The named outcomes that deterred play reaches."""
        outcomes = self.encoded.outcomes.items()
        return {id for id, column in outcomes if any(column[s] for s in looked.before)}

    def revealed(self, told: View, seen: _Looked) -> Revealed:
        """What becoming true of one view would change."""
        outcomes = self.encoded.outcomes
        pair = (told.viewer, told.about)
        after = self.looked(view for view in self.truth.views if (view.viewer, view.about) != pair)
        now, then = self.reached(seen), self.reached(after)
        return Revealed(
            *pair,
            self._ids(after.holds & ~seen.holds),
            self._ids(seen.holds & ~after.holds),
            tuple(id for id in outcomes if id in then - now),
            tuple(id for id in outcomes if id in now - then),
        )
