"""What would have to change for an outcome to hold, or to stop holding?

Question: which smallest sets of edits of a case make a target true, and what else does each do?

Definitions (theory section 7): targets and sets of edits in `honestbroker.analyses.inverse`, the
neighbourhood in `honestbroker.neighbourhood`. A set of edits is an **answer** if it makes the
target true, and **smallest** if no part of it does. If the target is true already the empty set is
the answer and nothing is tried. Answers that give the same case are one; they are ordered by number
of edits, then displacement, then the order of the neighbourhood.

What an answer **does elsewhere**, under the same concept: the named outcomes that stand (sound, and
reached by plain steps of single parties and open groups) with it and not before, or before and no
longer; and the traps among equilibria that were not there before.

Guarantees: all smallest answers up to the stated size, of all sets of edits of the neighbourhood.
How many sets there are, how many different cases they give and how many of those were looked at is
told. Complexity: with n single edits about n^k / k! cases at size k.

References
----------
Kinsara 2014, inverse analysis in the graph model (PhD thesis, University of Waterloo).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from honestbroker.analyses.inverse import Item, Job, Sets, try_sets
from honestbroker.analyses.stability import question
from honestbroker.analyses.why import find_state
from honestbroker.case.case import Case
from honestbroker.case.inspect import problems_of_formula
from honestbroker.case.parts import Change, State, Statements
from honestbroker.case.problems import CaseError, Problem
from honestbroker.case.sources import UNSOURCED, Evidence
from honestbroker.changes import edited, variant
from honestbroker.encode import encode
from honestbroker.formula import Formula, FormulaError, parse
from honestbroker.neighbourhood import SingleEdit, crossings, said
from honestbroker.result import Scope
from honestbroker.result.stored import restored
from honestbroker.result.whatif import Answer, Crossing, EditTold, Target, Tried, WhatIf
from honestbroker.sweep import IN_PROCESS, Store, Work, chunked, sweep

__all__ = ["edit_told", "inverse_question", "whatif"]

SIZES: Final = (1, 2)
"""Sizes that are tried when none is stated, until one has an answer."""

_CHUNK: Final = 500
"""Sets of edits tried together."""

_TOLD_TOGETHER: Final = 20
"""Answers told together."""


def whatif(
    case: Case,
    target: Target | str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    size: int | None = None,
    work: Work = IN_PROCESS,
    max_memory: int | None = None,
) -> WhatIf:
    """What would have to change for a target to be true.

    Parameters
    ----------
    case : Case
        The case.
    target : Target or str
        What shall be true; a text is an outcome's id or a formula.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    size : int or None
        The most edits of a set: every smallest answer of up to so many. None tries one, then two
        if one is not enough.
    work : Work
        Who does the work, where it is kept, who hears of it.
    max_memory : int or None
        Bytes one version of the case may use; None for the default.

    Returns
    -------
    WhatIf
        All smallest sets of edits, and how much was tried.

    Raises
    ------
    CaseError
        If the target, a profile, a change, a rule or a ranking is wrong.
    TooBig
        If the case needs more memory than allowed.
    SweepLost
        If the workers are gone.

    Examples
    --------
    In the prisoners' dilemma of this package nobody's single change makes both cooperate:

    >>> import honestbroker as hb
    >>> from honestbroker.analyses.whatif import whatif
    >>> found = whatif(hb.read("korea-2017"), Target("deadlock"))
    >>> found.already, found.answers
    (True, ())
    """
    asked = variant(case, profile, changes)
    wanted = Target(target) if isinstance(target, str) else target
    formula, state = _meaning(asked, wanted, max_memory)
    job = Job(asked, wanted, formula, state, max_memory)
    encoded = encode(asked, max_memory)
    about = question(encoded)
    if encoded.status_quo is None and not wanted.anywhere:
        told = "this case has no status quo, so nothing can be reached from it"
        raise CaseError([Problem(told, None, "ask anywhere")])
    base = job.desk.version(asked)
    assert base is not None
    met = job.meeting(base)
    already = (met is None) == wanted.stops
    states = () if met is None else job.tell(base, met)
    near = job.near
    tried: list[Tried] = []
    answers: list[Answer] = []
    sizes = SIZES if size is None else range(1, size + 1)
    if not already:
        search = _Search(job, work, work.kept(_fingerprint(job, about.version)))
        for number in sizes:
            found, told_of = search.at(number)
            tried.append(told_of)
            answers.extend(found)
            if size is None and answers:
                break
    bound = f"sets of at most {tried[-1].size if tried else 0} edits"
    return WhatIf(
        about,
        Scope("bounded", bound) if tried else Scope("exhaustive"),
        wanted,
        already,
        states,
        near.counts(),
        near.left_out,
        tuple(tried),
        tuple(answers),
    )


def _meaning(
    case: Case, target: Target, max_memory: int | None
) -> tuple[Formula | None, State | None]:
    """The formula or the state that a target means."""
    if target.state:
        encoded = encode(case, max_memory)
        index = find_state(encoded, target.text)
        if encoded.names.ids is not None:
            return None, frozenset((encoded.names.ids[index],))
        return None, frozenset(encoded.names.taken(index))
    return inverse_question(case, target.text), None


def inverse_question(case: Case, text: str) -> Formula:
    """The formula of an outcome.

    Parameters
    ----------
    case : Case
        The case.
    text : str
        The id of one of its outcomes, or a formula over its options, terms and flags.

    Returns
    -------
    Formula
        What the outcome means.

    Raises
    ------
    CaseError
        If it is neither.

    Examples
    --------
    >>> import honestbroker as hb
    >>> str(inverse_question(hb.read("korea-2017"), "war"))
    'u_strike'
    """
    for outcome in case.outcomes:
        if outcome.id == text:
            return outcome.formula
    try:
        formula = parse(text)
    except FormulaError as error:
        raise CaseError([Problem(f"'{text}': {error.message}", None, error.suggestion)]) from None
    known = {
        **{option.id: "option" for option in case.options},
        **{term.id: "term" for term in case.terms},
        **{flag.id: "flag" for flag in case.flags},
    }
    problems = list(problems_of_formula(formula, None, known))
    if problems:
        outcomes = ", ".join(outcome.id for outcome in case.outcomes)
        hint = f"outcomes of this case: {outcomes}" if outcomes else ""
        raise CaseError([replace(found, suggestion=found.suggestion or hint) for found in problems])
    return formula


def _fingerprint(job: Job, version: str) -> dict[str, Any]:
    """What tells this question from every other."""
    case = job.case
    return {
        "kind": "whatif",
        "case": case.id,
        "version": version,
        "says": said(case),
        "target": job.target.to_dict(),
        "edits": [edit.id for edit in job.near.edits],
    }


class _Search:
    """The search for answers, size by size."""

    def __init__(self, job: Job, work: Work, kept: Store | None) -> None:
        self.job = job
        self.sets = Sets(job)
        self.work = work
        self.kept = kept
        self.found: set[tuple[int, ...]] = set()
        """What stands for the cases that are answers."""

    def at(self, size: int) -> tuple[list[Answer], Tried]:
        """The answers of one size, and how much was tried."""
        cases = self.sets.of(size)
        asked: list[tuple[tuple[int, ...], Item, list[Item]]] = []
        left_out = 0
        for key, items in cases.items():
            smallest = [item for item in items if not self._has_answer(item)]
            if smallest:
                asked.append((key, smallest[0], smallest[1:]))
            else:
                left_out += 1
        chunks = chunked([list(item) for _, item, _ in asked], _CHUNK)
        results = self._sweep(try_sets, chunks, f"sets of {size}")
        void = sum(result["void"] for result in results)
        hits = [
            asked[number * _CHUNK + place]
            for number, result in enumerate(results)
            for place in result["hits"]
        ]
        hits.sort(key=lambda hit: self.sets.order(hit[1]))
        self.found.update(key for key, _, _ in hits)
        chunks = chunked([[list(item), [list(o) for o in also]] for _, item, also in hits],
                         _TOLD_TOGETHER)  # fmt: skip
        told = self._sweep(tell_answers, chunks, f"answers of {size}")
        answers = [restored(Answer, one) for some in told for one in some]
        return answers, Tried(size, self.sets.sets[size], len(cases), left_out, void, len(answers))

    def _has_answer(self, item: Item) -> bool:
        return bool(self.found) and any(key in self.found for key in self.sets.parts_of(item))

    def _sweep(self, task: Any, chunks: Sequence[Any], part: str) -> list[Any]:
        return sweep(task, self.job, chunks, work=self.work, kept=self.kept, part=part)


# --- telling an answer ---------------------------------------------------------------------------


def tell_answers(job: Job, chunk: Sequence[Any]) -> list[dict[str, Any]]:
    """Tell answers: the work of one chunk.

    Parameters
    ----------
    job : Job
        The question.
    chunk : sequence
        Pairs of a set of edits, and the other sets that give the same case.

    Returns
    -------
    list of dict
        Answers as JSON values.
    """
    base = job.desk.version(job.case)
    assert base is not None
    before = job.standing(base), job.traps(base)
    return [_answer(job, tuple(item), also, before).to_dict() for item, also in chunk]


def _answer(job: Job, item: Item, also: Sequence[Sequence[int]], before: Any) -> Answer:
    case = job.made(item)
    version = None if case is None else job.desk.version(case)
    assert case is not None
    assert version is not None
    met = job.meeting(version)
    standing, traps = job.standing(version), job.traps(version)
    told = tuple(_edits_told(job, item))
    return Answer(
        told,
        sum(edit.displacement for edit in told),
        tuple(tuple(job.near.edits[number].id for number in other) for other in also),
        tuple(Crossing(*one) for one in crossings(job.case, case)),
        () if met is None else job.tell(version, met),
        tuple(id for id in standing if id not in before[0]),
        tuple(id for id in before[0] if id not in standing),
        tuple(trap for key, trap in traps.items() if key not in before[1]),
    )


def _edits_told(job: Job, item: Item) -> Iterable[EditTold]:
    case = job.case
    for number in item:
        edit = job.near.edits[number]
        yield edit_told(case, edit)
        case = edited(case, edit.change.edits)[0]


def edit_told(case: Case, edit: SingleEdit) -> EditTold:
    """A single edit in names, with what the thing it alters rests on.

    Parameters
    ----------
    case : Case
        The case before the edit.
    edit : SingleEdit
        The edit.

    Returns
    -------
    EditTold
        The same in names.
    """
    lines = [line.id for line in _lines(case, edit.party)] if edit.kind in _LISTED else []
    at = lines.index(edit.what) + 1 if edit.what in lines else None
    passed: list[str] = []
    if edit.kind == "move" and at is not None and edit.position is not None:
        if edit.position < at:
            passed = lines[edit.position - 1 : at - 1][::-1]
        else:
            passed = lines[at : edit.position]
    evidence = _evidence(case, edit)
    judged = evidence.judged
    return EditTold(
        edit.id,
        edit.kind,
        edit.party,
        edit.what,
        at,
        edit.position,
        edit.value,
        tuple(passed),
        edit.displacement,
        tuple(map(str, evidence.cites)),
        None if judged is None else judged.by,
        None if judged is None else judged.sure,
    )


_LISTED: Final = ("move", "drop", "insert")


def _lines(case: Case, party: str | None) -> Sequence[Any]:
    preference = case.lists.get(party or "")
    return preference.lines if isinstance(preference, Statements) else ()


def _evidence(case: Case, edit: SingleEdit) -> Evidence:
    """What the thing that an edit alters rests on."""
    things: Iterable[Any] = ()
    if edit.kind in ("move", "drop"):
        things = _lines(case, edit.party)
    elif edit.kind == "set":
        things = case.flags
    elif edit.kind == "way":
        things = case.options
    elif edit.kind == "open":
        members = frozenset(edit.what.split(", "))
        for group in case.groups:
            if frozenset(group.members) == members:
                return group.evidence
    elif edit.kind == "change":
        return edit.change.evidence
    else:
        return edit.change.edits[0].evidence
    for thing in things:
        if thing.id == edit.what:
            found: Evidence = thing.evidence
            return found
    return UNSOURCED
