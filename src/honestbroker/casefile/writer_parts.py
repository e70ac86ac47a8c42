"""What most parts of a case have, as plain values of a case file: words, names, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from honestbroker.case.sources import Evidence, Text

__all__ = ["Plain", "evidence", "named", "some", "text"]

Plain = dict[str, Any]


def some(values: Mapping[str, Any]) -> Plain:
    """Keys and values without those that say nothing.

    Parameters
    ----------
    values : mapping
        Keys and values.

    Returns
    -------
    dict
        Without nothing, empty texts, empty lists and empty mappings.
    """
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def text(words: Text | None) -> str | dict[str, str] | None:
    """A text as a case file has it.

    Parameters
    ----------
    words : Text or None
        The text.

    Returns
    -------
    str, dict or None
        The words themselves if they are in English only.
    """
    if words is None:
        return None
    languages = dict(words.languages)
    return languages["en"] if list(languages) == ["en"] else languages


def evidence(found: Evidence) -> Plain:
    """The keys ``cites`` and ``judged``, as far as there is anything to say.

    Parameters
    ----------
    found : Evidence
        What something rests on.

    Returns
    -------
    dict
        Keys and values.
    """
    cites = [str(citation) for citation in found.cites]
    judged = found.judged
    told = None if judged is None else some(
        {"by": judged.by, "date": judged.date, "sure": judged.sure, "why": text(judged.why)}
    )  # fmt: skip
    return some({"cites": cites[0] if len(cites) == 1 else cites, "judged": told})


def named(thing: Any) -> Plain:
    """The name of a thing and what it rests on.

    Parameters
    ----------
    thing : object
        Anything with `name` and `evidence`.

    Returns
    -------
    dict
        Keys and values.
    """
    return {**some({"name": text(thing.name)}), **evidence(thing.evidence)}
