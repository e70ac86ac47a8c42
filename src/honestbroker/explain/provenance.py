"""Provenance in words: an item and what it rests on, a source and what rests on it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from honestbroker.case.case import Case
from honestbroker.case.sources import Text
from honestbroker.explain.head import head
from honestbroker.explain.judged import KINDS
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import mark
from honestbroker.explain.section import Items, Section, Table
from honestbroker.explain.words import capital
from honestbroker.result.provenance import Cited, Entry, Located, Provenance

__all__ = ["LONGEST", "entries", "facts_of", "in_words", "overall", "source", "within"]


LONGEST = 90
"""Longer words than this are cut in the title of an entry, and told in full below it."""


def facts_of(words: Noting, entry: Entry, *, linked: bool = False) -> tuple[tuple[str, str], ...]:
    """What is known of an item, as labelled facts.

    Parameters
    ----------
    words : Noting
        The case's words.
    entry : Entry
        The item.
    linked : bool
        Whether sources are references to the bibliography, not spelled out.

    Returns
    -------
    tuple of (str, str)
        Label and value.
    """
    text = in_words(words, entry)
    titled = linked and entry.position is None and len(text) <= LONGEST
    told = [] if titled else [("words", text)]
    if entry.kind == "option":
        told.insert(0, ("party", capital(words.party(entry.party or ""))))
    if entry.formula is not None:
        told.append(("formula", words.clean(entry.formula)))
    if entry.value is not None:
        family = "contribution" if entry.kind == "contribution" else "provenance.value"
        told.append(("value", words.say(f"{family}.{entry.value}")))
    cites = [_cite(words, place, linked=linked) for place in entry.cites]
    if cites and linked:
        told.append(("source", "; ".join(cites)))
    else:
        told.extend(("source", cite) for cite in cites)
    if entry.judged_by is not None:
        told.append(("judgement", _judgement(words, entry)))
    if not entry.sourced:
        key = "provenance.unsourced" if entry.fact else "provenance.definition"
        told.append(("source", words.say(key)))
    if entry.place is not None:
        told.append(("place", words.clean(entry.place)))
    return tuple((words.say(f"provenance.{label}"), value) for label, value in told)


def _cite(words: Noting, place: Located, *, linked: bool) -> str:
    source = mark(f"source {place.source}") if linked else _citation(words, place.source)
    locator = words.say("provenance.locator", locator=place.locator) if place.locator else ""
    digest = words.say("provenance.digest", digest=place.digest) if place.digest else ""
    return source + words.clean(locator + digest)


def in_words(words: Noting, entry: Entry) -> str:
    """An item in the analyst's words.

    Parameters
    ----------
    words : Noting
        The case's words.
    entry : Entry
        The item.

    Returns
    -------
    str
        Its name; its id in brackets where it has none.
    """
    if entry.kind == "group":
        return capital(words.parties(entry.id.split(", ")))
    if entry.kind in ("view", *KINDS):
        return words.item(entry.kind, entry.id)
    return within(words, entry.names) or words.say("provenance.no_words", id=entry.id)


def within(words: Noting, languages: Mapping[str, str]) -> str:
    """A text of the case; where this language is missing the reader is told so.

    Parameters
    ----------
    words : Noting
        The case's words.
    languages : dict
        Language code to the text.

    Returns
    -------
    str
        The text; empty where there is none.
    """
    if not languages:
        return ""
    told = words.text(Text.of(languages))
    if words.language in ("en", *languages):
        return told
    return words.say("provenance.untranslated", text=told)


def _citation(words: Noting, id: str) -> str:
    """A source as cited; its id where the case does not list it."""
    known = {source.id: source.citation for source in words.case.sources}
    return words.clean(known.get(id, id))


def _judgement(words: Noting, entry: Entry) -> str:
    date = ""
    if entry.judged_on is not None:
        date = words.date(datetime.date.fromisoformat(entry.judged_on))
    sure = words.say(f"sure.{entry.sure}") if entry.sure else ""
    told = words.say(
        "provenance.by", author=words.clean(entry.judged_by or ""), date=f", {date}" if date else ""
    )
    why = within(words, entry.why)
    return told + sure + (f": {why}" if why else "")


def entries(
    case: Case, found: Provenance, items: Sequence[Entry], language: str = "en"
) -> list[Section]:
    """Some items, each with all that is known of it.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Provenance
        Where everything comes from.
    items : sequence of Entry
        The items.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, a section an item.
    """
    words = Noting(case, language)
    sections = [head(words, found.question)]
    for entry in items:
        told = tuple(
            words.say("provenance.fact", label=label, value=value)
            for label, value in facts_of(words, entry)
        )
        sections.append(Section(_title(words, entry), (Items(told),)))
    if not items:
        sections.append(Section(words.say("provenance"), (words.say("provenance.none"),)))
    return sections


def _title(words: Noting, entry: Entry) -> str:
    if entry.position is None:
        kind = words.say(f"provenance.kind.{entry.kind}")
        return words.say("provenance.title", kind=kind, id=entry.id)
    party = capital(words.party(entry.party or ""))
    line = words.say("provenance.line", party=party, position=entry.position, length=entry.length)
    return words.say("provenance.title", kind=line, id=entry.id.partition(": ")[2])


def source(case: Case, found: Provenance, cited: Cited, language: str = "en") -> list[Section]:
    """A source, and everything that rests on it.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Provenance
        Where everything comes from.
    cited : Cited
        The source.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the source, its items.
    """
    words = Noting(case, language)
    about = [words.clean(cited.citation)]
    about += [words.clean(given) for given in (cited.url, cited.doi) if given]
    about += [
        words.say(
            "provenance.fact",
            label=words.say("provenance.note", locator=locator),
            value=words.clean(within(words, note)),
        )
        for locator, note in cited.notes
    ]
    rows = []
    for entry in found.entries:
        at = [
            (place.locator or "-", place.digest or "-")
            for place in entry.cites
            if place.source == cited.id
        ]
        rows += [
            (locator, digest, _title(words, entry), in_words(words, entry))
            for locator, digest in at
        ]
    columns = tuple(
        words.say(f"provenance.column.{key}") for key in ("locator", "digest", "item", "words")
    )
    told = Table(columns, tuple(rows)) if rows else words.say("provenance.nothing")
    heading = words.count("provenance.resting", len(cited.items))
    return [
        head(words, found.question),
        Section(cited.id, tuple(about)),
        Section(heading, (told,)),
    ]


def overall(case: Case, found: Provenance, language: str = "en") -> list[Section]:
    """Every source with how much rests on it, and what has no source.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Provenance
        Where everything comes from.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, sources, unsourced items.
    """
    words = Noting(case, language)
    sections = [head(words, found.question)]
    if found.sources:
        rows = tuple(
            (cited.id, str(len(cited.items)), words.clean(cited.citation))
            for cited in found.sources
        )
        columns = tuple(
            words.say(f"provenance.column.{key}") for key in ("source", "items", "citation")
        )
        sections.append(Section(words.say("provenance.sources"), (Table(columns, rows),)))
    judged = [entry for entry in found.entries if entry.fact and entry.sourced and not entry.cites]
    if judged:
        told = tuple(
            words.say("provenance.fact", label=_title(words, entry), value=in_words(words, entry))
            for entry in judged
        )
        sections.append(Section(words.say("provenance.judged"), (Items(told),)))
    if found.unsourced:
        told = tuple(
            words.say("provenance.fact", label=_title(words, entry), value=in_words(words, entry))
            for entry in found.unsourced
        )
        sections.append(Section(words.say("provenance.without"), (Items(told),)))
    else:
        heading = words.say("provenance.without")
        sections.append(Section(heading, (words.say("provenance.none"),)))
    return sections
