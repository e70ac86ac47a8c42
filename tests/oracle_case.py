"""A case as a game that the oracles can play, and what its states say about its parties.

``oracle``, ``oracle_paths`` and ``oracle_coupled`` speak of options and parties by their position;
a case speaks of ids. A ``World`` is a case with its game. What is asked of a world is answered in
ids: a state is the frozenset of its taken options.

Everything is played as a coupled game: without couplings a step is known by its ends, and the
definitions of ``oracle_coupled`` are those of ``oracle_paths``. Ranks are the answers to a party's
statements, most important first, compared as tuples; they are worked out when somebody asks, so
that a case of some thousand states can be played too. Cases that list their moves are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from honestbroker.case import Case
from honestbroker.case.case import meaning
from honestbroker.case.parts import Ranking, Statements
from honestbroker.formula import Formula, holds
from oracle import Model, State, may_flip
from oracle import sanctions as sanctioning
from oracle_coupled import (
    Coupled,
    Coupling,
    Play,
    Step,
    answer,
    as_arcs,
    deals,
    end,
    improvements,
    lengths,
    own_flips,
    undoable,
)
from oracle_coupled import exposed as worst_exposures
from oracle_coupled import owed as owed_flips
from oracle_coupled import traps as trap_steps
from oracle_paths import Members, gains, is_open, named_groups
from oracle_paths import regret as regrets

Ids = frozenset[str]
"""A state or a group, by ids."""


class _Truths(dict[State, meaning]):
    """What every name means in a state, worked out once a state."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case

    def __missing__(self, s: State) -> meaning:
        taken = frozenset(self.case.options[k].id for k in s)
        self[s] = meaning(self.case, taken)
        return self[s]


class _Ranks(dict[State, Any]):
    """A party's ranks: larger is better."""

    def __init__(self, case: Case, party: str, truths: _Truths) -> None:
        super().__init__()
        self.truths = truths
        self.preference = case.lists[party]

    def __missing__(self, s: State) -> Any:
        if isinstance(self.preference, Statements):
            true = self.truths[s]
            self[s] = tuple(holds(line.want, true) for line in self.preference.lines)
        else:
            taken = frozenset(self.truths.case.options[k].id for k in s)
            (self[s],) = [-k for k, tier in enumerate(self.preference.tiers) if taken in tier]
        return self[s]


@dataclass(frozen=True)
class World:
    """A case and its game; ``parties`` and ``options`` by position."""

    case: Case
    game: Coupled
    truths: _Truths
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def model(self) -> Model:
        """The game without its couplings."""
        return self.game.model

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return self.game.model.parties

    def state(self, ids: Iterable[str]) -> State:
        """A state by the positions of its options."""
        place = {option.id: k for k, option in enumerate(self.case.options)}
        return frozenset(place[id] for id in ids)

    def ids(self, s: Iterable[int]) -> Ids:
        """A state, or any set of options, by ids."""
        return frozenset(self.case.options[k].id for k in s)

    def group(self, members: Iterable[int]) -> Ids:
        """A group by ids."""
        return frozenset(self.parties[i] for i in members)

    def true(self, formula: Formula, s: State) -> bool:
        """Whether a formula is true in a state."""
        return holds(formula, self.truths[s])


_FEASIBLE: dict[Any, frozenset[State]] = {}


def feasible_states(case: Case) -> frozenset[State]:
    """All combinations of options that satisfy every rule."""
    said = (
        tuple(option.id for option in case.options),
        tuple(str(rule.formula) for rule in case.rules),
        tuple((term.id, str(term.formula)) for term in case.terms),
        tuple((flag.id, flag.value) for flag in case.flags),
    )
    if said not in _FEASIBLE:
        found = set()
        for answers in product((False, True), repeat=len(case.options)):
            s = frozenset(k for k, taken in enumerate(answers) if taken)
            true = meaning(case, frozenset(case.options[k].id for k in s))
            if all(holds(rule.formula, true) for rule in case.rules):
                found.add(s)
        _FEASIBLE[said] = frozenset(found)
    return _FEASIBLE[said]


def world(case: Case) -> World:
    """A case as a game: in option form, with its couplings."""
    if case.arcs or case.named_states:
        raise ValueError("a case in option form is needed")
    parties = tuple(party.id for party in case.parties)
    place = {option.id: k for k, option in enumerate(case.options)}

    def state(ids: Iterable[str] | None) -> State | None:
        return None if ids is None else frozenset(place[id] for id in ids)

    truths = _Truths(case)
    model = Model(
        parties,
        tuple(parties.index(option.party) for option in case.options),
        tuple(option.way for option in case.options),
        feasible_states(case),
        tuple(_Ranks(case, party, truths) for party in parties),
        state(case.status_quo),
        state(case.reference),
        tuple(
            (frozenset(parties.index(id) for id in group.members), group.open)
            for group in case.groups
        ),
    )
    couplings = tuple(
        Coupling((place[one.option], one.taken), tuple((place[id], up) for id, up in one.then))
        for one in case.couplings
    )
    return World(case, Coupled(model, couplings), truths)


def read(source: World, target: World, s: State) -> State:
    """A state of one case as it is read in another: the same options taken.

    Options that joined are as in the status quo; an option that left has the value it keeps.
    """
    taken = source.ids(s)
    had = {option.id for option in source.case.options}
    kept = {flag.id: flag.value for flag in source.case.flags}
    today = target.model.status_quo or frozenset()
    return frozenset(
        k
        for k, option in enumerate(target.case.options)
        if option.id in taken or (option.id not in had and kept.get(option.id, k in today))
    )


def decides(w: World, party: int, s: State, t: State) -> str | None:
    """The statement that decides between two states: the first on which they differ.

    None for a tie, or if the party gives a ranking.
    """
    preference = w.case.lists[w.parties[party]]
    if isinstance(preference, Ranking):
        return None
    for line in preference.lines:
        if w.true(line.want, s) != w.true(line.want, t):
            return line.id
    return None


# --- play ----------------------------------------------------------------------------------------


def groups(w: World, closed: bool = False) -> tuple[Members, ...]:
    """The open groups, or all named ones."""
    return tuple(g for g in named_groups(w.model) if closed or is_open(w.model, g))


def nash(w: World, s: State) -> bool:
    """No party has an improvement."""
    if ("nash", s) not in w.memo:
        w.memo["nash", s] = not any(
            improvements(w.game, party, s) for party in range(len(w.parties))
        )
    return bool(w.memo["nash", s])


def plain_improvements(w: World, s: State) -> list[Step]:
    """Plain improvements of single parties."""
    if ("plain", s) not in w.memo:
        w.memo["plain", s] = [
            step
            for party in range(len(w.parties))
            for step in improvements(w.game, party, s)
            if step.plain
        ]
    found: list[Step] = w.memo["plain", s]
    return found


def plain_deals(w: World, s: State) -> list[Step]:
    """Plain deals of open groups."""
    return [step for g in groups(w) for step in deals(w.game, g, s) if step.plain]


def settled(w: World, s: State) -> frozenset[State]:
    """All states reached by plain improvements of single parties, s among them."""
    if ("settled", s) not in w.memo:
        w.memo["settled", s] = frozenset(lengths(w.game, s, Play((), plain=True)))
    found: frozenset[State] = w.memo["settled", s]
    return found


def reached(w: World, start: State, closed: bool = False) -> frozenset[State]:
    """By plain steps of single parties and open groups, or of all named groups."""
    key = ("reached", start, closed)
    if key not in w.memo:
        w.memo[key] = frozenset(lengths(w.game, start, Play(groups(w, closed), plain=True)))
    found: frozenset[State] = w.memo[key]
    return found


def reached_equilibria(w: World, start: State, closed: bool = False) -> frozenset[State]:
    """The equilibria among them."""
    return frozenset(s for s in reached(w, start, closed) if nash(w, s))


def sanctioned(w: World, step: Step) -> bool:
    """Whether the others can answer an improvement in the sense of ``seq``.

    By their own improvements, to a state that the mover ranks no higher than where it stood.
    """
    (mover,) = step.members
    if not w.game.couplings:
        return bool(sanctioning(w.model, "seq", mover, step.before, step.after))
    if "arcs" not in w.memo:
        w.memo["arcs"] = as_arcs(w.game)
    return bool(sanctioning(w.memo["arcs"], "seq", mover, step.before, step.after))


TAGS = ("here", "alone", "together", "by moves", "unreachable")


def best_tag(w: World, targets: frozenset[State]) -> str | None:
    """The first tag that applies to one of some states; None if there are none."""
    start = w.model.status_quo
    assert start is not None
    if not targets:
        return None
    if start in targets:
        return "here"
    if targets & _closure(w, start, (), True):
        return "alone"
    if targets & _closure(w, start, groups(w, True), True):
        return "together"
    # deals are only asked for when moves of single parties do not reach: they are many
    if targets & _closure(w, start, (), False) or targets & _closure(
        w, start, groups(w, True), False
    ):
        return "by moves"
    return "unreachable"


def _closure(
    w: World, start: State, members: tuple[Members, ...], improving: bool
) -> frozenset[State]:
    """Where improvements (or any moves) of single parties and deals of these groups lead.

    Whether a step is plain is not asked: it would take most of the time.
    """
    key = ("closure", start, members, improving)
    if key not in w.memo:
        seen, frontier = {start}, [start]
        while frontier:
            here = frontier.pop()
            ends = {
                t
                for i in range(len(w.parties))
                for t in _ends(w, frozenset({i}), here)
                if not improving or gains(w.model, frozenset({i}), here, t)
            }
            for g in members:
                ends |= {t for t in _ends(w, g, here, 2) if gains(w.model, g, here, t)}
            frontier += ends - seen
            seen |= ends
        w.memo[key] = frozenset(seen)
    found: frozenset[State] = w.memo[key]
    return found


def _ends(w: World, members: Members, s: State, owners: int = 1) -> Iterator[State]:
    """Where flips of options of at least so many members end."""
    for flips in own_flips(w.game, members, s):
        if len({w.model.owner[k] for k in flips}) >= owners:
            yield answer(w.game, s, flips).end


# --- what a state does to whom -------------------------------------------------------------------


@dataclass(frozen=True)
class Labels:
    """What a state does to the parties.

    ``traps``: of an equilibrium, who is caught, and the smallest sets of options it would undo.
    ``regret``: who regrets. ``owed``: who is betrayed, and all smallest sets of the others' flips
    that would make good. ``exposed``: who is exposed, and the worst states it may come to.
    """

    traps: dict[str, frozenset[Ids]]
    regret: Ids
    owed: dict[str, frozenset[Ids]]
    exposed: dict[str, frozenset[Ids]]


def labels(w: World, s: State) -> Labels:
    """The labels of a state, relative to the reference."""
    if ("labels", s) not in w.memo:
        n = range(len(w.parties))
        owed = {i: frozenset(w.ids(flips) for flips, _ in owed_flips(w.game, i, s)) for i in n}
        exposed = {i: worst_exposures(w.game, i, s) for i in n}
        w.memo["labels", s] = Labels(
            traps(w, s) if nash(w, s) else {},
            frozenset(w.parties[i] for i in n if regrets(w.model, i, s)),
            {w.parties[i]: flips for i, flips in owed.items() if flips},
            {w.parties[i]: frozenset(map(w.ids, t)) for i, t in exposed.items() if t},
        )
    found: Labels = w.memo["labels", s]
    return found


def traps(w: World, s: State) -> dict[str, frozenset[Ids]]:
    """Who would leave an equilibrium (``nash``) if its one-way steps could be undone."""
    if "free" not in w.memo:
        w.memo["free"] = undoable(w.game)
    free: Coupled = w.memo["free"]
    answer = {}
    for party, steps in trap_steps(w.game, (free, free.model), "nash", s).items():
        undone = {frozenset(k for k in flips if not may_flip(w.model, k, s)) for flips, _ in steps}
        smallest = {u for u in undone if not any(v < u for v in undone)}
        answer[w.parties[party]] = frozenset(map(w.ids, smallest))
    return answer


def clean(w: World, s: State) -> bool:
    """An equilibrium that is no trap and no regret for anybody."""
    told = labels(w, s)
    return nash(w, s) and not told.traps and not told.regret


def holds_today(w: World, formula: Formula, closed: bool = False) -> bool:
    """Whether an outcome holds in the sense of an inverse question.

    Some equilibrium satisfies it, is reachable today (or counting closed groups), and is no trap
    and no regret for anybody.
    """
    start = w.model.status_quo
    assert start is not None
    return any(w.true(formula, s) and clean(w, s) for s in reached_equilibria(w, start, closed))


def number(s: State) -> int:
    """A state's place in the case's order: the sum of 2^k over its options."""
    return sum(1 << k for k in s)


__all__ = [
    "TAGS",
    "Ids",
    "Labels",
    "Step",
    "World",
    "best_tag",
    "clean",
    "deals",
    "decides",
    "end",
    "feasible_states",
    "groups",
    "holds_today",
    "improvements",
    "labels",
    "may_flip",
    "nash",
    "number",
    "plain_deals",
    "plain_improvements",
    "reached",
    "reached_equilibria",
    "read",
    "sanctioned",
    "settled",
    "traps",
    "world",
]
