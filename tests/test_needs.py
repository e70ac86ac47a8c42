"""How much higher a party would have to rank a state to stay there: told by `explain`.

The least rank is checked by trying: with the rank it is stable, with anything less it is not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import honestbroker as hb
from bridge import graph
from honestbroker.analyses.why import why
from honestbroker.encode import encode
from honestbroker.explain import reasons
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.stability import CONCEPTS, stable
from honestbroker.kernel.witness import Witnesses
from oracle import Model
from strategies import arc_models, models


def stays(made: Graph, concept: str, party: int, state: int, doubled: int) -> bool:
    """Whether a state is stable once a party ranks it so, in half ranks."""
    ranks = 2 * made.ranks
    ranks[party, state] = doubled
    return bool(stable(replace(made, ranks=ranks), [concept], [party])[0, party, state])


def is_least(made: Graph, concept: str, party: int, state: int, needed: int) -> bool:
    """Whether so high a rank is enough, and half a rank less is not."""
    enough = stays(made, concept, party, state, 2 * needed)
    return enough and not stays(made, concept, party, state, 2 * needed - 1)


@settings(deadline=None, max_examples=80)
@given(st.one_of(models(max_parties=3, max_options=4), arc_models()), st.data())
def test_the_least_rank(model: Model, data: st.DataObject) -> None:
    made = graph(model)
    witnesses = Witnesses(made)
    state = data.draw(st.integers(0, made.states - 1))
    verdicts = stable(made)
    for party in range(made.parties):
        for row, concept in enumerate(CONCEPTS):
            needed = witnesses.needed(concept, party, state)
            if verdicts[row, party, state]:
                assert needed == made.ranks[party, state]
            else:
                assert needed > made.ranks[party, state]
                assert is_least(made, concept, party, state, needed)


@pytest.mark.parametrize("case", ["elmira-1991", "camp-david-1978", "syria-iraq-1975", "chicken"])
def test_every_party_that_would_leave_is_told(case: str) -> None:
    read = hb.read(case)
    encoded = encode(read)
    made, names = encoded.graph, encoded.names
    for state in range(0, made.states, max(1, made.states // 7)):
        found = why(read, names.id(state))
        for number, view in enumerate(found.parties):
            asked = {need.concept for need in view.needs}
            assert asked == set(CONCEPTS) - set(view.stable_under)
            for need in view.needs:
                needed = int(made.ranks[number, names.index(need.level_with)])
                assert is_least(made, need.concept, number, state, needed)
                row = made.ranks[number]
                assert need.higher == int(np.sum(row > row[state]))
                assert need.passes == int(np.sum((row > row[state]) & (row <= needed)))
                assert need.state == names.taken(names.index(need.level_with))


def test_told_in_both_languages() -> None:
    """Cooperation would be a nash equilibrium if nothing were better: Luce & Raiffa 1957, ch. 5."""
    case = hb.read("prisoners-dilemma")
    found = why(case, "{}", party="row")
    english, vietnamese = (
        [str(block) for part in reasons.why(case, found, language) for block in part.blocks]
        for language in ("en", "vi")
    )
    assert (
        "Under nash it would stay if it ranked this state at least as high as “Row would defect”, "
        "that is, if it ranked no state above this one." in english
    )
    assert any(
        line.startswith("Theo nash, bên này sẽ ở lại nếu xếp trạng thái này") for line in vietnamese
    )


def test_of_many_states() -> None:
    """Every need is told once, with its numbers."""
    case = hb.read("korea-2017")
    found = why(case, "+d_freeze")
    text = [str(block) for part in reasons.why(case, found, "en") for block in part.blocks]
    told = [line for line in text if line.startswith("Under ")]
    views = [view for view in found.parties if view.needs]
    assert len(told) == sum(len({need.level_with for need in view.needs}) for view in views)
    for view in views:
        for need in view.needs:
            numbers = f"passed {need.passes:,} of the {need.higher:,} states"
            assert any((numbers if need.passes < need.higher else "no state") in t for t in told)
