"""The result of asking for stepping stones to an outcome: a road of deals, or the first gap."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Step
from honestbroker.result.roadmap import StateTold
from honestbroker.result.why import Decision

__all__ = ["Gap", "Stone", "Stones"]


@dataclass(frozen=True)
class Stone:
    """One step of a road of stones, and the stone it settles on.

    Attributes
    ----------
    step : Step
        What is agreed, and by whom; `group` names everybody whose options change.
    at : StateTold
        The state agreed on.
    because : tuple of Decision
        For each of them what decides between the state agreed on (first) and the one before.
    settling : tuple of Step
        The plain improvements of single parties by which it settles on the next stone.
    stone : StateTold
        The stone it settles on.
    others : tuple of StateTold
        Other equilibria it may settle on.
    exposed : tuple of str
        Parties exposed in the state agreed on.
    """

    step: Step
    at: StateTold
    because: tuple[Decision, ...]
    settling: tuple[Step, ...]
    stone: StateTold
    others: tuple[StateTold, ...]
    exposed: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Where the road ends: a stone, the nearest state of the outcome, and what is in between.

    Attributes
    ----------
    stone, target : StateTold
        From where, to where.
    take, drop : tuple of str
        The options that would have to change.
    stuck : tuple of str
        Those of them that no move can change in this way.
    refusing : tuple of Decision
        For each party that would have to change something and would not gain: what decides between
        the target (first) and the stone.
    willing : tuple of str
        Parties that would have to change something and would gain.
    too_many : bool
        Whether it takes more changes at once than were allowed.
    settles_elsewhere : tuple of StateTold
        Where the target settles, if all are willing and it does not stay in the outcome.
    """

    stone: StateTold
    target: StateTold
    take: tuple[str, ...]
    drop: tuple[str, ...]
    stuck: tuple[str, ...]
    refusing: tuple[Decision, ...]
    willing: tuple[str, ...]
    too_many: bool
    settles_elsewhere: tuple[StateTold, ...]


@dataclass(frozen=True, repr=False)
class Stones:
    """Stepping stones from the status quo to an outcome, or the first gap.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        Bounded by the number of changes in one step.
    outcome : str
        The outcome, as it was named.
    start : StateTold
        Today.
    found : bool
        Whether there is a road.
    road : tuple of Stone
        Its steps; empty if today is a stone of the outcome already, or there is no road.
    reached : int
        How many stones can be reached, today included.
    gaps : tuple of Gap
        If there is no road, the shortest gaps.
    more_gaps : int
        How many gaps as short are not told.
    """

    question: Question
    scope: Scope
    outcome: str
    start: StateTold
    found: bool
    road: tuple[Stone, ...]
    reached: int
    gaps: tuple[Gap, ...]
    more_gaps: int

    def __repr__(self) -> str:
        told = f"{len(self.road)} steps" if self.found else "no road"
        return f"<Stones to {self.outcome} in {self.question.case}: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema stones`` describes them.

        Returns
        -------
        dict
            What ``honestbroker roadmap CASE --find OUTCOME --json`` prints.
        """
        return {
            **self.question.head("stones", self.scope),
            "outcome": self.outcome,
            "start": asdict(self.start),
            "found": self.found,
            "road": [asdict(stone) for stone in self.road],
            "reached": self.reached,
            "gaps": [asdict(gap) for gap in self.gaps],
            "more_gaps": self.more_gaps,
        }
