"""What versions of one case share that differ in preferences and channels only: states and moves.

A `Frame` holds the structure of such versions and makes their graphs, with what is known of moves
handed on from graph to graph; a `Recent` remembers the answers asked for most recently.

Guarantees: a graph made by a frame gives the same answers as one made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cached_property, partial
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from honestbroker.encode import Encoded, Structure
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import OptionMoves

__all__ = ["Frame", "Recent"]

Mask = npt.NDArray[np.bool_]
Row = npt.NDArray[np.int32]
Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The answers asked for most recently.

    Parameters
    ----------
    most : int
        How many are kept.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """An answer, found now if it is not kept.

        Parameters
        ----------
        key : hashable
            What is asked.
        make : callable
            Finds the answer.

        Returns
        -------
        object
            The answer.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        value = self._kept[key] = make()
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return value


class Frame:
    """What versions that differ in preferences and channels only have in common.

    Parameters
    ----------
    encoded : Encoded
        One of them as arrays.
    number : int
        Which frame of its desk it is.
    codes : int
        Which set of states it has, among those of its desk.
    pool : Recent
        Moves of single parties that other frames of the desk know already.
    """

    def __init__(
        self, encoded: Encoded, number: int, codes: int, pool: Recent[OptionMoves]
    ) -> None:
        self.number = number
        self.codes = codes
        self.structure: Structure = encoded.structure
        self.names = encoded.names
        self.start = encoded.status_quo
        reference = encoded.case.reference
        self.reference = self.start if reference is None else encoded.index(reference)
        self.graph = encoded.graph
        self._pool = pool

    @cached_property
    def share(self) -> dict[str, object]:
        """What graphs of this frame know of moves, whatever the ranks."""
        graph = self.graph
        known: dict[str, object] = {}
        if not graph.listed:
            known["lookup"] = graph.lookup
        if graph.composes:
            joint: dict[int, OptionMoves] = {}
            for own in dict.fromkeys(graph.own):
                key = (self.codes, own, graph.up & own, graph.down & own)
                joint[own] = self._pool.of(key, partial(OptionMoves, graph.codes, *key[1:]))
            known["_joint"] = joint
        return known

    def mover(self, party: int) -> Hashable:
        """What decides the moves of one party.

        Parameters
        ----------
        party : int
            The party's index.

        Returns
        -------
        hashable
            Equal in two frames of a desk only if its moves are the same.
        """
        graph = self.graph
        if not graph.composes:
            return (self.number, party)
        own = graph.own[party]
        return (self.codes, party, own, graph.up & own, graph.down & own)

    def ranked(self, rows: list[Row]) -> Graph:
        """The graph with these ranks.

        Parameters
        ----------
        rows : list of array of int32, shape (states,)
            One for each party.

        Returns
        -------
        Graph
            Moves as in this frame.
        """
        made = replace(self.graph, ranks=np.array(rows))
        vars(made).update(self.share)
        if self.graph.composes:
            undone = replace(made, up=0, down=0)
            vars(undone).update(self._share_undone)
            vars(made)["undoable"] = undone
        return made

    @cached_property
    def _share_undone(self) -> dict[str, object]:
        return {"lookup": self.graph.lookup, "_joint": {}}

    @cached_property
    def sinkable(self) -> list[Mask]:
        """For each party the states in which something of its is sunk."""
        graph = self.graph
        if self.reference is None:
            return [np.zeros(graph.states, dtype=np.bool_) for _ in graph.own]
        differs = graph.marks ^ graph.marks[self.reference]
        return [(differs & own & (graph.up | graph.down)) != 0 for own in graph.own]
