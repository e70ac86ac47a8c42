"""What must be true first: which named conditions of a case make an outcome come about?

Question: under which subsets of the conditions that the case's sources name does the outcome come
about, which of them does it need, and which make no difference?

Definitions (theory section 11; `docs/theory/brokers.md`, named conditions)

* A condition is a formula over states, or edits, or both. Under a subset of conditions the edits
  are made, in the file's order; the subset is ``void`` if one cannot be made, or if the status quo
  or the reference breaks a rule afterwards.
* **Starts**: of the states that satisfy every formula of the subset, those in which the fewest
  options differ from the status quo, in any direction. Without such a state there is ``no start``.
* The outcome **comes about** if some equilibrium (nash) satisfies it, is no trap and no regret for
  anybody, and is reached from each start by plain steps of single parties and open groups. Regret
  is relative to the reference of the case.
* What is told if it does not is the first of: there is ``no equilibrium`` of the outcome; all are a
  ``trap or regret``; those that are neither are ``not reached`` from every start.
* Sufficient, minimal, necessary and idle: `honestbroker.result.conditions.NamedConditions`.

Guarantees: exact. Subsets that give the same case are judged on the same arrays, and what is
reached from a start is searched once for each different case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.frames import Recent
from honestbroker.analyses.labels import Road
from honestbroker.analyses.stability import question
from honestbroker.analyses.variants import Desk, Version
from honestbroker.analyses.whatif import inverse_question
from honestbroker.case.brokering import Condition
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import apply, variant
from honestbroker.encode import Encoded, encode
from honestbroker.formula import Formula
from honestbroker.kernel.search import Play, Search, path_of, search
from honestbroker.result import Scope, Step
from honestbroker.result.conditions import ConditionTold, NamedConditions, Subset
from honestbroker.result.roadmap import StateTold

__all__ = ["MOST_CONDITIONS", "conditions"]

MOST_CONDITIONS: Final = 16
"""With more conditions there are too many subsets to try them all."""

_SEARCHES: Final = 64
"""Searches that are remembered."""

_TOLD: Final = 20
"""Starts and states that are told of one subset."""

Mask = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]


def conditions(
    case: Case,
    outcome: str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    max_memory: int | None = None,
) -> NamedConditions:
    """Which subsets of a case's named conditions make an outcome come about.

    Parameters
    ----------
    case : Case
        The case.
    outcome : str
        An outcome's id, or a formula.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    NamedConditions
        Every subset with its answer; minimal sufficient subsets, necessary and idle conditions.

    Raises
    ------
    CaseError
        If the outcome is unknown, the case has no conditions, too many, or no status quo, or
        something else in it is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = conditions(hb.read("korea-2017"), "talks_for_freeze")
    >>> found.subset().answer, found.subset("working-channel").answer
    ('not reached', 'comes about')
    """
    asked = variant(case, profile, changes)
    formula = inverse_question(asked, outcome)
    _refuse_unfit(asked)
    encoded = encode(asked, max_memory)
    asking = _Asking(asked, formula, max_memory)
    every = asked.conditions
    return NamedConditions(
        question(encoded),
        Scope("exhaustive"),
        outcome,
        tuple(_told(asked, condition) for condition in every),
        tuple(
            asking.subset(some)
            for size in range(len(every) + 1)
            for some in combinations(every, size)
        ),
    )


def _refuse_unfit(case: Case) -> None:
    if case.status_quo is None:
        told = "this case has no status quo, so play starts nowhere"
        raise CaseError([Problem(told, None, "add  status_quo:  to the case")])
    if not case.conditions:
        told = "this case names no conditions"
        raise CaseError([Problem(told, None, "add  conditions:  to the case")])
    if len(case.conditions) > MOST_CONDITIONS:
        told = f"{len(case.conditions)} conditions have {1 << len(case.conditions):,} subsets"
        hint = f"ask about a case with at most {MOST_CONDITIONS}"
        raise CaseError([Problem(told, case.conditions[MOST_CONDITIONS].place, hint)])


def _told(case: Case, condition: Condition) -> ConditionTold:
    judged = condition.evidence.judged
    formula = condition.formula
    assert case.status_quo is not None
    return ConditionTold(
        condition.id,
        None if formula is None else str(formula),
        len(condition.edits),
        not condition.edits and (formula is None or case.satisfies(formula, case.status_quo)),
        tuple(map(str, condition.evidence.cites)),
        None if judged is None else judged.by,
        None if judged is None else judged.sure,
    )


class _Asking:
    """One outcome asked of every subset of conditions."""

    def __init__(self, case: Case, outcome: Formula, max_memory: int | None) -> None:
        self.case = case
        self.outcome = outcome
        self.desk = Desk(case, max_memory)
        self._searches: Recent[Search] = Recent(_SEARCHES)

    def subset(self, some: tuple[Condition, ...]) -> Subset:
        """What becomes of the outcome under some conditions."""
        ids = tuple(condition.id for condition in some)
        version = self._version(some)
        if version is None:
            return Subset(ids, "void")
        starts = _starts(version, [one.formula for one in some if one.formula is not None])
        if not starts.size:
            return Subset(ids, "no start")
        scene = _Scene(version, self.desk)
        answer, states = self._answer(version, starts)
        path = None
        if answer == "comes about":
            start = int(starts[0])
            path = scene.path(start, self._search(version, start), int(states[0]))
        return Subset(
            ids,
            answer,
            int(starts.size),
            int(states.size),
            tuple(scene.told(starts[:_TOLD])),
            tuple(scene.told(states[:_TOLD])),
            path,
        )

    def _version(self, some: Iterable[Condition]) -> Version | None:
        """The case with the edits of some conditions made; None if they are void."""
        case = self.case
        try:
            for condition in some:
                if condition.edits:
                    case = apply(case, Change(condition.id, condition.edits))
        except CaseError:
            return None
        return self.desk.version(case)

    def _answer(self, version: Version, starts: Indices) -> tuple[str, Indices]:
        """The answer and the states that it is about."""
        asked = version.frame.structure.truths([self.outcome])[0]
        there = self.desk.holds(version, "nash", asked)
        if not there.any():
            return "no equilibrium", starts[:0]
        sound = self.desk.sound(version, "nash", there)
        if not sound.any():
            return "trap or regret", np.flatnonzero(there)
        left = sound.copy()
        for start in map(int, starts):
            left &= self._search(version, start).distance >= 0
            if not left.any():
                return "not reached", np.flatnonzero(sound)
        return "comes about", np.flatnonzero(left)

    def _search(self, version: Version, start: int) -> Search:
        """What plain steps of single parties and open groups reach from a state."""
        groups = tuple((number, group) for number, group in enumerate(version.groups) if group.open)
        play = Play(groups=groups, plain=True)
        return self._searches.of(
            (version.key(), groups, start), lambda: search(self.desk.graph(version), start, play)
        )


def _starts(version: Version, formulas: list[Formula]) -> Indices:
    """The states nearest to the status quo in which some formulas are true."""
    frame = version.frame
    marks = frame.graph.marks
    true = np.ones(marks.size, dtype=np.bool_)
    for column in frame.structure.truths(formulas):
        true &= column
    assert frame.start is not None
    changed = np.bitwise_count(marks ^ marks[frame.start])
    if not true.any():
        return np.flatnonzero(true)
    return np.flatnonzero(true & (changed == changed[true].min()))


class _Scene:
    """One version of the case in names."""

    def __init__(self, version: Version, desk: Desk) -> None:
        graph = desk.graph(version)
        self.encoded = Encoded(version.case, version.frame.structure, graph)

    def told(self, states: Indices) -> Iterator[StateTold]:
        """States in names."""
        names = self.encoded.names
        for state in map(int, states):
            yield StateTold(names.id(state), names.taken(state), self.encoded.outcomes_at(state))

    def path(self, start: int, found: Search, state: int) -> tuple[Step, ...]:
        """The steps by which a search reached a state."""
        return Road(self.encoded).steps(start, path_of(self.encoded.graph, found, state))
