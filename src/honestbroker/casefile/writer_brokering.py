"""Conditions, principals, brokers and roadmaps as plain values of a case file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from honestbroker.case.brokering import (
    Broker,
    Condition,
    Contribution,
    Denominator,
    Objection,
    Patron,
    Perceived,
    Rating,
    Repeated,
    Roadmap,
    Stage,
)
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Edit
from honestbroker.case.sources import UNSOURCED, Evidence
from honestbroker.casefile.writer_parts import Plain, evidence, named, some, text

__all__ = ["brokering"]

WriteEdit = Callable[[Edit], Plain]


def brokering(case: Case, edit: WriteEdit) -> Plain:
    """The keys of the second half of a case file, empty ones left out.

    Parameters
    ----------
    case : Case
        The case as its file has it.
    edit : callable
        What writes an edit.

    Returns
    -------
    dict
        Keys and values.
    """
    return some(
        {
            "conditions": {one.id: _condition(one, edit) for one in case.conditions},
            "principals": list(case.principals),
            "common_denominator": _denominator(case.common_denominator),
            "brokers": {one.id: _broker(one, case.changes, edit) for one in case.brokers},
            "roadmaps": {one.id: _roadmap(one, edit) for one in case.roadmaps},
        }
    )


def _condition(condition: Condition, edit: WriteEdit) -> Plain:
    formula = condition.formula
    says: Plain = (
        {"edits": [edit(one) for one in condition.edits]}
        if formula is None
        else {"formula": str(formula)}
    )
    return {**some({"name": text(condition.name)}), **says, **evidence(condition.evidence)}


def _denominator(denominator: Denominator | None) -> str | Plain | None:
    if denominator is None:
        return None
    more = named(denominator)
    if denominator.formula is None:
        return {"statements": dict(denominator.statements), **more}
    formula = str(denominator.formula)
    return {"formula": formula, **more} if more else formula


def _broker(broker: Broker, library: Sequence[Change], edit: WriteEdit) -> Plain:
    perceived: dict[str, Plain] = {}
    for row in broker.perceived:
        perceived.setdefault(row.profile, {})[row.party] = _perceived(row)
    told = {
        "name": text(broker.name),
        "perceived": perceived,
        "strength": None if broker.strength is None else _rating(broker.strength),
        "leverage": {party: _rating(rating) for party, rating in broker.leverage},
        "repeated": None if broker.repeated is None else _repeated(broker.repeated),
        "patron": None if broker.patron is None else _patron(broker.patron),
        "contributes": {one.id: _contribution(one, library, edit) for one in broker.contributions},
    }
    return {**some(told), **evidence(broker.evidence)}


def _perceived(row: Perceived) -> Plain:
    """What most ratings of a row rest on is said once, unless one of them rests on nothing."""
    given = {"accepts_any": row.accepts_any, "accepts": row.accepts, "stake": row.stake}
    ratings = {key: rating for key, rating in given.items() if rating is not None}
    rests = [rating.evidence for rating in ratings.values()]
    together = UNSOURCED
    if all(one.sourced for one in rests):
        together = max(Counter(rests).items(), key=lambda pair: pair[1], default=(UNSOURCED, 0))[0]
    written = {key: _rating(rating, together) for key, rating in ratings.items()}
    return {**written, **evidence(together)}


def _rating(rating: Rating, row: Evidence = UNSOURCED) -> int | Plain:
    if rating.evidence == row:
        return rating.value
    return {"value": rating.value, **evidence(rating.evidence)}


def _repeated(repeated: Repeated) -> bool | Plain:
    more = evidence(repeated.evidence)
    return {"value": repeated.value, **more} if more else repeated.value


def _patron(patron: Patron) -> Plain:
    return {"party": patron.party, "vetoes": list(patron.vetoes), **evidence(patron.evidence)}


def _contribution(contribution: Contribution, library: Sequence[Change], edit: WriteEdit) -> Plain:
    changes, edits = _by_name(contribution.edits, library)
    told = {
        "name": text(contribution.name),
        "changes": changes,
        "edits": [edit(one) for one in edits],
        "outcome": contribution.outcome,
        "reveals": [{"to": to, "about": about} for to, about in contribution.reveals],
        "delivered_by": list(contribution.delivered_by),
        "towards": list(contribution.towards),
    }
    return {"kind": contribution.kind, **some(told), **evidence(contribution.evidence)}


def _by_name(
    edits: tuple[Edit, ...], library: Sequence[Change]
) -> tuple[list[str], tuple[Edit, ...]]:
    """Named changes of the library that edits begin with, and the edits that follow."""
    ids: list[str] = []
    while edits:
        named_change = next(
            (
                change
                for change in library
                if change.edits and edits[: len(change.edits)] == change.edits
                and change.id not in ids
            ),
            None,
        )  # fmt: skip
        if named_change is None:
            break
        ids.append(named_change.id)
        edits = edits[len(named_change.edits) :]
    return ids, edits


def _roadmap(roadmap: Roadmap, edit: WriteEdit) -> Plain:
    stages = [_stage(stage, edit) for stage in roadmap.stages]
    return {**some({"name": text(roadmap.name)}), "stages": stages, **evidence(roadmap.evidence)}


def _stage(stage: Stage, edit: WriteEdit) -> Plain:
    back = stage.snapback
    told = {
        "name": text(stage.name),
        "take": list(stage.take),
        "drop": list(stage.drop),
        "entry": None if stage.entry is None else str(stage.entry),
        "breach": None if stage.breach is None else str(stage.breach),
        "together": None if stage.together else False,
        "snapback": back if isinstance(back, str) else [edit(one) for one in back],
        "track": stage.track,
        "objections": [_objection(one) for one in stage.objections],
    }
    return {"id": stage.id, **some(told), **evidence(stage.evidence)}


def _objection(objection: Objection) -> Plain:
    told = {"text": text(objection.text), "statement": objection.statement}
    return {"by": objection.party, **some(told), **evidence(objection.evidence)}
