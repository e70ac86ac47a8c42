"""The result of asking what can be reached: tags, steps, labels, deals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from honestbroker.result.base import Question, Scope
from honestbroker.result.lazily import Lazily

__all__ = ["Deal", "Label", "Paths", "Reached", "Step", "Tag"]

Members = tuple[str, ...]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Step:
    """One step of play.

    `movers` own the options that change. `group` are the members of the group that strikes a
    deal, None for a party's own step. `take` and `drop` are the options taken and given up, `to`
    the id of the state it leads to. `improves` says whether every mover (or member) gains.
    """

    movers: Members
    group: Members | None
    take: tuple[str, ...]
    drop: tuple[str, ...]
    to: str
    improves: bool

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return dict(vars(self))


@dataclass(frozen=True)
class Tag:
    """How a state can be reached from the status quo.

    `name` is one of here, alone, together, by moves, unreachable; `plain` says whether a path
    exists on which nothing needless rides along; `today` whether plain steps of single parties
    and open groups lead there. `needs_channel` are the closed groups on the path given,
    `channels` every smallest set of closed groups that would do. `steps` counts the path's steps.
    """

    name: str
    plain: bool
    today: bool
    needs_channel: tuple[Members, ...] = ()
    channels: tuple[tuple[Members, ...], ...] = ()
    steps: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The tag as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return dict(vars(self))


@dataclass(frozen=True)
class Label:
    """What a state does to a party, or which deal it is open to.

    `label` is one of sunk, trap, regret, betrayed, exposed, open to a deal, missed deal; `concept`
    is given for traps and deals, `party` for what befalls one, `options` for what is sunk, undone
    or owed, `group` for deals. `evidence` holds what proves it: states, steps, who owes what.
    """

    label: str
    concept: str | None
    party: str | None
    options: tuple[str, ...]
    group: Members | None
    evidence: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The label as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {**vars(self), "evidence": dict(self.evidence)}


@dataclass(frozen=True)
class Deal:
    """A joint improvement from some state.

    `group` is the smallest named group that can strike it, `open` whether it has a channel.
    `take` and `drop` are the options that change, `to` the id of the state it leads to, `plain`
    whether nothing needless rides along, `direction` where it leads: ``on`` (away from the
    reference in every option), ``back`` (towards it in every option) or ``elsewhere``.
    """

    group: Members
    open: bool
    take: tuple[str, ...]
    drop: tuple[str, ...]
    to: str
    state: tuple[str, ...]
    plain: bool
    direction: str | None

    def to_dict(self) -> dict[str, Any]:
        """The deal as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return dict(vars(self))


@dataclass(frozen=True)
class Reached:
    """A state, how it is reached, what it does to whom, and whether it holds.

    `holds` is ``holds``, ``while deterred`` or ``no``; `leavers` are the parties that would move
    away from it (for whom it is not nash). `coalition_stable`: it holds, and no group asked about
    has a joint improvement.
    """

    id: str
    state: tuple[str, ...]
    outcomes: tuple[str, ...]
    holds: str
    leavers: Members
    tag: Tag | None
    path: tuple[Step, ...] | None
    labels: tuple[Label, ...]
    coalition_stable: bool

    def __str__(self) -> str:
        return "{" + ", ".join(self.state) + "}"

    def with_coalition(self, resists: bool) -> Reached:
        """The same, coalition-stable only if it resists the groups asked about.

        Parameters
        ----------
        resists : bool
            Whether no such group has a joint improvement.

        Returns
        -------
        Reached
            The same state.
        """
        return replace(self, coalition_stable=self.holds == "holds" and resists)

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            **vars(self),
            "tag": None if self.tag is None else self.tag.to_dict(),
            "path": None if self.path is None else [step.to_dict() for step in self.path],
            "labels": [label.to_dict() for label in self.labels],
        }


@dataclass(frozen=True, repr=False)
class Paths:
    """What can be reached from the status quo, by whom, and which states that hold are traps.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        How far the answer reaches.
    status_quo : Reached or None
        Today's state; None if the case has none, and then nothing below speaks of reaching.
    deals : tuple of Deal
        Joint improvements of named groups from the status quo.
    counts : dict
        How many states have each tag; ``today`` counts those reached today.
    holding : sequence of Reached
        Every nash equilibrium, and every seq equilibrium reached by improvements and deals; with a
        limit those of them that are reached most easily. Each is made when it is looked at.
    others : int
        How many seq equilibria are left out, as they are neither.
    left_out : int
        How many of those that should stand in `holding` a limit has left out: see `limited`.
    easiest : callable
        Some states in order, those most easily reached first.
    """

    question: Question
    scope: Scope
    status_quo: Reached | None
    deals: tuple[Deal, ...]
    counts: Mapping[str, int]
    holding: Lazily[Reached]
    others: int
    left_out: int = 0
    easiest: Callable[[Indices], Indices] = field(default=np.sort, repr=False)

    def __repr__(self) -> str:
        counts = ", ".join(f"{tag} {count:,}" for tag, count in self.counts.items())
        profile = f", profile {self.question.profile}" if self.question.profile else ""
        return f"<Paths of {self.question.case}{profile}: {counts}>"

    def limited(self, limit: int | None, besides: Sequence[int] = ()) -> Paths:
        """The same with the states only that are reached most easily.

        Parameters
        ----------
        limit : int or None
            At most how many states that hold are told; None for all.
        besides : sequence of int
            Indices of states that hold and are told whatever the limit.

        Returns
        -------
        Paths
            Nash equilibria stay before those that hold only while deterred.
        """
        states = self.holding.states
        if limit is None or states.size <= limit:
            return self
        kept = np.union1d(self.easiest(states)[:limit], np.array(besides, dtype=np.intp))
        holding = Lazily(kept, self.holding.make)
        left_out = self.left_out + states.size - kept.size
        return replace(self, holding=holding, left_out=left_out)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema paths`` describes them.

        Returns
        -------
        dict
            What ``honestbroker paths --json`` prints.
        """
        return {
            **self.question.head("paths", self.scope),
            "status_quo": None if self.status_quo is None else self.status_quo.to_dict(),
            "deals": [deal.to_dict() for deal in self.deals],
            "counts": dict(self.counts),
            "holding": [reached.to_dict() for reached in self.holding],
            "others": self.others,
            "left_out": self.left_out,
        }
