"""All verdicts of a model with a few dozen states, from matrices of all its moves.

Formula: `honestbroker.kernel.stability`. With leads_i(s, t) true if party i may move from s to t
or t is s, and better_i(s, t) if that is an improvement, what the others can bring about from s is
the transitive closure of the union of their leads (their betters), found by squaring. Then

    w     = max of r over leads_i          val = min of base over the closure
    q     = min(r, val)                    s is stable iff max of q over leads_i <= r(s)

for all parties and both concepts of a pair at once. So few operations on arrays are made that a
published case takes a tenth of a millisecond; memory and time grow with the cube of the states, so
that larger models are solved group by group.

Guarantees: exact, for models whose moves compose.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph

__all__ = ["FEW", "needs"]

FEW: Final = 48
"""Up to this many states this is the fastest way."""

Mask = npt.NDArray[np.bool_]
Ranks = npt.NDArray[np.int32]

_WORST: Final = np.int32(np.iinfo(np.int32).min)
_NEVER: Final = np.int32(np.iinfo(np.int32).max)


def needs(graph: Graph) -> Ranks:
    """The greatest q over what each party reaches: the rank at which each state is stable.

    Parameters
    ----------
    graph : Graph
        A model in option form.

    Returns
    -------
    array of int32, shape (5, parties, states)
        By concept, in the order of `honestbroker.kernel.stability.CONCEPTS`.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> (needs(dilemma) <= ranks)[[0, 3]].all(axis=1).tolist()
    [[False, False, False, True], [True, False, False, True]]
    """
    ranks, codes = graph.ranks, graph.codes
    flips = codes[:, None] ^ codes
    barred = flips & ~np.array(graph.own, dtype=np.int64)[:, None, None]
    if graph.up | graph.down:
        barred |= flips & (codes[:, None] & graph.up | codes & graph.down)
    steps = np.empty((2, *barred.shape), dtype=np.bool_)
    leads = np.equal(barred, 0, out=steps[0])
    np.logical_and(leads, ranks[:, None] > ranks[:, :, None], out=steps[1])
    most = np.where(leads, ranks[:, None], _WORST).max(axis=2)
    bases = np.array((ranks, most))[:, :, None]
    values = np.where(_closed(steps)[:, None], bases, _NEVER).min(axis=4)
    worth = np.minimum(values, ranks)
    found = np.empty((5, *ranks.shape), dtype=np.int32)
    found[0] = most
    np.where(leads, worth[:, :, :, None], _WORST).max(axis=4, out=found[1:].reshape(values.shape))
    return found


def _closed(steps: Mask) -> Mask:
    """For each party what the others reach in any number of steps, none included."""
    parties, states = steps.shape[1:3]
    if parties == 2:  # one other, whose moves compose
        other: Mask = steps[:, ::-1].copy()
        other[..., np.arange(states), np.arange(states)] = True
        return other
    reached: Mask = steps.sum(axis=1, keepdims=True, dtype=np.int32) > steps
    reached[..., np.arange(states), np.arange(states)] = True
    while True:
        wide = reached.astype(np.float32)
        further: Mask = wide @ wide > 0
        if np.array_equal(further, reached):
            return reached
        reached = further
