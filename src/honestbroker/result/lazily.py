"""A sequence of states whose entries are made when somebody looks at them.

Large cases have hundreds of thousands of equilibria; naming and labelling all of them takes longer
than finding them, and hardly anybody reads them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

import numpy as np
import numpy.typing as npt

__all__ = ["Lazily"]

Entry = TypeVar("Entry")

_KEPT = 4096
"""How many entries are kept once made."""


class Lazily(Sequence[Entry]):
    """Entries for some states, each made when it is asked for.

    Parameters
    ----------
    states : array of intp
        Indices of states.
    make : callable
        From the index of a state to its entry; the same on every call.

    Examples
    --------
    >>> made = Lazily(np.array([3, 5, 8]), str)
    >>> len(made), made[1], made[-2:], list(made) == ["3", "5", "8"]
    (3, '5', <5, 8>, True)
    """

    def __init__(self, states: npt.NDArray[np.intp], make: Callable[[int], Entry]) -> None:
        self.states = states
        self.make = make
        self._made: dict[int, Entry] = {}

    def __len__(self) -> int:
        return int(self.states.size)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Lazily[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Lazily[Entry]:
        if isinstance(place, slice):
            return Lazily(self.states[place], self.make)
        state = int(self.states[place])
        if state not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[state] = self.make(state)
        return self._made[state]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if len(self) <= 2:
            return "<" + ", ".join(map(str, self)) + ">"
        return f"<{self[0]} ... {self[-1]}>"

    def among(self, kept: npt.NDArray[np.bool_]) -> Lazily[Entry]:
        """The entries of some of the states.

        Parameters
        ----------
        kept : array of bool, shape (all states,)
            For each state of the model whether it is wanted.

        Returns
        -------
        Lazily
            In the same order.
        """
        return Lazily(self.states[kept[self.states]], self.make)
