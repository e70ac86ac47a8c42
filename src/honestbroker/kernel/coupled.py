"""Couplings: responses that follow a move or a deal at once, such as a snapback.

Definitions (theory section 6, "Couple")

* A **coupling** says: when option a is taken (or given up), then these responses follow: b is
  taken, c is given up, ... The responses belong to nobody's choice; they follow at once.
* A **step** is a set F of *own flips* from a state s: options of one party, or in a deal of a
  group, all changed at once in the ways allowed. The state s with F flipped must be feasible
  itself, as without couplings: a response does not rescue a step that a rule forbids.
* Then couplings fire. A coupling can fire once its transition has been made in this step, by an
  own flip or by a response; as long as some can, the first in the order written does, each at most
  once in a step. A firing coupling tries its responses in the order written:

  - one that is satisfied already changes nothing, and is no transition;
  - one that would undo an own flip is passed over: the mover wins a conflict;
  - one that the option's way forbids (undoing a forward option, taking up a backward one, changing
    a fixed one) or that would lead to an infeasible state is **skipped**;
  - any other is made, whoever owns the option, and is a transition that may fire more couplings.

* The step ends where no coupling is left to fire. So it ends in a feasible state, it keeps all of
  its own flips, and it never ends where it began. Different own flips may end in the same state.
* The **arcs** of a party are the pairs (s, end) over all its steps. They need not compose: legal
  sequences are searched exactly, as for listed moves.

What is plain is judged by own flips: see `honestbroker.kernel.steps`. Without couplings that fire,
a step ends at s with F flipped, and all of this is the option form.

Guarantees: exact. Complexity: pairs (s, F) x couplings; 16 bytes an arc.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.arcs import Listed
from honestbroker.kernel.moves import Codes, Indices, Lookup, OptionMoves, shares

__all__ = ["Coupled", "Coupling", "Skip"]


@dataclass(frozen=True)
class Coupling:
    """When bit `option` is set (or cleared), the responses (bit, set or cleared) follow."""

    option: int
    taken: bool
    then: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, eq=False)
class Skip:
    """A response that is skipped somewhere.

    `coupling` and `response` count from 0. `by_way` says whether the option's way forbids it,
    otherwise a rule does. `codes` are the states in which it would have been made, ascending, each
    once.
    """

    coupling: int
    response: int
    by_way: bool
    codes: Codes


Skips = list[tuple[int, int, bool, Codes]]


@dataclass(frozen=True, eq=False)
class Coupled:
    """States and options with couplings between options.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Feasible states as bit codes, ascending.
    own : tuple of int
        For each party the bits it can change by a move.
    up, down : int
        Bits that can only be taken, only be given up.
    couplings : tuple of Coupling
        In the order written.
    """

    codes: Codes
    own: tuple[int, ...]
    up: int
    down: int
    couplings: tuple[Coupling, ...]

    @cached_property
    def lookup(self) -> Lookup:
        """From codes to indices."""
        return Lookup(self.codes)

    @cached_property
    def undoable(self) -> Coupled:
        """The same with every one-way option made undoable, for movers and for responses."""
        return replace(self, up=0, down=0)

    @cached_property
    def arcs(self) -> tuple[Listed, ...]:
        """Each party's moves, written out."""
        return tuple(self._arcs(own) for own in self.own)

    def most_arcs(self) -> int:
        """At most how many arcs there are, also with every one-way option made undoable.

        Returns
        -------
        int
            Counted without making them.

        Examples
        --------
        >>> snapback = Coupling(0, False, ((1, False),))
        >>> Coupled(np.arange(4), (0b01, 0b10), 0, 0, (snapback,)).most_arcs()
        8
        """
        every = np.arange(self.codes.size)
        return sum(
            int((OptionMoves(self.codes, own, 0, 0).fan(every) - 1).sum())
            for own in self.own
            if own
        )

    def end(self, before: Codes, flips: Codes, skips: Skips | None = None) -> Codes:
        """Where steps end.

        Parameters
        ----------
        before : array of int64, shape (steps,)
            Codes of the states they start from.
        flips : array of int64, shape (steps,)
            Own flips as bits, allowed, and leading to a feasible state.
        skips : list or None
            Where to put (coupling, response, by way, codes) of every skipped response.

        Returns
        -------
        array of int64, shape (steps,)
            Codes of feasible states.

        Examples
        --------
        Giving up option 0 makes option 1 fall, unless the mover takes it in the same step.

        >>> model = Coupled(np.arange(4), (3,), 0, 0, (Coupling(0, False, ((1, False),)),))
        >>> model.end(np.array([0b11, 0b01, 0b10]), np.array([0b01, 0b11, 0b01])).tolist()
        [0, 2, 3]
        """
        end = before ^ flips
        first = np.zeros(end.shape, dtype=np.bool_)
        for coupling in self.couplings:
            made = flips & (~before if coupling.taken else before)
            first |= (made >> coupling.option) & 1 != 0
        rows = np.flatnonzero(first)
        if rows.size:
            end[rows] = _Play(self, before[rows], flips[rows], skips).end()
        return end

    def steps(self, own: int, sources: Indices) -> Iterator[tuple[Indices, Codes, Indices]]:
        """All steps from some states, block by block.

        Parameters
        ----------
        own : int
            The movers' bits.
        sources : array of intp
            Indices of states.

        Yields
        ------
        sources, flips, targets : array
            Indices of states, own flips as bits, indices of the states where the steps end.
        """
        moves = OptionMoves(self.codes, own, self.up, self.down)
        for block in shares(sources, moves.fan(sources)):
            source, landing = moves.pairs(block)
            flips = self.codes[source] ^ self.codes[landing]
            yield source, flips, self.lookup.places(self.end(self.codes[source], flips))

    def _arcs(self, own: int) -> Listed:
        states = self.codes.size
        sources, targets = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
        if own:
            for source, _, target in self.steps(own, np.arange(states)):
                arcs = _distinct(source * states + target)
                sources.append(arcs // states)
                targets.append(arcs % states)
        return Listed(np.concatenate(sources), np.concatenate(targets))

    def skipped(self) -> tuple[Skip, ...]:
        """Every response that some move of a single party would have and that is skipped.

        Returns
        -------
        tuple of Skip
            By coupling, response, then those that a way forbids first.
        """
        found: dict[tuple[int, int, bool], Codes] = {}
        every = np.arange(self.codes.size)
        for own in self.own:
            moves = OptionMoves(self.codes, own, self.up, self.down)
            for block in shares(every, moves.fan(every)):
                source, landing = moves.pairs(block)
                skips: Skips = []
                before = self.codes[source]
                self.end(before, before ^ self.codes[landing], skips)
                for coupling, response, by_way, codes in skips:
                    key = (coupling, response, not by_way)
                    found[key] = _distinct(np.concatenate((found.get(key, codes[:0]), codes)))
        return tuple(
            Skip(coupling, response, not by_rule, codes)
            for (coupling, response, by_rule), codes in sorted(found.items(), key=lambda it: it[0])
        )


def _distinct(numbers: Codes) -> Codes:
    """Numbers from 0 up, ascending, each once; faster than `numpy.unique` where few repeat."""
    ordered = np.sort(numbers)
    first: Codes = ordered[np.diff(ordered, prepend=-1) != 0]
    return first


class _Play:
    """Steps in which at least one coupling fires, all at once."""

    def __init__(self, model: Coupled, before: Codes, flips: Codes, skips: Skips | None) -> None:
        self.model = model
        self.movable = reduce(or_, model.own, 0)
        self.flips = flips
        self.here = before ^ flips
        self.made = {True: flips & ~before, False: flips & before}
        self.skips = skips

    def end(self) -> Codes:
        couplings = self.model.couplings
        waiting = np.ones((len(couplings), self.here.size), dtype=np.bool_)
        while True:
            due = np.full(self.here.shape, -1)
            for place, coupling in reversed(list(enumerate(couplings))):
                made = (self.made[coupling.taken] >> coupling.option) & 1 != 0
                due[waiting[place] & made] = place
            if (due < 0).all():
                return self.here
            for place, coupling in enumerate(couplings):
                rows = np.flatnonzero(due == place)
                waiting[place, rows] = False
                for number, (option, taken) in enumerate(coupling.then):
                    self._respond((place, number), option, taken, rows)

    def _respond(
        self, which: tuple[int, int], option: int, taken: bool, rows: npt.NDArray[np.intp]
    ) -> None:
        bit = 1 << option
        wanted = ((self.here[rows] & bit) != 0) != taken
        rows = rows[wanted & (self.flips[rows] & bit == 0)]
        by_way = not self.movable & bit or bool(bit & (self.model.down if taken else self.model.up))
        if not by_way:
            feasible = self.model.lookup.places(self.here[rows] ^ bit) >= 0
            made, rows = rows[feasible], rows[~feasible]
            self.here[made] ^= bit
            self.made[taken][made] |= bit
        if self.skips is not None and rows.size:
            self.skips.append((*which, by_way, _distinct(self.here[rows])))
