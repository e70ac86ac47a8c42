"""What a report tells of: the results of the analyses of one case, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from honestbroker.result.atlas import Atlas
from honestbroker.result.base import JSON_VERSION, Question
from honestbroker.result.overview import Overview
from honestbroker.result.provenance import Provenance
from honestbroker.result.stability import Stability

__all__ = ["Findings", "Result"]


class Result(Protocol):
    """Any result of an analysis: it remembers its question and can be written as JSON."""

    @property
    def question(self) -> Question:
        """What was asked."""

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values."""


@dataclass(frozen=True)
class Findings:
    """The results a report tells of.

    Attributes
    ----------
    overview : Overview
        Where the crisis stands.
    stability : Stability
        The equilibria under every concept.
    atlas : Atlas
        The states that matter.
    provenance : Provenance
        Where everything comes from.
    more : tuple of (str, Result)
        Results of slower analyses, each with the name of the section that tells of it.
    """

    overview: Overview
    stability: Stability
    atlas: Atlas
    provenance: Provenance
    more: tuple[tuple[str, Result], ...] = ()

    def of(self, section: str) -> tuple[Any, ...]:
        """The results that a section tells of.

        Parameters
        ----------
        section : str
            The section's name.

        Returns
        -------
        tuple
            In order; empty if its analysis was not asked for.
        """
        return tuple(result for name, result in self.more if name == section)

    def with_more(self, more: Sequence[tuple[str, Result]]) -> Findings:
        """The same results and some more.

        Parameters
        ----------
        more : sequence of (str, Result)
            Results of slower analyses.

        Returns
        -------
        Findings
            All of them.
        """
        return replace(self, more=(*self.more, *more))

    def to_dict(self) -> dict[str, Any]:
        """The results as JSON values; ``honestbroker schema report`` describes them.

        Returns
        -------
        dict
            One document for each result.
        """
        return {
            "format": JSON_VERSION,
            "kind": "report",
            "overview": self.overview.to_dict(),
            "stability": self.stability.to_dict(),
            "atlas": self.atlas.to_dict(),
            "provenance": self.provenance.to_dict(),
            "more": [result.to_dict() for _, result in self.more],
        }
