"""The states that matter, numbered, with the steps between them: what pictures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Reached, Step
from honestbroker.result.why import Decision

__all__ = ["Arrow", "Atlas", "Point"]


@dataclass(frozen=True)
class Point:
    """A state that matters.

    Attributes
    ----------
    number : int
        0 for today's state, others from 1; the same in every picture of one report.
    role : str
        Why it is shown: ``today``, ``holds``, ``on the way``, ``deal``, ``while deterred``,
        ``other``.
    state : Reached
        The state.
    against : tuple of Decision
        For each party what decides between this state (first) and today's (second); empty without
        a status quo.
    """

    number: int
    role: str
    state: Reached
    against: tuple[Decision, ...]

    def to_dict(self) -> dict[str, Any]:
        """The point as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "number": self.number,
            "role": self.role,
            "state": self.state.to_dict(),
            "against": [decision.to_dict() for decision in self.against],
        }


@dataclass(frozen=True)
class Arrow:
    """A step between two states that matter.

    Attributes
    ----------
    start, end : int
        Numbers of states.
    step : Step
        The step.
    on_path : bool
        Whether it is part of the path given for some state.
    open : bool
        For a deal, whether its group has a channel; True for a party's own step.
    because : tuple of Decision
        What decides between the end (first) and the start (second), for each mover or member.
    """

    start: int
    end: int
    step: Step
    on_path: bool
    open: bool
    because: tuple[Decision, ...]

    def to_dict(self) -> dict[str, Any]:
        """The arrow as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "start": self.start,
            "end": self.end,
            "step": self.step.to_dict(),
            "on_path": self.on_path,
            "open": self.open,
            "because": [decision.to_dict() for decision in self.because],
        }


@dataclass(frozen=True, repr=False)
class Atlas:
    """The states that matter.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        How far the answer reaches.
    points : tuple of Point
        Today's state, the states that hold, those on the way to them, the ends of deals, the
        states that hold while deterred; cut off in this order at the limit.
    arrows : tuple of Arrow
        Every step of a path given, every smallest deal from today, and every other plain
        improvement of one party between two of the points.
    orders : dict
        For each party the numbers of the points, best first; tied ones together.
    left_out : int
        How many states that matter the limit left out.
    """

    question: Question
    scope: Scope
    points: tuple[Point, ...]
    arrows: tuple[Arrow, ...]
    orders: Mapping[str, tuple[tuple[int, ...], ...]]
    left_out: int

    def __repr__(self) -> str:
        return f"<Atlas of {self.question.case}: {len(self.points)} states>"

    def point(self, id: str) -> Point | None:
        """The point of a state.

        Parameters
        ----------
        id : str
            The state's id.

        Returns
        -------
        Point or None
            None if the state is not shown.
        """
        return next((point for point in self.points if point.state.id == id), None)

    def path(self, number: int) -> tuple[Arrow, ...]:
        """The path given for a point, as arrows.

        Parameters
        ----------
        number : int
            The point's number.

        Returns
        -------
        tuple of Arrow
            Empty for today, for what no path leads to, or where a state on the way is left out.
        """
        state = next(point.state for point in self.points if point.number == number)
        told = []
        here = 0
        for step in state.path or ():
            to = self.point(step.to)
            found = next(
                (a for a in self.arrows if to and a.start == here and a.end == to.number), None
            )
            if found is None or to is None:
                return ()
            told.append(found)
            here = to.number
        return tuple(told)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema atlas`` describes them.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            **self.question.head("atlas", self.scope),
            "points": [point.to_dict() for point in self.points],
            "arrows": [arrow.to_dict() for arrow in self.arrows],
            "orders": {party: [list(tier) for tier in o] for party, o in self.orders.items()},
            "left_out": self.left_out,
        }
