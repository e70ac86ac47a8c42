"""Compare steps, deals, paths and labels of the kernel with the oracle on generated models.

::

    python tests/bulk_paths.py --models 2000 --seed 3

Every third model has listed arcs. Prints how many models were compared, what they contained, and
every mismatch; exits with 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np

import oracle_paths as oracle
from bridge import by_number, graph, state
from bridge_paths import Taken, groups_of, taken_apart
from honestbroker.kernel import labels
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.paths import Path, Reach, reach
from honestbroker.kernel.steps import Steps, deals, steps
from oracle import Model, State, equilibrium, improvements, moves, sanctions
from strategies import in_order, random_model

SHOWN = 5
HOW = [(True, None), (False, None), (True, 2)]
"""What a deal is: strict or pareto, and how many options it may flip."""

TRAP_CONCEPTS = ("nash", "gmr", "seq")


def model_of_seed(seed: object, place: int, *, arcs: bool = False) -> Model:
    """One model of a series: any of them can be made again without those before it.

    Two of three have a status quo and up to four overlapping groups, mostly closed. In some of
    these two options of different parties go together only, so that it takes a deal to change them.
    """
    random = Random(f"paths {seed}/{place}")
    model = random_model(random, max_parties=4, max_options=4 if arcs else 5, arcs=arcs)
    if random.random() < 1 / 3:
        return model
    parties = range(len(model.parties))
    possible = [frozenset(some) for n in (2, 3, 4) for some in combinations(parties, n)]
    chosen = random.sample(possible, min(len(possible), random.randint(2, 4)))
    groups = tuple((members, random.random() < 0.25) for members in chosen)
    pairs = [
        pair
        for pair in combinations(range(len(model.owner)), 2)
        if model.owner[pair[0]] != model.owner[pair[1]]
    ]
    if pairs and not arcs and random.random() < 0.4:
        model = tied(model, *random.choice(pairs))
    return replace(model, status_quo=random.choice(in_order(model)), groups=groups)


def tied(model: Model, one: int, other: int) -> Model:
    """The same with two options taken or not together, as long as a state is left."""
    feasible = frozenset(s for s in model.feasible if (one in s) == (other in s))
    if not feasible:
        return model
    rank = tuple({s: level for s, level in r.items() if s in feasible} for r in model.rank)
    return replace(model, feasible=feasible, rank=rank, status_quo=None, reference=None)


def differences(model: Model, seen: Counter[str] | None = None) -> list[str]:
    """Where the kernel differs from the oracle, in words; `seen` counts what was compared."""
    counted: Counter[str] = Counter() if seen is None else seen
    found = [*of_steps(model, counted), *of_labels(model, counted)]
    if model.status_quo is not None:
        for strict, most in HOW:
            found += [
                f"{strict}, {most}: {told}" for told in of_reach(model, strict, most, counted)
            ]
    return found


# --- steps and deals -----------------------------------------------------------------------------


def of_steps(model: Model, seen: Counter[str]) -> Iterator[str]:
    """Improvements and deals from every state, and which are plain."""
    made, order = graph(model), by_number(model)
    everywhere = np.arange(made.states)
    for party in range(made.parties):
        who = frozenset({party})
        wanted = {s: improvements(model, party, s) for s in order}
        yield from same_steps(model, steps(made, party, everywhere), who, wanted, seen)
    for members in oracle.named_groups(model):
        for strict, most in HOW:
            wanted = {s: oracle.joint_improvements(model, members, s, strict, most) for s in order}
            found = deals(made, tuple(sorted(members)), everywhere, strict=strict, max_changes=most)
            yield from same_steps(model, found, members, wanted, seen)


def same_steps(
    model: Model,
    found: Steps,
    members: oracle.Members,
    wanted: dict[State, frozenset[State]],
    seen: Counter[str],
) -> Iterator[str]:
    """The steps of some members from every state."""
    order = by_number(model)
    told = list(zip(found.sources, found.targets, found.flips, found.plain, strict=True))
    for source, target, flips, plain in told:
        s, t = order[source], order[target]
        seen["deal" if len(members) > 1 else "improvement"] += 1
        seen["not plain"] += not plain
        if t not in wanted[s]:
            yield f"{sorted(members)} have no such step: {sorted(s)} to {sorted(t)}"
        elif state(int(flips)) != s ^ t:
            yield f"{sorted(s)} to {sorted(t)} does not flip {state(int(flips))}"
        elif plain != oracle.is_plain(model, members, s, t):
            yield f"{sorted(members)}, {sorted(s)} to {sorted(t)}: plain is not {plain}"
    if len(told) != sum(map(len, wanted.values())):
        yield f"{sorted(members)} have {sum(map(len, wanted.values()))} steps, not {len(told)}"


# --- tags and paths ------------------------------------------------------------------------------


def of_reach(model: Model, strict: bool, most: int | None, seen: Counter[str]) -> Iterator[str]:
    """Tags of all states, their paths and channels, and what is reached today."""
    expected = oracle.tags(model, strict, most)
    today = oracle.reachable_today(model, strict, most)
    assert model.status_quo is not None
    assert expected is not None
    order, groups = by_number(model), groups_of(model)
    start = order.index(model.status_quo)
    found = reach(graph(model), start, groups, strict=strict, max_changes=most)
    if {order[index] for index in np.flatnonzero(found.today)} != today:
        yield "not the same states are reached today"
    by_moves = oracle.best_paths(model, model.status_quo, oracle.Play(improving=False))
    for index, t in enumerate(order):
        tag, path = expected[t], found.path(index)
        seen[tag.name] += 1
        seen["a rough road"] += tag.name in ("alone", "together") and not tag.plain
        seen["a choice of channels"] += len(tag.channels) > 1
        if found.tag(index) != tag.name:
            yield f"{sorted(t)} is tagged {found.tag(index)}, not {tag.name}"
        elif path is None:
            if tag.name != "unreachable":
                yield f"no path to {sorted(t)}"
        else:
            if tag.name == "by moves" and t in by_moves:
                tag = replace(tag, path=by_moves[t], plain=None)
            taken = taken_apart(model, path, model.status_quo, groups)
            yield from (f"{sorted(t)}: {told}" for told in of_path(model, taken, t, strict, most))
            yield from (f"{sorted(t)}: {told}" for told in of_tag(model, found, path, tag, t))


def of_path(
    model: Model, path: list[Taken], t: State, strict: bool, most: int | None
) -> Iterator[str]:
    """A path replayed: every step is one its movers can make, and it leads there."""
    here = model.status_quo
    for step in path:
        if step.before != here or step.flips != step.before ^ step.after:
            yield f"a step flips {sorted(step.flips)} from {sorted(step.before)}"
        if step.group is not None:
            able = oracle.joint_improvements(model, step.members, step.before, strict, most)
        else:
            able = moves(model, min(step.members), step.before)
        if step.after not in able:
            yield f"{sorted(step.members)} cannot go from {sorted(step.before)}"
        here = step.after
    if here != t:
        yield "the path leads elsewhere"


def of_tag(model: Model, found: Reach, path: Path, tag: oracle.Tag, t: State) -> Iterator[str]:
    """A path is as short and as plain as its tag says, and opens no more channels than it needs."""
    assert model.status_quo is not None
    assert tag.path is not None
    steps = taken_apart(model, path, model.status_quo, found.groups)
    smooth = all(oracle.is_plain(model, s.members, s.before, s.after) for s in steps)
    if tag.name == "by moves":
        if path.plain != smooth:
            yield f"the path by moves is said to be plain: {path.plain}"
    else:
        if path.plain != tag.plain or (path.plain and not smooth):
            yield f"the path is said to be plain: {path.plain}"
        for step in steps:
            rank = [model.rank[i] for i in step.members]
            if step.group is None and any(r[step.after] <= r[step.before] for r in rank):
                yield "a step is no improvement"
    if tag.name != "by moves" or tag.plain is None:
        length = (len(steps), sum(len(step.flips) for step in steps))
        shortest = (len(tag.path), sum(len(step.before ^ step.after) for step in tag.path))
        if length != shortest:
            yield f"steps and flips are {length}, not {shortest}"
    index = by_number(model).index(t)
    channels = [
        frozenset(frozenset(found.groups[k].members) for k in key)
        for key in found.channels.get(index, ((),))
    ]
    if set(channels) != tag.channels or len(channels) != len(tag.channels):
        yield "not the same smallest sets of closed groups"
    used = {step.members for step in steps if step.group is not None}
    closed = {members for members in used if not oracle.is_open(model, members)}
    if closed != channels[0]:
        yield "the path does not go through the channels given first"


# --- labels --------------------------------------------------------------------------------------


def of_labels(model: Model, seen: Counter[str]) -> Iterator[str]:
    """Sunk, regret, trap, betrayed and owed, exposed, in every state."""
    base = oracle.reference(model)
    made, order = graph(model), by_number(model)
    trapped = labels.Traps(made)
    for index, s in enumerate(order):
        for concept in TRAP_CONCEPTS:
            if equilibrium(model, concept, s):
                told = trapped.of(concept, index)
                seen["a trap"] += bool(told)
                yield from same_traps(model, concept, s, told)
        if base is not None:
            for party in range(made.parties):
                wrong = of_party(model, made, party, (s, base), seen)
                yield from (f"party {party} at {sorted(s)}: {told}" for told in wrong)


def same_traps(
    model: Model, concept: str, s: State, told: tuple[labels.Trap, ...]
) -> Iterator[str]:
    """The same parties are trapped, and each would undo what is said by the move that is said."""
    expected = oracle.traps(model, concept, s)
    if {trap.party for trap in told} != set(expected):
        yield f"{concept} trap {sorted(s)} of parties {[trap.party for trap in told]}"
        return
    ways = tuple("both" if way in ("forward", "backward") else way for way in model.way)
    undoable = replace(model, way=ways)
    order = by_number(model)
    for trap in told:
        t = order[trap.target]
        undone = state(trap.undone)
        if not any(options <= undone for options in expected[trap.party]):
            yield f"{concept} trap {sorted(s)}: nothing is undone by {sorted(undone)}"
        if s ^ t != state(trap.flips) or not undone <= s ^ t:
            yield f"{concept} trap {sorted(s)}: {sorted(t)} is somewhere else"
        if t not in improvements(undoable, trap.party, s):
            yield f"{concept} trap {sorted(s)}: {sorted(t)} is no improvement"
        elif sanctions(undoable, concept, trap.party, s, t):
            yield f"{concept} trap {sorted(s)}: {sorted(t)} is sanctioned"


def of_party(
    model: Model, made: Graph, party: int, places: tuple[State, State], seen: Counter[str]
) -> Iterator[str]:
    """What a state does to one party, relative to the reference."""
    s, base = places
    order = by_number(model)
    asked = (made, party, order.index(s), order.index(base))
    if state(labels.sunk(*asked)) != oracle.sunk(model, party, s):
        yield "not the same options are sunk"
    if labels.regrets(*asked) != oracle.regret(model, party, s):
        yield "regret is not the same"
    betrayal = labels.betrayal(*asked)
    if model.arcs is None:
        owed = oracle.owed(model, party, s)
        seen["betrayed"] += bool(owed)
        told = set() if betrayal is None else set(map(state, betrayal.owed))
        if told != owed:
            yield "not the same is owed"
        if betrayal is not None:
            for flips, target in zip(betrayal.owed, betrayal.targets, strict=True):
                if s ^ order[target] != state(flips):
                    yield "what is owed leads elsewhere"
    elif betrayal is not None:
        yield "with listed arcs nobody is said to be betrayed"
    yield from same_exposure(model, party, s, labels.exposure(*asked), seen)


def same_exposure(
    model: Model, party: int, s: State, told: labels.Exposure | None, seen: Counter[str]
) -> Iterator[str]:
    """Exposed or not, and the way to a worst state, replayed."""
    worst = oracle.exposed(model, party, s) or frozenset()
    order = by_number(model)
    seen["exposed"] += bool(worst)
    if (told is None) != (not worst):
        yield "exposed or not"
    if told is None:
        return
    here = s
    for step in taken_apart(model, told.path, s, ()):
        (mover,) = step.members
        plain = oracle.is_plain(model, step.members, here, step.after)
        if mover == party or not plain or step.after not in improvements(model, mover, here):
            yield "the way to the worst state is no play of the others"
        here = step.after
    if here != order[told.target] or here not in worst:
        yield "another state is the worst"


# --- the command ---------------------------------------------------------------------------------


def main() -> int:
    """Compare and return the exit code."""
    parser = argparse.ArgumentParser(description="Compare paths and labels with the oracle.")
    parser.add_argument("--models", type=int, default=2000, metavar="N")
    parser.add_argument("--seed", type=int, default=3, metavar="N")
    arguments = parser.parse_args()
    seen: Counter[str] = Counter()
    faulty = 0
    start = time.perf_counter()
    for place in range(arguments.models):
        arcs = place % 3 == 2
        found = differences(model_of_seed(arguments.seed, place, arcs=arcs), seen)
        faulty += bool(found)
        if found and faulty <= SHOWN:
            tell(f"model {place} of seed {arguments.seed}, arcs={arcs}: {found[:SHOWN]}")
    for what, count in seen.most_common():
        tell(f"{what:<20} {count:>10,}")
    seconds = time.perf_counter() - start
    tell(f"{arguments.models:,} models, {faulty:,} with mismatches, {seconds:.0f} s")
    return 1 if faulty or not arguments.models else 0


def tell(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
