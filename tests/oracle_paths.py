"""Moving together, from here to there, labels: the definitions transcribed literally.

Sections of the theory covered here: joint improvements (after Kilgour, Hipel, Fang & Peng 2001),
plain steps, tags and paths (Li, Kilgour & Hipel 2005, extended) and the labels sunk, trap, regret,
betrayed, exposed, open to a deal, missed deal.

Where the definitions leave something open, the docstring of the function says what was chosen,
under "Choices". Arguments mean the same everywhere: ``members`` is a group H (one member: a single
mover), ``party`` a party i, ``s`` and ``t`` feasible states; ``strict`` and ``max_changes`` say
what a joint improvement is. Answers that need a status quo or a reference are None without one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from oracle import (
    Model,
    State,
    equilibrium,
    improvements,
    may_flip,
    moves,
    others,
    sanctions,
    stable,
    subsets,
)

Members = frozenset[int]

# --- moving together -----------------------------------------------------------------------------


def gains(model: Model, members: Members, s: State, t: State, strict: bool = True) -> bool:
    """Whether a group would go from s to t.

    ``strict``: ``r_i(t) > r_i(s)`` for every member; otherwise (pareto) ``r_i(t) >= r_i(s)`` for
    every member and ``>`` for one.
    """
    if strict:
        return all(model.rank[i][t] > model.rank[i][s] for i in members)
    return all(model.rank[i][t] >= model.rank[i][s] for i in members) and any(
        model.rank[i][t] > model.rank[i][s] for i in members
    )


def joint_moves(model: Model, members: Members, s: State) -> frozenset[State]:
    """What a group can do together from s, wanted or not.

    Option form: a feasible t that differs from s only in options of members of H, in the ways
    allowed, and changes options of at least two members; executed at once, so states in between
    need not be feasible. Listed arcs: the ends of legal sequences of members of H (nobody moves
    twice in succession) in which at least two members move.

    Choices: with listed arcs any legal sequence counts, its steps need not be improvements; the
    search visits (state, last mover, set of movers so far).
    """
    if model.arcs is None:
        free = {k for k, i in enumerate(model.owner) if i in members and may_flip(model, k, s)}
        return frozenset(
            s ^ flips
            for flips in subsets(frozenset(free))
            if len({model.owner[k] for k in flips}) >= 2 and s ^ flips in model.feasible
        )
    visited: set[tuple[State, int, Members]] = set()
    frontier: list[tuple[State, int | None, Members]] = [(s, None, frozenset())]
    while frontier:
        state, last, movers = frontier.pop()
        for mover in members - {last}:
            for t in moves(model, mover, state):
                fact = (t, mover, movers | {mover})
                if fact not in visited:
                    visited.add(fact)
                    frontier.append(fact)
    return frozenset(t for t, _, movers in visited if len(movers) >= 2) - {s}


def joint_improvements(
    model: Model,
    members: Members,
    s: State,
    strict: bool = True,
    max_changes: int | None = None,
) -> frozenset[State]:
    """Joint improvements (deals) of a group H from s.

    A feasible t that differs from s only in options of members of H, in the ways allowed, changes
    options of **at least two** members, and ``r_i(t) > r_i(s)`` for every member (``strict``) or
    ``>=`` for all and ``>`` for one (``pareto``). ``max_changes`` bounds the options one deal may
    flip. With listed arcs: legal sequences in which at least two members move.

    Choices: a member that changes nothing must gain too, as every member must. With listed arcs
    ``max_changes`` bounds the options in which t differs from s.
    """
    key = ("joint", members, s, strict, max_changes)
    if key not in model.memo:
        model.memo[key] = frozenset(
            t
            for t in joint_moves(model, members, s)
            if gains(model, members, s, t, strict)
            and (max_changes is None or len(s ^ t) <= max_changes)
        )
    answer: frozenset[State] = model.memo[key]
    return answer


def named_groups(model: Model) -> tuple[Members, ...]:
    """The case's groups, each set once, in case order."""
    return tuple(dict.fromkeys(members for members, _ in model.groups))


def is_open(model: Model, members: Members) -> bool:
    """A group is open iff exactly that set is marked open."""
    return any(group == members and is_marked for group, is_marked in model.groups)


def smallest_group(model: Model, s: State, t: State) -> Members | None:
    """The smallest named group for which t is a joint improvement of s.

    Choices: fewest members, then case order. This is a name for the deal; paths consider every
    group that can make it.
    """
    able = [g for g in named_groups(model) if t in joint_improvements(model, g, s)]
    return min(able, key=len) if able else None


def coalition_stable(
    model: Model,
    s: State,
    groups: tuple[Members, ...] | None = None,
    strict: bool = True,
    max_changes: int | None = None,
) -> bool:
    """Nash for every party and no joint improvement of any named group (or of those given)."""
    tried = named_groups(model) if groups is None else groups
    return all(stable(model, "nash", party, s) for party in range(len(model.parties))) and not any(
        joint_improvements(model, members, s, strict, max_changes) for members in tried
    )


# --- from here to there --------------------------------------------------------------------------


def is_plain(model: Model, members: Members, s: State, t: State) -> bool:
    """Whether nothing needless rides along in a step of a mover (one member) or a group.

    A step is plain if no proper non-empty part of its flips (itself leading to a feasible state)
    leaves the mover, or every member of the group, at least as well off as the whole step does.

    Choices: the test is applied as it stands to steps that are no improvements. With listed arcs a
    part must itself be something the same movers can do: a listed move of the mover, or, of a
    group, the end of a legal sequence of its members, of one or of several. (The other reading, in
    which a part need only be a feasible state, would count parts that nobody can make.)
    """
    key = ("plain", members, s, t)
    if key not in model.memo:
        model.memo[key] = not any(
            all(model.rank[i][u] >= model.rank[i][t] for i in members)
            for u in part_ends(model, members, s, t)
        )
    return bool(model.memo[key])


def part_ends(model: Model, members: Members, s: State, t: State) -> frozenset[State]:
    """Where proper non-empty parts of a step lead: see ``is_plain``."""
    if model.arcs is None:
        return frozenset(
            s ^ part for part in subsets(s ^ t) if part != s ^ t and s ^ part in model.feasible
        )
    key = ("doable", members, s)
    if key not in model.memo:
        alone = frozenset[State]().union(*(moves(model, i, s) for i in members))
        model.memo[key] = alone | joint_moves(model, members, s)
    return frozenset(u for u in model.memo[key] if s ^ u < s ^ t and u != s)


@dataclass(frozen=True)
class Step:
    """One step of a path: who (one party, or all members of a group), from where, to where."""

    members: Members
    before: State
    after: State

    @property
    def is_deal(self) -> bool:
        """Whether a group makes the step."""
        return len(self.members) >= 2


@dataclass(frozen=True)
class Play:
    """What counts as a step.

    ``groups`` may deal; single moves must be improvements if ``improving``; every step must be
    plain if ``plain``; ``strict`` and ``max_changes`` say what a joint improvement is.
    """

    groups: tuple[Members, ...] = ()
    improving: bool = True
    plain: bool = False
    strict: bool = True
    max_changes: int | None = None


def steps(model: Model, s: State, play: Play) -> list[Step]:
    """All steps from s, in case order.

    An improvement of one party (or any move of it, if ``play.improving`` is false), or a joint
    improvement of a group of ``play.groups``; only plain ones if ``play.plain``.

    Choices: case order is single parties in order, then groups in order, then the flipped options.
    """
    found: list[Step] = []
    single = improvements if play.improving else moves
    for party in range(len(model.parties)):
        ends = sorted(single(model, party, s), key=lambda t: sorted(s ^ t))
        found += [Step(frozenset({party}), s, t) for t in ends]
    for members in named_groups(model):
        if members in play.groups:
            deals = joint_improvements(model, members, s, play.strict, play.max_changes)
            ordered = sorted(deals, key=lambda t: sorted(s ^ t))
            found += [Step(members, s, t) for t in ordered]
    return [p for p in found if not play.plain or is_plain(model, p.members, s, p.after)]


def best_paths(model: Model, start: State, play: Play) -> dict[State, tuple[Step, ...]]:
    """A best path from the start to every state that steps lead to.

    Fewest steps, then fewest flips, then case order.

    Choices: flips are summed over the steps; case order compares paths step by step. A path is any
    sequence of steps: the rule that nobody moves twice in succession belongs to legal sequences,
    and joining two plain improvements of one party may give a step that is not plain.
    """
    best: dict[State, tuple[Step, ...]] = {start: ()}
    cost: dict[State, tuple[int, tuple[int, ...]]] = {start: (0, ())}
    layer = [start]
    while layer:
        reached: dict[State, tuple[tuple[int, tuple[int, ...]], tuple[Step, ...]]] = {}
        for s in layer:
            flips, key = cost[s]
            for place, step in enumerate(steps(model, s, play)):
                if step.after in best:
                    continue
                offer = ((flips + len(s ^ step.after), (*key, place)), (*best[s], step))
                if step.after not in reached or offer[0] < reached[step.after][0]:
                    reached[step.after] = offer
        for t, (price, path) in reached.items():
            best[t], cost[t] = path, price
        layer = sorted(reached, key=sorted)
    return best


@dataclass(frozen=True)
class Tag:
    """How a state can be reached from the status quo.

    ``name``: here, alone, together, by moves or unreachable. ``plain``: a plain path with the same
    tag and the same number of closed groups exists (None if unreachable). ``path``: the path
    shown. ``needs_channel``: the closed groups on it. ``channels``: every smallest set of closed
    groups that does, as another order may show another one.
    """

    name: str
    plain: bool | None
    path: tuple[Step, ...] | None
    needs_channel: frozenset[Members]
    channels: frozenset[frozenset[Members]]


def tags(
    model: Model, strict: bool = True, max_changes: int | None = None
) -> dict[State, Tag] | None:
    """The tag of every feasible state; None without a status quo.

    Tags, first that applies: ``here`` (the status quo), ``alone`` (single improvements),
    ``together`` (also deals), ``by moves`` (only with a step that is no improvement),
    ``unreachable``. Path order: fewest closed groups, fewest steps, plain, fewest flips, then case
    order; paths are plain where a plain one exists.

    Choices: the last sentence wins over "fewest steps": the path shown is plain whenever a plain
    path with the same tag and the same smallest number of closed groups exists, and ``plain`` says
    that one does. ``together`` needs at least one deal. ``by moves``: single moves, improving or
    not, and deals reach the state but no improving path does. Closed groups are counted once each,
    however often they deal; ``needs_channel`` is given for ``by moves`` too.
    """
    start = model.status_quo
    if start is None:
        return None
    if start not in model.feasible:
        raise ValueError("the status quo is infeasible")
    opened = tuple(g for g in named_groups(model) if is_open(model, g))
    closed = tuple(g for g in named_groups(model) if not is_open(model, g))
    answer = {start: Tag("here", True, (), frozenset(), frozenset({frozenset()}))}
    alone = Play((), True, True, strict, max_changes)
    answer |= _tagged(model, start, "alone", alone, [frozenset()], set(answer))
    for name, improving in (("together", True), ("by moves", False)):
        for count in range(len(closed) + 1):
            play = Play(opened, improving, True, strict, max_changes)
            chosen = [frozenset(some) for some in combinations(closed, count)]
            answer |= _tagged(model, start, name, play, chosen, set(answer))
    for t in model.feasible - set(answer):
        answer[t] = Tag("unreachable", None, None, frozenset(), frozenset())
    return answer


def _tagged(
    model: Model,
    start: State,
    name: str,
    play: Play,
    channel_sets: list[frozenset[Members]],
    known: set[State],
) -> dict[State, Tag]:
    """Tags of the states that are not yet known and are reached with one of these channel sets.

    Among the paths the sets allow: plain, then fewest steps, then fewest flips, then case order.
    """
    offers: dict[State, list[tuple[tuple[bool, int, int, int], Tag]]] = {}
    for place, channels in enumerate(channel_sets):
        for plain in (True, False):
            wider = replace(play, groups=play.groups + tuple(channels), plain=plain)
            for t, path in best_paths(model, start, wider).items():
                flips = sum(len(step.before ^ step.after) for step in path)
                tag = Tag(name, plain, path, channels, frozenset())
                offers.setdefault(t, []).append(((not plain, len(path), flips, place), tag))
    return {
        t: replace(
            min(offered, key=lambda offer: offer[0])[1],
            channels=frozenset(tag.needs_channel for _, tag in offered),
        )
        for t, offered in offers.items()
        if t not in known
    }


def reachable_today(
    model: Model, strict: bool = True, max_changes: int | None = None
) -> frozenset[State] | None:
    """States plain steps lead to, single or of open groups only; None without a status quo.

    Choices: the status quo belongs to them.
    """
    if model.status_quo is None:
        return None
    opened = tuple(g for g in named_groups(model) if is_open(model, g))
    play = Play(opened, True, True, strict, max_changes)
    return frozenset(best_paths(model, model.status_quo, play))


# --- labels --------------------------------------------------------------------------------------


def reference(model: Model) -> State | None:
    """The reference state: the status quo unless the case gives another one."""
    return model.status_quo if model.reference is None else model.reference


def sunk(model: Model, party: int, s: State) -> frozenset[int] | None:
    """Sunk for i: its one-way options whose value differs from the reference; None without one.

    Choices: one-way means forward or backward, not fixed. The direction is not asked: a forward
    option taken at the reference and not at s differs as well.
    """
    base = reference(model)
    if base is None:
        return None
    return frozenset(
        k for k in s ^ base if model.owner[k] == party and model.way[k] in ("forward", "backward")
    )


def traps(model: Model, concept: str, s: State) -> dict[int, frozenset[frozenset[int]]]:
    """Trap: who is caught at s, and by which options; empty if s is no trap.

    An equilibrium where some party's taken one-way option, made undoable, gives that party an
    improvement that ends the equilibrium. Computed by making forward and backward options
    ``both``; fixed ones stay.

    Choices: all one-way options, of every party, are made ``both`` at once, so under gmr and seq
    the others' answers may undo things too. The improvement must undo at least one one-way option
    of its mover, and "ends the equilibrium" means that nobody sanctions it under the concept in
    the changed model. A given-up backward option counts as a taken step. Listed arcs do not follow
    ways, so there are no traps with them. The answer names, per party, the smallest (by inclusion)
    sets of options such improvements undo.
    """
    if not equilibrium(model, concept, s):
        return {}
    ways = tuple("both" if way in ("forward", "backward") else way for way in model.way)
    undoable = replace(model, way=ways)
    answer: dict[int, frozenset[frozenset[int]]] = {}
    for party in range(len(model.parties)):
        undone = {
            frozenset(k for k in s ^ t if not may_flip(model, k, s))
            for t in improvements(undoable, party, s)
            if not sanctions(undoable, concept, party, s, t)
        }
        undone.discard(frozenset())
        if undone:
            answer[party] = frozenset(u for u in undone if not any(v < u for v in undone))
    return answer


def inherited(model: Model, party: int, options: frozenset[int]) -> bool | None:
    """Whether a trap is inherited: its options were already sunk at the status quo.

    Choices: all of them; None without a status quo.
    """
    if model.status_quo is None:
        return None
    already = sunk(model, party, model.status_quo)
    return already is not None and options <= already


def regret(model: Model, party: int, s: State) -> bool | None:
    """Regret of i: something sunk and ``r_i(s) < r_i(reference)``; None without a reference."""
    base = reference(model)
    if base is None:
        return None
    return bool(sunk(model, party, s)) and model.rank[party][s] < model.rank[party][base]


def owed(model: Model, party: int, s: State) -> frozenset[frozenset[int]] | None:
    """What is owed to a betrayed i at s; empty if i is not betrayed, None without a reference.

    Betrayed: regret, and some feasible u differing from s only in others' options, in allowed
    ways, has ``r_i(u) >= r_i(reference)``; the fewest such flips are what is owed.

    Choices: all smallest sets of flips are returned. Allowed ways are judged by the options' ways
    also with listed arcs.
    """
    base = reference(model)
    if base is None:
        return None
    if not regret(model, party, s):
        return frozenset()
    free = {k for k, i in enumerate(model.owner) if i != party and may_flip(model, k, s)}
    enough = [
        flips
        for flips in subsets(frozenset(free))
        if s ^ flips in model.feasible and model.rank[party][s ^ flips] >= model.rank[party][base]
    ]
    fewest = min((len(flips) for flips in enough), default=0)
    return frozenset(flips for flips in enough if len(flips) == fewest)


def betrayed(model: Model, party: int, s: State) -> bool | None:
    """Whether i is betrayed at s: something is owed to it; None without a reference."""
    flips = owed(model, party, s)
    return None if flips is None else bool(flips)


def exposed(model: Model, party: int, s: State) -> frozenset[State] | None:
    """Where an exposed i may end, at worst; empty if i is not exposed, None without a reference.

    Exposed: something sunk, and plain improvements of the others lead from s to a t that i ranks
    below both s and the reference; the worst such path is the evidence.

    Choices: sequences of plain improvements by single others, any number of steps, no deals. All
    t of the lowest rank are returned.
    """
    base = reference(model)
    if base is None:
        return None
    if not sunk(model, party, s):
        return frozenset()
    rank = model.rank[party]
    seen, frontier = {s}, [s]
    while frontier:
        here = frontier.pop()
        for mover in others(model, party):
            for t in improvements(model, mover, here) - seen:
                if is_plain(model, frozenset({mover}), here, t):
                    seen.add(t)
                    frontier.append(t)
    below = {t for t in seen if rank[t] < rank[s] and rank[t] < rank[base]}
    return frozenset(t for t in below if all(rank[t] <= rank[u] for u in below))


def deal_label(
    model: Model,
    concept: str,
    s: State,
    strict: bool = True,
    max_changes: int | None = None,
) -> tuple[str, frozenset[Members]] | None:
    """``open to a deal`` or ``missed deal`` of an equilibrium, with the groups; None if neither.

    Open to a deal: an equilibrium with a joint improvement of an open group. Missed deal: only
    closed groups have one; the missing channel is named.

    Choices: the groups returned are all open ones that have a deal, or all closed ones. A deal need
    not be plain.
    """
    if not equilibrium(model, concept, s):
        return None
    able = {
        members
        for members in named_groups(model)
        if joint_improvements(model, members, s, strict, max_changes)
    }
    opened = frozenset(members for members in able if is_open(model, members))
    if opened:
        return "open to a deal", opened
    return ("missed deal", frozenset(able)) if able else None
