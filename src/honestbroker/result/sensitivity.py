"""The result of asking how sure the headline claims are, and on which judgements they rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from honestbroker.result.base import Question, Scope

__all__ = ["Counts", "Drawn", "Flip", "Rests", "Sensitivity", "Variation"]

Value = bool | str | None
"""What a headline claim comes to."""


@dataclass(frozen=True)
class Flip:
    """A claim that comes out differently: its name, what it was, what it is now."""

    claim: str
    before: Value
    after: Value

    def to_dict(self) -> dict[str, Any]:
        """The flip as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Variation:
    """One variation of the case, and what it flips.

    `kind` is swap, drop, set, way, group or concept; `id` says in short what is varied. A void
    variation leaves no feasible status quo and flips nothing.
    """

    kind: str
    id: str
    void: bool
    flips: tuple[Flip, ...]

    def to_dict(self) -> dict[str, Any]:
        """The variation as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Rests:
    """A judgement, and the headline claims that rest on it.

    Attributes
    ----------
    kind : str
        ``order`` (one statement directly before another), ``statement``, ``flag``, ``way``,
        ``group``.
    party : str or None
        Whose list or option.
    what : tuple of str
        The statement, the two statements of an order, the flag, the option, the group's members.
    firm : bool
        Whether a firm statement is concerned.
    claims : tuple of str
        The claims that flip if it is judged differently.
    cites : tuple of str
        What it rests on.
    judged, sure : str or None
        Who judged it, and how sure: of two statements the less sure.
    """

    kind: str
    party: str | None
    what: tuple[str, ...]
    firm: bool
    claims: tuple[str, ...]
    cites: tuple[str, ...]
    judged: str | None
    sure: str | None

    def to_dict(self) -> dict[str, Any]:
        """The judgement as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Drawn:
    """What every claim came to in every draw, kept small; for tables, not for JSON.

    Attributes
    ----------
    of : str
        What was drawn, or the version it was drawn for.
    values : dict
        From claim to the values it came to: ``true``, ``false``, a tag, ``void``.
    places : dict
        From claim to one byte a draw: the place of its value among `values`.
    """

    of: str
    values: Mapping[str, tuple[str, ...]]
    places: Mapping[str, bytes]


@dataclass(frozen=True)
class Counts:
    """How often each claim came to each value.

    Attributes
    ----------
    of : str
        ``perturbed lists`` or ``orders``.
    scope : Scope
        Sampled, with seed and draws; exhaustive where every order was tried.
    cases : int
        How many cases were looked at.
    void : int
        How many of them were void.
    swaps : int or None
        Random adjacent swaps in every list.
    counts : dict
        From claim to value (``true``, ``false``, a tag) to number of cases.
    drawn : tuple of Drawn
        Every single draw, if the result was made here and not read back; no part of the JSON.
    """

    of: str
    scope: Scope
    cases: int
    void: int
    swaps: int | None
    counts: Mapping[str, Mapping[str, int]]
    drawn: tuple[Drawn, ...] = field(default=(), compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "of": self.of,
            "scope": self.scope.to_dict(),
            "cases": self.cases,
            "void": self.void,
            "swaps": self.swaps,
            "counts": {claim: dict(values) for claim, values in self.counts.items()},
        }


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """How sure the headline claims are.

    Attributes
    ----------
    question : Question
        The case asked about.
    scope : Scope
        Exhaustive over single variations; the counts have scopes of their own.
    claims : dict
        The headline claims as the case stands.
    tried : dict
        How many variations of each kind were tried.
    variations : tuple of Variation
        Those that flip a claim, or are void.
    judgements : tuple of Rests
        Judgements on which a claim rests, those with most claims first.
    counts : tuple of Counts
        What sampled or enumerated cases came to.
    """

    question: Question
    scope: Scope
    claims: Mapping[str, Value]
    tried: Mapping[str, int]
    variations: tuple[Variation, ...]
    judgements: tuple[Rests, ...]
    counts: tuple[Counts, ...]

    def __repr__(self) -> str:
        return (
            f"<Sensitivity of {self.question.case}: {len(self.claims)} claims, "
            f"{len(self.judgements)} judgements that matter>"
        )

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema sensitivity`` describes them.

        Returns
        -------
        dict
            What ``honestbroker sensitivity --json`` prints.
        """
        return {
            **self.question.head("sensitivity", self.scope),
            "claims": dict(self.claims),
            "tried": dict(self.tried),
            "variations": [variation.to_dict() for variation in self.variations],
            "judgements": [judgement.to_dict() for judgement in self.judgements],
            "counts": [counts.to_dict() for counts in self.counts],
        }
