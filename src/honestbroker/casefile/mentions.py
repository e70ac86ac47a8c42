"""What a file names and must be somewhere in the case: in one of its profiles, if not in all.

Brokers, roadmaps and conditions stand beside the profiles and speak of what some profile, change
or contribution may bring: a statement counts as known if it is in the party's list in at least one
profile, an option or a word of a formula if it means something in at least one. What delivers a
contribution may also be an option that a change or a contribution adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from honestbroker.case.case import Case
from honestbroker.case.inspect import problems_of_citation, problems_of_formula
from honestbroker.case.parts import AddOption, Statements
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Citation, Place
from honestbroker.formula import Formula

__all__ = ["Mention", "problems_of_mentions"]


@dataclass(frozen=True)
class Mention:
    """Something named in a file.

    Attributes
    ----------
    what : str
        ``party``, ``option``, ``own option``, ``outcome``, ``statement``, ``change``, ``profile``,
        ``citation``, or ``formula``, which names several things.
    id : str
        Its id, or the citation.
    place : Place
        Where it is named.
    of : str
        For a statement the party, for an option of its own the broker whose it should be.
    formula : Formula or None
        The formula.
    """

    what: str
    id: str
    place: Place
    of: str = ""
    formula: Formula | None = None


@dataclass
class _Known:
    """What there is, over a case and all its profiles."""

    case: Case
    profiles: Iterable[Case]
    owners: dict[str, str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    statements: dict[str, list[str]] = field(default_factory=dict)
    ranked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for case in (self.case, *self.profiles):
            self.owners.update((option.id, option.party) for option in case.options)
            for kind, things in (("term", case.terms), ("flag", case.flags)):
                self.names.update((thing.id, kind) for thing in things)
            for party, preference in case.lists.items():
                if isinstance(preference, Statements):
                    known = self.statements.setdefault(party, [])
                    known.extend(line.id for line in preference.lines)
                else:
                    self.ranked.add(party)
        self.names.update((id, "option") for id in self.owners)
        for change in (*self.case.changes, *self.case.brought()):
            for edit in change.edits:
                if isinstance(edit.kind, AddOption):
                    self.added[edit.kind.option.id] = edit.kind.option.party


def problems_of_mentions(
    mentions: Iterable[Mention], case: Case, profiles: Mapping[str, Case]
) -> Iterator[Problem]:
    """What is named and is nowhere.

    Parameters
    ----------
    mentions : iterable of Mention
        What is named.
    case : Case
        The case without a profile.
    profiles : mapping
        The case in each of its profiles, as far as they could be made.

    Yields
    ------
    Problem
        One for each thing that is not there.
    """
    known = _Known(case, profiles.values())
    ids = {
        "party": [party.id for party in case.parties],
        "option": list(known.owners),
        "outcome": [outcome.id for outcome in case.outcomes],
        "change": [change.id for change in case.changes],
        "profile": [profile.id for profile in case.profiles],
    }
    sources = {source.id: dict(source.paragraphs) for source in case.sources}
    for one in mentions:
        if one.what == "formula" and one.formula is not None:
            yield from problems_of_formula(one.formula, one.place, known.names)
        elif one.what == "citation":
            source, _, locator = one.id.partition("#")
            yield from problems_of_citation(Citation(source, locator), one.place, sources)
        elif one.what == "statement":
            yield from _statement(one, known)
        elif one.what == "own option":
            yield from _own_option(one, known)
        elif one.id not in ids[one.what]:
            hint = near(one.id, ids[one.what])
            yield Problem(f"there is no {one.what} '{one.id}'", one.place, hint, one.id)


def _statement(one: Mention, known: _Known) -> Iterator[Problem]:
    lines = known.statements.get(one.of)
    if lines is not None:
        if one.id not in lines:
            hint = near(one.id, dict.fromkeys(lines))
            yield Problem(f"'{one.of}' has no statement '{one.id}'", one.place, hint, one.id)
    elif one.of in known.ranked:
        told = f"'{one.of}' has no statements: it gives a direct ranking"
        yield Problem(told, one.place, "leave it out", one.id)


def _own_option(one: Mention, known: _Known) -> Iterator[Problem]:
    owners = {**known.owners, **known.added}
    owner = owners.get(one.id)
    own = [id for id, party in owners.items() if party == one.of]
    if owner is None:
        told = f"there is no option '{one.id}' that could deliver this"
        yield Problem(told, one.place, near(one.id, own), one.id)
    elif owner != one.of and owner in [party.id for party in known.case.parties]:
        told = f"'{one.id}' is an option of '{owner}', not of '{one.of}'"
        hint = f"its own: {', '.join(own)}" if own else "leave it out: it has no options"
        yield Problem(told, one.place, hint, one.id)
