"""Why does a state hold or not, why is one state preferred, and how does one get there?

Definitions

* **What decides** between two states for a party is the first statement of its list on which they
  differ; the party prefers the state that satisfies it. Where none differs the states are tied.
  For a direct ranking the ranking itself decides.
* For each improvement of a party from a state the **answers** are, for every concept under which
  that one improvement is sanctioned, a legal sequence of the others' moves that leaves the party no
  better off (`honestbroker.kernel.witness`); what decides between start and end is named.

* What a party **needs** to stay, for each concept under which it would leave, is the least rank the
  state would have to have for it, everything else as it is (`honestbroker.kernel.required`).

Guarantees: exact; the improvements of a party are listed plain ones first, then fewest flips.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from honestbroker.analyses.labels import Road
from honestbroker.analyses.paths import Standing
from honestbroker.analyses.stability import question
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Preference, State, Statements
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.case.sources import UNSOURCED
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.formula import FormulaError, parse_state
from honestbroker.kernel import stability as kernel
from honestbroker.kernel.paths import Path
from honestbroker.kernel.steps import steps
from honestbroker.kernel.witness import Witnesses
from honestbroker.result import Scope, Step
from honestbroker.result.paths import Reached
from honestbroker.result.why import (
    Decision,
    Improvement,
    Needed,
    PartyView,
    Preferred,
    Route,
    Why,
)

__all__ = ["Reasons", "find_state", "preferred", "route", "why"]


def find_state(encoded: Encoded, text: str) -> int:
    """The state somebody names.

    Parameters
    ----------
    encoded : Encoded
        The case as arrays.
    text : str
        ``{option, option}``, a state's id, ``status_quo`` or ``today``; ``+option`` and
        ``-option`` separated by blanks change the status quo.

    Returns
    -------
    int
        The state's index.

    Raises
    ------
    CaseError
        If there is no such state, saying why.
    """
    case = encoded.case
    written = text.strip()
    if written in ("status_quo", "today"):
        if encoded.status_quo is None:
            raise CaseError([Problem("this case has no status quo", None, "name a state")])
        return encoded.status_quo
    if written[:1] in ("+", "-"):
        state = _changed(case, written)
    elif written.startswith("{"):
        try:
            state = frozenset(name.id for name in parse_state(written))
        except FormulaError as error:
            raise CaseError(
                [Problem(f"'{text}': {error.message}", None, error.suggestion)]
            ) from None
    else:
        try:
            return encoded.names.index(written)
        except KeyError:
            told = f"there is no state '{text}'"
            hint = "write it as {option, option}, as +option -option from today, or by its number"
            raise CaseError([Problem(told, None, hint)]) from None
    options = [option.id for option in case.options]
    unknown = sorted(state - set(options))
    if unknown:
        found = [Problem(f"there is no option '{id}'", None, near(id, options)) for id in unknown]
        raise CaseError(found)
    index = encoded.index(state)
    if index is None:
        broken = "; ".join(f"'{rule.id}': {rule.formula}" for rule in case.broken_rules(state))
        raise CaseError([Problem(f"the state '{text}' breaks rule {broken}")])
    return index


def _changed(case: Case, written: str) -> State:
    if case.status_quo is None:
        raise CaseError([Problem("this case has no status quo to change", None, "write {a, b}")])
    state = set(case.status_quo)
    for word in written.replace(",", " ").split():
        sign, id = word[0], word[1:]
        if sign not in "+-" or not id:
            raise CaseError([Problem(f"'{word}' is neither +option nor -option")])
        if id not in {option.id for option in case.options}:
            known = [option.id for option in case.options]
            raise CaseError([Problem(f"there is no option '{id}'", None, near(id, known))])
        (state.add if sign == "+" else state.discard)(id)
    return frozenset(state)


class Reasons:
    """What decides what, for one encoded case.

    Parameters
    ----------
    encoded : Encoded
        The case as arrays.
    """

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        self._truths: dict[str, Sequence[np.ndarray[tuple[int], np.dtype[np.bool_]]]] = {}

    def between(self, party: str, first: int, second: int) -> Decision:
        """What decides between two states for a party.

        Parameters
        ----------
        party : str
            Its id.
        first, second : int
            Indices of states.

        Returns
        -------
        Decision
            Which it prefers, and the statement that decides.
        """
        preference = self.encoded.case.lists[party]
        row = self.encoded.graph.ranks[self.encoded.names.parties.index(party)]
        prefers = "neither"
        if row[first] != row[second]:
            prefers = "first" if row[first] > row[second] else "second"
        if not isinstance(preference, Statements):
            return _decision(party, prefers, preference)
        if party not in self._truths:
            found = self.encoded.structure.truths(line.want for line in preference.lines)
            self._truths[party] = found
        for place, column in enumerate(self._truths[party]):
            if column[first] != column[second]:
                return _decision(party, prefers, preference, place)
        return _decision(party, prefers, preference)


def _decision(
    party: str, prefers: str, preference: Preference, place: int | None = None
) -> Decision:
    """What decides: the line at a place of the list, or the ranking or list as a whole."""
    line = None
    if isinstance(preference, Statements):
        line = None if place is None else preference.lines[place]
        evidence = UNSOURCED if line is None else line.evidence
        length = None if line is None else len(preference.lines)
    else:
        evidence, length = preference.evidence, None
    where = preference.place if line is None else line.place
    judged = evidence.judged
    told = None
    if judged is not None:
        told = ", ".join(str(part) for part in (judged.by, judged.date) if part)
    return Decision(
        party,
        prefers,
        None if line is None else line.id,
        None if place is None else place + 1,
        length,
        None if line is None else str(line.want),
        line is not None and line.firm,
        None if where is None else str(where),
        tuple(str(citation) for citation in evidence.cites),
        told,
        None if judged is None else judged.sure,
    )


def why(
    case: Case,
    state: str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    party: str | None = None,
    max_memory: int | None = None,
) -> Why:
    """Why a state holds or does not, for every party or for one.

    Parameters
    ----------
    case : Case
        The case.
    state : str
        ``{option, option}``, a state's id, ``today``, or ``+option -option`` from today.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    party : str or None
        One party's id; None for all.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Why
        For each party what it would rather do, why, and who would answer how.

    Raises
    ------
    CaseError
        If there is no such state or party, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = hb.why(hb.read("prisoners-dilemma"), "{}", party="row")
    >>> found.parties[0].stable_under
    ('gmr', 'smr', 'seq', 'sseq')
    """
    encoded = encode(variant(case, profile, changes), max_memory, play=True)
    asked = encoded.names.parties if party is None else (party,)
    if party is not None and party not in encoded.names.parties:
        told = f"there is no party '{party}'"
        raise CaseError([Problem(told, None, near(party, encoded.names.parties))])
    index = find_state(encoded, state)
    standing = Standing(encoded)
    asking = _Asking(standing, Reasons(encoded), Witnesses(encoded.graph))
    views = tuple(_view(asking, id, index) for id in asked)
    return Why(
        question(encoded),
        Scope("exhaustive"),
        standing.reached(index),
        views,
        standing.road.deals(index),
    )


@dataclass(frozen=True)
class _Asking:
    """What every answer about one encoded case draws on."""

    standing: Standing
    reasons: Reasons
    witnesses: Witnesses


def _view(asking: _Asking, party: str, state: int) -> PartyView:
    standing = asking.standing
    encoded = standing.encoded
    number = encoded.names.parties.index(party)
    stays = tuple(
        concept
        for row, concept in enumerate(standing.concepts)
        if standing.table[row, number, state]
    )
    found = steps(encoded.graph, number, np.array([state], dtype=np.intp))
    flips = np.bitwise_count(found.flips)
    order = np.lexsort((found.targets, flips, ~found.plain))
    improvements = tuple(
        _improvement(asking, number, state, int(found.targets[at]), plain=bool(found.plain[at]))
        for at in order
    )
    can_move = bool(encoded.graph.moves[number].targets(state).size)
    needs = tuple(
        _needed(asking, number, state, concept)
        for concept in standing.concepts
        if concept not in stays
    )
    return PartyView(party, stays, can_move, improvements, needs)


def _needed(asking: _Asking, party: int, state: int, concept: str) -> Needed:
    encoded = asking.standing.encoded
    ranks, marks = encoded.graph.ranks[party], encoded.graph.marks
    needed = asking.witnesses.needed(concept, party, state)
    level = np.flatnonzero(ranks == needed)
    nearest = int(level[np.argmin(np.bitwise_count(marks[level] ^ marks[state]))])
    higher = ranks > ranks[state]
    return Needed(
        concept,
        encoded.names.id(nearest),
        encoded.names.taken(nearest),
        int((higher & (ranks <= needed)).sum()),
        int(higher.sum()),
    )


def _improvement(
    asking: _Asking, party: int, state: int, target: int, *, plain: bool
) -> Improvement:
    encoded, road, reasons = asking.standing.encoded, asking.standing.road, asking.reasons
    id = encoded.names.parties[party]
    answers: dict[str, tuple[Step, ...]] = {}
    ends: dict[str, int] = {}
    for concept in kernel.CONCEPTS[1:]:
        path = asking.witnesses.answer(concept, party, state, target)
        if path is None:
            continue
        moved = Path(
            tuple((mover,) for mover, _ in path),
            tuple(None for _ in path),
            tuple(to for _, to in path),
            True,
        )
        answers[concept] = road.steps(target, moved)
        ends[concept] = path[-1][1]
    end = ends.get("seq", ends.get("gmr"))
    take, drop = road.flips(state, target)
    return Improvement(
        Step((id,), None, take, drop, encoded.names.id(target), True),
        encoded.names.taken(target),
        reasons.between(id, target, state),
        plain,
        answers,
        None if end is None else reasons.between(id, state, end),
    )


def preferred(
    case: Case,
    first: str,
    second: str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    party: str | None = None,
    max_memory: int | None = None,
) -> Preferred:
    """Which of two states each party prefers, and which statement decides.

    Parameters
    ----------
    case : Case
        The case.
    first, second : str
        States, as for `why`.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    party : str or None
        One party's id; None for all.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Preferred
        One decision a party.

    Raises
    ------
    CaseError
        If there is no such state, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> told = hb.preferred(hb.read("korea-2017"), "+u_strike", "today", party="US")
    >>> told.decisions[0].prefers, told.decisions[0].statement
    ('second', 'no-war')
    """
    encoded = encode(variant(case, profile, changes), max_memory)
    reasons = Reasons(encoded)
    here, there = find_state(encoded, first), find_state(encoded, second)
    asked = encoded.names.parties if party is None else (party,)
    if party is not None and party not in encoded.names.parties:
        told = f"there is no party '{party}'"
        raise CaseError([Problem(told, None, near(party, encoded.names.parties))])
    return Preferred(
        question(encoded),
        Scope("exhaustive"),
        encoded.names.taken(here),
        encoded.names.taken(there),
        tuple(reasons.between(id, here, there) for id in asked),
    )


def route(
    case: Case,
    end: str,
    start: str = "status_quo",
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    max_memory: int | None = None,
) -> Route:
    """How to get from one state to another, and why each mover would take its step.

    Parameters
    ----------
    case : Case
        The case.
    end, start : str
        States, as for `why`.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Route
        The path as for tags, with what decides each step for each of its movers; in a deal, for
        every member.

    Raises
    ------
    CaseError
        If there is no such state, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> hb.route(hb.read("prisoners-dilemma"), "{defect_r, defect_c}", start="{}")
    <Route in prisoners-dilemma: alone>
    """
    encoded = encode(variant(case, profile, changes), max_memory, play=True)
    here, there = find_state(encoded, start), find_state(encoded, end)
    standing = Standing(encoded, Road(encoded, start=here))
    told: Reached = standing.reached(there)
    reasons = Reasons(encoded)
    before = here
    decided: list[tuple[Decision, ...]] = []
    for step in told.path or ():
        to = encoded.names.index(step.to)
        members = step.group or step.movers
        decided.append(tuple(reasons.between(id, to, before) for id in members))
        before = to
    return Route(
        question(encoded), Scope("exhaustive"), encoded.names.taken(here), told, tuple(decided)
    )
