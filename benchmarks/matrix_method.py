"""The published matrix method, for comparison: stability as products of n x n matrices.

After Fang, Hipel & Kilgour 1993 (the graph model) and Xu, Hipel, Kilgour & Fang 2018, ch. 4 (the
matrix form). With n states: J_i is the 0-1 matrix of party i's moves, P_i that of "t is ranked
above s", Q_i that of "t is ranked no higher than s" (both with a row for each s), J_i+ = J_i o P_i
its improvements ("o": element by element), E all ones, sign() element by element.

* Legal sequences of the others: those that end with a move of j are M_j <- sign((sum of M_k over
  k != j) J_j), starting from M_j = J_j, until nothing is added; M is the sign of their sum. M+ is
  the same for improvements.
* nash: J_i+ has an empty row.
* gmr:  diagonal of J_i+ (E - sign(M Q_i^T)) is 0.
* smr:  the same with W = Q_i^T o (E - sign(J_i P_i^T)) in place of Q_i^T.
* seq, sseq: as gmr, smr, with M+.

Time grows like n^3 and memory like n^2: products are dense, as in the literature, and made by the
fastest routine NumPy has (BLAS, 32-bit floats).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph

Matrix = npt.NDArray[np.float32]


def stable(
    graph: Graph, together: Callable[[list[Matrix], int], Matrix] | None = None
) -> npt.NDArray[np.bool_]:
    """Verdicts as `honestbroker.kernel.stability.stable` gives them: concepts, parties, states.

    What the others can do together is `sequences` unless another rule is given.
    """
    together = together or sequences
    n = graph.states
    moves = [moves_of(graph, party) for party in range(graph.parties)]
    above = [(rank[None, :] > rank[:, None]).astype(np.float32) for rank in graph.ranks]
    better = [one * other for one, other in zip(moves, above, strict=True)]
    found = np.empty((5, graph.parties, n), dtype=np.bool_)
    for party in range(graph.parties):
        no_higher = 1 - above[party]
        escape = sign(moves[party] @ above[party].T)
        countered = no_higher.T * (1 - escape)
        others = [other for other in range(graph.parties) if other != party]
        by_moves = together([moves[other] for other in others], n)
        by_improvements = together([better[other] for other in others], n)
        found[0, party] = ~better[party].any(axis=1)
        for row, reach, sanction in (
            (1, by_moves, no_higher.T),
            (2, by_moves, countered),
            (3, by_improvements, no_higher.T),
            (4, by_improvements, countered),
        ):
            free = 1 - sign(reach @ sanction)  # s1 by s: nobody answers the move to s1 from s
            found[row, party] = ~((better[party] * free.T).any(axis=1))
    return found


def moves_of(graph: Graph, party: int) -> Matrix:
    """The moves of a party as a matrix."""
    made = np.zeros((graph.states, graph.states), dtype=np.float32)
    made[graph.moves[party].pairs(np.arange(graph.states))] = 1
    return made


def sequences(steps: list[Matrix], n: int) -> Matrix:
    """Where legal sequences lead: nobody moves twice in succession."""
    last = [step.copy() for step in steps]
    grown = True
    while grown:
        grown = False
        for place, step in enumerate(steps):
            before = np.zeros((n, n), dtype=np.float32)
            for other, ends in enumerate(last):
                if other != place:
                    before += ends
            more = sign(last[place] + sign(before) @ step)
            grown |= bool((more > last[place]).any())
            last[place] = more
    return sign(sum(last, np.zeros((n, n), dtype=np.float32)))


def one_move(steps: list[Matrix], n: int) -> Matrix:
    """Where one move of one of the others leads: what gmcr-py looks at."""
    return sign(sum(steps, np.zeros((n, n), dtype=np.float32)))


def sign(matrix: Matrix) -> Matrix:
    """1 where something is positive, 0 elsewhere."""
    return (matrix > 0).astype(np.float32)
