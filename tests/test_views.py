"""Views: against the oracle, party by party, and against play written from the definition."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
import yaml

import honestbroker as hb
from bridge import model_of, state
from domain import content
from honestbroker.analyses.views import revelation, views
from honestbroker.case.case import Case
from honestbroker.case.parts import Edit, Move, Spot, Statements, View
from honestbroker.case.problems import CaseError
from honestbroker.casefile.writer import dump
from honestbroker.explain.views import views as told_of
from oracle import Model, State, equilibrium, improvements, sanctions, stable
from test_casefile import changed, refused
from test_sensitivity import with_outcomes
from test_whatif import small_case, written

Plain = dict[str, Any]


def random_views(plain: Plain, random: Random) -> dict[str, dict[str, list[Plain]]]:
    """Views as a file has them: one statement moved or dropped in some lists."""
    found: dict[str, dict[str, list[Plain]]] = {}
    lists = plain["profiles"]["base"]["lists"]
    for viewer in lists:
        for about, lines in lists.items():
            if viewer == about or random.random() < 0.3:
                continue
            id = random.choice(lines)["id"]
            edit: Plain = {"drop": {"party": about, "statement": id}}
            if random.random() < 0.7:
                to = random.randint(1, len(lines))
                edit = {"move": {"party": about, "statement": id, "to": to}}
            found.setdefault(viewer, {})[about] = [edit]
    return found


def random_case(seed: int) -> tuple[Case, dict[str, dict[str, list[Plain]]]]:
    random = Random(seed)
    plain = yaml.safe_load(with_outcomes(written(small_case(random))))
    given = random_views(plain, random)
    plain["profiles"]["base"]["views"] = given
    plain["outcomes"]["both"]["bad"] = True
    return hb.read_text(yaml.safe_dump(plain, sort_keys=False)), given


def in_view(case: Case, given: dict[str, dict[str, list[Plain]]], viewer: str) -> Model:
    """The model as a party sees it; the lists are edited here, by hand."""
    lists = dict(case.lists)
    for about, edits in given.get(viewer, {}).items():
        preference = lists[about]
        assert isinstance(preference, Statements)
        lines = list(preference.lines)
        ((kind, edit),) = edits[0].items()
        line = next(line for line in lines if line.id == edit["statement"])
        lines.remove(line)
        if kind == "move":
            lines.insert(edit["to"] - 1, line)
        lists[about] = replace(preference, lines=tuple(lines))
    return model_of(replace(case, lists=lists))


def played(models: list[Model]) -> set[State]:
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


OUTCOMES = {"both": {0, 1}, "first": {0}}


def outcomes_in(states: set[State]) -> set[str]:
    return {id for id, options in OUTCOMES.items() if any(options <= s for s in states)}


@pytest.mark.parametrize("seed", range(60))
def test_against_the_oracle(seed: int) -> None:
    case, given = random_case(seed)
    truth = model_of(case)
    parties = [party.id for party in case.parties]
    models = [in_view(case, given, party) for party in parties]
    for concept in ("seq", "sseq"):
        found = views(case, concept=concept)
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
        assert [one.viewer for one in found.expected] == list(given)
        for expected in found.expected:
            model = models[parties.index(expected.viewer)]
            there = {s for s in truth.feasible if equilibrium(model, concept, s)}
            assert expected.holding == len(there)
            assert {state(int(id)) for id in expected.wrongly} == there - real
            assert {state(int(id)) for id in expected.overlooked} == real - there
    in_views, in_truth = outcomes_in(played(models)), outcomes_in(played([truth] * len(parties)))
    told = {one.outcome: one for one in found.play}
    for id in OUTCOMES:
        one_told = told.get(id)
        here = (one_told.in_views, one_told.in_truth) if one_told else (False, False)
        assert here == (id in in_views, id in in_truth)
        if one_told:
            assert one_told.escalation == (id == "both" and id in in_views - in_truth)


@pytest.mark.parametrize("seed", range(60))
def test_revealing_one_list(seed: int) -> None:
    """What a revelation changes is the difference between the case with and without the view."""
    case, given = random_case(seed)
    truth = model_of(case)
    parties = [party.id for party in case.parties]
    models = [in_view(case, given, party) for party in parties]
    pairs = [(viewer, about) for viewer in given for about in given[viewer]]
    found = views(case, concept="sseq")
    assert [(one.viewer, one.about) for one in found.revealed] == pairs
    for one in found.revealed:
        rest = {viewer: dict(about) for viewer, about in given.items()}
        del rest[one.viewer][one.about]
        after = [in_view(case, rest, party) for party in parties]
        then, now = (
            {s for s in truth.feasible if all(stable(m, "sseq", i, s) for i, m in enumerate(some))}
            for some in (after, models)
        )
        assert {state(int(id)) for id in one.holding} == then - now
        assert {state(int(id)) for id in one.ceasing} == now - then
        reached_then, reached_now = outcomes_in(played(after)), outcomes_in(played(models))
        assert set(one.gained) == reached_then - reached_now
        assert set(one.lost) == reached_now - reached_then
        assert revelation(case, one.viewer, one.about, concept="sseq") == one
        applied = views(case, changes=[hb.reveal(one.viewer, one.about)], concept="sseq")
        assert (applied.holding, applied.truly) == (len(then), found.truly)


def test_who_is_not_mistaken_learns_nothing() -> None:
    found = revelation(hb.read("korea-2017"), "DPRK", "US")
    assert (found.holding, found.ceasing, found.gained, found.lost) == ((), (), (), ())
    with pytest.raises(CaseError, match="there is no party 'USA'"):
        revelation(hb.read("korea-2017"), "DPRK", "USA")


def test_own_lists_are_known() -> None:
    korea = hb.read("korea-2017")
    edit = Edit(Move("US", "no-naked-suspension", Spot(to=1)))

    def asked(viewer: str, about: str) -> hb.Case:
        return replace(korea, views=(View(viewer, about, (edit,)),))

    with pytest.raises(CaseError, match="its own list"):
        views(asked("US", "US"))
    with pytest.raises(CaseError, match="nothing but the list of 'ROK'"):
        views(asked("DPRK", "ROK"))
    with pytest.raises(CaseError, match="no party 'USA'"):
        views(asked("DPRK", "USA"))
    with pytest.raises(ValueError, match="depends on a view"):
        views(korea, concept="nash")


def test_korea_with_true_views() -> None:
    """If nobody is mistaken nothing holds by mistake, and 57 states hold while deterred."""
    found = views(hb.read("korea-2017"))
    assert (found.holding, found.truly, found.by_mistake, found.missed) == (57, 57, (), ())


# --- in the case file ----------------------------------------------------------------------------

LATER = "      - move: {party: City, statement: no-gift, to: 1}\n"
BASE = "        - {id: quiet, want: not sue}\n"
VIEW = "    views:\n      Port:\n        City:\n"


def test_views_are_read_and_inherited() -> None:
    text = changed(
        (BASE, BASE + VIEW + "          - {drop: {party: City, statement: basin}}\n"),
        (LATER, LATER + "  last: {from: later, views: {Port: {City: []}}}\n"),
        ("outcomes:\n", "outcomes:\n  suit: {formula: sue, name: a suit, bad: true}\n"),
    )
    case = hb.read_text(text)
    assert [(view.viewer, view.about) for view in case.views] == [("Port", "City")]
    assert [outcome.bad for outcome in case.outcomes] == [True, False]
    seen = hb.as_seen_by(case, "Port").lists["City"]
    assert isinstance(seen, Statements)
    assert [line.id for line in seen.lines] == ["no-gift"]
    assert hb.as_seen_by(case, "City").lists == case.lists
    assert hb.in_profile(case, "later").views == case.views
    assert hb.in_profile(case, "last").views == ()
    assert hb.apply(case, hb.reveal("Port", "City")).views == ()
    assert content(hb.read_text(dump(case))) == content(case)
    entry = hb.provenance(case).entry("view Port of City: basin")
    assert entry.fact
    assert not entry.sourced


def test_slips_in_views_are_told_where_they_are() -> None:
    refused(
        changed((BASE, BASE + VIEW + "          - {drop: {party: City, statement: ▸basn}}\n")),
        ("'City' has no statement 'basn'", "did you mean 'basin'?"),
    )
    refused(
        changed(
            (BASE, BASE + "    views: {Port: {▸Citi: [{drop: {party: City, statement: x}}]}}\n")
        ),
        ("there is no party 'Citi'", "did you mean 'City'?"),
    )
    refused(
        changed(
            (BASE, BASE + "    views: {City: {▸City: [{drop: {party: City, statement: basin}}]}}\n")
        ),
        ("'City' has a view of its own list, which it knows", "a view is of others' lists"),
    )
    refused(
        changed((BASE, BASE + VIEW + "          - {drop: {party: ▸Port, statement: quiet}}\n")),
        (
            "a view of 'City' can edit nothing but the list of 'City'",
            "move, drop, insert or replace its statements",
        ),
    )
    refused(
        changed((BASE, BASE + VIEW + "          - {▸open: [City, Port]}\n")),
        ("there is no key 'open' here", "known: insert, drop, move, replace, cites, judged"),
    )
    refused(
        changed(
            (
                BASE,
                BASE
                + VIEW
                + "          - {drop: {party: City, statement: basin}, cites: ▸raport}\n",
            )
        ),
        ("there is no source 'raport'", "did you mean 'report'?"),
    )


def test_rankings_in_views_rank_every_state() -> None:
    whole = (
        BASE + "    views: {Port: {▸City: {ranking: [['{}', '{clean}'], ['{sue}', '{permit}']]}}}\n"
    )
    refused(
        changed((BASE, whole)),
        (
            "the ranking of 'City' leaves out {permit, clean}, {sue, clean}",
            "rank every state; states it does not tell apart stand in an inner list",
        ),
    )


def test_a_view_that_a_later_profile_takes_away() -> None:
    text = changed(
        (BASE, BASE + VIEW + "          - {move: {party: City, statement: ▸basin, to: 2}}\n"),
        (LATER, "      - drop: {party: City, statement: basin}\n"),
    )
    refused(
        text,
        (
            "in profile 'later' this view cannot be made: 'City' has no statement 'basin'",
            "give that profile views of its own; [] ends one",
        ),
    )
    own = "      - drop: {party: City, statement: basin}\n    views: {Port: {City: []}}\n"
    both = text.replace("▸", "").replace("      - drop: {party: City, statement: basin}\n", own)
    assert hb.in_profile(hb.read_text(both), "later").views == ()


# --- in words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_kind_of_view_is_told(language: str) -> None:
    edits = (
        "          - {drop: {party: City, statement: basin}}\n"
        "          - {insert: {party: City, statement: {id: x, want: sue, name: it sues}, to: 1}}\n"
        "          - {replace: {party: City, statement: no-gift, with: {id: other, want: permit}}}\n"
    )
    ranking = "      City: {Port: {ranking: ['{}', '{sue}', '{sue, clean}', '{clean}', '{permit}', '{permit, clean}']}}\n"
    case = hb.read_text(changed((BASE, BASE + VIEW + edits + ranking)))
    found = views(case)
    assert [one.kind for one in found.views] == ["drop", "insert", "replace", "ranking"]
    assert (found.views[0].before, found.views[0].before_length) == (1, 2)
    assert (found.views[1].position, found.views[1].length) == (1, 2)
    assert (found.views[2].position, found.views[2].before) == (2, 2)
    text = "\n".join(
        str(block) for section in told_of(case, found, language) for block in section.blocks
    )
    assert "None" not in text
    assert "it sues" in text
