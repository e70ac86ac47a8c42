"""A case to the text of a case file, and changes into a text that somebody wrote.

`dump` writes a whole case afresh. `with_change` leaves a text as it is, byte for byte, but for the
one entry under ``changes`` that is added or replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Change,
    Coupling,
    Define,
    Drop,
    DropOption,
    DropRule,
    Edit,
    EditKind,
    Group,
    Insert,
    Move,
    NamedState,
    Option,
    Preference,
    Profile,
    Ranking,
    Replace,
    Reveal,
    Rule,
    SetFlag,
    SetGroup,
    SetList,
    SetWay,
    Spot,
    State,
    Statement,
    View,
)
from honestbroker.case.sources import Source
from honestbroker.casefile.layout import WIDTH, Remarked, entries, on_one_line, spread
from honestbroker.casefile.models import FORMAT
from honestbroker.casefile.reader import read_text
from honestbroker.casefile.splice import Splice
from honestbroker.casefile.writer_brokering import brokering
from honestbroker.casefile.writer_parts import Plain, evidence, named, some, text

__all__ = ["dump", "with_change"]

_TOGETHER: Final = (
    ("format", "case", "version"), ("title", "question"), ("cut_off", "default_profile"),
    ("status_quo", "reference"), ("states", "moves"), ("principals", "common_denominator"),
)  # fmt: skip
"""Keys without an empty line between them."""

_ONE_THING: Final = ("title", "question", "common_denominator")
"""Keys whose mapping is one thing, such as a text in several languages, not one for each id."""


def dump(case: Case, remarks: Iterable[str] = ()) -> str:
    """A case as the text of a case file.

    Parameters
    ----------
    case : Case
        The case, in any profile. It is written as its file has it, with all profiles and named
        changes; which profile it is in, and what was applied to it, is no part of a case file.
    remarks : iterable of str
        Lines that stand at the top as remarks.

    Returns
    -------
    str
        The text; reading it gives the same case.

    Examples
    --------
    >>> import honestbroker as hb
    >>> text = dump(hb.read("goldamorous"))
    >>> text.splitlines()[:3]
    ['format: honestbroker/1', 'case: goldamorous', 'version: "1.0"']
    >>> [party.id for party in hb.read_text(text).parties]
    ['row', 'column']
    """
    whole = case.origin or case
    lines = [f"# {line}".rstrip() for line in remarks]
    if lines:
        lines.append("")
    before = ""
    for key, value in _case(whole).items():
        if before and not any(before in keys and key in keys for keys in _TOGETHER):
            lines.append("")
        by_id = isinstance(value, dict) and key not in _ONE_THING
        lines.append(f"{key}:" + (entries(value, 2) if by_id else spread(value, 2, len(key) + 1)))
        before = key
    return "\n".join(lines) + "\n"


# --- Parts ---------------------------------------------------------------------------------------


def _case(case: Case) -> Plain:
    """The keys of the file in the order in which the format lists them, empty ones left out."""
    everything: Plain = {
        "format": FORMAT,
        "case": case.id,
        "version": case.version,
        "title": text(case.title),
        "question": text(case.question),
        "cut_off": case.cut_off,
        "default_profile": case.default_profile,
        "translations": {
            language: some({"reviewed": reviewed, "note": text(note)})
            for language, reviewed, note in case.translations
        },
        "says_nothing_about": [text(words) for words in case.says_nothing_about],
        "sources": {source.id: _source(source) for source in case.sources},
        "parties": {party.id: {"name": text(party.name)} for party in case.parties},
        "options": {option.id: _option(option) for option in case.options},
        "terms": {term.id: _term(term) for term in case.terms},
        "flags": {flag.id: {"default": flag.value, **named(flag)} for flag in case.flags},
        "rules": [_rule(rule) for rule in case.rules],
    }
    told = some(everything)
    if case.status_quo is not None:
        told["status_quo"] = list(case.ordered(case.status_quo))
    if case.reference is not None:
        told["reference"] = list(case.ordered(case.reference))
    return {
        **told,
        **some(
            {
                "groups": [{**_group(group), **evidence(group.evidence)} for group in case.groups],
                "outcomes": {
                    outcome.id: {
                        "formula": str(outcome.formula),
                        **({"bad": True} if outcome.bad else {}),
                        **named(outcome),
                    }
                    for outcome in case.outcomes
                },
                "states": {state.id: _named_state(state) for state in case.named_states},
                "moves": [[arc.party, arc.source, arc.target] for arc in case.arcs],
                "profiles": {profile.id: _profile(case, profile) for profile in case.profiles},
                "changes": {change.id: _change(change) for change in case.changes},
                **brokering(case, _edit),
                "checks": [
                    some(
                        {
                            "party": check.party,
                            "prefers": _state(case, check.better),
                            "to": _state(case, check.worse),
                            "profile": check.profile,
                        }
                    )
                    for check in case.checks
                ],
            }
        ),
    }


def _source(source: Source) -> Plain:
    return {
        "citation": source.citation,
        **some(
            {
                "language": source.language,
                "url": source.url,
                "doi": source.doi,
                "paragraphs": dict(source.paragraphs),
                "translation_note": {at: text(note) for at, note in source.translation_notes},
            }
        ),
    }


def _option(option: Option) -> Plain:
    return {
        "by": option.party,
        "name": text(option.name),
        **some({"undo": text(option.undo)}),
        "way": option.way,
        **evidence(option.evidence),
    }


def _term(term: Any) -> Any:
    more = named(term)
    return {"formula": str(term.formula), **more} if more else str(term.formula)


def _rule(rule: Rule) -> Plain:
    return {"id": rule.id, "holds": str(rule.formula), **named(rule)}


def _group(group: Group) -> Plain:
    return {"members": list(group.members), "open": group.open}


def _named_state(state: NamedState) -> Plain:
    if state.where is not None:
        return {"where": str(state.where), **some({"name": text(state.name)})}
    members = ["{" + ", ".join(sorted(member)) + "}" for member in state.members]
    return {"members": members, **some({"name": text(state.name)})}


def _statement(line: Statement) -> Plain:
    marks = {key: True for key in ("firm", "audience") if getattr(line, key)}
    return {"id": line.id, "want": str(line.want), **marks, **named(line)}


def _preference(case: Case, preference: Preference) -> Any:
    if isinstance(preference, Ranking):
        return _ranking(case, preference)
    lines: list[Any] = []
    for block, inside in groupby(preference.lines, key=lambda line: line.block):
        written = [_statement(line) for line in inside]
        lines.extend(written if block is None else [{"any_order": written}])
    return lines


def _ranking(case: Case, ranking: Ranking) -> Plain:
    """Decimal numbers with the states behind them; ids where states have names."""
    bits = {option.id: 1 << place for place, option in enumerate(case.options)}
    named = bool(case.named_states)
    tiers: list[Any] = []
    for tier in ranking.tiers:
        if named:
            values: list[Any] = [_named_or_combined(case, state) for state in tier]
        else:
            values = [sum(bits[id] for id in state) for state in tier]
        value: Any = values if len(values) > 1 else values[0]
        states = ", ".join(_state(case, state) for state in tier)
        if not named and len(states) + len(on_one_line(value)) < WIDTH - 20:
            value = Remarked(value, states)
        tiers.append(value)
    width = max((len(on_one_line(tier)) for tier in tiers if isinstance(tier, Remarked)), default=0)
    tiers = [replace(t, width=width) if isinstance(t, Remarked) else t for t in tiers]
    numbering = {} if named else {"numbering": "decimal"}
    return {"ranking": tiers, **numbering, **evidence(ranking.evidence)}


def _named_or_combined(case: Case, state: State) -> str:
    named = state & {one.id for one in case.named_states}
    return next(iter(state)) if named else _state(case, state)


def _state(case: Case, state: State) -> str:
    known = case.ordered(state)
    return "{" + ", ".join((*known, *sorted(state.difference(known)))) + "}"


def _profile(case: Case, profile: Profile) -> Plain:
    lists = {
        edit.kind.party: _preference(case, edit.kind.preference)
        for edit in profile.edits
        if isinstance(edit.kind, SetList)
    }
    views: dict[str, Plain] = {}
    for edit in profile.edits:
        if isinstance(edit.kind, View):
            views.setdefault(edit.kind.viewer, {})[edit.kind.about] = _view(case, edit.kind)
    changes = [_edit(edit) for edit in profile.edits if not isinstance(edit.kind, SetList | View)]
    return {
        **some(
            {
                "from": profile.base,
                "name": text(profile.name),
                "date": profile.date,
                "author": profile.author,
                "post_hoc": profile.post_hoc or None,
                "trigger": text(profile.trigger),
            }
        ),
        **({"lists": lists} if lists else {}),
        **({"changes": changes} if changes else {}),
        **({"views": views} if views else {}),
    }


def _view(case: Case, view: View) -> Any:
    kinds = [edit.kind for edit in view.edits]
    if len(kinds) == 1 and isinstance(kinds[0], SetList):
        assert isinstance(kinds[0].preference, Ranking)
        return _ranking(case, kinds[0].preference)
    return [_edit(edit) for edit in view.edits]


def _change(change: Change) -> Plain:
    return {
        **some({"name": text(change.name)}),
        "edits": [_edit(edit) for edit in change.edits],
        **evidence(change.evidence),
    }


def _edit(edit: Edit) -> Plain:
    key, value = _edit_kind(edit.kind)
    return {key: value, **evidence(edit.evidence)}


def _spot(spot: Spot) -> Plain:
    return some({"to": spot.to, "after": spot.after, "before": spot.before})


def _edit_kind(kind: EditKind) -> tuple[str, Any]:
    """The key of an edit, and what stands under it."""
    if isinstance(kind, Insert | Drop | Move | Replace):
        return _list_edit(kind)
    match kind:
        case SetFlag(flag=flag, value=value):
            return "set", {flag: value}
        case AddOption(option=option, taken=taken):
            return "add_option", {"id": option.id, **_option(option), "status_quo": taken}
        case DropOption(option=id, value=value):
            return "drop_option", {"option": id, "as": value}
        case SetWay(option=id, way=way):
            return "way", {id: way}
        case Define(term=term, formula=formula):
            return "define", {term: str(formula)}
        case SetGroup(members=members, open=is_open):
            return "open" if is_open else "close", list(members)
        case AddGroup(group=group):
            return "add_group", _group(group)
        case AddRule(rule=rule):
            return "add_rule", _rule(rule)
        case DropRule(rule=id):
            return "drop_rule", id
        case Reveal(viewer=viewer, about=about):
            return "reveal", {"to": viewer, "about": about}
        case Coupling(option=id, taken=taken, then=then):
            ups = [[other, "up" if up else "down"] for other, up in then]
            return "couple", {"when": [id, "up" if taken else "down"], "then": ups}
    raise ValueError(f"no edit of a change: {kind}")


def _list_edit(kind: Insert | Drop | Move | Replace) -> tuple[str, Plain]:
    """The same for an edit of a party's list."""
    party = {"party": kind.party}
    match kind:
        case Insert(statement=line, spot=spot):
            return "insert", {**party, "statement": _statement(line), **_spot(spot)}
        case Drop(statement=id):
            return "drop", {**party, "statement": id}
        case Move(statement=id, spot=spot):
            return "move", {**party, "statement": id, **_spot(spot)}
    return "replace", {**party, "statement": kind.statement, "with": _statement(kind.by)}


# --- One change into a text ----------------------------------------------------------------------


def with_change(text: str, change: Change) -> str:
    """A case file's text with one named change added, or replaced if there is one of its id.

    Parameters
    ----------
    text : str
        The text of a case file.
    change : Change
        The change.

    Returns
    -------
    str
        The same text, byte for byte, but for that one entry under ``changes``.

    Raises
    ------
    CaseError
        If the text is no case file, or is none any more with this change in it.

    Examples
    --------
    >>> from honestbroker.case.parts import Change, Edit, SetGroup
    >>> import honestbroker as hb
    >>> text = dump(hb.read("elmira-1991"))
    >>> closed = Change("no-deal", (Edit(SetGroup(("MoE", "Uniroyal"), False)),))
    >>> print(with_change(text, closed)[len(text) :])
    <BLANKLINE>
    changes:
      no-deal:
        edits:
          - {close: [MoE, Uniroyal]}
    <BLANKLINE>
    """
    read_text(text)
    splice = Splice(text)
    entry = _change(change)
    if not splice.has("changes"):
        after = splice.added("changes", {change.id: entry}, gap=True)
    elif splice.has("changes", change.id):
        after = splice.replaced("changes", change.id, entry)
    else:
        after = splice.added("changes", change.id, entry)
    read_text(after)
    return after
