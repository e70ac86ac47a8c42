"""Which rankings of a party make a state stable for it, and how many of them are there?

Definitions (theory section 7, state-level form; after Kin14)

Whether the target s is stable for party i depends on i's ranking only through the set of states
that i ranks above s, as the others' moves and improvements do not depend on it. Write L for "ranked
no higher than s".

========  ==============================================================================
concept   s is stable for i iff for every s1 in R_i(s)
========  ==============================================================================
nash      s1 is L
gmr, seq  s1 is L, or some s2 that the others can bring about from s1 is L
smr,      s1 is L, or some such s2 is L together with all of R_i(s2)
sseq
========  ==============================================================================

"Can bring about": by legal sequences of moves (gmr, smr) or improvements (seq, sseq). So the
condition is an "and" over moves of an "or" over sets of states that must be L; multiplied out, the
**minimal sets**: s is stable iff all states of one of them are L.

**Counting.** In a strict ranking of all states drawn at random the k states of a set are all below
s with chance 1/(k+1). If m states occur in the minimal sets, exactly a given k of them are below s
with chance k!(m-k)!/(m+1)!. Let c_k be the number of k-sets that contain a minimal set; then the
share of rankings is the sum of c_k k!(m-k)!/(m+1)!, an exact fraction. The c_k follow by splitting
on one state after the other: either it is L and leaves every set, or it is not and the sets that
need it fall away. No ranking is ever listed.

Several parties at once: under nash, gmr and smr their conditions are independent and shares
multiply. Under seq and sseq the others' improvements depend on their rankings, so only one party
is asked about, with the others as given.

Guarantees: exact. Complexity: the number of minimal sets, at worst exponential in the party's
moves; refused beyond `MOST_SETS`.

References
----------
Kinsara 2014, inverse analysis in the graph model (PhD thesis, University of Waterloo).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import factorial, prod
from typing import Final

from honestbroker.analyses.stability import question
from honestbroker.analyses.why import find_state
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import variant
from honestbroker.encode import encode
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.stability import CONCEPTS, COUNTERED, IMPROVING, stable
from honestbroker.result import Scope
from honestbroker.result.rankings import MoveCondition, PartyCondition, Rankings

__all__ = ["MOST_SETS", "TooManySets", "rankings", "share_of_rankings"]

MOST_SETS: Final = 20_000
"""Minimal sets beyond which the question is refused."""

Some = frozenset[int]


class TooManySets(ValueError):
    """A condition with more minimal sets than can be told."""


def rankings(
    case: Case,
    state: str,
    party: str | None = None,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    concept: str = "nash",
    max_memory: int | None = None,
) -> Rankings:
    """Which rankings make a state stable.

    Parameters
    ----------
    case : Case
        The case.
    state : str
        The target, as `honestbroker.why` takes it.
    party : str or None
        Whose ranking is asked about, the others as given; None asks about all parties at once.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    concept : str
        A stability concept; nash, gmr or smr where all parties are asked about.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Rankings
        Minimal sets of comparisons with the target, and exact counts of strict rankings.

    Raises
    ------
    CaseError
        If the state, the party, a profile or a change is wrong.
    TooManySets
        If the condition has more than `MOST_SETS` minimal sets.
    ValueError
        If the concept is not known, or asks for one party.

    Examples
    --------
    Of Syria's 720 strict rankings, 384 make the release of water sequentially stable for it:

    >>> import honestbroker as hb
    >>> found = rankings(hb.read("syria-iraq-1975"), "{release}", "Syria", concept="seq")
    >>> [(one.count, one.rankings, str(one.share)) for one in found.parties]
    [(384, 720, '8/15')]
    >>> len(found.parties[0].minimal)
    4
    """
    if concept not in CONCEPTS:
        raise ValueError(f"there is no concept '{concept}'; there are {', '.join(CONCEPTS)}")
    if party is None and concept in IMPROVING:
        raise ValueError(f"under {concept} ask about one party: the others' rankings matter to it")
    encoded = encode(variant(case, profile, changes), max_memory)
    names, graph = encoded.names, encoded.graph
    if party is not None and party not in names.parties:
        told = f"there is no party '{party}'"
        raise CaseError([Problem(told, None, near(party, names.parties))])
    target = find_state(encoded, state)
    verdicts = stable(graph, [concept])[0, :, target]
    asked = range(graph.parties) if party is None else [names.parties.index(party)]
    told_of = []
    for number in asked:
        moves = _moves(graph, number, target, concept)
        minimal = _minimal([alternatives for _, alternatives in moves])
        share = share_of_rankings(minimal)
        told_of.append(
            PartyCondition(
                names.parties[number],
                bool(verdicts[number]),
                tuple(
                    MoveCondition(names.id(to), tuple(_ids(names, some) for some in alternatives))
                    for to, alternatives in moves
                ),
                tuple(_ids(names, some) for some in minimal),
                share,
                graph.states,
            )
        )
    unstable = tuple(
        id
        for number, id in enumerate(names.parties)
        if number not in asked and not verdicts[number]
    )
    return Rankings(
        question(encoded),
        Scope("exhaustive"),
        concept,
        names.id(target),
        names.taken(target),
        tuple(told_of),
        unstable,
        party is not None and concept in IMPROVING,
        prod((one.share for one in told_of), start=Fraction(1)),
    )


def _ids(names: object, some: Some) -> tuple[str, ...]:
    return tuple(names.id(state) for state in sorted(some))  # type: ignore[attr-defined]


def _moves(
    graph: Graph, party: int, target: int, concept: str
) -> list[tuple[int, tuple[Some, ...]]]:
    """For each move of the party the minimal sets, one of which must be L."""
    found = []
    for to in map(int, graph.moves[party].targets(target)):
        alternatives = {frozenset([to])}
        if concept != "nash":
            for reply in _brought_about(graph, party, to, improving=concept in IMPROVING):
                needed = {reply}
                if concept in COUNTERED:
                    needed.update(map(int, graph.moves[party].targets(reply)))
                alternatives.add(frozenset(needed - {target}))
        if frozenset() in alternatives:
            continue  # the target itself can be brought about: no threat, whatever is ranked
        found.append((to, tuple(_smallest(alternatives))))
    return found


def _brought_about(graph: Graph, party: int, start: int, *, improving: bool) -> set[int]:
    """Where legal sequences of the others lead."""
    others = [other for other in graph.movers if other != party]
    steps = graph.improvements if improving else graph.moves
    seen: set[tuple[int, int]] = set()
    pending = [(start, -1)]
    while pending:
        here, last = pending.pop()
        for other in others:
            if other == last:
                continue
            for to in map(int, steps[other].targets(here)):
                if (to, other) not in seen:
                    seen.add((to, other))
                    pending.append((to, other))
    return {state for state, _ in seen}


def _smallest(sets: Iterable[Some]) -> list[Some]:
    """Sets that contain no other of them, smallest first."""
    kept: list[Some] = []
    for some in sorted(set(sets), key=lambda some: (len(some), sorted(some))):
        if not any(other <= some for other in kept):
            kept.append(some)
    return kept


def _minimal(conditions: Iterable[tuple[Some, ...]]) -> list[Some]:
    """The minimal sets of an "and" of "or"s."""
    found: list[Some] = [frozenset()]
    for alternatives in sorted(conditions, key=len):
        if len(found) * len(alternatives) > 50 * MOST_SETS:
            raise TooManySets(f"the condition has more than {MOST_SETS:,} minimal sets")
        found = _smallest(some | other for some in found for other in alternatives)
        if len(found) > MOST_SETS:
            raise TooManySets(f"the condition has more than {MOST_SETS:,} minimal sets")
    return found


def share_of_rankings(minimal: Iterable[Iterable[int]]) -> Fraction:
    """The share of strict rankings in which all states of some set are below the target.

    Parameters
    ----------
    minimal : iterable of iterable of int
        Sets of states, the target not among them.

    Returns
    -------
    Fraction
        Exact.

    Examples
    --------
    >>> share_of_rankings([{0, 2}])
    Fraction(1, 3)
    >>> share_of_rankings([{0, 2}, {0, 6}, {4, 2}, {4, 6}])
    Fraction(8, 15)
    """
    sets = frozenset(map(frozenset, minimal))
    states = frozenset().union(*sets) if sets else frozenset()
    counts = _counts(sets, len(states), {})
    m = len(states)
    ways = sum(count * factorial(k) * factorial(m - k) for k, count in enumerate(counts))
    return Fraction(ways, factorial(m + 1))


def _counts(
    sets: frozenset[Some], free: int, known: dict[frozenset[Some], tuple[int, list[int]]]
) -> list[int]:
    """How many k-subsets of `free` states, those of the sets among them, contain one of the sets.

    The polynomial of a family is found over its own states; each further state may be in or out.
    """
    family = frozenset(_smallest(sets))
    if family not in known:
        known[family] = _own_counts(family, known)
    own, counts = known[family]
    for _ in range(free - own):
        counts = [a + b for a, b in zip([*counts, 0], [0, *counts], strict=True)]
    return counts


def _own_counts(
    family: frozenset[Some], known: dict[frozenset[Some], tuple[int, list[int]]]
) -> tuple[int, list[int]]:
    if not family:
        return 0, [0]
    if frozenset() in family:
        return 0, [1]
    everything = [state for some in family for state in some]
    own = len(set(everything))
    # The state in most sets: both branches shrink most.
    split = max(set(everything), key=lambda state: (everything.count(state), -state))
    low = _counts(frozenset(some - {split} for some in family), own - 1, known)
    high = _counts(frozenset(some for some in family if split not in some), own - 1, known)
    return own, [a + b for a, b in zip([*high, 0], [0, *low], strict=True)]
