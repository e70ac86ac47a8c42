"""Where does each statement of a case come from, and what rests on each source?

Definitions. An **item** is anything the analyst wrote that an answer can rest on: options, flags,
rules, groups, statements and rankings, the ratings, patrons and contributions of brokers, stages of
roadmaps and objections to them, conditions (facts), terms and outcomes (definitions), and the edits
of profiles and changes in force, a broker, a roadmap and a common denominator where they rest on
something of their own. It is **sourced** if it has a citation or a judgement; facts only are
counted as unsourced.

Guarantees: complete for the profile in force; nothing is calculated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from honestbroker.case.brokering import (
    Condition,
    Contribution,
    Objection,
    Patron,
    Rating,
    Repeated,
    Stage,
)
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Statements
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.case.sources import Evidence, Place, Source, Text
from honestbroker.changes import chain_of, variant
from honestbroker.result import CONVENTIONS, Question, Scope
from honestbroker.result.provenance import Cited, Entry, Located, Provenance

__all__ = ["find_items", "provenance"]

_NO_FACTS: Final = ("term", "outcome", "profile", "change", "denominator", "broker", "roadmap")
"""Kinds of items that may go without a source: definitions, and what their parts account for."""


def provenance(
    case: Case, profile: str | None = None, changes: Iterable[Change | str] = ()
) -> Provenance:
    """Where everything in a case comes from.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.

    Returns
    -------
    Provenance
        Every item with what it rests on; every source with what rests on it.

    Raises
    ------
    CaseError
        If a profile or change is wrong.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = provenance(hb.read("korea-2017"))
    >>> found.entry("statement DPRK: guarantee").cites[0].digest
    'db9705e4'
    >>> [entry.key for entry in found.unsourced]
    ['statement DPRK: no-japanese-link', 'statement ROK: access', 'statement JPN: no-war']
    """
    found = variant(case, profile, changes)
    entries = tuple(_entries(found))
    asked = Question(
        found.id,
        found.version,
        found.profile,
        tuple(change.id for change in found.applied),
        dict(CONVENTIONS),
    )
    sources = tuple(_cited(source, entries) for source in found.sources)
    return Provenance(asked, Scope("exhaustive"), entries, sources)


def find_items(found: Provenance, item: str) -> tuple[Entry, ...]:
    """The entries somebody names.

    Parameters
    ----------
    found : Provenance
        The provenance of a case.
    item : str
        A key, or an id such as ``d_freeze``, ``talks`` or ``DPRK: talks``.

    Returns
    -------
    tuple of Entry
        All with this key or id.

    Raises
    ------
    CaseError
        If there is none.
    """
    named = [
        entry
        for entry in found.entries
        if item in (entry.key, entry.id, entry.key.partition(" ")[2])
    ]
    if not named:
        known = [entry.id for entry in found.entries] + [entry.key for entry in found.entries]
        raise CaseError([Problem(f"there is no item '{item}'", None, near(item, known))])
    return tuple(named)


def _entries(case: Case) -> Iterator[Entry]:
    make = _Maker(case)
    for option in case.options:
        yield make("option", option.id, option.name, option, value=option.way, of=(option.party,))
    for term in case.terms:
        yield make("term", term.id, term.name, term, formula=str(term.formula))
    for flag in case.flags:
        yield make("flag", flag.id, flag.name, flag, value="true" if flag.value else "false")
    for rule in case.rules:
        yield make("rule", rule.id, rule.name, rule, formula=str(rule.formula))
    for group in case.groups:
        value = "open" if group.open else "closed"
        yield make("group", ", ".join(group.members), None, group, value=value)
    for outcome in case.outcomes:
        yield make("outcome", outcome.id, outcome.name, outcome, formula=str(outcome.formula))
    for party, preference in case.lists.items():
        if not isinstance(preference, Statements):
            yield make("ranking", party, None, preference, of=(party,))
            continue
        length = len(preference.lines)
        for position, line in enumerate(preference.lines, start=1):
            yield make(
                "statement",
                f"{party}: {line.id}",
                line.name,
                line,
                value="firm" if line.firm else None,
                formula=str(line.want),
                of=(party, position, length),
            )
    for view in case.views:
        for edit in view.edits:
            yield make("view", view.label(edit), None, edit, of=(view.viewer,))
    yield from _brokering(case, make)
    yield from _edits(case, make)


def _brokering(case: Case, make: _Maker) -> Iterator[Entry]:
    """What brokers, roadmaps and conditions say, and what these rest on as a whole."""
    shared = case.common_denominator
    if shared is not None and shared.evidence.sourced:
        formula = None if shared.formula is None else str(shared.formula)
        yield make("denominator", ", ".join(case.principals), shared.name, shared, formula=formula)
    for kind, things in (("broker", case.brokers), ("roadmap", case.roadmaps)):
        for thing in things:
            if thing.evidence.sourced:
                yield make(kind, thing.id, thing.name, thing)
    for kind, id, said in case.judged():
        match said:
            case Rating(value=rated):
                yield make(kind, id, None, said, value=str(rated))
            case Repeated(value=again):
                yield make(kind, id, None, said, value="true" if again else "false")
            case Contribution(kind=brought):
                yield make(kind, id, said.name, said, value=brought)
            case Objection(party=party):
                yield make(kind, id, said.text, said, of=(party,))
            case Condition(formula=wanted):
                told = None if wanted is None else str(wanted)
                yield make(kind, id, said.name, said, formula=told)
            case Stage(name=name):
                yield make(kind, id, name, said)
            case Patron():
                yield make(kind, id, None, said)


def _edits(case: Case, make: _Maker) -> Iterator[Entry]:
    """The edits in force that rest on something of their own."""
    chains = chain_of(case, case.profile) if case.profile is not None else ()
    for id in chains:
        profile = case.profile_named(id)
        for number, edit in enumerate(profile.edits, start=1):
            if edit.evidence.sourced:
                yield make("profile", f"{id} {number}", profile.name, edit)
    for change in case.applied:
        yield make("change", change.id, change.name, change)
        for number, edit in enumerate(change.edits, start=1):
            if edit.evidence.sourced:
                yield make("change", f"{change.id} {number}", change.name, edit)


class _Item(Protocol):
    """Anything in a case that rests on evidence and stands somewhere."""

    @property
    def evidence(self) -> Evidence:
        """What it rests on."""

    @property
    def place(self) -> Place | None:
        """Where it stands."""


_Of = tuple[()] | tuple[str] | tuple[str, int, int]
"""Nobody's; a party's; a line of a party's list: its position, and the list's length."""


class _Maker:
    """Entries of one case; knows the digests of its sources' paragraphs."""

    def __init__(self, case: Case) -> None:
        self._digests = {source.id: dict(source.paragraphs) for source in case.sources}

    def __call__(
        self,
        kind: str,
        id: str,
        name: Text | None,
        item: _Item,
        *,
        value: str | None = None,
        formula: str | None = None,
        of: _Of = (),
    ) -> Entry:
        judged = item.evidence.judged
        cites = tuple(
            Located(
                citation.source,
                citation.locator,
                self._digests.get(citation.source, {}).get(citation.locator),
            )
            for citation in item.evidence.cites
        )
        return Entry(
            f"{kind} {id}",
            kind,
            id,
            of[0] if of else None,
            of[1] if len(of) == 3 else None,
            of[2] if len(of) == 3 else None,
            _languages(name),
            formula,
            value,
            None if item.place is None else str(item.place),
            cites,
            None if judged is None else judged.by,
            None if judged is None or judged.date is None else judged.date.isoformat(),
            None if judged is None else judged.sure,
            _languages(None if judged is None else judged.why),
            kind not in _NO_FACTS,
        )


def _languages(text: Text | None) -> dict[str, str]:
    return {} if text is None else dict(text.languages)


def _cited(source: Source, entries: tuple[Entry, ...]) -> Cited:
    notes = tuple((locator, dict(note.languages)) for locator, note in source.translation_notes)
    items = tuple(
        entry.key for entry in entries if any(place.source == source.id for place in entry.cites)
    )
    return Cited(source.id, source.citation, source.language, source.url, source.doi, notes, items)
