"""What analyses answer with: frozen results that remember their question.

Labels are identity: a result names parties, options and states as the analyst did; the integers
of `honestbroker.encode` and the kernel do not leave it.

`CONCEPTS` is the one record of the stability concepts: documentation, citations, tests and
calculation are generated from it or checked against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CONCEPTS",
    "CONVENTIONS",
    "JSON_VERSION",
    "Concept",
    "Equilibrium",
    "Estimate",
    "Question",
    "Scope",
    "Stability",
    "StateNames",
    "TooBig",
    "Verdicts",
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
    """

    combinations: int
    states: int
    memory: int


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
        super().__init__(
            f"this case may have up to {estimate.states:,} states and need about "
            f"{_bytes(estimate.memory)}; {_bytes(allowed)} are allowed. What helps: add rules that "
            "exclude combinations nobody takes seriously, drop options that are settled "
            "(drop_option), or allow more with --max-memory"
        )


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


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A state that is stable for every party under at least one concept asked for.

    `state` are the taken options in case order, `stable_under` the concepts under which it is an
    equilibrium, `outcomes` the case's named outcomes that are true in it. `tag` and `labels` say
    how it can be reached and whom it leaves exposed; None where that was not asked.
    """

    id: str
    state: tuple[str, ...]
    stable_under: tuple[str, ...]
    outcomes: tuple[str, ...]
    tag: Mapping[str, Any] | None = None
    labels: tuple[Mapping[str, Any], ...] | None = None

    def __str__(self) -> str:
        return "{" + ", ".join(self.state) + "}"

    def to_dict(self) -> dict[str, Any]:
        """The equilibrium as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "id": self.id,
            "state": list(self.state),
            "stable_under": list(self.stable_under),
            "outcomes": list(self.outcomes),
            "tag": None if self.tag is None else dict(self.tag),
            "labels": None if self.labels is None else [dict(label) for label in self.labels],
        }


Prover = Callable[[str, int, int], dict[str, Any]]
"""(concept, party index, state index) to a witness as JSON values; kept inside results."""


@dataclass(frozen=True, eq=False, slots=True)
class Verdicts:
    """Whether each state is stable for each party under each concept; rows made when asked for."""

    names: StateNames
    concepts: tuple[str, ...]
    table: npt.NDArray[np.bool_] = field(repr=False)
    prove: Prover = field(repr=False)

    def __len__(self) -> int:
        return int(self.table.size)

    def stable(self, concept: str, party: str) -> tuple[str, ...]:
        """The states stable for one party under one concept.

        Parameters
        ----------
        concept : str
            A concept's id.
        party : str
            A party's id.

        Returns
        -------
        tuple of str
            State ids, ascending.

        Raises
        ------
        ValueError
            If there is no such concept or party in this result.
        """
        row = self.table[self.concepts.index(concept), self.names.parties.index(party)]
        return tuple(self.names.id(int(state)) for state in np.flatnonzero(row))

    def rows(self, *, states: tuple[str, ...] | None = None) -> Iterator[dict[str, Any]]:
        """Every verdict with its witness, by state, party, concept.

        Parameters
        ----------
        states : tuple of str or None
            Ids of the states wanted; None for all.

        Yields
        ------
        dict
            ``state``, ``party``, ``concept``, ``stable``, ``witness``.
        """
        for state in range(self.table.shape[2]):
            id = self.names.id(state)
            if states is not None and id not in states:
                continue
            for party_index, party in enumerate(self.names.parties):
                for row, concept in enumerate(self.concepts):
                    yield {
                        "state": id,
                        "party": party,
                        "concept": concept,
                        "stable": bool(self.table[row, party_index, state]),
                        "witness": self.prove(concept, party_index, state),
                    }


@dataclass(frozen=True, eq=False, repr=False)
class Stability:
    """Which states hold, under which concepts, and for whom each state is stable.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        How far the answer reaches.
    names : StateNames
        Parties, options, states.
    combinations : int
        All combinations of options, feasible or not.
    concepts : tuple of str
        The concepts asked for.
    equilibria : tuple of Equilibrium
        Every state that is an equilibrium under at least one of them, by state.
    verdicts : Verdicts
        Every verdict.
    """

    question: Question
    scope: Scope
    names: StateNames
    combinations: int
    concepts: tuple[str, ...]
    equilibria: tuple[Equilibrium, ...]
    verdicts: Verdicts

    @property
    def feasible(self) -> int:
        """How many states satisfy every rule."""
        return int(self.names.codes.size)

    def under(self, concept: str) -> tuple[Equilibrium, ...]:
        """The equilibria under one concept.

        Parameters
        ----------
        concept : str
            A concept's id.

        Returns
        -------
        tuple of Equilibrium
            By state.

        Raises
        ------
        ValueError
            If the concept was not asked for.
        """
        if concept not in self.concepts:
            raise ValueError(f"'{concept}' was not asked for; this result has {self.concepts}")
        return tuple(found for found in self.equilibria if concept in found.stable_under)

    def counts(self) -> dict[str, int]:
        """How many equilibria each concept has.

        Returns
        -------
        dict
            Concept to count.
        """
        return {concept: len(self.under(concept)) for concept in self.concepts}

    def __repr__(self) -> str:
        counts = ", ".join(f"{concept} {count}" for concept, count in self.counts().items())
        profile = f", profile {self.question.profile}" if self.question.profile else ""
        changed = "".join(f" + {change}" for change in self.question.changes)
        return (
            f"<Stability of {self.question.case}{profile}{changed}: {self.feasible:,} states; "
            f"equilibria: {counts}>"
        )

    def _repr_html_(self) -> str:
        return f"<p>{_escaped(repr(self)[1:-1])}</p>" + str(self.to_frame().to_html())

    def to_frame(self) -> pd.DataFrame:
        """The equilibria as a table: one row a state, one column an option and a concept.

        Returns
        -------
        pandas.DataFrame
            Index: state ids. Columns: options (taken or not), then concepts (equilibrium or not).

        Raises
        ------
        ImportError
            If pandas is not installed (``pip install 'honestbroker[frames]'``).
        """
        import pandas as pd

        rows = {
            found.id: {
                **{option: option in found.state for option in self.names.options},
                **{concept: concept in found.stable_under for concept in self.concepts},
            }
            for found in self.equilibria
        }
        columns = [*self.names.options, *self.concepts]
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        frame.index.name = "state"
        return frame

    def to_dict(
        self, *, verdicts: bool = False, states: tuple[str, ...] | None = None
    ) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema stability`` describes them.

        Parameters
        ----------
        verdicts : bool
            Whether to add every verdict with its witness: states x parties x concepts of them.
        states : tuple of str or None
            Ids of the states whose verdicts are wanted; None for all.

        Returns
        -------
        dict
            What ``honestbroker stability --json`` prints.
        """
        told: dict[str, Any] = {
            "format": JSON_VERSION,
            "kind": "stability",
            "case": self.question.case,
            "version": self.question.version,
            "profile": self.question.profile,
            "changes": list(self.question.changes),
            "scope": self.scope.to_dict(),
            "conventions": dict(self.question.conventions),
            "concepts": list(self.concepts),
            "options": list(self.names.options),
            "parties": list(self.names.parties),
            "states": {"combinations": self.combinations, "feasible": self.feasible},
            "counts": self.counts(),
            "equilibria": [found.to_dict() for found in self.equilibria],
        }
        if verdicts:
            told["verdicts"] = list(self.verdicts.rows(states=states))
        return told


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
