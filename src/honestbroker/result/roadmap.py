"""The result of asking of a roadmap: who would enter each stage, does it hold, and for whom not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Label, Step
from honestbroker.result.whatif import EditTold
from honestbroker.result.why import Decision

__all__ = [
    "Actor",
    "Breach",
    "Objected",
    "Order",
    "Repair",
    "Road",
    "Roadmap",
    "Roadmaps",
    "StageFrom",
    "StageTold",
    "Stall",
    "StateTold",
]


@dataclass(frozen=True)
class StateTold:
    """A state: its id, its taken options, the named outcomes true in it."""

    id: str
    state: tuple[str, ...]
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody who must act for a stage to be entered.

    Attributes
    ----------
    party : str
        Who.
    take, drop : tuple of str
        Its options that change.
    wants : str
        ``now``: it ranks entering above where the road stands; ``end``: only the road's end;
        ``no``.
    entering : Decision
        What decides between the state entered (first) and where the road stands (second).
    end : Decision or None
        The same for the road's end; None if the end cannot be.
    """

    party: str
    take: tuple[str, ...]
    drop: tuple[str, ...]
    wants: str
    entering: Decision
    end: Decision | None


@dataclass(frozen=True)
class Breach:
    """A way in which a promise would be broken.

    Attributes
    ----------
    step : Step
        What would be done, by whom.
    start, state : tuple of str
        In which state it begins, and the state it leads to.
    undone : tuple of str
        The options of the promise that it undoes; empty under a breach formula of the stage's own.
    because : tuple of Decision
        For each mover (in a deal for each member) what decides between the two states.
    deterred : bool
        Whether it is sanctioned in the sense of seq; never for a deal.
    answer : tuple of Step
        If so, how the others would answer.
    times : int
        From how many kept states the same options would be changed by the same movers.
    """

    step: Step
    start: tuple[str, ...]
    state: tuple[str, ...]
    undone: tuple[str, ...]
    because: tuple[Decision, ...]
    deterred: bool
    answer: tuple[Step, ...]
    times: int


@dataclass(frozen=True)
class Order:
    """An order of the steps of a stage that is not taken together.

    `exposed` and `regret` count the parties exposed and with regret, summed over the states on the
    way.
    """

    steps: tuple[Step, ...]
    exposed: int
    regret: int


@dataclass(frozen=True)
class StageFrom:
    """One stage from one state in which the road may stand.

    Attributes
    ----------
    start : StateTold
        Where the road stands.
    entry : str
        ``already true``, ``infeasible``, ``not entered``, ``entered for the end only``,
        ``entered``.
    rules, options : tuple of str
        The rules that forbid entering; the options whose way does.
    entry_met : bool
        Whether the entry formula is true.
    renewed : tuple of (str, bool)
        Earlier promises that were broken and are made again.
    actors : tuple of Actor
        Whose options change.
    at : StateTold or None
        The state entered.
    hold : str or None
        ``holds``, ``holds while deterred``, ``does not hold``; None if infeasible.
    breaches : tuple of Breach
        Who would break it, each way once; those that nobody deters first.
    adjusting : tuple of Step
        What bystanders would do without breaking anything, each way once.
    settled : int
        How many states it settles into, the state entered among them.
    stands : tuple of StateTold
        Where the road stands afterwards.
    balanced : bool
        Whether these are equilibria.
    ready : tuple of Step
        Steps and deals of open groups from there into the next stage.
    labels : tuple of (str, tuple of Label)
        By state id, who is exposed, regrets or is betrayed: in the state entered, and where the
        road stands afterwards.
    orders : tuple of Order
        For a stage not taken together its best and its worst order; empty if there is none.
    """

    start: StateTold
    entry: str
    rules: tuple[str, ...]
    options: tuple[str, ...]
    entry_met: bool
    renewed: tuple[tuple[str, bool], ...]
    actors: tuple[Actor, ...]
    at: StateTold | None
    hold: str | None
    breaches: tuple[Breach, ...]
    adjusting: tuple[Step, ...]
    settled: int
    stands: tuple[StateTold, ...]
    balanced: bool
    ready: tuple[Step, ...]
    labels: tuple[tuple[str, tuple[Label, ...]], ...]
    orders: tuple[Order, ...]

    def to_dict(self) -> dict[str, Any]:
        """The stage from this start as JSON values.

        Returns
        -------
        dict
            One key for each attribute; `labels` as a mapping.
        """
        labels = {id: [label.to_dict() for label in some] for id, some in self.labels}
        renewed = [{"option": id, "taken": taken} for id, taken in self.renewed]
        return {**asdict(replace(self, labels=())), "labels": labels, "renewed": renewed}


@dataclass(frozen=True)
class Stall:
    """An actor that would rather stay at this stage than go on.

    `deciding` says, for each state in which the road may stand later, what decides between it
    (second) and where the road stands at this stage (first).
    """

    party: str
    deciding: tuple[Decision, ...]


@dataclass(frozen=True)
class Objected:
    """An objection on record, and whether the lists bear it out.

    `borne_out` is true if the statement it names decides when that party refuses or breaks the
    stage; `known` is false where the party's list in this profile has no such statement.
    """

    party: str
    text: dict[str, str] | None
    statement: str | None
    borne_out: bool
    known: bool
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Repair:
    """A smallest set of mends after which a stage holds.

    Attributes
    ----------
    edits : tuple of EditTold
        What each mend does. Besides the kinds of a neighbourhood there are ``contribution``
        (`party` is the broker, `what` its contribution), ``exchange`` (`what` and `value` are the
        two stages) and ``shift`` (`what` is the literal, `value` the stage it goes to).
    displacement : int
        How far it displaces the case and the road; orders repairs of equal size.
    entry : str
        How the stage is entered then.
    also : tuple of str
        Other stages of the roadmap that hold then and did not before.
    breaks : tuple of str
        Stages of the roadmap that held before and do not then.
    """

    edits: tuple[EditTold, ...]
    displacement: int
    entry: str
    also: tuple[str, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class StageTold:
    """One stage of a road.

    Attributes
    ----------
    id : str
        Its id.
    take, drop : tuple of str
        Its literals.
    promise : tuple of (str, bool)
        All that has been promised so far.
    entry, hold : str or None
        The worst over its starts.
    starts : tuple of StageFrom
        One for each state in which the road may stand.
    stalls : tuple of Stall
        Actors that would rather stay here.
    objections : tuple of Objected
        What has been said against it.
    repairs : tuple of Repair or None
        Smallest sets of edits after which it holds; None if not asked or not needed.
    tried : int
        How many sets of edits were tried.
    """

    id: str
    take: tuple[str, ...]
    drop: tuple[str, ...]
    promise: tuple[tuple[str, bool], ...]
    entry: str | None
    hold: str | None
    starts: tuple[StageFrom, ...]
    stalls: tuple[Stall, ...]
    objections: tuple[Objected, ...]
    repairs: tuple[Repair, ...] | None = None
    tried: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The stage as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            **asdict(replace(self, starts=())),
            "promise": [{"option": id, "taken": taken} for id, taken in self.promise],
            "starts": [start.to_dict() for start in self.starts],
        }


@dataclass(frozen=True)
class Road:
    """The stages of one track.

    `track` is None for the main road. `begins_at` names, for a parallel track, the stages of the
    main road after which its first stage would be entered (``entered`` or ``already true``) from
    every state in which the main road may stand; ``status_quo`` stands for today.
    """

    track: str | None
    stages: tuple[StageTold, ...]
    begins_at: tuple[str, ...] = ()

    @property
    def breaks_at(self) -> str | None:
        """The first stage that does not hold; None if all do."""
        for stage in self.stages:
            if stage.hold != "holds":
                return stage.id
        return None

    @property
    def refused_at(self) -> str | None:
        """The first stage that somebody would not enter; None if all would be entered."""
        for stage in self.stages:
            if stage.entry in (None, "infeasible", "not entered"):
                return stage.id
        return None

    def to_dict(self) -> dict[str, Any]:
        """The road as JSON values.

        Returns
        -------
        dict
            One key for each attribute, and ``breaks_at``, ``refused_at``.
        """
        return {
            "track": self.track,
            "breaks_at": self.breaks_at,
            "refused_at": self.refused_at,
            "begins_at": list(self.begins_at),
            "stages": [stage.to_dict() for stage in self.stages],
        }


@dataclass(frozen=True, repr=False)
class Roadmap:
    """What becomes of one roadmap."""

    question: Question
    scope: Scope
    id: str
    roads: tuple[Road, ...]

    def __repr__(self) -> str:
        told = "; ".join(
            f"{stage.id}: {stage.entry}, {stage.hold}"
            for road in self.roads
            for stage in road.stages
        )
        return f"<Roadmap {self.id} of {self.question.case}: {told}>"

    @property
    def main(self) -> Road:
        """The main road; the first track where every stage names one."""
        return next((road for road in self.roads if road.track is None), self.roads[0])

    def stage(self, id: str) -> StageTold:
        """One stage.

        Parameters
        ----------
        id : str
            Its id.

        Returns
        -------
        StageTold
            The stage.

        Raises
        ------
        KeyError
            If the roadmap has no such stage.
        """
        for road in self.roads:
            for stage in road.stages:
                if stage.id == id:
                    return stage
        raise KeyError(id)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema roadmap`` describes them.

        Returns
        -------
        dict
            What ``honestbroker roadmap CASE NAME --json`` prints.
        """
        return {
            **self.question.head("roadmap", self.scope),
            "roadmap": self.id,
            "roads": [road.to_dict() for road in self.roads],
        }


@dataclass(frozen=True, repr=False)
class Roadmaps:
    """All roadmaps of a case side by side."""

    question: Question
    scope: Scope
    roadmaps: tuple[Roadmap, ...]

    def __repr__(self) -> str:
        told = ", ".join(
            f"{one.id} ({one.main.breaks_at or 'holds throughout'})" for one in self.roadmaps
        )
        return f"<Roadmaps of {self.question.case}: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema roadmaps`` describes them.

        Returns
        -------
        dict
            What ``honestbroker roadmap CASE --json`` prints.
        """
        return {
            **self.question.head("roadmaps", self.scope),
            "roadmaps": [
                {"roadmap": one.id, "roads": [road.to_dict() for road in one.roads]}
                for one in self.roadmaps
            ],
        }
