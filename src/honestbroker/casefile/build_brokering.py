"""Principals, brokers, roadmaps and conditions from a validated file.

What each part must say by itself is looked at here: a focal text names an outcome, other
contributions change something, a stage does not take and drop the same option. What it names is
remembered, and looked for once all profiles are known (`honestbroker.casefile.mentions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

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
from honestbroker.case.parts import Edit
from honestbroker.case.problems import near
from honestbroker.case.sources import UNSOURCED, Evidence
from honestbroker.casefile import models_brokering as models
from honestbroker.casefile.build_parts import Parts, Path
from honestbroker.casefile.models import Reveal
from honestbroker.formula import Formula

__all__ = ["brokers", "conditions", "denominator", "principals", "roadmaps"]

_TEXT: Final = "B5"
_INFORMATION: Final = "B7"


def principals(parts: Parts) -> tuple[str, ...]:
    """The parties between whom a broker would mediate.

    Parameters
    ----------
    parts : Parts
        The file at work.

    Returns
    -------
    tuple of str
        Ids of parties; empty if the file names none.
    """
    model = parts.model
    if model.principals is None:
        needed = [key for key in ("common_denominator", "brokers") if getattr(model, key)]
        if needed:
            hint = "say between whom, for example  principals: [A, B]"
            parts.report("the principals are missing", (needed[-1],), hint, "principals")
        return ()
    _parties(parts, model.principals, "principals")
    if len(set(model.principals)) < 2:
        told = "two or more different principals are needed"
        parts.report(told, ("principals",), "name the parties between whom a broker would mediate")
    return tuple(model.principals)


def denominator(parts: Parts) -> Denominator | None:
    """What the principals are said to have in common.

    Parameters
    ----------
    parts : Parts
        The file at work.

    Returns
    -------
    Denominator or None
        None if the file does not say.
    """
    model = parts.model.common_denominator
    path = ("common_denominator",)
    if model is None:
        return None
    short = isinstance(parts.tree.at(path).value, str)
    formula = _formula(parts, model.formula, *path, *(() if short else ("formula",)))
    named = parts.model.principals or []
    among = named if all(party in parts.model.parties for party in named) else []
    for party, id in (model.statements or {}).items():
        at = (*path, "statements", party)
        parts.mention("party", party, *at)
        if among and party in parts.model.parties and party not in among:
            parts.report(f"'{party}' is no principal", at, near(party, among), party)
        else:
            parts.mention("statement", id, *at, of=party)
    if model.statements is not None:
        for party in among:
            if party not in model.statements:
                told = f"the common denominator says nothing of '{party}'"
                parts.report(told, (*path, "statements"), f"add  {party}: ...", party)
    return Denominator(
        formula,
        tuple((model.statements or {}).items()),
        parts.text(model.name),
        _evidence(parts, model, *path),
        parts.place(*path),
    )


def brokers(parts: Parts) -> tuple[Broker, ...]:
    """Who could mediate.

    Parameters
    ----------
    parts : Parts
        The file at work.

    Returns
    -------
    tuple of Broker
        In the file's order.
    """
    return tuple(_broker(parts, id, model) for id, model in parts.model.brokers.items())


def roadmaps(parts: Parts) -> tuple[Roadmap, ...]:
    """Staged plans.

    Parameters
    ----------
    parts : Parts
        The file at work.

    Returns
    -------
    tuple of Roadmap
        In the file's order.
    """
    made = []
    for id, model in parts.model.roadmaps.items():
        path = ("roadmaps", id)
        if not model.stages:
            parts.report("a roadmap needs a stage", (*path, "stages"), "add  - {id: ..., take: []}")
        seen: set[str] = set()
        for index, stage in enumerate(model.stages):
            if stage.id in seen:
                told = f"two stages of '{id}' have the id '{stage.id}'"
                parts.report(told, (*path, "stages", index, "id"), "rename one", stage.id)
            seen.add(stage.id)
        made.append(
            Roadmap(
                parts.id(id, path, label=True),
                tuple(
                    _stage(parts, stage, *path, "stages", index)
                    for index, stage in enumerate(model.stages)
                ),
                parts.text(model.name),
                _evidence(parts, model, *path),
                parts.place(*path),
            )
        )
    return tuple(made)


def conditions(parts: Parts) -> tuple[Condition, ...]:
    """What must be true first.

    Parameters
    ----------
    parts : Parts
        The file at work.

    Returns
    -------
    tuple of Condition
        In the file's order.
    """
    made = []
    for id, model in parts.model.conditions.items():
        path = ("conditions", id)
        edits = parts.edits(model.edits or (), *path, "edits")
        if model.edits is not None and not edits:
            told = "this condition changes nothing"
            parts.report(told, (*path, "edits"), "add an edit, or say it as a formula")
        made.append(
            Condition(
                parts.id(id, path, label=True),
                _formula(parts, model.formula, *path, "formula"),
                edits,
                parts.text(model.name),
                _evidence(parts, model, *path),
                parts.place(*path),
            )
        )
    return tuple(made)


# --- Brokers -------------------------------------------------------------------------------------


def _broker(parts: Parts, id: str, model: models.Broker) -> Broker:
    path = ("brokers", id)
    parties = parts.model.parties
    if id not in parties and model.name is None:
        hint = near(id, parties)
        if not hint.startswith("did"):
            hint = "a party's id is needed, or the name of an outside body:  name: ..."
        parts.report(f"'{id}' is no party and has no name", path, hint, id)
    elif id in parties and model.name is not None:
        told = f"'{id}' is a party and has its name there"
        parts.report(told, (*path, "name"), "leave the name out", id)
    return Broker(
        parts.id(id, path),
        parts.text(model.name),
        tuple(
            _perceived(parts, profile, party, row, *path, "perceived")
            for profile, rows in _profiles(parts, model.perceived, *path, "perceived")
            for party, row in rows.items()
        ),
        _rating(parts, model.strength, *path, "strength"),
        tuple(
            (parts.mention("party", party, *path, "leverage", party), rating)
            for party, found in model.leverage.items()
            if (rating := _rating(parts, found, *path, "leverage", party)) is not None
        ),
        _repeated(parts, model.repeated, *path, "repeated"),
        _patron(parts, id, model, *path, "patron"),
        tuple(
            _contribution(parts, id, model, inner, *path, "contributes", inner)
            for inner in model.contributes
        ),
        _evidence(parts, model, *path),
        parts.place(*path),
    )


def _profiles(
    parts: Parts, perceived: dict[str, dict[str, models.Perceived]], *path: str | int
) -> Iterable[tuple[str, dict[str, models.Perceived]]]:
    for profile, rows in perceived.items():
        parts.mention("profile", profile, *path, profile)
        yield profile, rows


def _perceived(
    parts: Parts, profile: str, party: str, model: models.Perceived, *path: str | int
) -> Perceived:
    at = (*path, profile, party)
    row = _evidence(parts, model, *at)
    return Perceived(
        profile,
        parts.mention("party", party, *at),
        _rating(parts, model.accepts_any, *at, "accepts_any", row=row),
        _rating(parts, model.accepts, *at, "accepts", row=row),
        _rating(parts, model.stake, *at, "stake", row=row),
        parts.place(*at),
    )


def _rating(
    parts: Parts, model: models.Rating | None, *path: str | int, row: Evidence = UNSOURCED
) -> Rating | None:
    """A rating; without evidence of its own it rests on that of its row."""
    if model is None:
        return None
    own = _evidence(parts, model, *path)
    return Rating(model.value, own if own.sourced else row, parts.place(*path))


def _repeated(parts: Parts, model: models.Repeated | None, *path: str | int) -> Repeated | None:
    if model is None:
        return None
    return Repeated(model.value, _evidence(parts, model, *path), parts.place(*path))


def _patron(parts: Parts, id: str, broker: models.Broker, *path: str | int) -> Patron | None:
    model = broker.patron
    if model is None:
        return None
    parts.mention("party", model.party, *path, "party")
    if model.party == id:
        parts.report(f"'{id}' cannot be its own patron", (*path, "party"), "name another party", id)
    for index, veto in enumerate(model.vetoes):
        if veto not in broker.contributes:
            told = f"'{id}' has no contribution '{veto}'"
            parts.report(told, (*path, "vetoes", index), near(veto, broker.contributes), veto)
    _no_twins(parts, model.vetoes, *path, "vetoes")
    return Patron(
        model.party, tuple(model.vetoes), _evidence(parts, model, *path), parts.place(*path)
    )


def _contribution(
    parts: Parts, broker: str, whole: models.Broker, id: str, *path: str | int
) -> Contribution:
    model = whole.contributes[id]
    edits = (
        *_library(parts, model.changes, *path, "changes"),
        *parts.edits(model.edits, *path, "edits"),
    )
    unknown = any(change not in parts.model.changes for change in model.changes)
    _what_it_needs(parts, model, path, changing=bool(edits) or unknown)
    if model.outcome is not None:
        parts.mention("outcome", model.outcome, *path, "outcome")
    for index, option in enumerate(model.delivered_by):
        parts.mention("own option", option, *path, "delivered_by", index, of=broker)
    _no_twins(parts, model.delivered_by, *path, "delivered_by")
    _parties(parts, model.towards, *path, "towards")
    return Contribution(
        parts.id(id, path, label=True),
        model.kind,
        edits,
        model.outcome,
        tuple(
            _reveal(parts, reveal, *path, "reveals", index)
            for index, reveal in enumerate(model.reveals)
        ),
        tuple(model.delivered_by),
        tuple(model.towards),
        parts.text(model.name),
        _evidence(parts, model, *path),
        parts.place(*path),
    )


def _what_it_needs(parts: Parts, model: models.Contribution, path: Path, *, changing: bool) -> None:
    """What goes with each kind of contribution."""
    if model.kind == _TEXT:
        if model.outcome is None:
            told = "a focal text (B5) names an outcome"
            parts.report(told, path, "add  outcome: ...")
        if changing:
            told = "a focal text (B5) changes nothing: it only names an outcome"
            key = "changes" if model.changes else "edits"
            parts.report(told, (*path, key), "leave this out, or choose another kind")
    elif model.outcome is not None:
        told = f"only a focal text (B5) names an outcome, and this is {model.kind}"
        parts.report(told, (*path, "outcome"), "leave it out, or write  kind: B5")
    if model.kind == _INFORMATION:
        if not model.reveals and not changing:
            told = "information (B7) puts a picture right, or changes something"
            parts.report(told, path, "add  reveals: [{to: ..., about: ...}]")
    elif model.reveals:
        told = f"only information (B7) reveals something, and this is {model.kind}"
        parts.report(told, (*path, "reveals"), "leave it out, or write  kind: B7")
    if model.kind not in (_TEXT, _INFORMATION) and not changing:
        told = f"this contribution ({model.kind}) changes nothing"
        parts.report(told, path, "add  edits: [...]  or  changes: [...]")


def _reveal(parts: Parts, model: Reveal, *path: str | int) -> tuple[str, str]:
    parts.mention("party", model.to, *path, "to")
    parts.mention("party", model.about, *path, "about")
    if model.to == model.about:
        told = f"'{model.to}' knows its own list"
        hint = "name the party whose list it sees wrong"
        parts.report(told, (*path, "about"), hint, model.about)
    return model.to, model.about


# --- Roadmaps ------------------------------------------------------------------------------------


def _stage(parts: Parts, model: models.Stage, *path: str | int) -> Stage:
    for key in ("take", "drop"):
        options: list[str] = getattr(model, key)
        for index, option in enumerate(options):
            parts.mention("option", option, *path, key, index)
            if key == "drop" and option in model.take:
                told = f"stage '{model.id}' takes up '{option}' and gives it up"
                parts.report(told, (*path, key, index), "do one of the two in another stage")
        _no_twins(parts, options, *path, key)
    snapback: str | tuple[Edit, ...] = ()
    if isinstance(model.snapback, str):
        snapback = parts.mention("change", model.snapback, *path, "snapback")
    elif model.snapback is not None:
        snapback = parts.edits(model.snapback, *path, "snapback")
    return Stage(
        parts.id(model.id, (*path, "id"), label=True),
        tuple(model.take),
        tuple(model.drop),
        _formula(parts, model.entry, *path, "entry"),
        _formula(parts, model.breach, *path, "breach"),
        model.together,
        snapback,
        tuple(
            _objection(parts, objection, *path, "objections", index)
            for index, objection in enumerate(model.objections)
        ),
        None if model.track is None else parts.id(model.track, (*path, "track"), label=True),
        parts.text(model.name),
        _evidence(parts, model, *path),
        parts.place(*path),
    )


def _objection(parts: Parts, model: models.Objection, *path: str | int) -> Objection:
    parts.mention("party", model.by, *path, "by")
    if model.statement is not None:
        parts.mention("statement", model.statement, *path, "statement", of=model.by)
    return Objection(
        model.by,
        parts.text(model.text),
        model.statement,
        _evidence(parts, model, *path),
        parts.place(*path),
    )


# --- What several of them have -------------------------------------------------------------------


def _evidence(parts: Parts, model: Any, *path: str | int) -> Evidence:
    """What something rests on; its sources are looked for."""
    found = parts.evidence(model)
    for citation in found.cites:
        parts.mention("citation", str(citation), *path)
    return found


def _formula(parts: Parts, text: str | None, *path: str | int) -> Formula | None:
    """A formula; the names in it are looked for."""
    if text is None:
        return None
    formula = parts.formula(text, *path)
    parts.mention_all(formula, *path)
    return formula


def _library(parts: Parts, changes: Sequence[str], *path: str | int) -> tuple[Edit, ...]:
    """The edits of named changes."""
    made: list[Edit] = []
    for index, id in enumerate(changes):
        parts.mention("change", id, *path, index)
        if id in parts.model.changes:
            made += parts.edits(parts.model.changes[id].edits, "changes", id, "edits")
    _no_twins(parts, changes, *path)
    return tuple(made)


def _parties(parts: Parts, ids: Sequence[str], *path: str | int) -> None:
    for index, id in enumerate(ids):
        parts.mention("party", id, *path, index)
    _no_twins(parts, ids, *path)


def _no_twins(parts: Parts, ids: Sequence[str], *path: str | int) -> None:
    for index, id in enumerate(ids):
        if id in ids[:index]:
            parts.report(f"'{id}' is named twice", (*path, index), "keep one of the two", id)
