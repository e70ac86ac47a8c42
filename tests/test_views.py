"""Views: against the oracle, party by party, and against play written from the definition."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

import honestbroker as hb
from bridge import model_of, state
from honestbroker.analyses.views import views
from honestbroker.case.case import Case
from honestbroker.case.parts import Drop, Edit, Move, Spot, Statements
from honestbroker.case.problems import CaseError
from oracle import Model, State, equilibrium, improvements, sanctions, stable
from test_sensitivity import with_outcomes
from test_whatif import small_case, written


def random_pictures(case: Case, random: Random) -> dict[str, dict[str, list[Edit]]]:
    found: dict[str, dict[str, list[Edit]]] = {}
    parties = [party.id for party in case.parties]
    for viewer in parties:
        for about in parties:
            preference = case.lists[about]
            assert isinstance(preference, Statements)
            if viewer == about or random.random() < 0.3:
                continue
            line = random.choice(preference.lines)
            kind: Any = Drop(about, line.id)
            if random.random() < 0.7:
                kind = Move(about, line.id, Spot(to=random.randint(1, len(preference.lines))))
            found.setdefault(viewer, {})[about] = [Edit(kind)]
    return found


def in_view(case: Case, pictures: dict[str, dict[str, list[Edit]]], viewer: str) -> Model:
    """The model as a party sees it; the lists are edited here, by hand."""
    lists = dict(case.lists)
    for about, edits in pictures.get(viewer, {}).items():
        preference = lists[about]
        assert isinstance(preference, Statements)
        lines = list(preference.lines)
        kind = edits[0].kind
        assert isinstance(kind, Move | Drop)
        line = next(line for line in lines if line.id == kind.statement)
        lines.remove(line)
        if isinstance(kind, Move):
            assert kind.spot.to is not None
            lines.insert(kind.spot.to - 1, line)
        lists[about] = replace(preference, lines=tuple(lines))
    return model_of(replace(case, lists=lists))


def played(case: Case, models: list[Model]) -> set[State]:
    """Deterred play, from the definition."""
    quo = models[0].status_quo
    assert quo is not None
    reached, pending = {quo}, [quo]
    while pending:
        s = pending.pop()
        for party, model in enumerate(models):
            for t in improvements(model, party, s):
                if not sanctions(model, "seq", party, s, t) and t not in reached:
                    reached.add(t)
                    pending.append(t)
    return reached


@pytest.mark.parametrize("seed", range(40))
def test_against_the_oracle(seed: int) -> None:
    random = Random(seed)
    case = hb.read_text(with_outcomes(written(small_case(random))))
    pictures = random_pictures(case, random)
    truth = model_of(case)
    parties = [party.id for party in case.parties]
    models = [in_view(case, pictures, party) for party in parties]
    for concept in ("seq", "sseq"):
        found = views(case, pictures=pictures, concept=concept)
        seen = {
            s for s in truth.feasible if all(stable(m, concept, i, s) for i, m in enumerate(models))
        }
        real = {s for s in truth.feasible if equilibrium(truth, concept, s)}
        assert {state(int(one.id)) for one in found.by_mistake} == seen - real
        assert {state(int(one.id)) for one in found.missed} == real - seen
        assert (found.holding, found.truly) == (len(seen), len(real))
        for one in (*found.by_mistake, *found.missed):
            s = state(int(one.id))
            assert one.mistaken == tuple(
                party
                for i, party in enumerate(parties)
                if stable(models[i], concept, i, s) != stable(truth, concept, i, s)
            )
    in_views, in_truth = played(case, models), played(case, [truth] * len(parties))
    inside = {"both": {0, 1}, "first": {0}}
    told = {one.outcome: (one.in_views, one.in_truth) for one in found.play}
    for outcome, options in inside.items():
        both = tuple(any(options <= s for s in some) for some in (in_views, in_truth))
        assert told.get(outcome, (False, False)) == both
    for one in found.revealed:
        rest = {viewer: dict(about) for viewer, about in pictures.items()}
        del rest[one.viewer][one.about]
        after = views(case, pictures=rest, concept="sseq")
        assert len(one.holding) - len(one.ceasing) == after.holding - found.holding


def test_own_lists_are_known() -> None:
    korea = hb.read("korea-2017")
    edit = Edit(Move("US", "no-naked-suspension", Spot(to=1)))
    with pytest.raises(CaseError, match="its own list"):
        views(korea, pictures={"US": {"US": [edit]}})
    with pytest.raises(CaseError, match="nothing but the list of 'ROK'"):
        views(korea, pictures={"DPRK": {"ROK": [edit]}})
    with pytest.raises(CaseError, match="no party 'USA'"):
        views(korea, pictures={"DPRK": {"USA": [edit]}})
    with pytest.raises(ValueError, match="depends on a view"):
        views(korea, pictures={}, concept="nash")


def test_korea_with_true_views() -> None:
    """If nobody is mistaken nothing holds by mistake, and 57 states hold while deterred."""
    found = views(hb.read("korea-2017"), pictures={})
    assert (found.holding, found.truly, found.by_mistake, found.missed) == (57, 57, (), ())
