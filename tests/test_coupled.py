"""Couplings: the kernel against sets on generated games; cases are in ``test_coupled_cases``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest

import oracle_coupled as oracle
from bridge import by_number, number, state
from bridge_paths import coupled_graph, groups_of, taken_apart
from honestbroker.kernel import labels
from honestbroker.kernel.paths import Path, Reach, reach
from honestbroker.kernel.stability import stable
from honestbroker.kernel.steps import deals, moved, parts_as_good, steps
from honestbroker.kernel.witness import Witnesses
from oracle import CONCEPTS, Model, State, equilibrium, may_flip
from oracle import stable as stable_by_definition
from oracle_coupled import Coupled, random_game
from oracle_paths import named_groups, reference, regret
from witness import check

SEED = "coupled"
CHUNKS = range(10)
GAMES = 300


@cache
def game_of_seed(place: int) -> Coupled:
    """One game of the series."""
    return random_game(Random(f"{SEED}/{place}"))


def games(chunk: int) -> Iterator[tuple[int, Coupled]]:
    """A tenth of them."""
    for place in range(chunk, GAMES, len(CHUNKS)):
        yield place, game_of_seed(place)


# --- moves, verdicts, witnesses ------------------------------------------------------------------


@pytest.mark.parametrize("chunk", CHUNKS)
def test_moves(chunk: int) -> None:
    for place, game in games(chunk):
        made, order = coupled_graph(game), by_number(game.model)
        expected = oracle.as_arcs(game).arcs
        assert expected is not None
        for party, arcs in enumerate(expected):
            moves = made.moves[party]
            found = {(s, order[t]) for s in order for t in moves.targets(order.index(s))}
            assert found == arcs, (place, party)
            every = moved(made, party, np.arange(made.states))
            steps = {
                (order[s], state(f), order[t])
                for s, f, t in zip(every.sources, every.flips.tolist(), every.targets, strict=True)
            }
            assert len(steps) == every.sources.size
            assert steps == {
                (step.before, step.flips, step.after)
                for s in order
                for step in oracle.moves(game, party, s)
            }, (place, party)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_skipped_responses(chunk: int) -> None:
    for place, game in games(chunk):
        made = coupled_graph(game)
        assert made.coupled is not None
        found = {
            (skip.coupling, skip.response, skip.by_way, state(int(code)))
            for skip in made.coupled.skipped()
            for code in skip.codes
        }
        assert found == oracle.skipped(game), place


@pytest.mark.parametrize("chunk", CHUNKS)
def test_verdicts(chunk: int) -> None:
    for place, game in games(chunk):
        table, arcs = stable(coupled_graph(game)), oracle.as_arcs(game)
        for row, concept in enumerate(CONCEPTS):
            for party in range(len(game.model.parties)):
                expected = [stable_by_definition(arcs, concept, party, s) for s in by_number(arcs)]
                assert table[row, party].tolist() == expected, (place, concept, party)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_witnesses(chunk: int) -> None:
    for place, game in list(games(chunk))[:12]:
        made, arcs = coupled_graph(game), oracle.as_arcs(game)
        order, witnesses, table = by_number(arcs), Witnesses(made), stable(made)
        for row, concept in enumerate(CONCEPTS):
            for party in range(len(arcs.parties)):
                for index, s in enumerate(order):
                    told = witnesses.of(concept, party, index)
                    assert told.stable == table[row, party, index]
                    data: dict[str, Any] = {
                        "sanctions": [
                            {
                                "improvement": sorted(order[entry.improvement]),
                                "path": [
                                    {"party": i, "to": sorted(order[t])} for i, t in entry.path
                                ],
                            }
                            for entry in told.sanctions
                        ]
                    }
                    if told.improvement is not None:
                        data = {"improvement": sorted(order[told.improvement])}
                    assert check(arcs, concept, party, s, told.stable, data) == [], place


def test_the_games_of_every_run_are_rich() -> None:
    """What a fault could hide behind occurs: chains, conflicts, skips, couplings that matter."""
    seen: Counter[str] = Counter()
    for place in range(GAMES):
        seen.update(set(traits(game_of_seed(place))))
    missing = {trait: seen[trait] for trait in TRAITS if seen[trait] < 10}
    assert not missing


TRAITS = (
    "fires", "a chain", "a circle", "a response of another party", "own flip wins", "by its way",
    "by a rule", "satisfied already", "two ways to one end", "not transitive", "a verdict changes",
    "a deal", "a deal that is not plain", "one-way", "fixed", "open", "closed", "order matters",
    "a trap", "betrayed", "exposed", "alone", "together", "by moves", "unreachable",
)  # fmt: skip


def traits(game: Coupled) -> Iterator[str]:
    """What is special about a game."""
    model = game.model
    yield from (["one-way"] if {"forward", "backward"} & set(model.way) else [])
    yield from (["fixed"] if "fixed" in model.way else [])
    yield from ("open" if is_open else "closed" for _, is_open in model.groups)
    backwards = Coupled(model, game.couplings[::-1])
    for s in model.feasible:
        for party in range(len(model.parties)):
            ends: dict[State, int] = {}
            for step in oracle.moves(game, party, s):
                ends[step.after] = ends.get(step.after, 0) + 1
                yield from traits_of_step(game, step)
                if oracle.end(backwards, s, step.flips) != step.after:
                    yield "order matters"
            if max(ends.values(), default=0) > 1:
                yield "two ways to one end"
        for group in named_groups(model):
            for deal in oracle.deals(game, group, s):
                yield "a deal" if deal.plain else "a deal that is not plain"
    arcs = oracle.as_arcs(game)
    assert arcs.arcs is not None
    for some in arcs.arcs:
        if any((a, d) not in some for a, b in some for c, d in some if b == c and a != d):
            yield "not transitive"
    yield from traits_of_states(game, arcs)
    for concept in CONCEPTS:
        for party in range(len(model.parties)):
            if any(
                stable_by_definition(arcs, concept, party, s)
                != stable_by_definition(model, concept, party, s)
                for s in model.feasible
            ):
                yield "a verdict changes"


def traits_of_states(game: Coupled, arcs: Model) -> Iterator[str]:
    """What states do to whom, and how they are reached."""
    loose = oracle.undoable(game)
    free = (loose, oracle.as_arcs(loose))
    if game.model.status_quo is not None:
        yield from (tag.name for tag in oracle.tags(game).values())
    for s in game.model.feasible:
        if equilibrium(arcs, "nash", s) and oracle.traps(game, free, "nash", s):
            yield "a trap"
        for party in range(len(game.model.parties)):
            yield from (["betrayed"] if oracle.owed(game, party, s) else [])
            yield from (["exposed"] if oracle.exposed(game, party, s) else [])


def traits_of_step(game: Coupled, step: oracle.Step) -> Iterator[str]:
    """What happens in one step."""
    responses = (step.before ^ step.after) - step.flips
    movers = {game.model.owner[k] for k in step.flips}
    landing = step.before ^ step.flips
    own = {(k, k in landing) for k in step.flips}
    yield from (["fires"] if responses else [])
    if {game.model.owner[k] for k in responses} - movers:
        yield "a response of another party"
    for coupling in game.couplings:
        if coupling.when in {(k, k in step.after) for k in responses}:
            yield "a chain"
            if any((k, taken) in own for k, taken in coupling.then):
                yield "a circle"
        if coupling.when in own:
            if any(k in step.flips and (k in landing) != taken for k, taken in coupling.then):
                yield "own flip wins"
            if any((k in landing) == taken for k, taken in coupling.then):
                yield "satisfied already"
    for _, _, by_way, _ in oracle.answer(game, step.before, step.flips).skipped:
        yield "by its way" if by_way else "by a rule"


# --- deals, paths, labels ------------------------------------------------------------------------

HOW = [(True, None), (False, None), (True, 2), (False, 3)]


@pytest.mark.parametrize("chunk", CHUNKS)
def test_steps_and_deals(chunk: int) -> None:
    for place, game in games(chunk):
        made, order = coupled_graph(game), by_number(game.model)
        everywhere = np.arange(made.states)
        asked: list[tuple[Any, list[oracle.Step]]] = [
            (
                steps(made, party, everywhere),
                [step for s in order for step in oracle.improvements(game, party, s)],
            )
            for party in range(made.parties)
        ]
        for members in named_groups(game.model):
            for strict, most in HOW:
                found = deals(
                    made, tuple(sorted(members)), everywhere, strict=strict, max_changes=most
                )
                expected = [
                    step for s in order for step in oracle.deals(game, members, s, strict, most)
                ]
                asked.append((found, expected))
        for found, expected in asked:
            told = [
                (order[s], state(f), order[t], plain)
                for s, f, t, plain in zip(
                    found.sources, found.flips.tolist(), found.targets, found.plain, strict=True
                )
            ]
            assert sorted(found.sources.tolist()) == found.sources.tolist()
            assert len(told) == len(expected), place
            assert set(told) == {(e.before, e.flips, e.after, e.plain) for e in expected}, place


@pytest.mark.parametrize("chunk", CHUNKS)
def test_parts_as_good(chunk: int) -> None:
    """The needless flips of a step: every part that is as good, by its end."""
    for place, game in list(games(chunk))[:10]:
        made, order, rank = coupled_graph(game), by_number(game.model), game.model.rank
        for members in [frozenset({0}), frozenset({1}), *named_groups(game.model)]:
            for s in order:
                for flips in oracle.own_flips(game, members, s):
                    t = oracle.end(game, s, flips)
                    expected = {
                        oracle.end(game, s, part)
                        for part in oracle.own_flips(game, members, s)
                        if part < flips
                        and all(rank[i][oracle.end(game, s, part)] >= rank[i][t] for i in members)
                    }
                    ends = order.index(s), order.index(t)
                    found = parts_as_good(made, tuple(sorted(members)), *ends, number(flips))
                    assert {order[part] for part in found} == expected, place
                    assert len(found) == len(expected)


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize(("strict", "most"), [(True, None), (False, 2)])
def test_tags_and_paths(chunk: int, strict: bool, most: int | None) -> None:
    for place, game in games(chunk):
        model = game.model
        if model.status_quo is None:
            continue
        order, groups = by_number(model), groups_of(model)
        start = order.index(model.status_quo)
        found = reach(coupled_graph(game), start, groups, strict=strict, max_changes=most)
        today = oracle.reached_today(game, strict, most)
        assert {order[index] for index in np.flatnonzero(found.today)} == today, place
        for t, tag in oracle.tags(game, strict, most).items():
            told = found.tag(order.index(t))
            assert told == tag.name, (place, t)
            path = found.path(order.index(t))
            assert (path is None) == (told == "unreachable")
            if path is not None:
                replayed(game, found, t, path, tag, strict, most)


def replayed(
    game: Coupled,
    found: Reach,
    t: State,
    path: Path,
    tag: oracle.Tag,
    strict: bool,
    most: int | None,
) -> None:
    """A path leads there by legal steps, and is as good as the definitions say."""
    model, groups = game.model, found.groups
    assert model.status_quo is not None
    here = model.status_quo
    for taken in taken_apart(model, path, here, groups):
        if taken.group is not None:
            some = oracle.deals(game, taken.members, here, strict, most)
        else:
            single = oracle.moves if tag.name == "by moves" else oracle.improvements
            some = single(game, min(taken.members), here)
        (step,) = [one for one in some if one.flips == taken.flips]
        assert step.plain or not path.plain
        assert step.after == taken.after
        here = taken.after
    assert here == t
    channels = found.channels.get(by_number(model).index(t), ((),))
    named = [frozenset(frozenset(groups[k].members) for k in key) for key in channels]
    assert set(named) == tag.channels
    if tag.name == "by moves":
        return
    assert path.plain == tag.plain
    assert (len(path.states), sum(flips.bit_count() for flips in path.flips)) == tag.length
    used = {k for k in path.groups if k is not None and not groups[k].open}
    assert {frozenset(groups[k].members) for k in used} == named[0]


@pytest.mark.parametrize("chunk", CHUNKS)
def test_labels(chunk: int) -> None:
    for place, game in games(chunk):
        model = game.model
        base = reference(model)
        if base is None:
            continue
        made, order = coupled_graph(game), by_number(model)
        loose = oracle.undoable(game)
        free, arcs = (loose, oracle.as_arcs(loose)), oracle.as_arcs(game)
        trapped = labels.Traps(made)
        for index, s in enumerate(order):
            for concept in ("nash", "gmr", "seq"):
                if equilibrium(arcs, concept, s):
                    same_traps(game, free, concept, s, trapped.of(concept, index))
            for party in range(len(model.parties)):
                asked = (made, party, index, order.index(base))
                assert labels.regrets(*asked) == regret(model, party, s), place
                betrayal = labels.betrayal(*asked)
                owed = oracle.owed(game, party, s)
                assert (betrayal is None) == (not owed), place
                if betrayal is not None:
                    told = zip(betrayal.owed, betrayal.targets, strict=True)
                    assert {(state(flips), order[t]) for flips, t in told} == owed, place
                same_exposure(game, party, s, labels.exposure(*asked))


def same_traps(
    game: Coupled,
    free: tuple[Coupled, Model],
    concept: str,
    s: State,
    told: tuple[labels.Trap, ...],
) -> None:
    """The same parties; the trap named is one of those with the fewest flips, and the best."""
    expected = oracle.traps(game, free, concept, s)
    order = by_number(game.model)
    assert {trap.party for trap in told} == set(expected)
    for trap in told:
        ways = expected[trap.party]
        assert (state(trap.flips), order[trap.target]) in ways
        fewest = min(len(flips) for flips, _ in ways)
        rank = game.model.rank[trap.party]
        assert trap.flips.bit_count() == fewest
        assert rank[order[trap.target]] == max(rank[t] for f, t in ways if len(f) == fewest)
        undone = {k for k in state(trap.flips) if not may_flip(game.model, k, s)}
        assert state(trap.undone) == undone


def same_exposure(game: Coupled, party: int, s: State, told: labels.Exposure | None) -> None:
    """Exposed or not; the path is one of plain improvements of others to a worst state."""
    expected = oracle.exposed(game, party, s)
    order = by_number(game.model)
    assert (told is None) == (not expected)
    if told is None:
        return
    assert order[told.target] in expected
    here = s
    for taken in taken_apart(game.model, told.path, s, ()):
        (mover,) = taken.members
        assert mover != party
        some = oracle.improvements(game, mover, here)
        (step,) = [one for one in some if one.flips == taken.flips]
        assert step.plain
        assert step.after == taken.after
        here = taken.after
    assert here == order[told.target]
