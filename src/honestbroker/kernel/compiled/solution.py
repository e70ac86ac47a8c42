"""Verdicts as bits, and what each state would need.

Eight verdicts to a byte: with eight parties and five concepts a state's verdicts take 5 bytes and
not 40. They become arrays of bool when somebody asks for them, a row at a time.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["PAIRS", "Solution"]

PAIRS: Final = (("gmr", "smr"), ("seq", "sseq"))
"""Concepts that differ only in what is minimised, and so are found together."""

Mask = npt.NDArray[np.bool_]


class Solution:
    """Verdicts, and the rank each state would need.

    Parameters
    ----------
    concepts, parties, states : int
        How many.
    needs : bool
        Whether needs are wanted.

    Attributes
    ----------
    bits : array of uint8, shape (concepts, parties, states / 8 rounded up)
        Verdicts, the first state in the lowest bit; rows that nobody has written say stable.
    needs : array of int32, shape (concepts, parties, states), or None
        The greatest q over what the party reaches; stable states need no more than they have.

    Examples
    --------
    >>> solution = Solution(1, 2, 3, needs=False)
    >>> solution.write(0, 1, np.array([True, False, True]), np.array([2, 4, 1]))
    >>> solution.row(0, 1).tolist(), solution.stable.shape
    ([True, False, True], (1, 2, 3))
    """

    def __init__(self, concepts: int, parties: int, states: int, *, needs: bool) -> None:
        self.states = states
        shape = (concepts, parties)
        self.bits: npt.NDArray[np.uint8] = np.full((*shape, -(-states // 8)), 255, dtype=np.uint8)
        self.needs: npt.NDArray[np.int32] | None = (
            np.zeros((*shape, states), np.int32) if needs else None
        )

    @classmethod
    def of(cls, ranks: npt.NDArray[np.int32], needs: npt.NDArray[np.int32]) -> Solution:
        """The solution in which every state needs so much.

        Parameters
        ----------
        ranks : array of int32, shape (parties, states)
            The ranks states have.
        needs : array of int32, shape (concepts, parties, states)
            The ranks they need.

        Returns
        -------
        Solution
            Verdicts and needs.
        """
        made = cls(0, 0, ranks.shape[1], needs=False)
        made.bits = np.packbits(needs <= ranks, axis=2, bitorder="little")
        made.needs = needs
        return made

    def write(
        self, concept: int, party: int, stable: Mask, needs: npt.NDArray[np.signedinteger]
    ) -> None:
        """Keep the verdicts of one concept and party.

        Parameters
        ----------
        concept, party : int
            The row.
        stable : array of bool, shape (states,)
            Whether each state is stable.
        needs : array of int, shape (states,)
            The rank each would need; kept if needs are wanted.
        """
        self.bits[concept, party] = np.packbits(stable, bitorder="little")
        if self.needs is not None:
            self.needs[concept, party] = needs

    def row(self, concept: int, party: int) -> Mask:
        """The verdicts of one concept and party.

        Parameters
        ----------
        concept, party : int
            The row.

        Returns
        -------
        array of bool, shape (states,)
            Whether each state is stable.
        """
        packed = self.bits[concept, party]
        return np.unpackbits(packed, count=self.states, bitorder="little").view(np.bool_)

    @property
    def stable(self) -> Mask:
        """All verdicts: array of bool, shape (concepts, parties, states)."""
        unpacked = np.unpackbits(self.bits, axis=2, count=self.states, bitorder="little")
        return unpacked.view(np.bool_)
