"""What a report tells of: the results of the analyses of one case, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from honestbroker.result.atlas import Atlas
from honestbroker.result.base import JSON_VERSION
from honestbroker.result.overview import Overview
from honestbroker.result.provenance import Provenance
from honestbroker.result.stability import Stability

__all__ = ["Findings"]


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
    """

    overview: Overview
    stability: Stability
    atlas: Atlas
    provenance: Provenance

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
        }
