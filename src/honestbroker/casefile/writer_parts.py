"""What most parts of a case have, as plain values of a case file: words, names, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from honestbroker.case.sources import Evidence, Text

__all__ = ["Plain", "evidence", "named", "some", "text"]

Plain = dict[str, Any]


def some(values: Mapping[str, Any]) -> Plain:
    """What is there: neither nothing nor empty nor the value that is assumed anyway."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def text(words: Text | None) -> str | dict[str, str] | None:
    """A text: the words themselves if they are in English only."""
    if words is None:
        return None
    languages = dict(words.languages)
    return languages["en"] if list(languages) == ["en"] else languages


def evidence(found: Evidence) -> Plain:
    """The keys ``cites`` and ``judged``, as far as there is anything to say."""
    cites = [str(citation) for citation in found.cites]
    judged = found.judged
    told = None if judged is None else some(
        {"by": judged.by, "date": judged.date, "sure": judged.sure, "why": text(judged.why)}
    )  # fmt: skip
    return some({"cites": cites[0] if len(cites) == 1 else cites, "judged": told})


def named(thing: Any) -> Plain:
    """The name of a thing and what it rests on."""
    return {**some({"name": text(thing.name)}), **evidence(thing.evidence)}
