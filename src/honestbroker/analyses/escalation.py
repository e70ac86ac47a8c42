"""What may escalate, from today and from every stage of every plan?

Question: which bad outcomes do plain steps lead to, and which does one small mistake lead to?

Definitions (theory sections 9 and 10; `docs/theory/roadmaps.md`, escalation)

* A state is **bad** if it satisfies an outcome that the case marks as bad, or that is named as bad.
* **Starts** are the status quo, and every state into which a stage of a roadmap settles, the state
  entered among them (`honestbroker.analyses.roads`), with the snapbacks of the stages so far in
  force. (From an equilibrium alone nothing could follow: nobody has an improvement.)
* **By plain steps**: reached from a start by plain improvements of single parties.
* A **misreading**: one party takes two neighbouring statements of one other's list in the wrong
  order, or does not see one statement of it. Everything else is read right by everybody; views
  that the case has are set aside. A ranking has no lines to misread.
* **Deterred play**: a party takes an improvement exactly if, as it reads the lists, the improvement
  is not sanctioned in the sense of seq (`honestbroker.analyses.views`).
* **By mistake**: a bad state that deterred play reaches from a start with one misreading, and does
  not reach from there if all read right.

How. Misreadings that give the party misread the same ranks, or the reader the same worth of every
move (q of `honestbroker.kernel.stability`), are played once. A start from which no improvements of
whatever kind lead to a bad state is not played at all.

Guarantees: exact, over all misreadings. Complexity: a closure of seq for each reader and each
different misread row, and one search of what deterred play reaches for each start.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.roads import Begun, Walked, Walker, tracks
from honestbroker.analyses.stability import question
from honestbroker.analyses.stages import Tellers
from honestbroker.analyses.variants import Desk, Version
from honestbroker.analyses.whatif import inverse_question
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Statement, Statements
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import variant
from honestbroker.encode import encode
from honestbroker.formula import Formula
from honestbroker.kernel.moves import Indices, Ranks
from honestbroker.kernel.search import Play, path_of, search
from honestbroker.kernel.stability import worth
from honestbroker.result import Scope, Step
from honestbroker.result.escalation import Escalated, Escalation, Misreading, Mistake, Passing, Way

__all__ = ["escalation", "misreadings"]

_TOLD: Final = 10
"""Bad states that are told of one start, with the way there."""

Mask = npt.NDArray[np.bool_]
Reached = dict[int, tuple[int, int]]
"""From a state that play reaches to the mover and the state before; the start to itself."""


def escalation(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    bad: Sequence[str] = (),
    max_memory: int | None = None,
) -> Escalation:
    """What may escalate, from today and from every stage of every roadmap.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    bad : sequence of str
        What is bad: ids of outcomes, or formulas; empty for the outcomes that the case marks so.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Escalation
        For each start the bad states that plain steps lead to, and those that a misreading does.

    Raises
    ------
    CaseError
        If nothing is bad, there is no status quo, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = escalation(hb.read("syria-iraq-1975"), bad=["war"])
    >>> [step.movers for step in found.today.plain[0].path]
    [('Iraq',), ('Syria',)]
    """
    asked = variant(case, profile, changes)
    named = tuple(bad) or tuple(outcome.id for outcome in asked.outcomes if outcome.bad)
    if not named:
        told = "no outcome of this case is marked as bad"
        raise CaseError([Problem(told, None, "mark one with  bad: true,  or name it")])
    encoded = encode(asked, max_memory)
    if encoded.status_quo is None:
        told = "this case has no status quo, so play starts nowhere"
        raise CaseError([Problem(told, None, "add  status_quo:  to the case")])
    desk = Desk(asked, max_memory)
    formulas = [inverse_question(asked, id) for id in named]
    starts = list(_starts(asked, desk))
    fields: dict[Hashable, _Field] = {}
    tellers = Tellers(desk)
    for start in starts:
        key = start.version.key()
        if key not in fields:
            fields[key] = _Field(desk, tellers, start.version, formulas)
        fields[key].starts[start.state] = start
    lists = asked.lists.items()
    return Escalation(
        question(encoded),
        Scope("exhaustive"),
        named,
        tuple(id for id, preference in lists if not isinstance(preference, Statements)),
        sum(one.tried for one in fields.values()),
        len(fields),
        tuple(fields[start.version.key()].told(start) for start in starts),
    )


@dataclass(frozen=True, eq=False)
class _Start:
    """A state from which play may go on, and the stages in which it comes up."""

    version: Version
    state: int
    today: bool
    stages: dict[tuple[str, str], Passing] = field(default_factory=dict)

    def comes_up(self, roadmap: str, stage: str, *, entered: bool, stands: bool) -> None:
        """Note a stage in which the state comes up."""
        known = self.stages.get((roadmap, stage), Passing(roadmap, stage, False, False))
        self.stages[roadmap, stage] = Passing(
            roadmap, stage, known.entered or entered, known.stands or stands
        )


def _starts(case: Case, desk: Desk) -> Iterator[_Start]:
    """The status quo, then what stages settle into; each state of a version once."""
    base = desk.version(case)
    assert base is not None
    assert base.frame.start is not None
    first = _Start(base, base.frame.start, True)
    known = {(base.key(), first.state): first}
    walker = Walker(desk)
    for plan in case.roadmaps:
        for stages in tracks(plan.stages).values():
            walked = walker.walk(case, stages)
            if walked is None:
                told = f"a snapback of roadmap '{plan.id}' leaves no feasible status quo"
                raise CaseError([Problem(told, plan.place)])
            for one in walked:
                for begun, state in _settled(one):
                    key = (one.version.key(), state)
                    start = known.setdefault(key, _Start(one.version, state, False))
                    entered = state == begun.landing.state
                    stands = state in begun.stands
                    start.comes_up(plan.id, one.stage.id, entered=entered, stands=stands)
    yield from known.values()


def _settled(one: Walked) -> Iterator[tuple[Begun, int]]:
    """Every state into which a stage settles, with where it began."""
    for begun in one.begun:
        if begun.settled is not None:
            for state in map(int, np.flatnonzero(begun.settled)):
                yield begun, state


def misreadings(case: Case) -> Iterator[tuple[Misreading, Case]]:
    """Every way to misread one line of one list in one place.

    Parameters
    ----------
    case : Case
        The case.

    Yields
    ------
    Misreading, Case
        The misreading, and the case with that list as it is misread.

    Examples
    --------
    >>> import honestbroker as hb
    >>> [one.kind for one, _ in misreadings(hb.read("chicken"))]
    []
    """
    for about, preference in case.lists.items():
        if not isinstance(preference, Statements):
            continue
        lines = preference.lines
        for place, line in enumerate(lines):
            wrong: list[tuple[str, str | None, tuple[Statement, ...]]] = []
            if place + 1 < len(lines):
                after = lines[place + 1]
                swapped = (*lines[:place], after, line, *lines[place + 2 :])
                wrong.append(("swap", after.id, swapped))
            wrong.append(("drop", None, (*lines[:place], *lines[place + 1 :])))
            for kind, other, seen in wrong:
                lists = {**case.lists, about: replace(preference, lines=seen)}
                told = Misreading(about, kind, line.id, other, place + 1, len(lines))
                yield told, replace(case, lists=lists)


@dataclass(frozen=True, eq=False)
class _Wrong:
    """What one reading of a viewer leads to from one start."""

    count: int
    at: int
    steps: tuple[tuple[int, int, int], ...]
    """Mover, from, to."""


class _Field:
    """Deterred play in one version of the case, from some starts."""

    def __init__(
        self, desk: Desk, tellers: Tellers, version: Version, bad: Sequence[Formula]
    ) -> None:
        self.desk = desk
        self.version = version
        self.teller = tellers.of(version)
        self.graph = self.teller.graph
        self.starts: dict[int, _Start] = {}
        self.bad = np.zeros(self.graph.states, dtype=np.bool_)
        for column in version.frame.structure.truths(bad):
            self.bad |= column
        self._improving: dict[tuple[int, int], Indices] = {}
        self._arcs: dict[tuple[int, int], tuple[int, ...]] = {}
        self._worths: dict[int, Ranks] = {}
        self._mistakes: dict[int, list[tuple[int, list[Misreading], _Wrong]]] | None = None

    @property
    def tried(self) -> int:
        """How many misreadings there are."""
        readers = len(self.version.case.parties) - 1
        lengths = [
            len(preference.lines)
            for preference in self.version.case.lists.values()
            if isinstance(preference, Statements)
        ]
        return readers * sum(max(0, 2 * length - 1) for length in lengths)

    # --- play ------------------------------------------------------------------------------------

    def worth(self, party: int) -> Ranks:
        """What every move is worth to a party that reads right."""
        if party not in self._worths:
            self._worths[party] = worth(self.graph, party, "seq")
        return self._worths[party]

    def improving(self, party: int, state: int) -> Indices:
        """The ends of a party's improvements from a state."""
        key = (party, state)
        if key not in self._improving:
            row = self.graph.ranks[party]
            targets = self.graph.moves[party].targets(state)
            self._improving[key] = targets[row[targets] > row[state]]
        return self._improving[key]

    def arcs(self, party: int, state: int) -> tuple[int, ...]:
        """The ends of the improvements that a party takes, reading right."""
        key = (party, state)
        if key not in self._arcs:
            self._arcs[key] = self._taken(party, state, self.worth(party))
        return self._arcs[key]

    def _taken(self, party: int, state: int, worths: Ranks) -> tuple[int, ...]:
        targets = self.improving(party, state)
        return tuple(targets[worths[targets] > self.graph.ranks[party, state]].tolist())

    def play(self, start: int, viewer: int | None = None, worths: Ranks | None = None) -> Reached:
        """Where deterred play leads from a state, if a viewer takes its moves to be worth this."""
        before: Reached = {start: (-1, start)}
        pending = deque([start])
        while pending:
            here = pending.popleft()
            for party in self.graph.movers:
                if party == viewer and worths is not None:
                    targets = self._taken(party, here, worths)
                else:
                    targets = self.arcs(party, here)
                for to in targets:
                    if to not in before:
                        before[to] = (party, here)
                        pending.append(to)
        return before

    # --- misreadings -----------------------------------------------------------------------------

    @property
    def mistakes(self) -> dict[int, list[tuple[int, list[Misreading], _Wrong]]]:
        """By start, who misreads, how, and what comes of it."""
        if self._mistakes is None:
            self._mistakes = {state: [] for state in self.starts}
            self._play_all(self._mistakes)
        return self._mistakes

    def _play_all(self, found: dict[int, list[tuple[int, list[Misreading], _Wrong]]]) -> None:
        right = {start: self.play(start) for start in self.starts if self._may_turn_bad(start)}
        groups: dict[tuple[int, bytes], list[Misreading]] = {}
        if not right:
            return
        self.desk.warm()
        for one, case in misreadings(self.version.case):
            version = self.desk.version(case)
            if version is None or version.rows == self.version.rows:
                continue
            graph = self.desk.graph(version)
            about = self.teller.encoded.names.parties.index(one.about)
            for viewer in self.graph.movers:
                if viewer == about:
                    continue
                worths = worth(graph, viewer, "seq")
                if np.array_equal(worths, self.worth(viewer)):
                    continue
                key = (viewer, blake2b(worths.tobytes(), digest_size=16).digest())
                if key in groups:
                    groups[key].append(one)
                    continue
                groups[key] = [one]
                for start, known in right.items():
                    wrong = self._wrong(start, known, viewer, worths)
                    if wrong is not None:
                        found[start].append((viewer, groups[key], wrong))

    def _may_turn_bad(self, start: int) -> bool:
        """Whether any improvements of single parties lead to a bad state."""
        reached = search(self.graph, start, Play(plain=False, improving=True)).distance >= 0
        return bool((reached & self.bad).any())

    def _wrong(self, start: int, right: Reached, viewer: int, worths: Ranks) -> _Wrong | None:
        """What comes of a misreading from one start; None if nothing bad does."""
        reached = self.play(start, viewer, worths)
        bad = [state for state in reached if self.bad[state] and state not in right]
        if not bad:
            return None
        here = bad[0]
        steps = []
        while reached[here][0] >= 0:
            party, before = reached[here]
            steps.append((party, before, here))
            here = before
        return _Wrong(len(bad), bad[0], tuple(reversed(steps)))

    # --- telling ---------------------------------------------------------------------------------

    def told(self, start: _Start) -> Escalated:
        """What may escalate from one start."""
        plain = search(self.graph, start.state, Play(plain=True))
        bad = np.flatnonzero((plain.distance >= 0) & self.bad)
        nearest = bad[np.argsort(plain.distance[bad], kind="stable")][:_TOLD]
        mistakes = [self._mistake(*one) for one in self.mistakes[start.state]]
        mistakes.sort(key=lambda one: len(one.path))
        return Escalated(
            self.teller.state(start.state),
            start.today,
            tuple(start.stages.values()),
            int(bad.size),
            tuple(
                Way(
                    self.teller.state(state),
                    self.teller.names.steps(start.state, path_of(self.graph, plain, state)),
                )
                for state in map(int, nearest)
            ),
            tuple(mistakes),
        )

    def _mistake(self, viewer: int, some: Sequence[Misreading], wrong: _Wrong) -> Mistake:
        teller = self.teller
        turn = next(
            place
            for place, (party, before, to) in enumerate(wrong.steps)
            if party == viewer and to not in self.arcs(party, before)
        )
        _, here, to = wrong.steps[turn]
        path = teller.witnesses.answer("seq", viewer, here, to) or ()
        end = path[-1][1] if path else to
        answer = []
        state = to
        for mover, after in path:
            answer.append(self._step(mover, state, after))
            state = after
        return Mistake(
            teller.encoded.names.parties[viewer],
            tuple(some),
            wrong.count,
            teller.state(wrong.at),
            tuple(self._step(*step) for step in wrong.steps),
            turn,
            teller.decides(viewer, to, here),
            tuple(answer),
            teller.decides(viewer, here, end),
        )

    def _step(self, mover: int, before: int, after: int) -> Step:
        take, drop = self.teller.names.flips(before, after)
        movers = self.teller.names.names((mover,))
        return Step(movers, None, take, drop, self.teller.encoded.names.id(after), True)
