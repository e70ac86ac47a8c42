"""The stability definitions, transcribed literally: slow, obvious, and the judge of the kernel.

Sections of the theory covered here: the model with its moves and legal sequences (Fang, Hipel &
Kilgour 1993, ch. 3; Xu, Hipel, Kilgour & Fang 2018, section 4.2) and the five stability concepts
(Nash 1950; Howard 1971; Fraser & Hipel 1984; Rego & Vieira 2017). Joint improvements, tags and
labels are in ``oracle_paths``.

Nothing here is clever: sets, ``any`` and ``all``. The only concession to speed is a memo that
remembers answers of these same functions for one model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

State = frozenset[int]
Sequence = tuple[tuple[int, State], ...]

WAYS = ("both", "forward", "backward", "fixed")
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@dataclass(frozen=True)
class Model:
    """A conflict: parties, options, feasible states and ranks.

    Parameters
    ----------
    parties : tuple of str
        Names; a party is meant by its position.
    owner : tuple of int
        ``owner[k]`` is the party that owns option k.
    way : tuple of str
        ``both``, ``forward`` (taken, never undone), ``backward`` (given up, never taken again) or
        ``fixed`` (never changed by a move; both values stay feasible), for every option.
    feasible : frozenset of State
        The states that satisfy every rule; a state is the set of taken options.
    rank : tuple of mapping
        ``rank[i][s]``: ordinal, larger is better for party i, ties allowed.
    status_quo : State, optional
        Where things stand; None if the model has none (it is never assumed to be the empty set).
    reference : State, optional
        What labels compare with; None means the status quo.
    groups : tuple of (frozenset of int, bool)
        Named groups in case order: members, and whether they have a working channel (open).
    arcs : tuple of frozenset of (State, State), optional
        Listed arcs per party. If given, the moves are these arcs and option form moves are
        ignored; they need be neither transitive nor symmetric.
    memo : dict
        Remembered answers; not part of the model.
    """

    parties: tuple[str, ...]
    owner: tuple[int, ...]
    way: tuple[str, ...]
    feasible: frozenset[State]
    rank: tuple[Mapping[State, int], ...]
    status_quo: State | None = None
    reference: State | None = None
    groups: tuple[tuple[frozenset[int], bool], ...] = ()
    arcs: tuple[frozenset[tuple[State, State]], ...] | None = None
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


def subsets(items: frozenset[int]) -> Iterator[frozenset[int]]:
    """Every non-empty subset of some indices.

    Parameters
    ----------
    items : frozenset of int
        The indices.

    Yields
    ------
    frozenset of int
        Smaller subsets first.
    """
    for size in range(1, len(items) + 1):
        for chosen in combinations(sorted(items), size):
            yield frozenset(chosen)


def may_flip(model: Model, option: int, s: State) -> bool:
    """Whether the way of an option lets a move from s change it.

    ``both``: always; ``forward``: only from not taken to taken; ``backward``: only from taken to
    not taken; ``fixed``: never.

    Parameters
    ----------
    model : Model
        The conflict.
    option : int
        The option to be changed.
    s : State
        The state before the change.

    Returns
    -------
    bool
        True if the change is allowed.
    """
    way = model.way[option]
    return (
        way == "both"
        or (way == "forward" and option not in s)
        or (way == "backward" and option in s)
    )


def moves(model: Model, party: int, s: State) -> frozenset[State]:
    """``R_i(s)``: the states party i can move to from s.

    Option form: i changes any non-empty subset of its own options at once, in the ways allowed, to
    a feasible state; combinations in between need not be feasible. With listed arcs: the ends of
    i's arcs that start at s, nothing else.

    Parameters
    ----------
    model : Model
        The conflict.
    party : int
        The mover i.
    s : State
        A feasible state.

    Returns
    -------
    frozenset of State
        Never contains s itself.
    """
    key = ("moves", party, s)
    if key not in model.memo:
        if model.arcs is not None:
            found = frozenset(t for a, t in model.arcs[party] if a == s)
        else:
            own = frozenset(k for k, owner in enumerate(model.owner) if owner == party)
            free = frozenset(k for k in own if may_flip(model, k, s))
            found = frozenset(s ^ flips for flips in subsets(free))
        model.memo[key] = (found & model.feasible) - {s}
    answer: frozenset[State] = model.memo[key]
    return answer


def improvements(model: Model, party: int, s: State) -> frozenset[State]:
    """``R_i+(s) = {t in R_i(s) : r_i(t) > r_i(s)}``: moves of i to a higher rank.

    Parameters
    ----------
    model : Model
        The conflict.
    party : int
        The mover i.
    s : State
        A feasible state.

    Returns
    -------
    frozenset of State
        The improvements.
    """
    rank = model.rank[party]
    return frozenset(t for t in moves(model, party, s) if rank[t] > rank[s])


def others(model: Model, party: int) -> frozenset[int]:
    """``N-i``: all parties but i.

    Parameters
    ----------
    model : Model
        The conflict.
    party : int
        The party i.

    Returns
    -------
    frozenset of int
        Everybody else.
    """
    return frozenset(range(len(model.parties))) - {party}


def legal_sequences(
    model: Model, members: frozenset[int], s: State, improving: bool
) -> dict[tuple[State, int], Sequence]:
    """Legal sequences of H from s, one shortest for every end (state, last mover).

    A legal sequence is one or more moves of members of H in which nobody moves twice in
    succession; a member may move again later. If ``improving``, every step is an improvement for
    its mover from the state it moves from. The search is exact: it visits pairs
    (state, last mover), never states alone.

    Parameters
    ----------
    model : Model
        The conflict.
    members : frozenset of int
        The group H.
    s : State
        The start.
    improving : bool
        Whether every step must be an improvement of its mover.

    Returns
    -------
    dict
        From (state, last mover) to a shortest sequence of steps (party, state moved to).
    """
    step = improvements if improving else moves
    found: dict[tuple[State, int], Sequence] = {}
    frontier: list[Sequence] = [()]
    while frontier:
        longer: list[Sequence] = []
        for sequence in frontier:
            last, state = sequence[-1] if sequence else (None, s)
            for mover in sorted(members):
                if mover == last:
                    continue
                for t in step(model, mover, state):
                    if (t, mover) not in found:
                        found[t, mover] = (*sequence, (mover, t))
                        longer.append(found[t, mover])
        frontier = longer
    return found


def reached_by(
    model: Model, members: frozenset[int], s: State, improving: bool
) -> frozenset[State]:
    """``R_H(s)``, or ``R_H+(s)`` if ``improving``: where legal sequences of H lead from s.

    At least one move is made. So s itself belongs to the set exactly when a legal sequence returns
    to it.

    Parameters
    ----------
    model : Model
        The conflict.
    members : frozenset of int
        The group H.
    s : State
        The start.
    improving : bool
        Whether every step must be an improvement of its mover.

    Returns
    -------
    frozenset of State
        All ends of legal sequences.
    """
    key = ("reached", members, s, improving)
    if key not in model.memo:
        ends = legal_sequences(model, members, s, improving)
        model.memo[key] = frozenset(state for state, _ in ends)
    answer: frozenset[State] = model.memo[key]
    return answer


def sanctions(model: Model, concept: str, party: int, s: State, s1: State) -> frozenset[State]:
    """Every s2 that sanctions the improvement s1 of i from s, under a concept.

    * ``gmr``: ``s2 in R_{N-i}(s1)`` with ``r_i(s2) <= r_i(s)``;
    * ``smr``: such an s2 with also every ``s3 in R_i(s2)`` having ``r_i(s3) <= r_i(s)``;
    * ``seq``: ``s2 in R_{N-i}+(s1)`` with ``r_i(s2) <= r_i(s)``;
    * ``sseq``: the s2 of ``seq`` with the counter-move condition of ``smr``;
    * ``nash``: nothing sanctions.

    Parameters
    ----------
    model : Model
        The conflict.
    concept : str
        One of the five.
    party : int
        The party i that thinks of moving.
    s : State
        The state it would leave.
    s1 : State
        Its improvement.

    Returns
    -------
    frozenset of State
        The sanctions.
    """
    rank = model.rank[party]
    if concept == "nash":
        return frozenset()
    replies = reached_by(model, others(model, party), s1, improving=concept in ("seq", "sseq"))
    no_better = frozenset(s2 for s2 in replies if rank[s2] <= rank[s])
    if concept in ("gmr", "seq"):
        return no_better
    if concept in ("smr", "sseq"):
        return frozenset(
            s2 for s2 in no_better if all(rank[s3] <= rank[s] for s3 in moves(model, party, s2))
        )
    raise ValueError(f"no such concept: {concept}")


def stable(model: Model, concept: str, party: int, s: State) -> bool:
    """Whether s is stable for i under a concept.

    * ``nash``: ``R_i+(s)`` is empty;
    * ``gmr``: every ``s1 in R_i+(s)`` has some ``s2 in R_{N-i}(s1)`` with ``s2 <=_i s``;
    * ``smr``: ... such an s2 with also every ``s3 in R_i(s2)`` having ``s3 <=_i s`` (one and the
      same s2);
    * ``seq``: every ``s1 in R_i+(s)`` has some ``s2 in R_{N-i}+(s1)`` with ``s2 <=_i s``;
    * ``sseq``: the s2 of ``seq`` with the counter-move condition of ``smr``.

    Parameters
    ----------
    model : Model
        The conflict.
    concept : str
        One of the five.
    party : int
        The party i.
    s : State
        A feasible state.

    Returns
    -------
    bool
        The verdict.
    """
    if concept not in CONCEPTS:
        raise ValueError(f"no such concept: {concept}")
    return all(
        any(True for s2 in sanctions(model, concept, party, s, s1))
        for s1 in improvements(model, party, s)
    )


def equilibrium(model: Model, concept: str, s: State) -> bool:
    """Whether s is stable for all parties under one concept.

    Parameters
    ----------
    model : Model
        The conflict.
    concept : str
        One of the five.
    s : State
        A feasible state.

    Returns
    -------
    bool
        True if s is an equilibrium under the concept.
    """
    return all(stable(model, concept, party, s) for party in range(len(model.parties)))


def equilibria(model: Model, concept: str) -> frozenset[State]:
    """All equilibria: the states stable for all parties under one concept.

    Parameters
    ----------
    model : Model
        The conflict.
    concept : str
        One of the five.

    Returns
    -------
    frozenset of State
        The equilibria.
    """
    return frozenset(s for s in model.feasible if equilibrium(model, concept, s))


def witness(model: Model, concept: str, party: int, s: State) -> dict[str, Any]:
    """A witness of the verdict on s, in the form the witness checker reads.

    For unstable: an improvement nobody sanctions. For stable: for every improvement one legal
    sequence of the others that ends at a sanction.

    Parameters
    ----------
    model : Model
        The conflict.
    concept : str
        One of the five.
    party : int
        The party i.
    s : State
        A feasible state.

    Returns
    -------
    dict
        ``{"improvement": state}`` or ``{"sanctions": [{"improvement": state, "path":
        [{"party": p, "to": state}, ...]}, ...]}``; states are sorted lists.
    """
    entries = []
    for s1 in sorted(improvements(model, party, s), key=sorted):
        ends = sanctions(model, concept, party, s, s1)
        if not ends:
            return {"improvement": sorted(s1)}
        improving = concept in ("seq", "sseq")
        found = legal_sequences(model, others(model, party), s1, improving)
        best = min((len(q), repr(q), q) for (state, _), q in found.items() if state in ends)[2]
        path = [{"party": mover, "to": sorted(t)} for mover, t in best]
        entries.append({"improvement": sorted(s1), "path": path})
    return {"sanctions": entries}
