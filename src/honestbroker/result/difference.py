"""The result of comparing two versions of a case: what differs, and what decides it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Deal, Reached, Step
from honestbroker.result.why import Decision

__all__ = ["Difference", "Leaving", "StateDifference"]


@dataclass(frozen=True)
class Leaving:
    """A party that would leave a state, by which step, and the statement that decides."""

    party: str
    step: Step
    because: Decision

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class StateDifference:
    """A state that holds, or is reached, differently before and after.

    `before` and `after` are None where the state does not exist there. `leaving` says, for the
    side on which it does not hold, who would leave and why; `side` names that side.
    """

    state: tuple[str, ...]
    before: Reached | None
    after: Reached | None
    side: str | None
    leaving: tuple[Leaving, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "state": list(self.state),
            "before": None if self.before is None else self.before.to_dict(),
            "after": None if self.after is None else self.after.to_dict(),
            "side": self.side,
            "leaving": [leaving.to_dict() for leaving in self.leaving],
        }


@dataclass(frozen=True, repr=False)
class Difference:
    """What differs between two versions of a case.

    Attributes
    ----------
    before, after : Question
        The two versions.
    scope : Scope
        How far the answer reaches.
    states : tuple of StateDifference
        States that hold (nash) on one side only, or are tagged differently while they hold, and
        today's state if it holds differently.
    deals_gained, deals_lost : tuple of Deal
        Deals from today's state that one side has and the other has not; a deal whose channel
        opened or closed counts as gained or lost with it.
    deals_before, deals_after : tuple of (int, int)
        How many deals each side has: missed for want of a channel, open.
    decisive : tuple of str
        ``party: statement`` of every statement that decides a difference, without repetition.
    same : int
        How many states hold on both sides with the same tag.
    """

    before: Question
    after: Question
    scope: Scope
    states: tuple[StateDifference, ...]
    deals_gained: tuple[Deal, ...]
    deals_lost: tuple[Deal, ...]
    deals_before: tuple[int, int]
    deals_after: tuple[int, int]
    decisive: tuple[str, ...]
    same: int

    def __repr__(self) -> str:
        return (
            f"<Difference in {self.after.case}: {len(self.states)} states, "
            f"{len(self.deals_gained)} deals gained, {len(self.deals_lost)} lost>"
        )

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema difference`` describes them.

        Returns
        -------
        dict
            What ``honestbroker diff --json`` prints.
        """
        return {
            **self.after.head("difference", self.scope),
            "before": {"profile": self.before.profile, "changes": list(self.before.changes)},
            "after": {"profile": self.after.profile, "changes": list(self.after.changes)},
            "states": [state.to_dict() for state in self.states],
            "deals_gained": [deal.to_dict() for deal in self.deals_gained],
            "deals_lost": [deal.to_dict() for deal in self.deals_lost],
            "deals_before": {"missed": self.deals_before[0], "open": self.deals_before[1]},
            "deals_after": {"missed": self.deals_after[0], "open": self.deals_after[1]},
            "decisive": list(self.decisive),
            "same": self.same,
        }
