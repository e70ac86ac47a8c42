"""Laws of stability that hold whatever the model: on the kernel, also where no oracle could go.

Small models come from hypothesis. Large ones (hundreds of states, and the shipped case of
thousands) check the same laws beyond the oracle's reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import honestbroker as hb
from bridge import by_number, graph
from bulk import PATHS, solved_by
from honestbroker.encode import encode
from honestbroker.kernel.graph import Graph, listed
from honestbroker.kernel.stability import CONCEPTS, stable
from oracle import Model, State, moves
from strategies import arc_models, models, random_model

Table = npt.NDArray[np.bool_]

IMPLICATIONS = ("nash sseq", "sseq seq", "seq gmr", "sseq smr", "smr gmr", "nash gmr", "nash smr")
FAR = 10**9
LARGE = [pytest.param(seed, id=f"large model {seed}") for seed in range(8)]


def verdicts(model: Model) -> Table:
    """The kernel's table: concept, party, state (by number)."""
    return stable(graph(model))


@pytest.fixture(params=PATHS)
def path(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both ways to solve a model in option form."""
    with solved_by(request.param):
        yield request.param


def large(seed: int) -> Model:
    """A model of up to 512 states and five parties."""
    random = Random(f"large {seed}")
    while True:
        model = random_model(random, max_options=9)
        if len(model.feasible) > 100 and len(model.parties) > 2:
            return model


# --- stronger and weaker concepts ----------------------------------------------------------------


def implications_hold(table: Table) -> None:
    rows = dict(zip(CONCEPTS, table, strict=True))
    for law in IMPLICATIONS:
        strong, weak = law.split()
        assert (rows[weak] | ~rows[strong]).all(), law


@settings(deadline=None)
@given(st.one_of(models(), arc_models()))
def test_stronger_concepts_imply_weaker_ones(model: Model) -> None:
    implications_hold(verdicts(model))


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("seed", LARGE)
def test_stronger_concepts_imply_weaker_ones_in_large_models(seed: int) -> None:
    implications_hold(verdicts(large(seed)))


@pytest.mark.parametrize("id", hb.shipped())
def test_stronger_concepts_imply_weaker_ones_in_shipped_cases(id: str) -> None:
    case = hb.read(id)
    for profile in case.profiles:
        implications_hold(hb.stability(case, profile.id).verdicts.table)


# --- who cannot move, who does not care ----------------------------------------------------------


@settings(deadline=None)
@given(st.one_of(models(), arc_models()))
def test_a_party_is_stable_where_it_cannot_move(model: Model) -> None:
    table = verdicts(model)
    for party in range(len(model.parties)):
        stuck = [not moves(model, party, s) for s in by_number(model)]
        assert table[:, party, stuck].all()


@settings(deadline=None)
@given(models(), st.data())
def test_a_party_without_moves_is_stable_everywhere(model: Model, data: st.DataObject) -> None:
    party = data.draw(st.integers(0, len(model.parties) - 1))
    ways = zip(model.owner, model.way, strict=True)
    bound = replace(model, way=tuple("fixed" if i == party else way for i, way in ways))
    assert verdicts(bound)[:, party].all()
    extra = replace(bound, parties=(*model.parties, "Z"), rank=(*model.rank, model.rank[party]))
    with_it = verdicts(extra)
    assert with_it[:, -1].all()
    assert np.array_equal(with_it[:, :-1], verdicts(bound)), "nobody minds a party without options"


def indifferent(model: Model, party: int, level: int) -> Model:
    rank = list(model.rank)
    rank[party] = dict.fromkeys(model.feasible, level)
    return replace(model, rank=tuple(rank))


@settings(deadline=None)
@given(st.one_of(models(), arc_models()), st.data())
def test_an_indifferent_party_is_stable_everywhere(model: Model, data: st.DataObject) -> None:
    party = data.draw(st.integers(0, len(model.parties) - 1))
    model = indifferent(model, party, data.draw(st.integers(-9, 9)))
    assert verdicts(model)[:, party].all()


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("seed", LARGE)
def test_an_indifferent_party_is_stable_everywhere_in_large_models(seed: int) -> None:
    model = large(seed)
    for party in range(len(model.parties)):
        assert verdicts(indifferent(model, party, 0))[:, party].all()


# --- names and numbers do not matter -------------------------------------------------------------


def renamed(model: Model, party_to: Sequence[int], option_to: Sequence[int]) -> Model:
    """The same conflict with parties and options in another order."""

    def of(s: State) -> State:
        return frozenset(option_to[k] for k in s)

    parties = [party_to.index(i) for i in range(len(party_to))]
    options = [option_to.index(k) for k in range(len(option_to))]
    return Model(
        tuple(model.parties[i] for i in parties),
        tuple(party_to[model.owner[k]] for k in options),
        tuple(model.way[k] for k in options),
        frozenset(map(of, model.feasible)),
        tuple({of(s): n for s, n in model.rank[i].items()} for i in parties),
        arcs=None
        if model.arcs is None
        else tuple(frozenset((of(a), of(b)) for a, b in model.arcs[i]) for i in parties),
    )


def renaming_changes_nothing(model: Model, random: Random) -> None:
    party_to = random.sample(range(len(model.parties)), len(model.parties))
    option_to = random.sample(range(len(model.owner)), len(model.owner))
    other = renamed(model, party_to, option_to)
    place = {s: k for k, s in enumerate(by_number(other))}
    there = [place[frozenset(option_to[k] for k in s)] for s in by_number(model)]
    assert np.array_equal(verdicts(other)[:, party_to][:, :, there], verdicts(model))


@settings(deadline=None)
@given(st.one_of(models(), arc_models()), st.randoms(use_true_random=False))
def test_renaming_changes_nothing(model: Model, random: Random) -> None:
    renaming_changes_nothing(model, random)


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("seed", LARGE)
def test_renaming_changes_nothing_in_large_models(seed: int) -> None:
    renaming_changes_nothing(large(seed), Random(seed))


def test_renaming_changes_nothing_in_korea() -> None:
    """Options and parties of the case itself in another order."""
    case = hb.read("korea-2017")
    random = Random("Korea")
    shuffled = replace(
        case,
        parties=tuple(random.sample(case.parties, len(case.parties))),
        options=tuple(random.sample(case.options, len(case.options))),
    )
    before, after = hb.stability(case), hb.stability(shuffled)
    assert after.counts() == before.counts()
    for concept in CONCEPTS:
        states = {frozenset(found.state) for found in before.under(concept)}
        assert {frozenset(found.state) for found in after.under(concept)} == states


def stretched(model: Model, random: Random) -> Model:
    """The same order of every party, in other numbers, from one end of the scale to the other."""
    rank = []
    for levels in (sorted(set(ranks.values())) for ranks in model.rank):
        new = dict(zip(levels, sorted(random.sample(range(-FAR, FAR), len(levels))), strict=True))
        new[levels[0]], new[levels[-1]] = -FAR, FAR
        rank.append(new)
    return replace(
        model,
        rank=tuple(
            {s: new[n] for s, n in ranks.items()}
            for new, ranks in zip(rank, model.rank, strict=True)
        ),
    )


@settings(deadline=None)
@given(st.one_of(models(), arc_models()), st.randoms(use_true_random=False))
def test_a_strictly_increasing_change_of_ranks_changes_nothing(
    model: Model, random: Random
) -> None:
    assert np.array_equal(verdicts(stretched(model, random)), verdicts(model))


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("seed", LARGE)
def test_a_strictly_increasing_change_of_ranks_changes_nothing_in_large_models(seed: int) -> None:
    model = large(seed)
    assert np.array_equal(verdicts(stretched(model, Random(seed))), verdicts(model))


# --- more moves of the others --------------------------------------------------------------------


@settings(deadline=None)
@given(arc_models(), st.data())
def test_an_extra_opponent_arc_only_adds_gmr_and_smr_stable_states(
    model: Model, data: st.DataObject
) -> None:
    assert model.arcs is not None
    opponent = data.draw(st.integers(0, len(model.parties) - 1))
    state = st.sampled_from(by_number(model))
    start, end = data.draw(st.tuples(state, state))
    arcs = list(model.arcs)
    arcs[opponent] |= {(start, end)} if start != end else set()
    more, fewer = verdicts(replace(model, arcs=tuple(arcs))), verdicts(model)
    for party in range(len(model.parties)):
        if party != opponent:
            for row in (CONCEPTS.index("gmr"), CONCEPTS.index("smr")):
                assert (more[row, party] | ~fewer[row, party]).all()


@settings(deadline=None)
@given(models(), st.data())
def test_undoable_options_of_opponents_only_add_gmr_and_smr_stable_states(
    model: Model, data: st.DataObject
) -> None:
    """In option form: an opponent's option that can be changed both ways gives it more moves."""
    option = data.draw(st.integers(0, len(model.owner) - 1))
    ways = list(model.way)
    ways[option] = "both"
    more, fewer = verdicts(replace(model, way=tuple(ways))), verdicts(model)
    for party in set(range(len(model.parties))) - {model.owner[option]}:
        for row in (CONCEPTS.index("gmr"), CONCEPTS.index("smr")):
            assert (more[row, party] | ~fewer[row, party]).all()


# --- option form and listed arcs -----------------------------------------------------------------


def as_listed(model: Model) -> Graph:
    """A model in option form with all its moves listed: another algorithm, the same conflict."""
    order = by_number(model)
    place = {s: k for k, s in enumerate(order)}
    arcs = tuple(
        listed([(place[s], place[t]) for s in order for t in moves(model, party, s)])
        for party in range(len(model.parties))
    )
    return replace(graph(model), arcs=arcs)


@settings(deadline=None)
@given(models())
def test_moves_written_out_one_by_one_change_nothing(model: Model) -> None:
    assert np.array_equal(stable(as_listed(model)), verdicts(model))


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("seed", LARGE)
def test_moves_written_out_one_by_one_change_nothing_in_large_models(seed: int) -> None:
    model = large(seed)
    assert np.array_equal(stable(as_listed(model)), verdicts(model))


def test_moves_written_out_one_by_one_change_nothing_in_camp_david() -> None:
    made = encode(hb.read("camp-david-1978")).graph
    arcs = tuple(
        listed([(s, int(t)) for s in range(made.states) for t in party.targets(s)])
        for party in made.moves
    )
    assert np.array_equal(stable(replace(made, arcs=arcs)), stable(made))
