"""Where every statement of a case comes from, and what rests on each source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope

__all__ = ["Cited", "Entry", "Located", "Provenance"]


@dataclass(frozen=True)
class Located:
    """A place in a source.

    Attributes
    ----------
    source : str
        The source's id.
    locator : str
        Where in it; empty for the whole.
    digest : str or None
        The first hexadecimal digits of the SHA-256 of the text that was read there.
    """

    source: str
    locator: str
    digest: str | None

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}" if self.locator else self.source


@dataclass(frozen=True)
class Entry:
    """One item of a case, in the analyst's words, and what it rests on.

    Attributes
    ----------
    key : str
        Unique in the case, such as ``statement DPRK: talks`` or ``option d_freeze``.
    kind : str
        ``statement``, ``ranking``, ``option``, ``flag``, ``rule``, ``group``, ``term``,
        ``outcome``, ``denominator``, ``broker``, ``rating``, ``patron``, ``contribution``,
        ``roadmap``, ``stage``, ``objection``, ``condition``, ``profile`` or ``change`` (an edit of
        either).
    id : str
        Its id; for a group its members.
    party : str or None
        Whose it is.
    position, length : int or None
        A statement's 1-based place in its party's list, and the list's length.
    names : dict
        Language code to the analyst's words; empty where there are none.
    formula : str or None
        Its formula as written.
    value : str or None
        An option's way, a flag's value, whether a group is open, a rating, a contribution's kind.
    place : str or None
        File, line and column.
    cites : tuple of Located
        Its citations.
    judged_by, judged_on, sure : str or None
        Who judged it, when, and how sure (``high``, ``medium``, ``low``).
    why : dict
        Language code to the reasons of the judgement.
    fact : bool
        Whether it states a fact. Terms and outcomes are definitions; of denominators, brokers and
        roadmaps as a whole, and of edits, only those are listed that rest on something.
    """

    key: str
    kind: str
    id: str
    party: str | None
    position: int | None
    length: int | None
    names: Mapping[str, str]
    formula: str | None
    value: str | None
    place: str | None
    cites: tuple[Located, ...]
    judged_by: str | None
    judged_on: str | None
    sure: str | None
    why: Mapping[str, str]
    fact: bool

    @property
    def sourced(self) -> bool:
        """Whether there is a citation or a judgement."""
        return bool(self.cites) or self.judged_by is not None

    def to_dict(self) -> dict[str, Any]:
        """The entry as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {**asdict(self), "names": dict(self.names), "why": dict(self.why)}


@dataclass(frozen=True)
class Cited:
    """A source, and everything that rests on it.

    Attributes
    ----------
    id, citation : str
        Its id, and how it is cited.
    language, url, doi : str or None
        What the case gives of them.
    notes : tuple of (str, dict)
        Locator and words of each note on a translation.
    items : tuple of str
        Keys of the entries that cite it.
    """

    id: str
    citation: str
    language: str | None
    url: str | None
    doi: str | None
    notes: tuple[tuple[str, Mapping[str, str]], ...]
    items: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The source as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        told = asdict(self)
        told["notes"] = [{"locator": at, "words": dict(words)} for at, words in self.notes]
        return told


@dataclass(frozen=True, repr=False)
class Provenance:
    """Where everything in a case comes from.

    Attributes
    ----------
    question : Question
        Which case, in which profile, with which changes.
    scope : Scope
        How far the answer reaches.
    entries : tuple of Entry
        Every item, in the order of the file.
    sources : tuple of Cited
        Every source of the case, cited or not.
    """

    question: Question
    scope: Scope
    entries: tuple[Entry, ...]
    sources: tuple[Cited, ...]

    def __repr__(self) -> str:
        return (
            f"<Provenance of {self.question.case}: {len(self.entries)} items, "
            f"{len(self.sources)} sources, {len(self.unsourced)} unsourced>"
        )

    @property
    def unsourced(self) -> tuple[Entry, ...]:
        """The facts that have neither a citation nor a judgement."""
        return tuple(entry for entry in self.entries if entry.fact and not entry.sourced)

    def entry(self, key: str) -> Entry:
        """One entry.

        Parameters
        ----------
        key : str
            Its key.

        Returns
        -------
        Entry
            The entry.

        Raises
        ------
        KeyError
            If there is none.
        """
        for entry in self.entries:
            if entry.key == key:
                return entry
        raise KeyError(key)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema provenance`` describes them.

        Returns
        -------
        dict
            What ``honestbroker provenance --json`` prints.
        """
        return {
            **self.question.head("provenance", self.scope),
            "entries": [entry.to_dict() for entry in self.entries],
            "sources": [source.to_dict() for source in self.sources],
            "unsourced": [entry.key for entry in self.unsourced],
        }
