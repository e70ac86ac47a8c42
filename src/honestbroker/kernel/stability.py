"""Which states are stable for whom: nash, gmr, smr, seq, sseq.

Definitions. R_i(s): what party i reaches from s by a move; R_i+(s): its improvements among them;
N-i: all others; R_H(s), R_H+(s): states reached from s by moves (improvements) of members of H
in which nobody moves twice in succession; r_i: ranks; t <=_i s means r_i(t) <= r_i(s).

========  ===============================================================================
concept   s is stable for i iff
========  ===============================================================================
nash      R_i+(s) is empty (Nash 1950; FHK93)
gmr       every s1 in R_i+(s) has some s2 in R_{N-i}(s1) with s2 <=_i s (How71)
smr       ... such an s2 with also every s3 in R_i(s2) having s3 <=_i s (How71; FH84)
seq       every s1 in R_i+(s) has some s2 in R_{N-i}+(s1) with s2 <=_i s (FH84)
sseq      seq's s2 with smr's counter-move condition (RV17)
========  ===============================================================================

One formula for all five. Write r for r_i, reach(s) for i's targets including s itself, and C(s1)
for all that the others reach from s1, including s1 itself. With

    w(t)    = max of r over reach(t)                    how well i can still do from t
    val(s1) = min of base over C(s1)                    base = r for gmr and seq, w for smr and sseq
    q(s1)   = min(r(s1), val(s1))                       (nash: q = r)

    s is stable for i   iff   max of q over reach(s) <= r(s).

Proof. s is unstable iff some s1 in reach(s) has r(s1) > r(s) and no sanction in C(s1), that is
val(s1) > r(s); both together say q(s1) > r(s). base = w says "and every counter-move is no
better". A sanction needs at least one move of the others while C(s1) contains s1 itself: harmless,
since for an improvement base(s1) >= r(s1) > r(s), so s1 is never its own sanction.

C in option form. A party's moves compose, so two of its moves in a row are one (or none, if they
lead back, after which neighbours may merge in turn): what legal sequences reach is what the moves
reach in any order. For improvements the same holds, since ranks grow along them. So val is the
least fixed point of "take the minimum over one party's moves", party by party, until a whole round
of parties changes nothing; a party's own pass counts as quiet, since its moves compose.
In listed form, and with couplings, moves do not compose, and val is found over pairs (state, last
mover).

Guarantees: exact. Complexity: rounds x parties x the cost of `OptionMoves.least`, for each party
and each of four closures; rounds are few in practice and bounded by the longest useful sequence.
Models in option form with a few dozen states are solved from matrices (`honestbroker.kernel.tiny`),
large ones by compiled code (`honestbroker.kernel.compiled`), with the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel import tiny
from honestbroker.kernel.arcs import Listed
from honestbroker.kernel.compiled import pays
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Ranks

__all__ = ["CONCEPTS", "Closure", "closure", "secure", "stable", "worth"]

CONCEPTS: Final = ("nash", "gmr", "smr", "seq", "sseq")
"""Concepts in the order of every array that has an axis for them."""

COUNTERED: Final = frozenset({"smr", "sseq"})
"""Concepts in which the mover may answer a sanction."""

IMPROVING: Final = frozenset({"seq", "sseq"})
"""Concepts in which sanctions must be improvements for those who impose them."""


@dataclass(frozen=True, eq=False)
class Closure:
    """The least value others can bring about from every state, and how.

    Parameters
    ----------
    values : array of int32, shape (states,)
        val of the definitions above.
    stamps : array of int32, shape (states,)
        The step at which the value was reached; 0 where staying is least. Option form only.
    movers : tuple of int
        Who moves at each step; step 0 is nobody.
    """

    values: Ranks
    stamps: npt.NDArray[np.int32]
    movers: tuple[int, ...]


def secure(graph: Graph, party: int) -> Ranks:
    """How well a party can do from every state by one move or by staying: w of the definitions.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        The party's index.

    Returns
    -------
    array of int32, shape (states,)
        Ranks.
    """
    return graph.moves[party].best(graph.ranks[party])


def closure(graph: Graph, party: int, base: Ranks, *, improving: bool) -> Closure:
    """The least of `base` over all that the others reach from every state.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        Whose others move.
    base : array of int32, shape (states,)
        What is minimised.
    improving : bool
        Whether the others move only to improve.

    Returns
    -------
    Closure
        Values, and the steps that brought them about.
    """
    if not graph.composes:
        return _closure_of_listed(graph, party, base, improving=improving)
    if pays(graph.states, graph.parties):
        from honestbroker.kernel.compiled import closures

        return Closure(*closures.closure(graph, party, base, improving=improving))
    others = [other for other in graph.movers if other != party]
    steps = graph.improvements if improving else graph.moves
    values = base.copy()
    stamps = np.zeros(values.shape, dtype=np.int32)
    movers = [-1]
    quiet = 0
    turn = 0
    while quiet < len(others):
        other = others[turn % len(others)]
        turn += 1
        least = steps[other].least(values)
        lower = least < values
        if lower.any():
            stamps[lower] = len(movers)
            movers.append(other)
            values = least
            quiet = 1
        else:
            quiet += 1
    return Closure(values, stamps, tuple(movers))


def _closure_of_listed(graph: Graph, party: int, base: Ranks, *, improving: bool) -> Closure:
    """Over pairs (state, last mover): nobody moves twice in succession.

    after[k](s) is the least value from s when k moved last: of staying, and of every move of
    somebody else, after which that one moved last. A party's moves are looked at again only if
    what they lead to has fallen since.
    """
    steps = graph.improvements if improving else graph.moves
    arcs: dict[int, Listed] = {}
    for other in graph.movers:
        moves = steps[other]
        assert isinstance(moves, Listed)
        if other != party and moves.sources.size:
            arcs[other] = moves
    after = {last: base.copy() for last in (party, *arcs)}
    due = dict.fromkeys(arcs, True)
    while any(due[other] for other in arcs):
        for other, moves in arcs.items():
            if not due[other]:
                continue
            due[other] = False
            least = moves.least_after(after[other])
            for last, values in after.items():
                if last != other and (least < values).any():
                    np.minimum(values, least, out=values)
                    due[last] = True
    return Closure(after[party], np.zeros(base.shape, dtype=np.int32), (-1,))


def worth(graph: Graph, party: int, concept: str) -> Ranks:
    """What moving to a state is worth to a party once the others have answered: q above.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        The party's index.
    concept : str
        One of `CONCEPTS`.

    Returns
    -------
    array of int32, shape (states,)
        Ranks.
    """
    ranks: Ranks = graph.ranks[party]
    if concept == "nash":
        return ranks
    base = secure(graph, party) if concept in COUNTERED else ranks
    answered = closure(graph, party, base, improving=concept in IMPROVING)
    worth: Ranks = np.minimum(ranks, answered.values)
    return worth


def stable(
    graph: Graph, concepts: Sequence[str] = CONCEPTS, parties: Iterable[int] | None = None
) -> npt.NDArray[np.bool_]:
    """Verdicts for all states.

    Parameters
    ----------
    graph : Graph
        The model.
    concepts : sequence of str
        Which of `CONCEPTS`, in the order of the answer.
    parties : iterable of int or None
        Whose verdicts; None for everybody's. Rows of others are left true.

    Returns
    -------
    array of bool, shape (concepts, parties, states)
        Whether a state is stable for a party under a concept.

    Examples
    --------
    The prisoners' dilemma: bit 0 and bit 1 are the parties' defections.

    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> stable(dilemma, ["nash", "seq"]).all(axis=1).tolist()
    [[False, False, False, True], [True, False, False, True]]
    """
    asked = range(graph.parties) if parties is None else list(parties)
    everything = len(asked) == graph.parties and len(concepts) > 1
    if graph.composes and everything and graph.states <= tiny.FEW:
        return tiny.needs(graph)[[CONCEPTS.index(concept) for concept in concepts]] <= graph.ranks
    if graph.composes and pays(graph.states, graph.parties):
        from honestbroker.kernel.compiled import solve

        return solve.verdicts(graph, concepts, asked).stable
    verdicts = np.ones((len(concepts), graph.parties, graph.states), dtype=np.bool_)
    for party in asked:
        ranks = graph.ranks[party]
        for row, concept in enumerate(concepts):
            best = graph.moves[party].best(worth(graph, party, concept))
            verdicts[row, party] = best <= ranks
    return verdicts
