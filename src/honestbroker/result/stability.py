"""The result of asking which states hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from honestbroker.result.base import Question, Scope, StateNames
from honestbroker.result.lazily import Lazily
from honestbroker.result.paths import Label, Tag

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Equilibrium", "Namer", "Prover", "Stability", "Verdicts"]


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
    tag: Tag | None = None
    labels: tuple[Label, ...] | None = None

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
            "tag": None if self.tag is None else self.tag.to_dict(),
            "labels": None if self.labels is None else [label.to_dict() for label in self.labels],
        }


Prover = Callable[[str, int, int], dict[str, Any]]
"""(concept, party index, state index) to a witness as JSON values; kept inside results."""

Namer = Callable[[int, tuple[str, ...]], Equilibrium]
"""From a state and the concepts it is an equilibrium under to an `Equilibrium`."""


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Whether each state is stable for each party under each concept; rows made when asked for."""

    names: StateNames
    concepts: tuple[str, ...]
    table: npt.NDArray[np.bool_] = field(repr=False)
    prove: Prover = field(repr=False)

    def __len__(self) -> int:
        return int(self.table.size)

    @cached_property
    def holds(self) -> npt.NDArray[np.bool_]:
        """Which states are equilibria: shape (concepts, states)."""
        return np.asarray(self.table.all(axis=1))

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

    def _known(self, ids: Iterable[str]) -> Iterator[int]:
        """The indices of states, as far as there are such states."""
        for id in ids:
            with suppress(KeyError):
                yield self.names.index(id)

    def rows(self, *, states: tuple[str, ...] | None = None) -> Iterator[dict[str, Any]]:
        """Every verdict with its witness, by state, party, concept.

        Parameters
        ----------
        states : tuple of str or None
            Ids of the states wanted; None for all. One that no state has is passed over.

        Yields
        ------
        dict
            ``state``, ``party``, ``concept``, ``stable``, ``witness``.
        """
        asked: Iterable[int] = range(self.table.shape[2])
        if states is not None:
            asked = sorted(set(self._known(states)))
        for state in asked:
            id = self.names.id(state)
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
    verdicts : Verdicts
        Every verdict.
    name, label : callable
        From a state and its concepts to an equilibrium, without and with tag and labels.
    """

    question: Question
    scope: Scope
    names: StateNames
    combinations: int
    concepts: tuple[str, ...]
    verdicts: Verdicts
    name: Namer = field(repr=False)
    label: Namer = field(repr=False)
    labels: bool = False

    @cached_property
    def equilibria(self) -> Sequence[Equilibrium]:
        """Every state that is an equilibrium under at least one concept asked for, by state."""
        return self.under(*self.concepts)

    def labelled(self) -> Stability:
        """The same with every equilibrium's tag and labels: how it is reached, whom it hurts.

        Returns
        -------
        Stability
            Tags and labels stay None where the case has no status quo.
        """
        return replace(self, labels=True)

    @property
    def feasible(self) -> int:
        """How many states satisfy every rule."""
        return int(self.names.codes.size)

    def under(self, *concepts: str) -> Sequence[Equilibrium]:
        """The equilibria under one concept, or under any of several.

        Parameters
        ----------
        *concepts : str
            Concepts' ids.

        Returns
        -------
        sequence of Equilibrium
            By state; each is made when it is looked at.

        Raises
        ------
        ValueError
            If the concept was not asked for.
        """
        for concept in concepts:
            if concept not in self.concepts:
                told = f"'{concept}' was not asked for; this result has {self.concepts}"
                raise ValueError(told)
        rows = [self.concepts.index(concept) for concept in concepts]
        return Lazily(np.flatnonzero(self.verdicts.holds[rows].any(axis=0)), self._equilibrium)

    def _equilibrium(self, state: int) -> Equilibrium:
        column = self.verdicts.holds[:, state]
        under = tuple(c for c, holds in zip(self.concepts, column, strict=True) if holds)
        return (self.label if self.labels else self.name)(state, under)

    def counts(self) -> dict[str, int]:
        """How many equilibria each concept has.

        Returns
        -------
        dict
            Concept to count.
        """
        return dict(zip(self.concepts, self.verdicts.holds.sum(axis=1).tolist(), strict=True))

    def __repr__(self) -> str:
        counts = ", ".join(f"{concept} {count}" for concept, count in self.counts().items())
        profile = f", profile {self.question.profile}" if self.question.profile else ""
        changed = "".join(f" + {change}" for change in self.question.changes)
        return (
            f"<Stability of {self.question.case}{profile}{changed}: {self.feasible:,} states; "
            f"equilibria: {counts}>"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self)[1:-1])}</p>" + str(self.to_frame().to_html())

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
        self,
        *,
        verdicts: bool = False,
        states: tuple[str, ...] | None = None,
        limit: int | None = None,
    ) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema stability`` describes them.

        Parameters
        ----------
        verdicts : bool
            Whether to add every verdict with its witness: states x parties x concepts of them.
        states : tuple of str or None
            Ids of the states whose verdicts are wanted; None for all.
        limit : int or None
            At most how many equilibria are told; None for all.

        Returns
        -------
        dict
            What ``honestbroker stability --json`` prints.
        """
        shown = self.equilibria if limit is None else self.equilibria[:limit]
        told: dict[str, Any] = {
            **self.question.head("stability", self.scope),
            "concepts": list(self.concepts),
            "options": list(self.names.options),
            "parties": list(self.names.parties),
            "states": {"combinations": self.combinations, "feasible": self.feasible},
            "counts": self.counts(),
            "equilibria": [found.to_dict() for found in shown],
            "left_out": len(self.equilibria) - len(shown),
        }
        if verdicts:
            told["verdicts"] = list(self.verdicts.rows(states=states))
        return told
