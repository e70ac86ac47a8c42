"""Is there a road of deals from today to an outcome, and if not, where is the first gap?

Definitions (theory section 10, stepping stones)

* A **stone** is an equilibrium (nash). A **step** leads from today, or from a stone, to a state
  that differs from it in at most `max_changes` options, in the ways allowed, and that every party
  whose options change ranks higher; with couplings responses count among the changes. (Changing
  options of one party only is a step, too; from a stone there is none.) In listed form a step is
  an improvement of one party, or the end of a legal sequence of several, in which the options of
  exactly those parties change.
* The state stepped to settles (`honestbroker.kernel.walk`); every equilibrium it settles on is a
  next stone. A state that settles on none leads nowhere.
* Roads are compared by their number of steps, then by the number of exposed parties summed over the
  states stepped to, then by the number of options changed, then by the order of those states.
* Channels are not asked: who would have to talk to whom is named.
* **Gaps**: of all stones reached and all states that satisfy the outcome, the pairs that differ in
  fewest options.

Guarantees: exact for the stated number of changes. Complexity: stones reached x states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from operator import or_
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.labels import Road as Names
from honestbroker.analyses.stability import question
from honestbroker.analyses.whatif import inverse_question
from honestbroker.analyses.why import Reasons
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.labels import exposure
from honestbroker.kernel.search import Play, Search, path_of, search
from honestbroker.kernel.stability import stable
from honestbroker.kernel.steps import deals, joint, steps
from honestbroker.result import Scope, Step
from honestbroker.result.roadmap import StateTold
from honestbroker.result.stones import Gap, Stone, Stones

__all__ = ["MAX_CHANGES", "stones"]

MAX_CHANGES: Final = 6
"""How many options one step may change unless told otherwise."""

_GAPS: Final = 3
"""How many gaps are told."""

Mask = npt.NDArray[np.bool_]


def stones(
    case: Case,
    outcome: str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    max_changes: int = MAX_CHANGES,
    max_memory: int | None = None,
) -> Stones:
    """A road of deals from today to an outcome, or the first gap.

    Parameters
    ----------
    case : Case
        The case.
    outcome : str
        An outcome's id, or a formula.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    max_changes : int
        The most options one step may change.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Stones
        The road, or the gaps.

    Raises
    ------
    CaseError
        If the outcome is unknown, there is no status quo, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> stones(hb.read("korea-2017"), "talks_for_freeze")
    <Stones to talks_for_freeze in korea-2017: 1 steps>
    >>> stones(hb.read("korea-2017"), "settlement").found
    False
    """
    asked = variant(case, profile, changes)
    encoded = encode(asked, max_memory)
    if encoded.status_quo is None:
        told = "this case has no status quo, so no road begins anywhere"
        raise CaseError([Problem(told, None, "add  status_quo:  to the case")])
    wanted = encoded.structure.truths([inverse_question(asked, outcome)])[0]
    return _Search(encoded, wanted, outcome, max_changes).answer()


@dataclass(frozen=True)
class _Reached:
    """How a stone is reached: the stone before, the state stepped to, and what the road costs.

    `cost`: exposed parties, options changed, states stepped to and settled on; the smaller the
    better.
    """

    before: int
    at: int
    cost: tuple[int, int, tuple[int, ...]]


class _Search:
    """One search for stones."""

    def __init__(self, encoded: Encoded, wanted: Mask, outcome: str, most: int) -> None:
        self.encoded = encoded
        self.graph = encoded.graph
        self.wanted = wanted
        self.outcome = outcome
        self.most = most
        self.names = Names(encoded)
        self.reasons = Reasons(encoded)
        self.stays = stable(self.graph, ["nash"])[0].all(axis=0)
        self._settled: dict[int, tuple[Search, tuple[int, ...]]] = {}
        self._exposed: dict[int, tuple[int, ...]] = {}

    @cached_property
    def start(self) -> int:
        """Today."""
        assert self.encoded.status_quo is not None
        return self.encoded.status_quo

    def answer(self) -> Stones:
        """The road, or the gaps."""
        came, goal = self._roads()
        gaps: tuple[Gap, ...] = ()
        more = 0
        if goal is None:
            gaps, more = self._gaps(came)
        return Stones(
            question(self.encoded),
            Scope("bounded", f"steps of at most {self.most} changes"),
            self.outcome,
            self._told(self.start),
            goal is not None,
            () if goal is None else tuple(self._road(came, goal)),
            len(came),
            gaps,
            more,
        )

    def _roads(self) -> tuple[dict[int, _Reached | None], int | None]:
        """How every stone is reached, layer by layer, up to the first layer with a goal."""
        came: dict[int, _Reached | None] = {self.start: None}
        if self.wanted[self.start] and self.stays[self.start]:
            return came, self.start
        layer = [self.start]
        while layer:
            found: dict[int, _Reached] = {}
            for here in layer:
                for at in self._steps(here):
                    for stone in self._settles(at)[1]:
                        now = _Reached(here, at, self._cost(came[here], here, at, stone))
                        better = stone not in found or now.cost < found[stone].cost
                        if stone not in came and better:
                            found[stone] = now
            came.update(found)
            goals = [stone for stone in found if self.wanted[stone]]
            if goals:
                return came, min(goals, key=lambda one: (found[one].cost, one))
            layer = sorted(found)
        return came, None

    def _cost(
        self, before: _Reached | None, here: int, at: int, stone: int
    ) -> tuple[int, int, tuple[int, ...]]:
        exposed, changed, states = (0, 0, ()) if before is None else before.cost
        flips = int(self.graph.marks[here] ^ self.graph.marks[at]).bit_count()
        return exposed + len(self._exposed_at(at)), changed + flips, (*states, at, stone)

    def _steps(self, here: int) -> list[int]:
        """The states that everybody whose options change would step to."""
        graph = self.graph
        source = np.array([here], dtype=np.intp)
        if graph.listed:
            return sorted(self._listed(here))
        made = joint(graph, graph.movers, source)
        changed = graph.marks[made.targets] ^ graph.marks[here]
        good = np.bitwise_count(changed) <= self.most
        for party, own in enumerate(graph.own):
            row = graph.ranks[party]
            good &= (changed & own == 0) | (row[made.targets] > row[here])
        return sorted(set(map(int, made.targets[good])))

    def _listed(self, here: int) -> Iterator[int]:
        graph = self.graph
        source = np.array([here], dtype=np.intp)
        for size in range(1, len(graph.movers) + 1):
            for members in combinations(graph.movers, size):
                if size == 1:
                    made = steps(graph, members[0], source)
                else:
                    made = deals(graph, members, source, judged=False)
                for flips, target in zip(map(int, made.flips), map(int, made.targets), strict=True):
                    changing = [p for p, own in enumerate(graph.own) if flips & own]
                    if tuple(changing) == members and flips.bit_count() <= self.most:
                        yield target

    def _settles(self, at: int) -> tuple[Search, tuple[int, ...]]:
        if at not in self._settled:
            found = search(self.graph, at, Play(plain=True))
            still = np.flatnonzero((found.distance >= 0) & self.stays)
            self._settled[at] = (found, tuple(map(int, still)))
        return self._settled[at]

    def _exposed_at(self, state: int) -> tuple[int, ...]:
        reference = self.names.reference
        if reference is None:
            return ()
        if state not in self._exposed:
            self._exposed[state] = tuple(
                party
                for party in range(self.graph.parties)
                if exposure(self.graph, party, state, reference) is not None
            )
        return self._exposed[state]

    # --- telling ----------------------------------------------------------------------------------

    def _told(self, state: int) -> StateTold:
        names = self.encoded.names
        return StateTold(names.id(state), names.taken(state), self.encoded.outcomes_at(state))

    def _road(self, came: dict[int, _Reached | None], goal: int) -> list[Stone]:
        found: list[Stone] = []
        stone = goal
        while (reached := came[stone]) is not None:
            found.append(self._stone(reached, stone))
            stone = reached.before
        return found[::-1]

    def _stone(self, reached: _Reached, stone: int) -> Stone:
        before, at = reached.before, reached.at
        take, drop = self.names.flips(before, at)
        movers = self.names.owners(int(self.graph.marks[before] ^ self.graph.marks[at]))
        step = Step(movers, movers if len(movers) > 1 else None, take, drop,
                    self.encoded.names.id(at), True)  # fmt: skip
        settling, still = self._settles(at)
        path = path_of(self.graph, settling, stone)
        return Stone(
            step,
            self._told(at),
            tuple(self.reasons.between(party, at, before) for party in movers),
            self.names.steps(at, path),
            self._told(stone),
            tuple(self._told(other) for other in still if other != stone),
            self.names.names(self._exposed_at(at)),
        )

    def _gaps(self, came: dict[int, _Reached | None]) -> tuple[tuple[Gap, ...], int]:
        targets = np.flatnonzero(self.wanted)
        if not targets.size:
            return (), 0
        marks = self.graph.marks
        pairs: list[tuple[int, int, int]] = []
        for stone in sorted(came):
            counts = np.bitwise_count(marks[targets] ^ marks[stone])
            nearest = int(counts.min())
            pairs += [(nearest, stone, int(to)) for to in targets[counts == nearest]]
        shortest = min(pairs)[0]
        nearest_pairs = [pair for pair in pairs if pair[0] == shortest]
        told = tuple(self._gap(stone, to) for _, stone, to in nearest_pairs[:_GAPS])
        return told, len(nearest_pairs) - len(told)

    def _gap(self, stone: int, to: int) -> Gap:
        graph = self.graph
        take, drop = self.names.flips(stone, to)
        flips = int(graph.marks[stone] ^ graph.marks[to])
        movable = reduce(or_, graph.own, 0)
        barred = (flips & ~movable) | (flips & graph.up & int(graph.marks[stone]))
        barred |= flips & graph.down & ~int(graph.marks[stone])
        refusing, willing = [], []
        for party in self.names.owners(flips):
            number = self.encoded.names.parties.index(party)
            gains = graph.ranks[number, to] > graph.ranks[number, stone]
            if gains:
                willing.append(party)
            else:
                refusing.append(self.reasons.between(party, to, stone))
        too_many = flips.bit_count() > self.most
        elsewhere: tuple[StateTold, ...] = ()
        if not refusing and not barred and not too_many:
            elsewhere = tuple(self._told(other) for other in self._settles(to)[1])
        return Gap(
            self._told(stone), self._told(to), take, drop, self.names.options(barred),
            tuple(refusing), tuple(willing), too_many, elsewhere,
        )  # fmt: skip
