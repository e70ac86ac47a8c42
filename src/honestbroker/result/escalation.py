"""The result of asking what may escalate: by plain steps, or by one misreading."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Step
from honestbroker.result.roadmap import StateTold
from honestbroker.result.why import Decision

__all__ = ["Escalated", "Escalation", "Misreading", "Mistake", "Passing", "Way"]

Names = tuple[str, ...]


@dataclass(frozen=True)
class Misreading:
    """One line of another's list, taken wrongly in one place.

    Attributes
    ----------
    about : str
        Whose list is misread.
    kind : str
        ``swap``: two neighbours are taken in the wrong order; ``drop``: a line is not seen.
    statement : str
        The line; of a swap the one that truly stands higher.
    other : str or None
        Of a swap the one that truly stands lower.
    position, length : int
        The line's true place in the list, from 1, and the list's length.
    """

    about: str
    kind: str
    statement: str
    other: str | None
    position: int
    length: int


@dataclass(frozen=True)
class Way:
    """A bad state that is reached, and a shortest way there."""

    at: StateTold
    path: tuple[Step, ...]


@dataclass(frozen=True)
class Mistake:
    """Bad states that play leads to because one party misreads another's list in one place.

    Attributes
    ----------
    viewer : str
        Who misreads.
    misreadings : tuple of Misreading
        Any one of these: they make the viewer judge every move alike.
    count : int
        How many bad states are reached so that are not reached when all read right.
    at : StateTold
        The nearest of them.
    path : tuple of Step
        A shortest way there by deterred play.
    turn : int
        Which of its steps, from 0, is the first that the viewer would not take reading right.
    because : Decision
        Why it takes that step: what decides between where it leads (first) and where it stands.
    answer : tuple of Step
        How the others would truly answer it, each gaining by its own step.
    after : Decision
        What decides for the viewer between where it stands (first) and where the answer leads.
    """

    viewer: str
    misreadings: tuple[Misreading, ...]
    count: int
    at: StateTold
    path: tuple[Step, ...]
    turn: int
    because: Decision
    answer: tuple[Step, ...]
    after: Decision


@dataclass(frozen=True)
class Passing:
    """A stage of a roadmap in which a state comes up.

    `entered`: the stage is entered there. `stands`: the road stands there after the stage. If it is
    neither, things pass there while they settle.
    """

    roadmap: str
    stage: str
    entered: bool
    stands: bool


@dataclass(frozen=True)
class Escalated:
    """What may escalate from one state.

    Attributes
    ----------
    at : StateTold
        The state.
    today : bool
        Whether it is the status quo.
    stages : tuple of Passing
        The stages in which it comes up.
    plain_count : int
        How many bad states plain improvements of single parties lead to.
    plain : tuple of Way
        The nearest of them.
    mistakes : tuple of Mistake
        What one misreading leads to; those that are nearest first.
    """

    at: StateTold
    today: bool
    stages: tuple[Passing, ...]
    plain_count: int
    plain: tuple[Way, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def misreadings(self) -> int:
        """How many misreadings lead to a bad state."""
        return sum(len(one.misreadings) for one in self.mistakes)

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values.

        Returns
        -------
        dict
            One key for each attribute, and ``misreadings``.
        """
        return {**asdict(self), "misreadings": self.misreadings}


@dataclass(frozen=True, repr=False)
class Escalation:
    """What may escalate, from today and from every stage of every roadmap.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        Exhaustive over misreadings of one line in one place.
    bad : tuple of str
        The outcomes that are bad.
    unread : tuple of str
        Parties whose list is a ranking: it has no lines to misread.
    tried : int
        How many misreadings were tried; a snapback in force makes lists that are tried anew.
    versions : int
        How many versions of the case there are, one for each set of snapbacks in force.
    starts : tuple of Escalated
        From today, then from every state that comes up in a stage, in the order of the roadmaps.
    """

    question: Question
    scope: Scope
    bad: Names
    unread: Names
    tried: int
    versions: int
    starts: tuple[Escalated, ...]

    def __repr__(self) -> str:
        plain = sum(bool(one.plain_count) for one in self.starts)
        mistaken = sum(bool(one.mistakes) for one in self.starts)
        return (
            f"<Escalation in {self.question.case}: of {len(self.starts)} states {plain} by plain "
            f"steps, {mistaken} by one misreading>"
        )

    @property
    def today(self) -> Escalated:
        """What may escalate from the status quo."""
        return self.starts[0]

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema escalation`` describes them.

        Returns
        -------
        dict
            What ``honestbroker escalation --json`` prints.
        """
        return {
            **self.question.head("escalation", self.scope),
            "bad": list(self.bad),
            "unread": list(self.unread),
            "tried": self.tried,
            "versions": self.versions,
            "starts": [start.to_dict() for start in self.starts],
        }
