"""How is a state reached from today, and what does it do to whom?

Definitions: tags and paths in `honestbroker.kernel.paths`, steps and deals in
`honestbroker.kernel.steps`, labels in `honestbroker.kernel.labels`. Everything here turns their
indices into the analyst's names, for one encoded case.

Guarantees: exact; `Road.exhaustive` is false where a case has so many closed groups that not
every set of them was tried.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from honestbroker.encode import Encoded
from honestbroker.kernel import labels as kernel
from honestbroker.kernel.paths import Group, Path, Reach, reach
from honestbroker.kernel.steps import deals
from honestbroker.result import Deal, Equilibrium, Label, Step, Tag

__all__ = ["TRAP_CONCEPTS", "Road"]

TRAP_CONCEPTS = ("nash", "gmr", "seq")
"""Concepts under which traps are defined."""

_KEPT = 256
"""Of how many states the deals are remembered."""


class Road:
    """The road from the status quo: tags, paths, deals and labels of one encoded case.

    Parameters
    ----------
    encoded : Encoded
        The case as arrays.
    max_changes : int or None
        The most options one deal may flip.
    strict : bool
        Whether every member of a deal must gain.
    start : int or None
        Where the road begins; None for the status quo.
    """

    def __init__(
        self,
        encoded: Encoded,
        *,
        max_changes: int | None = None,
        strict: bool = True,
        start: int | None = None,
    ) -> None:
        self.encoded = encoded
        self.start = encoded.status_quo if start is None else start
        self.max_changes = max_changes
        self.strict = strict
        self._traps = kernel.Traps(encoded.graph)
        self._exposures = kernel.Exposures(encoded.graph)
        self._told: dict[int, tuple[Deal, ...]] = {}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The case's groups by party index, in the file's order."""
        order = self.encoded.names.parties
        return tuple(
            Group(tuple(sorted(order.index(member) for member in group.members)), group.open)
            for group in self.encoded.case.groups
        )

    @cached_property
    def reference(self) -> int | None:
        """The state labels are relative to: the case's reference, or the status quo."""
        given = self.encoded.case.reference
        return self.encoded.status_quo if given is None else self.encoded.index(given)

    @cached_property
    def reach(self) -> Reach | None:
        """How every state is reached; None without a status quo."""
        if self.start is None:
            return None
        return reach(
            self.encoded.graph,
            self.start,
            self.groups,
            max_changes=self.max_changes,
            strict=self.strict,
        )

    @property
    def exhaustive(self) -> bool:
        """Whether every set of closed groups was tried."""
        return self.reach is None or self.reach.exhaustive

    def names(self, members: tuple[int, ...]) -> tuple[str, ...]:
        """Party ids.

        Parameters
        ----------
        members : tuple of int
            Party indices.

        Returns
        -------
        tuple of str
            Ids in case order.
        """
        return tuple(self.encoded.names.parties[member] for member in members)

    def options(self, bits: int) -> tuple[str, ...]:
        """Option ids of some bits.

        Parameters
        ----------
        bits : int
            A set of options.

        Returns
        -------
        tuple of str
            Ids in case order.
        """
        return tuple(
            option for bit, option in enumerate(self.encoded.names.options) if bits >> bit & 1
        )

    def owners(self, bits: int) -> tuple[str, ...]:
        """The parties that own some options.

        Parameters
        ----------
        bits : int
            A set of options.

        Returns
        -------
        tuple of str
            Ids in case order.
        """
        owning = {self.encoded.case.option(id).party for id in self.options(bits)}
        return tuple(party for party in self.encoded.names.parties if party in owning)

    def flips(self, before: int, after: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The options taken and given up between two states.

        Parameters
        ----------
        before, after : int
            Indices of states.

        Returns
        -------
        take, drop : tuple of str
            Option ids in case order.
        """
        marks = self.encoded.graph.marks
        old, new = int(marks[before]), int(marks[after])
        return self.options(new & ~old), self.options(old & ~new)

    def steps(self, start: int, path: Path) -> tuple[Step, ...]:
        """A path in names.

        Parameters
        ----------
        start : int
            Where it starts.
        path : Path
            The kernel's path.

        Returns
        -------
        tuple of Step
            One for each step.
        """
        told = []
        before = start
        ranks = self.encoded.graph.ranks
        for place, state in enumerate(path.states):
            movers, number = path.movers[place], path.groups[place]
            take, drop = self.flips(before, state)
            members = movers if number is None else self.groups[number].members
            gains = ranks[list(members), state] > ranks[list(members), before]
            # With couplings those move whose own flips they are, not those who respond.
            flipped = int(self.encoded.graph.marks[before] ^ self.encoded.graph.marks[state])
            flipped = path.flips[place] if path.flips else flipped
            told.append(
                Step(
                    self.names(movers) if number is None else self.owners(flipped),
                    None if number is None else self.names(members),
                    take,
                    drop,
                    self.encoded.names.id(state),
                    bool(gains.all()),
                )
            )
            before = state
        return tuple(told)

    def path(self, state: int) -> tuple[Step, ...] | None:
        """The shortest path from the status quo.

        Parameters
        ----------
        state : int
            Index of a state.

        Returns
        -------
        tuple of Step or None
            None without a status quo, or where the state is unreachable.
        """
        if self.reach is None:
            return None
        path = self.reach.path(state)
        return None if path is None else self.steps(self.reach.start, path)

    def tag(self, state: int) -> Tag | None:
        """How a state is reached.

        Parameters
        ----------
        state : int
            Index of a state.

        Returns
        -------
        Tag or None
            None without a status quo.
        """
        if self.reach is None:
            return None
        return self._tag(self.reach, state, self.reach.path(state))

    def way(self, state: int) -> tuple[Tag | None, tuple[Step, ...] | None]:
        """How a state is reached, and the shortest path: both at the price of one.

        Parameters
        ----------
        state : int
            Index of a state.

        Returns
        -------
        (Tag or None, tuple of Step or None)
            See `tag` and `path`.
        """
        if self.reach is None:
            return None, None
        path = self.reach.path(state)
        told = None if path is None else self.steps(self.reach.start, path)
        return self._tag(self.reach, state, path), told

    def needed(self, state: int) -> tuple[str, tuple[tuple[tuple[str, ...], ...], ...]] | None:
        """A tag's name and channels, without looking at the path.

        Parameters
        ----------
        state : int
            Index of a state.

        Returns
        -------
        (str, tuple) or None
            None without a status quo.
        """
        if self.reach is None:
            return None
        return self.reach.tag(state), self._channels(self.reach, state)

    def _channels(self, reach: Reach, state: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
        return tuple(
            tuple(self.names(self.groups[number].members) for number in key)
            for key in reach.channels.get(state, ())
        )

    def _tag(self, reach: Reach, state: int, path: Path | None) -> Tag:
        channels = self._channels(reach, state)
        return Tag(
            reach.tag(state),
            path is not None and path.plain,
            bool(reach.today[state]),
            channels[0] if channels else (),
            channels,
            None if path is None else len(path.states),
        )

    def deals(self, state: int) -> tuple[Deal, ...]:
        """The deals of named groups from a state, each under the smallest group that can strike it.

        Parameters
        ----------
        state : int
            Index of a state.

        Returns
        -------
        tuple of Deal
            Open groups first, then small groups, plain deals, few flips.
        """
        if state not in self._told:
            if len(self._told) >= _KEPT:
                self._told.clear()
            self._told[state] = self._deals(state)
        return self._told[state]

    def _deals(self, state: int) -> tuple[Deal, ...]:
        found: dict[int, tuple[tuple[bool, int, bool, int, int], Deal]] = {}
        for number, group in enumerate(self.groups):
            offered = deals(
                self.encoded.graph,
                group.members,
                np.array([state], dtype=np.intp),
                strict=self.strict,
                max_changes=self.max_changes,
            )
            for target, flips, plain in zip(
                map(int, offered.targets), map(int, offered.flips), offered.plain, strict=True
            ):
                take, drop = self.flips(state, target)
                score = (not group.open, len(group.members), not plain, flips.bit_count(), number)
                deal = Deal(
                    self.names(group.members),
                    group.open,
                    take,
                    drop,
                    self.encoded.names.id(target),
                    self.encoded.names.taken(target),
                    bool(plain),
                    self._direction(state, target),
                )
                if target not in found or score < found[target][0]:
                    found[target] = (score, deal)
        ordered = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
        return tuple(deal for _, (_, deal) in ordered)

    def _direction(self, state: int, target: int) -> str | None:
        if self.reference is None:
            return None
        marks = self.encoded.graph.marks
        flips = int(marks[state] ^ marks[target])
        away = int(marks[state] ^ marks[self.reference]) & flips
        if away == flips:
            return "back"
        return "elsewhere" if away else "on"

    def labels(self, state: int, stable_under: tuple[str, ...] = ()) -> tuple[Label, ...]:
        """What a state does to whom, and the deals it is open to.

        Parameters
        ----------
        state : int
            Index of a state.
        stable_under : tuple of str
            The concepts under which it is an equilibrium.

        Returns
        -------
        tuple of Label
            Empty where the case has neither a status quo nor a reference.
        """
        if self.reference is None:
            return ()
        told: list[Label] = []
        for party in range(self.encoded.graph.parties):
            told.extend(self._labels_of_party(party, state, self.reference))
        for concept in TRAP_CONCEPTS:
            if concept in stable_under:
                told.extend(self._traps_of(concept, state))
        if "nash" in stable_under or "seq" in stable_under:
            told.extend(self._deal_labels(state, stable_under))
        return tuple(told)

    def _labels_of_party(self, party: int, state: int, reference: int) -> list[Label]:
        graph, names = self.encoded.graph, self.encoded.names
        bits = kernel.sunk(graph, party, state, reference)
        if not bits:
            return []
        id = names.parties[party]
        against = names.id(reference)
        told = [Label("sunk", None, id, self.options(bits), None, {"reference": against})]
        if kernel.regrets(graph, party, state, reference):
            told.append(Label("regret", None, id, self.options(bits), None, {"reference": against}))
        betrayal = kernel.betrayal(graph, party, state, reference)
        if betrayal is not None:
            ways = [
                {
                    "take": list(self.flips(state, to)[0]),
                    "drop": list(self.flips(state, to)[1]),
                    "withheld_by": list(self.owners(bits)),
                    "to": names.id(to),
                }
                for bits, to in zip(betrayal.owed, betrayal.targets, strict=True)
            ]
            owed = self.options(betrayal.owed[0])
            told.append(Label("betrayed", None, id, owed, None, {"owed": ways}))
        exposure = self._exposures.of(party, state, reference)
        if exposure is not None:
            path = [step.to_dict() for step in self.steps(state, exposure.path)]
            evidence = {"worst": names.id(exposure.target), "path": path}
            told.append(Label("exposed", None, id, self.options(bits), None, evidence))
        return told

    def _traps_of(self, concept: str, state: int) -> list[Label]:
        names = self.encoded.names
        already = 0
        if self.encoded.status_quo is not None and self.reference is not None:
            marks = self.encoded.graph.marks
            already = int(marks[self.encoded.status_quo] ^ marks[self.reference])
        return [
            Label(
                "trap",
                concept,
                names.parties[trap.party],
                self.options(trap.undone),
                None,
                {
                    "would_go_to": names.id(trap.target),
                    "would_change": list(self.options(trap.flips)),
                    "inherited": trap.undone & ~already == 0,
                },
            )
            for trap in self._traps.of(concept, state)
        ]

    def _deal_labels(self, state: int, stable_under: tuple[str, ...]) -> list[Label]:
        offered = self.deals(state)
        if not offered:
            return []
        is_open = offered[0].open
        concept = "nash" if "nash" in stable_under else "seq"
        told = []
        groups: dict[tuple[str, ...], list[Deal]] = {}
        for deal in offered:
            if deal.open == is_open:
                groups.setdefault(deal.group, []).append(deal)
        for group, some in groups.items():
            evidence: dict[str, Any] = {"deals": [deal.to_dict() for deal in some]}
            label = "open to a deal" if is_open else "missed deal"
            changed = self.options_of(some[0])
            told.append(Label(label, concept, None, changed, group, evidence))
        return told

    @staticmethod
    def options_of(deal: Deal) -> tuple[str, ...]:
        """All options a deal changes.

        Parameters
        ----------
        deal : Deal
            A deal.

        Returns
        -------
        tuple of str
            Taken ones first.
        """
        return (*deal.take, *deal.drop)

    def annotate(self, found: Equilibrium) -> Equilibrium:
        """An equilibrium with tag and labels.

        Parameters
        ----------
        found : Equilibrium
            An equilibrium of this case.

        Returns
        -------
        Equilibrium
            The same, with tag and labels where the case has a status quo.
        """
        state = self.encoded.names.index(found.id)
        tag = self.tag(state)
        labels = None if self.reference is None else self.labels(state, found.stable_under)
        return Equilibrium(found.id, found.state, found.stable_under, found.outcomes, tag, labels)
