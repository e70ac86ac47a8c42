"""Couplings: the definitions transcribed literally, with sets; slow, obvious, no NumPy.

Section of the theory: 6, "Couple (snapback)". A coupling fires when a move or a deal makes its
transition, once each, to a fixed point; the mover's own flip wins a conflict; a response that its
way or a rule forbids is skipped and listed.

Moves become arcs, so that verdicts are those of ``oracle`` on a model with listed arcs. Deals,
plain steps, tags and labels are transcribed here, since a step is no longer known by its ends.

Choices: the state with the own flips made must be feasible; the first coupling in the order written
that can fire does; responses are tried in the order written, each on the state the ones before left
behind; one that holds already is no transition; different own flips are different steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random
from typing import Any

from oracle import Model, State, may_flip, others, sanctions, subsets
from oracle_paths import Members, gains, is_open, named_groups, reference, sunk
from strategies import random_model

Transition = tuple[int, bool]
"""An option, and whether it is taken or given up."""


@dataclass(frozen=True)
class Coupling:
    """When this transition is made, these responses follow."""

    when: Transition
    then: tuple[Transition, ...]


@dataclass(frozen=True)
class Coupled:
    """A model in option form, and couplings between its options."""

    model: Model
    couplings: tuple[Coupling, ...]
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Answer:
    """The end of a step, and what was skipped: (coupling, response, by its way, in which state)."""

    end: State
    skipped: tuple[tuple[int, int, bool, State], ...]


def answer(game: Coupled, s: State, flips: frozenset[int]) -> Answer:
    """What follows when these options are flipped in s: couplings fire to a fixed point."""
    model = game.model
    here = s ^ flips
    made: set[Transition] = {(k, k in here) for k in flips}
    fired: set[int] = set()
    skipped: list[tuple[int, int, bool, State]] = []
    while True:
        able = [
            place
            for place, coupling in enumerate(game.couplings)
            if place not in fired and coupling.when in made
        ]
        if not able:
            return Answer(here, tuple(skipped))
        place = able[0]
        fired.add(place)
        for number, (option, taken) in enumerate(game.couplings[place].then):
            if (option in here) == taken or option in flips:
                continue
            if not may_flip(model, option, here):
                skipped.append((place, number, True, here))
            elif here ^ {option} not in model.feasible:
                skipped.append((place, number, False, here))
            else:
                here = here ^ {option}
                made.add((option, taken))


def own_flips(game: Coupled, members: Members, s: State) -> list[frozenset[int]]:
    """Everything the members can flip at once, wanted or not: in the ways allowed, feasible."""
    key = ("flips", members, s)
    if key not in game.memo:
        model = game.model
        free = {k for k, i in enumerate(model.owner) if i in members and may_flip(model, k, s)}
        game.memo[key] = [f for f in subsets(frozenset(free)) if s ^ f in model.feasible]
    found: list[frozenset[int]] = game.memo[key]
    return found


def end(game: Coupled, s: State, flips: frozenset[int]) -> State:
    """Where a step ends."""
    key = ("end", s, flips)
    if key not in game.memo:
        game.memo[key] = answer(game, s, flips).end
    found: State = game.memo[key]
    return found


def as_arcs(game: Coupled) -> Model:
    """The model with every party's moves written out as arcs."""
    model = game.model
    arcs = tuple(
        frozenset(
            (s, end(game, s, flips))
            for s in model.feasible
            for flips in own_flips(game, frozenset({party}), s)
        )
        for party in range(len(model.parties))
    )
    return replace(model, arcs=arcs)


def skipped(game: Coupled) -> frozenset[tuple[int, int, bool, State]]:
    """Everything that is skipped after some move of a single party."""
    return frozenset(
        entry
        for s in game.model.feasible
        for party in range(len(game.model.parties))
        for flips in own_flips(game, frozenset({party}), s)
        for entry in answer(game, s, flips).skipped
    )


@dataclass(frozen=True)
class Step:
    """Who, from where, which own flips, to where, and whether nothing needless rides along."""

    members: Members
    before: State
    flips: frozenset[int]
    after: State
    plain: bool


def is_plain(game: Coupled, members: Members, s: State, flips: frozenset[int]) -> bool:
    """No proper non-empty part of the own flips ends as well for every mover."""
    key = ("plain", members, s, flips)
    if key not in game.memo:
        rank = game.model.rank
        t = end(game, s, flips)
        game.memo[key] = not any(
            all(rank[i][end(game, s, part)] >= rank[i][t] for i in members)
            for part in subsets(flips)
            if part != flips and s ^ part in game.model.feasible
        )
    return bool(game.memo[key])


def made(
    game: Coupled, members: Members, s: State, wanted: Callable[[frozenset[int], State], bool]
) -> list[Step]:
    """The steps of some members from s that are wanted, by own flips and end."""
    return [
        Step(members, s, flips, t, is_plain(game, members, s, flips))
        for flips in own_flips(game, members, s)
        for t in [end(game, s, flips)]
        if wanted(flips, t)
    ]


def improvements(game: Coupled, party: int, s: State) -> list[Step]:
    """All improvements of a party from s."""
    rank = game.model.rank[party]
    return made(game, frozenset({party}), s, lambda flips, t: rank[t] > rank[s])


def moves(game: Coupled, party: int, s: State) -> list[Step]:
    """All moves of a party from s."""
    return made(game, frozenset({party}), s, lambda flips, t: True)


def deals(
    game: Coupled,
    members: Members,
    s: State,
    strict: bool = True,
    max_changes: int | None = None,
) -> list[Step]:
    """All joint improvements: own flips of at least two members, ends that all of them want."""
    model = game.model

    def wanted(flips: frozenset[int], t: State) -> bool:
        return (
            len({model.owner[k] for k in flips}) >= 2
            and (max_changes is None or len(flips) <= max_changes)
            and gains(model, members, s, t, strict)
        )

    return made(game, members, s, wanted)


# --- from here to there --------------------------------------------------------------------------


@dataclass(frozen=True)
class Play:
    """What counts as a step."""

    groups: tuple[Members, ...] = ()
    plain: bool = False
    improving: bool = True
    strict: bool = True
    max_changes: int | None = None


def steps(game: Coupled, s: State, play: Play) -> Iterator[Step]:
    """All steps from s."""
    single = improvements if play.improving else moves
    for party in range(len(game.model.parties)):
        yield from single(game, party, s)
    for members in play.groups:
        yield from deals(game, members, s, play.strict, play.max_changes)


def lengths(game: Coupled, start: State, play: Play) -> dict[State, tuple[int, int]]:
    """For every state that is reached the fewest steps, and the fewest flips on so few steps."""
    best = {start: (0, 0)}
    layer = [start]
    while layer:
        reached: dict[State, tuple[int, int]] = {}
        for s in layer:
            for step in steps(game, s, play):
                if step.after in best or (play.plain and not step.plain):
                    continue
                offer = (best[s][0] + 1, best[s][1] + len(step.flips))
                reached[step.after] = min(offer, reached.get(step.after, offer))
        best |= reached
        layer = list(reached)
    return best


@dataclass(frozen=True)
class Tag:
    """Name; whether plain; steps and flips of the path given; every smallest set of channels."""

    name: str
    plain: bool | None
    length: tuple[int, int] | None
    channels: frozenset[frozenset[Members]]


def tags(game: Coupled, strict: bool = True, max_changes: int | None = None) -> dict[State, Tag]:
    """The tag of every state, as in ``oracle_paths.tags``; of states by moves the name only."""
    model = game.model
    start = model.status_quo
    assert start is not None
    opened = tuple(g for g in named_groups(model) if is_open(model, g))
    closed = tuple(g for g in named_groups(model) if not is_open(model, g))
    nothing: frozenset[frozenset[Members]] = frozenset({frozenset()})
    found = {start: Tag("here", True, (0, 0), nothing)}

    def take(
        name: str, channel_sets: list[frozenset[Members]], groups: tuple[Members, ...]
    ) -> None:
        offers: dict[State, list[tuple[bool, tuple[int, int], frozenset[Members]]]] = {}
        for channels in channel_sets:
            play = Play(groups + tuple(channels), False, name != "by moves", strict, max_changes)
            any_step = lengths(game, start, play)
            smooth = {}
            if name != "by moves":
                smooth = lengths(game, start, replace(play, plain=True))
            for t in set(any_step) - set(found):
                length = smooth.get(t, any_step[t])
                offers.setdefault(t, []).append((t not in smooth, length, channels))
        for t, offered in offers.items():
            rough, length, _ = min(offered, key=lambda offer: offer[:2])
            every = frozenset(channels for _, _, channels in offered)
            found[t] = Tag(name, not rough, length, every)

    take("alone", [frozenset()], ())
    for name in ("together", "by moves"):
        for count in range(len(closed) + 1):
            take(name, [frozenset(some) for some in combinations(closed, count)], opened)
    for t in model.feasible - set(found):
        found[t] = Tag("unreachable", None, None, frozenset())
    return found


def reached_today(game: Coupled, strict: bool = True, max_changes: int | None = None) -> set[State]:
    """By plain steps of single parties and open groups."""
    model = game.model
    assert model.status_quo is not None
    opened = tuple(g for g in named_groups(model) if is_open(model, g))
    return set(lengths(game, model.status_quo, Play(opened, True, True, strict, max_changes)))


# --- labels --------------------------------------------------------------------------------------


def undoable(game: Coupled) -> Coupled:
    """The same with forward and backward options made both, for movers and responses alike."""
    ways = tuple("both" if way in ("forward", "backward") else way for way in game.model.way)
    return Coupled(replace(game.model, way=ways), game.couplings)


def traps(
    game: Coupled, free: tuple[Coupled, Model], concept: str, s: State
) -> dict[int, list[tuple[frozenset[int], State]]]:
    """Who would leave an equilibrium if it could undo something: own flips, and where they end.

    ``free`` is the undoable game with its arcs. An improvement counts if it undoes a taken one-way
    option of its mover and nobody sanctions it there.
    """
    model = game.model
    loose, arcs = free
    found: dict[int, list[tuple[frozenset[int], State]]] = {}
    for party in range(len(model.parties)):
        for step in improvements(loose, party, s):
            undone = {k for k in step.flips if not may_flip(model, k, s)}
            if undone and not sanctions(arcs, concept, party, s, step.after):
                found.setdefault(party, []).append((step.flips, step.after))
    return found


def owed(game: Coupled, party: int, s: State) -> frozenset[tuple[frozenset[int], State]]:
    """To a betrayed party: the smallest sets of the others' flips, and where they end."""
    model = game.model
    base = reference(model)
    rank = model.rank[party]
    if base is None or not sunk(model, party, s) or rank[s] >= rank[base]:
        return frozenset()
    enough = [
        (flips, end(game, s, flips))
        for flips in own_flips(game, others(model, party), s)
        if rank[end(game, s, flips)] >= rank[base]
    ]
    fewest = min((len(flips) for flips, _ in enough), default=0)
    return frozenset((flips, t) for flips, t in enough if len(flips) == fewest)


def exposed(game: Coupled, party: int, s: State) -> frozenset[State]:
    """The worst states that plain improvements of the others lead an exposed party to."""
    model = game.model
    base = reference(model)
    if base is None or not sunk(model, party, s):
        return frozenset()
    rank = model.rank[party]
    seen, frontier = {s}, [s]
    while frontier:
        here = frontier.pop()
        for mover in others(model, party):
            for step in improvements(game, mover, here):
                if step.plain and step.after not in seen:
                    seen.add(step.after)
                    frontier.append(step.after)
    below = {t for t in seen if rank[t] < rank[s] and rank[t] < rank[base]}
    return frozenset(t for t in below if all(rank[t] <= rank[u] for u in below))


# --- generated models ----------------------------------------------------------------------------


def random_game(random: Random, max_parties: int = 4, max_options: int = 5) -> Coupled:
    """A generated model with one to four couplings: chains, circles and conflicts among them.

    Half of the responses belong to somebody else than the option they answer.
    """
    while True:
        model = random_model(random, max_parties, max_options)
        if len(model.owner) >= 2 and len(model.feasible) >= 3:
            break
    options = range(len(model.owner))

    def one() -> Coupling:
        when = (random.choice(options), random.random() < 0.5)
        rest = [k for k in options if k != when[0]]
        then = random.sample(rest, min(len(rest), random.choice([1, 1, 2, 3])))
        return Coupling(when, tuple((k, random.random() < 0.5) for k in then))

    couplings = [one() for _ in range(random.choice([1, 1, 2, 3, 4]))]
    if random.random() < 0.4:  # a chain: what follows from the first fires another
        option, taken = couplings[0].then[0]
        far = random.choice([k for k in options if k != option])
        couplings.insert(
            random.randrange(len(couplings) + 1),
            Coupling((option, taken), ((far, random.random() < 0.5),)),
        )
    return Coupled(model, tuple(couplings))
