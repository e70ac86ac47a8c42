"""The result of checking a case: profile by profile, and the analyst's own sanity tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from honestbroker.result.base import JSON_VERSION
from honestbroker.result.overview import Founding
from honestbroker.result.why import Decision

__all__ = ["Checked", "CheckedProfile", "Checks"]


@dataclass(frozen=True)
class CheckedProfile:
    """One profile: how many states are feasible, and on what it rests."""

    id: str
    feasible: int
    founding: Founding

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {"id": self.id, "feasible": self.feasible, "founding": self.founding.to_dict()}


@dataclass(frozen=True)
class Checked:
    """One of the analyst's checks: what was expected, and what decides instead if it failed."""

    profile: str | None
    party: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    passed: bool
    because: Decision
    place: str | None

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True, repr=False)
class Checks:
    """What checking a case found.

    Attributes
    ----------
    case, version : str
        Which case.
    profiles : tuple of CheckedProfile
        Every profile.
    checks : tuple of Checked
        Every check, in the profile it names or else in the default one.
    paragraphs : tuple of dict or None
        Each hashed paragraph of a source: ``source``, ``locator``, ``matched``, ``file``,
        ``number``; None where no copies of the sources were given.
    """

    case: str
    version: str
    profiles: tuple[CheckedProfile, ...]
    checks: tuple[Checked, ...]
    paragraphs: tuple[Mapping[str, Any], ...] | None = None

    @property
    def passed(self) -> bool:
        """Whether every check passed, and every paragraph asked for was found."""
        found = all(paragraph["matched"] for paragraph in self.paragraphs or ())
        return found and all(check.passed for check in self.checks)

    def with_paragraphs(self, paragraphs: Iterable[Mapping[str, Any]]) -> Checks:
        """The same with what was found of the sources' paragraphs.

        Parameters
        ----------
        paragraphs : iterable of mapping
            As in `paragraphs`.

        Returns
        -------
        Checks
            The result.
        """
        return replace(self, paragraphs=tuple(paragraphs))

    def __repr__(self) -> str:
        failed = sum(not check.passed for check in self.checks)
        return f"<Checks of {self.case}: {len(self.checks)} checks, {failed} failed>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema check`` describes them.

        Returns
        -------
        dict
            What ``honestbroker check --json`` prints.
        """
        return {
            "format": JSON_VERSION,
            "kind": "check",
            "case": self.case,
            "version": self.version,
            "passed": self.passed,
            "profiles": [profile.to_dict() for profile in self.profiles],
            "checks": [check.to_dict() for check in self.checks],
            "paragraphs": None
            if self.paragraphs is None
            else [dict(paragraph) for paragraph in self.paragraphs],
        }
