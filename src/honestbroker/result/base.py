"""What every result has: names, the question it remembers, its scope; and the concepts.

`CONCEPTS` is the one record of the stability concepts: documentation, citations, tests and
calculation are generated from it or checked against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "CONCEPTS",
    "CONVENTIONS",
    "JSON_VERSION",
    "LISTED_MOVES",
    "RESPONSES",
    "Concept",
    "Estimate",
    "Question",
    "Scope",
    "StateNames",
    "TooBig",
]

JSON_VERSION: Final = "honestbroker/1"
"""Version of every JSON document this version writes; it changes when a key changes meaning."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A stability concept: its name, its definition in words and symbols, its sources.

    `symbols` uses R_i, R_i+ for a party's moves and improvements, R_N-i, R_N-i+ for legal
    sequences of the others, t <=_i s for "i ranks t no higher than s". `sources` are keys of the
    documentation's bibliography.
    """

    id: str
    name: str
    words: str
    symbols: str
    sources: tuple[str, ...]


CONCEPTS: Final = (
    Concept(
        "nash",
        "Nash stability",
        "The party has no improvement.",
        "R_i+(s) is empty",
        ("nash1950", "fhk1993"),
    ),
    Concept(
        "gmr",
        "General metarationality",
        "Every improvement can be answered by moves of the others that leave the party no better "
        "off than it was.",
        "for all s1 in R_i+(s) there is s2 in R_N-i(s1) with s2 <=_i s",
        ("howard1971",),
    ),
    Concept(
        "smr",
        "Symmetric metarationality",
        "Every improvement can be answered so, and the party cannot escape the answer by moving "
        "once more.",
        "for all s1 in R_i+(s) there is s2 in R_N-i(s1) with s2 <=_i s and s3 <=_i s for all s3 "
        "in R_i(s2)",
        ("howard1971", "fh1984"),
    ),
    Concept(
        "seq",
        "Sequential stability",
        "Every improvement can be answered by improvements of the others, so by moves they would "
        "want to make, that leave the party no better off than it was.",
        "for all s1 in R_i+(s) there is s2 in R_N-i+(s1) with s2 <=_i s",
        ("fh1984",),
    ),
    Concept(
        "sseq",
        "Symmetric sequential stability",
        "Every improvement can be answered by improvements of the others, and the party cannot "
        "escape the answer by moving once more.",
        "for all s1 in R_i+(s) there is s2 in R_N-i+(s1) with s2 <=_i s and s3 <=_i s for all s3 "
        "in R_i(s2)",
        ("regovieira2017",),
    ),
)
"""The stability concepts, in the order of every table."""

CONVENTIONS: Final[Mapping[str, str]] = {
    "moves": "a party changes any of its own options at once; only the result must be feasible",
    "sequences": "legal: nobody moves twice in succession; a member may move again later",
    "ranks": "ordinal; equal ranks are ties; a state is no better than itself",
    "holds": "nash for every party; 'while deterred': seq but not nash",
    "unknown order": "statements of unknown order are taken in the order written",
}
"""What every verdict takes for granted, where authors differ."""

LISTED_MOVES: Final = "as listed in the case, no others"

RESPONSES: Final = (
    "a coupling fires when a move or a deal makes its transition, once each, to a fixed point; the "
    "mover's own flip wins; a response that its way or a rule forbids is skipped"
)
"""How couplings (snapback) answer a move."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How big a case is before it is solved.

    Attributes
    ----------
    combinations : int
        All combinations of options.
    states : int
        At most this many feasible states.
    memory : int
        At most about this many bytes.
    arcs : int or None
        In a case whose options are coupled, at most this many moves, each written out.
    seconds : float or None
        About how long all verdicts take on one thread of an ordinary machine; None if that depends
        on couplings. Listing many equilibria, and paths, take longer.
    """

    combinations: int
    states: int
    memory: int
    arcs: int | None = None
    seconds: float | None = None


class TooBig(ValueError):
    """A case that needs more memory than it may use.

    Parameters
    ----------
    estimate : Estimate
        What it may need.
    allowed : int
        Bytes it may use.
    """

    def __init__(self, estimate: Estimate, allowed: int) -> None:
        self.estimate = estimate
        self.allowed = allowed
        arcs = "" if estimate.arcs is None else f" with {estimate.arcs:,} coupled moves"
        time = "" if estimate.seconds is None else f" and {_duration(estimate.seconds)}"
        super().__init__(
            f"this case may have up to {estimate.states:,} states{arcs} and need about "
            f"{_bytes(estimate.memory)}{time}; {_bytes(allowed)} are allowed. What helps: add "
            "rules "
            "that exclude combinations nobody takes seriously, drop options that are settled "
            "(drop_option), or allow more with --max-memory"
        )


def _duration(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(1, seconds):.0f} s"


def _bytes(number: int) -> str:
    size = float(number)
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:,.0f} PiB"


@dataclass(frozen=True, eq=False, slots=True)
class StateNames:
    """Names of parties, options and states: from an index back to the analyst's words.

    Attributes
    ----------
    parties, options : tuple of str
        Ids in case order.
    codes : array of int64, shape (states,)
        Bit codes, ascending; bit k is option k. In listed form the states' numbers.
    ids : tuple of str or None
        In listed form the ids of the named states.
    merged : tuple of tuple of int
        In listed form the combinations each named state merges.
    """

    parties: tuple[str, ...]
    options: tuple[str, ...]
    codes: npt.NDArray[np.int64]
    ids: tuple[str, ...] | None = None
    merged: tuple[tuple[int, ...], ...] = ()

    def id(self, state: int) -> str:
        """The id of a state: the sum of 2^k over its taken options, or its name.

        Parameters
        ----------
        state : int
            The state's index.

        Returns
        -------
        str
            The id.
        """
        return str(self.codes[state]) if self.ids is None else self.ids[state]

    def index(self, id: str) -> int:
        """The index of a state.

        Parameters
        ----------
        id : str
            Its id.

        Returns
        -------
        int
            Its index.

        Raises
        ------
        KeyError
            If no feasible state has this id.
        """
        if self.ids is not None:
            if id in self.ids:
                return self.ids.index(id)
        elif id.isdecimal():
            code = int(id)
            place = int(np.searchsorted(self.codes, code))
            if place < self.codes.size and self.codes[place] == code:
                return place
        raise KeyError(id)

    def code(self, state: int) -> int:
        """The options taken in a state, as bits.

        Parameters
        ----------
        state : int
            The state's index.

        Returns
        -------
        int
            Bit k for option k; for a merged state those taken in all its combinations.
        """
        if self.ids is None:
            return int(self.codes[state])
        return reduce(and_, self.merged[state])

    def taken(self, state: int) -> tuple[str, ...]:
        """The options taken in a state, in case order.

        Parameters
        ----------
        state : int
            The state's index.

        Returns
        -------
        tuple of str
            Option ids; for a merged state those taken in all its combinations.
        """
        code = self.code(state)
        return tuple(option for bit, option in enumerate(self.options) if code >> bit & 1)

    def written(self, state: int) -> str:
        """A state as a case file writes it.

        Parameters
        ----------
        state : int
            The state's index.

        Returns
        -------
        str
            Such as ``{d_freeze, u_talks}``.
        """
        return "{" + ", ".join(self.taken(state)) + "}"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: enough to ask it again."""

    case: str
    version: str
    profile: str | None
    changes: tuple[str, ...]
    conventions: Mapping[str, str]

    def head(self, kind: str, scope: Scope) -> dict[str, Any]:
        """What every JSON document begins with.

        Parameters
        ----------
        kind : str
            Which document it is.
        scope : Scope
            How far the answer reaches.

        Returns
        -------
        dict
            Format, kind, case, version, profile, changes, scope, conventions.
        """
        return {
            "format": JSON_VERSION,
            "kind": kind,
            "case": self.case,
            "version": self.version,
            "profile": self.profile,
            "changes": list(self.changes),
            "scope": scope.to_dict(),
            "conventions": dict(self.conventions),
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """How far an answer reaches: ``exhaustive``, ``bounded`` or ``sampled``."""

    kind: str
    by: str | None = None
    seed: int | None = None
    draws: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The scope as JSON values.

        Returns
        -------
        dict
            Keys that apply only.
        """
        told = {"kind": self.kind, "by": self.by, "seed": self.seed, "draws": self.draws}
        return {key: value for key, value in told.items() if value is not None}
