"""Pictures of plans and mediators: nothing cut off, nothing on nothing, the words say the same,
and every number is the result's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

import honestbroker as hb
from drawn import faults, flat, lines, shapes, size, tag, told
from honestbroker.analyses.brokers import brokers
from honestbroker.analyses.roadmap import roadmaps
from honestbroker.analyses.stones import stones
from honestbroker.case import Case
from honestbroker.case.problems import CaseError
from honestbroker.explain.brokers import anew
from honestbroker.explain.noting import Noting
from honestbroker.explain.phrases import PHRASES, say
from honestbroker.render.figures import Figure, figure
from honestbroker.render.pictures.balance import balances
from honestbroker.render.pictures.candidates import FILTERS, LOGICS
from honestbroker.render.pictures.marks import BAD, GOOD, PARTLY, WIDTH
from honestbroker.render.pictures.plans import linked
from honestbroker.result.brokers import Brokers
from honestbroker.result.roadmap import Roadmaps, StageTold
from honestbroker.result.stones import Stones
from strategies_brokering import random_brokering

PROFILES = [("korea-2017", "2017H2"), ("korea-2017", "2018H1"), ("camp-david-1978", None)]
SEEDS = range(24)


@cache
def case_of(name: str, profile: str | None) -> Case:
    return hb.in_profile(hb.read(name), profile)


@cache
def found_of(name: str, profile: str | None) -> tuple[Roadmaps, Brokers, tuple[Stones, ...]]:
    case = case_of(name, profile)
    return roadmaps(case), brokers(case), tuple(stones(case, one.id) for one in case.outcomes)


def drawn(
    case: Case,
    found: tuple[Roadmaps, Brokers, tuple[Stones, ...]],
    language: str,
) -> Iterator[Figure]:
    """Every picture of one case."""
    plans, mediators, roads = found
    yield figure(plans, case=case, language=language)
    yield figure(mediators, case=case, language=language)
    for plan in plans.roadmaps:
        yield figure(plan, case=case, language=language)
    for mediator in mediators.brokers:
        yield figure(mediator, case=case, language=language)
        yield figure(mediator, "balance", case=case, language=language)
        yield from balances(Noting(case, language), mediator)
    for road in roads:
        yield figure(road, case=case, language=language)


def unsaid(some: Figure, language: str) -> list[str]:
    """Lines in a picture that the words beside it do not have, the key of its marks apart."""
    signs = [key for key in PHRASES if key.startswith(("mark.", "answer.", "logic."))]
    key = " ".join(flat(say(language, sign)) for sign in signs if "{" not in PHRASES[sign])
    key += " ! ? " + " ".join(
        flat(say(language, phrase, **{blank: n}))
        for phrase, blank in (("figure.roadmap.stage", "number"), ("figure.roadmap.more", "count"))
        for n in range(50)
    )
    key += flat(say(language, "figure.roadmap.more.one", count=1))
    known = told(some)
    found = []
    for line in lines(some):
        words = flat(line.text).removesuffix("…").strip()
        if words and words not in known and words not in key and not words.isdigit():
            found.append(line.text)
    return found


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(("name", "profile"), PROFILES)
def test_nothing_is_cut_off_nothing_overlaps_and_the_words_say_the_same(
    name: str, profile: str | None, language: str
) -> None:
    case = case_of(name, profile)
    for some in drawn(case, found_of(name, profile), language):
        assert not faults(some), (some, faults(some)[:3])
        assert not unsaid(some, language), (some, unsaid(some, language))
        assert some.text
        assert some.data is not None
        assert all(len(row) == len(some.data.columns) for row in some.data.rows)
        assert all(cell for row in some.data.rows for cell in row)
        assert size(some)[0] == WIDTH


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_cases_are_drawn_within_their_pictures(seed: int) -> None:
    case = random_brokering(Random(seed), 3, 5)
    found = (roadmaps(case), brokers(case), tuple(stones(case, one.id) for one in case.outcomes))
    for some in drawn(case, found, "en"):
        assert not faults(some), (some, faults(some)[:3])
        assert not unsaid(some, "en"), (some, unsaid(some, "en"))


# --- numbers -------------------------------------------------------------------------------------


def marked(some: Figure, name: str, kind: str, **wanted: str) -> int:
    """How many shapes of a name and class a picture has, the key included."""
    return sum(
        tag(shape) == name
        and shape.get("class") == kind
        and all(shape.get(key) == value for key, value in wanted.items())
        for shape in shapes(some)
    )


def stages(plans: Roadmaps) -> list[StageTold]:
    return [stage for one in plans.roadmaps for road in one.roads for stage in road.stages]


@pytest.mark.parametrize(("name", "profile"), PROFILES)
def test_every_stage_has_its_two_marks(name: str, profile: str | None) -> None:
    case = case_of(name, profile)
    plans = found_of(name, profile)[0]
    roads = [road for one in plans.roadmaps for road in one.roads]
    some = figure(plans, case=case)
    every = stages(plans)
    # the key shows each mark once more
    assert marked(some, "polygon", "node") == len(every) + len({one.entry for one in every})
    assert marked(some, "rect", "node", rx="4") == len(every) + len({one.hold for one in every})
    firsts = [[road.refused_at for road in roads], [road.breaks_at for road in roads]]
    frames = sum(len([id for id in ids if id]) + any(ids) for ids in firsts)
    assert marked(some, "rect", "frame") == frames
    for fill, entry in ((BAD, "not entered"), (PARTLY, "entered for the end only")):
        count = sum(one.entry == entry for one in every)
        assert marked(some, "polygon", "node", fill=fill) == count + bool(count)
    rows = iter(some.data.rows if some.data else ())
    for one in plans.roadmaps:
        assert marked(figure(one, case=case), "polygon", "node") == sum(
            len(road.stages)
            + len({s.entry for road in one.roads for s in road.stages}) * (not place)
            for place, road in enumerate(one.roads)
        )
        for road in one.roads:
            for stage in road.stages:
                row = next(rows)
                assert row[3:5] == (
                    say("en", f"mark.entry {stage.entry}"),
                    say("en", f"mark.hold {stage.hold}"),
                )
                refusing = {a.party for s in stage.starts for a in s.actors if a.wants == "no"}
                words = Noting(case, "en")
                assert all(
                    (words.party(p.id) in row[5]) == (p.id in refusing) for p in case.parties
                )
    assert next(rows, None) is None


def test_a_strip_says_who_refuses_and_breaks_and_by_which_statement() -> None:
    case = case_of("korea-2017", "2017H2")
    plans = found_of("korea-2017", "2017H2")[0]
    one = next(one for one in plans.roadmaps if one.id == "russia-china-2017")
    some = figure(one, case=case)
    words = Noting(case, "en")
    told_of = dict(zip([s.id for road in one.roads for s in road.stages],
                       [line for line in some.text if line[0].isdigit()], strict=True))  # fmt: skip
    for road in one.roads:
        for stage in road.stages:
            text = told_of[stage.id]
            for start in stage.starts:
                for actor in start.actors:
                    because = f"priority {actor.entering.position} of {actor.entering.length}"
                    if actor.wants != "now" and start.entry == stage.entry:
                        assert because in text
                        assert words.want(actor.entering) in text
                for breach in start.breaches:
                    assert words.party(breach.step.movers[0]).casefold() in text.casefold()
                    assert words.want(breach.because[0]) in text
                for _, labels in start.labels:
                    for label in labels:
                        assert words.party(label.party or "") in text
            for stall in stage.stalls:
                assert "would rather stay here" in text
                assert words.party(stall.party) in text
    track = next(line for line in some.text if line.startswith("Track A"))
    side = next(road for road in one.roads if road.track)
    names = {stage.id: words.text(stage.name) for stage in case.roadmap(one.id).stages}
    for id, name in names.items():
        assert (name.casefold() in track.casefold()) == (id in side.begins_at), id


def test_links_say_where_a_road_breaks_off() -> None:
    plans = found_of("korea-2017", "2018H1")[0]
    for one in plans.roadmaps:
        for road in one.roads:
            for before, after in zip(road.stages, road.stages[1:], strict=False):
                how = linked(before, after)
                broken = before.hold == "does not hold" or after.entry in (
                    "not entered",
                    "infeasible",
                )
                assert (how == "link off") == broken
                smooth = before.hold == "holds" and after.entry in ("entered", "already true")
                assert (how == "link on") == smooth


@pytest.mark.parametrize(("name", "profile"), PROFILES)
def test_the_table_of_candidates_is_the_results(name: str, profile: str | None) -> None:
    case = case_of(name, profile)
    found = found_of(name, profile)[1]
    some = figure(found, case=case)
    assert some.data is not None
    rows = {(row[0], row[1].casefold()): row[2:] for row in some.data.rows}

    def row(group: str, what: str) -> tuple[str, ...]:
        return rows[say("en", f"figure.brokers.{group}"), what.casefold()]

    answers = 0
    for place, one in enumerate(found.candidates):
        for kind in FILTERS:
            given = one.filters.get(kind)
            answers += given is not None
            expected = "-" if given is None else say("en", f"answer.{given}")
            assert row("filters", say("en", f"figure.filter.{kind}"))[place] == expected
        for kind in ("B1", "B2", "B3", "B4", "B5", "B6", "B7"):
            given = one.roles.get(kind)
            answers += given is not None
            expected = "-" if given is None else say("en", f"answer.{given}")
            assert row("roles", say("en", f"kind.{kind}"))[place] == expected
        for view in LOGICS:
            given = one.logics.get(view)
            answers += given is not None
            cell = row("logics", say("en", f"logic.{view}"))[place]
            assert cell == ("-" if given is None else say("en", f"logic.{given}"))
        words = Noting(case, "en")
        for outcome in case.outcomes:
            if any(outcome.id in other.gains for other in found.candidates):
                cell = row("adds", words.outcome(outcome.id))[place]
                key = "only" if outcome.id in one.only else "gained"
                gained = outcome.id in one.gains
                assert cell == (say("en", f"mark.outcome {key}") if gained else "-")
        for party in case.parties:
            if any(party.id in other.harms for other in found.candidates):
                cell = row("harms", words.party(party.id))[place]
                assert (cell != "-") == (party.id in one.harms)
    circles = sum(tag(shape) == "circle" for shape in shapes(some))
    kinds = {
        text for row in some.data.rows for text in row[2:]
        if text in {say("en", f"answer.{a}") for a in ("passes", "contested", "unknown", "fails")}
        | {say("en", "logic.does not apply")}
    }  # fmt: skip
    assert circles == answers + len(kinds)


@pytest.mark.parametrize(("name", "profile"), PROFILES)
def test_the_matrix_of_effects_is_the_results(name: str, profile: str | None) -> None:
    case = case_of(name, profile)
    words = Noting(case, "en")
    for one in found_of(name, profile)[1].brokers:
        some = figure(one, "effects", case=case)
        assert some.data is not None
        effects = (one.without, *one.effects)
        assert len(some.data.rows) == len(effects)
        for effect, row in zip(effects, some.data.rows, strict=True):
            if effect.void:
                continue
            for place, outcome in enumerate(case.outcomes):
                today, closed = row[1 + place].split(" / ")
                for cell, before, gained, lost in (
                    (today, one.standing, effect.gained, effect.lost),
                    (
                        closed,
                        one.standing_via_closed,
                        effect.gained_via_closed,
                        effect.lost_via_closed,
                    ),
                ):
                    was = outcome.id in before
                    now = (was or outcome.id in gained) and outcome.id not in lost
                    key = {(0, 0): "never", (0, 1): "gained", (1, 0): "lost", (1, 1): "stays"}
                    assert cell == say("en", f"mark.outcome {key[was, now]}")
            for cell, kind in zip(row[-2:], ("worst is lower", "betrayed"), strict=True):
                harmed = {h.party for h in effect.harms if h.kind == kind and h.by_list_with}
                for party in case.parties:
                    assert (words.party(party.id).casefold() in cell.casefold()) == (
                        party.id in harmed
                    )
        distinct = [e for e in effects if not e.void and (e.same_as is None or e is one.without)]
        squares = [
            shape for shape in shapes(some)
            if tag(shape) == "rect" and shape.get("width") == shape.get("height") == "16"
        ]  # fmt: skip
        kinds = {cell for row in some.data.rows for pair in row[1:-2] for cell in pair.split(" / ")}
        assert len(squares) == len(distinct) * len(case.outcomes) * 2 + len(kinds - {"-"})


@pytest.mark.parametrize(("name", "profile"), PROFILES)
def test_who_gives_and_who_gets_is_the_results(name: str, profile: str | None) -> None:
    case = case_of(name, profile)
    for one in found_of(name, profile)[1].brokers:
        some = figure(one, "balance", case=case)
        assert some.data is not None
        told_of = [held for _, new in anew(Noting(case, "en"), one) for held in new]
        assert len({held.at.state for held in told_of}) == len(told_of)
        given = [
            one for held in told_of for one in held.given
            if one.take or one.drop or one.better != "same"
        ]  # fmt: skip
        assert len(some.data.rows) == len(given)
        for each, row in zip(given, some.data.rows, strict=True):
            assert row[3] == say("en", f"mark.gets {each.better}")
            if each.better != "same" and each.because.statement is not None:
                assert f"{each.because.position} of {each.because.length}" in row[4]
        deeds = sum(len(each.take) + len(each.drop) for each in given)
        assert marked(some, "rect", "node", fill=PARTLY, height="14") == deeds
        gains = sum(each.better == "yes" for each in given)
        assert marked(some, "rect", "node", fill=GOOD, rx="8") == gains + bool(gains)
        assert len(balances(Noting(case, "en"), one)) == len(told_of)


def test_stepping_stones_name_the_parties_to_each_step_and_the_first_gap() -> None:
    case = case_of("korea-2017", "2017H2")
    words = Noting(case, "en")
    for road in found_of("korea-2017", "2017H2")[2]:
        text = flat(" ".join(figure(road, case=case).text))
        for stone in road.road:
            for party in stone.step.group or stone.step.movers:
                assert words.party(party).casefold() in text
            for option in (*stone.step.take, *(id for step in stone.settling for id in step.take)):
                assert words.deed(option, take=True).casefold() in text
        for gap in road.gaps:
            for one in gap.refusing:
                assert f"{words.party(one.party)} would not gain".casefold() in text
                assert words.want(one).casefold() in text
            for party in gap.willing:
                assert words.party(party).casefold() in text
        if road.found and not road.road:
            assert "today's state is one already" in text


# --- the door ------------------------------------------------------------------------------------


def test_figure_draws_each_result_and_refuses_what_it_has_no_picture_of() -> None:
    case = hb.read("korea-2017")
    plans, mediators, roads = found_of("korea-2017", "2018H1")
    assert figure(plans, case=case).kind == "roadmaps"
    assert figure(plans.roadmaps[0], case=case).kind == "roadmap"
    assert figure(mediators, case=case).kind == "brokers"
    assert figure(mediators.brokers[0], case=case).kind == "effects"
    assert figure(roads[0], case=case).kind == "stones"
    with pytest.raises(CaseError, match="no picture 'map'") as refused:
        figure(mediators.brokers[0], "map", case=case)
    assert "effects, balance" in refused.value.problems[0].suggestion
    with pytest.raises(ValueError, match="give its case"):
        figure(plans)
    # the words are those of the profile that was asked about, whichever the case is in
    later = hb.in_profile(case, "2018H1")
    assert figure(plans, case=case).text == figure(plans, case=later).text


def test_a_set_that_cannot_be_and_a_set_that_alters_nothing_have_no_row() -> None:
    case = case_of("korea-2017", "2017H2")
    one = next(one for one in found_of("korea-2017", "2017H2")[1].brokers if one.id == "RUS")
    same = [effect for effect in one.effects if effect.same_as is not None]
    assert same
    some = figure(one, "effects", case=case)
    rows = [
        line
        for line in some.text
        if ": " in line and line.startswith(("Without", "1 (", "2 (", "3 (", "4 ("))
    ]
    assert len(rows) == 1 + len(one.effects) - len(same)
    assert sum("alters nothing" in line for line in rows) == len(same)


def test_a_case_without_plans_and_mediators_says_so() -> None:
    case = hb.in_profile(hb.read("elmira-1991"), None)
    for found in (roadmaps(case), brokers(case)):
        some = figure(found, case=case)
        assert not faults(some)
        assert len(some.text) == 1
        assert some.text[0] in {say("en", "roadmaps.none"), say("en", "brokers.none")}
