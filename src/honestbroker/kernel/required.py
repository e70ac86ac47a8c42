"""The least rank that would make a state stable: how far a verdict is from turning.

Theorem. Let s be unstable for party i under a concept, with w, val and q as in
`honestbroker.kernel.stability`, and

    theta(s) = max of q over what i reaches from s, s included.

Raise the rank of s for i to rho, leaving everything else as it is. Then s becomes stable if and
only if rho >= theta(s).

Proof. What the others can reach does not depend on i's ranks: only r(s) changes, and with it w
where it is attained at s, and both only rise.

* rho < theta. Take s1 in reach(s) with q(s1) = theta. Then r(s1) >= theta > rho: s1 is still an
  improvement, and s1 is not s. And val(s1) >= theta: every state in C(s1) had base at least theta,
  so s with r(s) < theta is not in C(s1) if base = r, and has w(s) >= theta if base = w. So every
  base in C(s1) is still at least theta > rho: nobody sanctions s1, and s is unstable.
* rho >= theta. Take any s1 with r(s1) > rho. Since q(s1) <= theta <= rho, some s2 in C(s1) had
  base(s2) <= theta. Its base is now at most max(theta, rho) = rho: s2 sanctions s1. (It is not s1
  itself, whose base is at least r(s1) > rho.) So s is stable.

Scope. One state of one party, upwards. How far a *stable* state may sink, or what happens when
others' ranks change, is another question. In a strict order, the states that s must overtake or
draw level with are those ranked above r(s) and up to theta(s).

Guarantees: exact; every number is checked against trying all ranks in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import pays
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Ranks
from honestbroker.kernel.stability import CONCEPTS, worth

__all__ = ["required", "to_pass"]


def required(graph: Graph, concepts: Sequence[str] = CONCEPTS) -> npt.NDArray[np.int32]:
    """The least rank each state needs to be stable, everything else as it is.

    Parameters
    ----------
    graph : Graph
        The model, in any form.
    concepts : sequence of str
        Which, in the order of the answer.

    Returns
    -------
    array of int32, shape (concepts, parties, states)
        For unstable states a rank above the one they have; for stable ones the rank they have.

    Examples
    --------
    In the prisoners' dilemma (3 best, 0 worst) mutual cooperation must be worth as much as
    exploiting the other to be a nash equilibrium; mutual defection is stable as it is.

    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> required(dilemma, ["nash"])[0, 0].tolist()
    [3, 3, 1, 1]
    """
    ranks = graph.ranks
    if graph.composes and pays(graph.states, graph.parties):
        from honestbroker.kernel.compiled.solve import verdicts

        needs = verdicts(graph, concepts, needs=True).needs
        assert needs is not None
        return np.maximum(needs, ranks[None])
    found = np.empty((len(concepts), *ranks.shape), dtype=np.int32)
    for party in range(graph.parties):
        for row, concept in enumerate(concepts):
            best = graph.moves[party].best(worth(graph, party, concept))
            found[row, party] = np.maximum(best, ranks[party])
    return found


def to_pass(ranks: Ranks, state: int, needed: int) -> npt.NDArray[np.intp]:
    """The states that a state must overtake or draw level with to reach a rank.

    Parameters
    ----------
    ranks : array of int32, shape (states,)
        One party's ranks.
    state : int
        The state to be raised.
    needed : int
        The rank it needs.

    Returns
    -------
    array of intp
        Indices of states, least preferred first.

    Examples
    --------
    >>> to_pass(np.array([2, 3, 0, 1]), state=2, needed=2).tolist()
    [3, 0]
    """
    above = np.flatnonzero((ranks > ranks[state]) & (ranks <= needed))
    order: npt.NDArray[np.intp] = above[np.argsort(ranks[above], kind="stable")]
    return order
