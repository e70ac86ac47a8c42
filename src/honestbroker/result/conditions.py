"""The result of asking which of a case's named conditions an outcome needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Step
from honestbroker.result.roadmap import StateTold

__all__ = ["ANSWERS", "ConditionTold", "NamedConditions", "Subset"]

Names = tuple[str, ...]

ANSWERS: Final = (
    "comes about",
    "not reached",
    "trap or regret",
    "no equilibrium",
    "no start",
    "void",
)
"""What may become of an outcome under a subset of conditions."""


@dataclass(frozen=True)
class ConditionTold:
    """A named condition: what it asks for, and what it rests on.

    Attributes
    ----------
    id : str
        Its id.
    formula : str or None
        What must be true where play starts.
    edits : int
        How many edits it makes.
    met : bool
        Whether it asks for nothing new: it makes no edits, and its formula is true today.
    cites : tuple of str
        Its citations.
    judged, sure : str or None
        Who judged it, how sure.
    """

    id: str
    formula: str | None
    edits: int
    met: bool
    cites: Names
    judged: str | None
    sure: str | None


@dataclass(frozen=True)
class Subset:
    """What becomes of the outcome if some conditions are met.

    Attributes
    ----------
    conditions : tuple of str
        Which, in the file's order.
    answer : str
        One of `ANSWERS`: the first of these, from the last to the first, that applies.
    start_count, state_count : int
        How many states `starts` and `states` would be if none were left out.
    starts : tuple of StateTold
        Where play starts: the states nearest to the status quo in which the formulas are true.
    states : tuple of StateTold
        The equilibria that satisfy the outcome and that the answer is about: those in which it
        comes about; those that are sound and not reached from every start; those that are traps
        or regrets.
    path : tuple of Step or None
        If it comes about, plain steps from the first start to the first of `states`.
    """

    conditions: Names
    answer: str
    start_count: int = 0
    state_count: int = 0
    starts: tuple[StateTold, ...] = ()
    states: tuple[StateTold, ...] = ()
    path: tuple[Step, ...] | None = None

    @property
    def comes_about(self) -> bool:
        """Whether the outcome comes about."""
        return self.answer == ANSWERS[0]


@dataclass(frozen=True, repr=False)
class NamedConditions:
    """Which subsets of a case's named conditions make an outcome come about.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        Exhaustive: every subset is tried.
    outcome : str
        The outcome, as it was named.
    conditions : tuple of ConditionTold
        The conditions, in the file's order.
    subsets : tuple of Subset
        Every subset of them, small ones first.
    """

    question: Question
    scope: Scope
    outcome: str
    conditions: tuple[ConditionTold, ...]
    subsets: tuple[Subset, ...]

    def __repr__(self) -> str:
        told = " or ".join("{" + ", ".join(some) + "}" for some in self.minimal) or "no subset"
        return f"<NamedConditions of {self.outcome} in {self.question.case}: {told}>"

    @property
    def sufficient(self) -> tuple[Names, ...]:
        """The subsets under which the outcome comes about."""
        return tuple(one.conditions for one in self.subsets if one.comes_about)

    @property
    def minimal(self) -> tuple[Names, ...]:
        """The sufficient subsets that have no sufficient part."""
        found: list[Names] = []
        for some in self.sufficient:
            if not any(set(smaller) < set(some) for smaller in found):
                found.append(some)
        return tuple(found)

    @property
    def necessary(self) -> Names:
        """The conditions that are in every sufficient subset; none if there is no such subset."""
        subsets = self.sufficient
        ids = (one.id for one in self.conditions)
        return tuple(id for id in ids if subsets and all(id in some for some in subsets))

    @property
    def idle(self) -> Names:
        """The conditions that never change the answer, whichever others are met."""
        ids = (one.id for one in self.conditions)
        return tuple(id for id in ids if self.turns(id) == (0, 0))

    @property
    def others(self) -> int:
        """How many subsets there are without one of the conditions."""
        return len(self.subsets) // 2

    def turns(self, condition: str) -> tuple[int, int]:
        """How often adding a condition to a subset without it changes the answer.

        Parameters
        ----------
        condition : str
            Its id.

        Returns
        -------
        makes, stops : int
            Subsets under which the outcome comes about only with it, and only without it.
        """
        answers = {frozenset(one.conditions): one.comes_about for one in self.subsets}
        pairs = [
            (answer, answers[some | {condition}])
            for some, answer in answers.items()
            if condition not in some
        ]
        return pairs.count((False, True)), pairs.count((True, False))

    def subset(self, *conditions: str) -> Subset:
        """One subset.

        Parameters
        ----------
        *conditions : str
            Ids of its conditions.

        Returns
        -------
        Subset
            What becomes of the outcome.

        Raises
        ------
        KeyError
            If there is no such condition.
        """
        for one in self.subsets:
            if set(one.conditions) == set(conditions):
                return one
        raise KeyError(conditions)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema conditions`` describes them.

        Returns
        -------
        dict
            What ``honestbroker conditions --json`` prints.
        """
        return {
            **self.question.head("conditions", self.scope),
            "outcome": self.outcome,
            "conditions": [self._counted(one) for one in self.conditions],
            "subsets": [{**asdict(one), "comes_about": one.comes_about} for one in self.subsets],
            "minimal": [list(some) for some in self.minimal],
            "necessary": list(self.necessary),
            "idle": list(self.idle),
        }

    def _counted(self, condition: ConditionTold) -> dict[str, Any]:
        makes, stops = self.turns(condition.id)
        return {**asdict(condition), "makes": makes, "stops": stops, "of": self.others}
