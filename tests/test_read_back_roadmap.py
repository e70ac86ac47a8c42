"""What is printed of roadmaps, read back and compared with the oracle, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from random import Random

import pytest

import honestbroker as hb
import oracle_roadmap as oracle
from forms_of_stages import BORNE, ITEMS, WHY
from honestbroker.analyses.roadmap import roadmap
from honestbroker.case import Case
from honestbroker.case.brokering import Roadmap
from honestbroker.explain import roadmap as explain
from honestbroker.explain.section import Items, Section
from labelled import alike, labelled
from oracle_roadmap import Passed
from read_stage import Told, matches, refusals, stage, stopped
from reading import (
    Letters,
    deeds,
    first_like,
    ids,
    like,
    party,
    reason,
)
from strategies_brokering import random_brokering

SEEDS = range(60)
SHIPPED = [("korea-2017", "2017H2", 3), ("korea-2017", "2018H1", 1), ("camp-david-1978", None, 2)]
"""Cases and profiles, and how many of their plans, the one that is asked about first."""


SUMMARY = {
    "whole": "Those who must act would enter every stage, and every stage holds.",
    "breaks": "The first stage that does not hold is “‹stage {stage:ID}›”: {why:ANY}.",
    "deterred": "Every stage⟦(?P<some> that can be entered)?⟧ holds, but the stage “‹stage {stage:ID}›” "
    "only while deterred: {why:ANY}.",
    "holds": "Every stage⟦(?P<some> that can be entered)?⟧, once entered, holds.",
    "none": "No stage can be entered.",
    "entered": "Those who must act would enter every stage.",
    "refused": "The first stage that somebody would not enter is “‹stage {stage:ID}›”: {why:ANY}.",
    "gated": "The first stage that would not be entered is “‹stage {stage:ID}›”: {why:ANY}.",
    "stuck": "The first stage that cannot be entered is “‹stage {stage:ID}›”: {why:ANY}.",
    "end": "Only for the sake of the road's end would act: {parties:ANY}.",
}
BEGINS = {
    "today": "It could begin today, with a gain for all who must act.",
    "never": "At no point of the main road could it begin with a gain for all who must act.",
    "after": "It could begin with a gain for all who must act after: {stages:ANY}; before that it "
    "could not.",
}


@cache
def generated(seed: int) -> Case:
    """A small case with roadmaps, whose names say what they name."""
    case: Case = labelled(random_brokering(Random(seed), 3, 5))
    return case


@cache
def shipped(name: str, profile: str | None) -> Case:
    return hb.in_profile(labelled(hb.read(name)), profile)


# --- one plan ------------------------------------------------------------------------------------


def check(case: Case, plan: Roadmap) -> Counter[str]:
    """Everything that is printed of a roadmap; what was compared, and how often."""
    found = roadmap(case, plan.id)
    _, *sections = explain.roadmap(case, found)
    _, *vietnamese = explain.roadmap(case, found, "vi")
    assert alike(sections, vietnamese)
    legend: tuple[str, ...] = ()
    if sections[-1].heading == "The states meant":
        (items,) = sections.pop().blocks
        assert isinstance(items, Items)
        legend = items.items
    letters = Letters(case, legend)
    seen: Counter[str] = Counter()
    rest = iter(sections)
    walks = oracle.walks(case, plan)
    for track, stages in walks.items():
        told = [Told(case, letters, stages, place) for place in range(len(stages))]
        seen.update(summary(next(rest), plan, track, told, walks))
        for one in told:
            seen.update(stage(next(rest), one))
    assert not list(rest)
    return seen


# --- the summary of a road -----------------------------------------------------------------------


def summary(
    section: Section,
    plan: Roadmap,
    track: str | None,
    told: Sequence[Told],
    walks: dict[str | None, tuple[Passed, ...]],
) -> Iterator[str]:
    """The verdict on a road: the first stage that fails, who waits for the end, where it begins."""
    blocks = [block for block in section.blocks if isinstance(block, str)]
    assert len(blocks) == len(section.blocks)
    if track is None:
        assert section.heading == f"‹roadmap {plan.id}›"
        if len(blocks) == 2:
            assert like("It rests on {source:SOURCE}.", blocks.pop(0))
    else:
        first = told[0].passed.stage.id
        assert section.heading == f"Beside the main road: ‹roadmap {plan.id}›, ‹stage {first}›"
        yield begins(blocks.pop(), told[0], walks.get(None, ()))
    (block,) = blocks
    yield from verdict(re.split(r"(?<=\.) ", block), told)


def verdict(sentences: list[str], told: Sequence[Told]) -> Iterator[str]:
    entries = [one.passed.entry for one in told]
    holds = [one.passed.hold for one in told]
    all_enter = not {None, "infeasible", "not entered"} & set(entries)
    by_id = {one.passed.stage.id: one for one in told}
    said = {}
    for sentence in sentences:
        key, blanks = first_like(SUMMARY, sentence)
        assert key not in said
        said[key] = blanks
        one = by_id[blanks["stage"]] if "stage" in blanks else None
        if one is not None:
            yield f"summary {key}: {stage_why(blanks['why'], one, key)}"
        yield f"summary: {key}"
    waiting = {
        (actor.party, str(place))
        for place, one in enumerate(told, start=1)
        for visit in one.visits
        for actor in visit.entry.actors
        if not actor.gains and not actor.refuses
    }
    parties = said["end"]["parties"] if "end" in said else ""
    assert set(waits(parties)) == waiting
    loose = [one.passed.stage.id for one in told if one.passed.hold == "does not hold"]
    deterred = [one.passed.stage.id for one in told if one.passed.hold == "holds while deterred"]
    shut = [one for one in told if one.passed.entry in (None, "infeasible", "not entered")]
    assert ("whole" in said) == (all_enter and set(holds) == {"holds"})
    assert ("breaks" in said) == bool(loose)
    assert ("deterred" in said) == (not loose and bool(deterred))
    assert ("none" in said) == (set(holds) == {None})
    assert ("holds" in said) == (not loose and not deterred and not all_enter and "holds" in holds)
    assert ("entered" in said) == (all_enter and "whole" not in said)
    for key, ids_ in (("breaks", loose), ("deterred", deterred)):
        assert key not in said or said[key]["stage"] == ids_[0]
    for key in ("deterred", "holds"):
        assert key not in said or bool(said[key]["some"]) == (None in holds)
    said_shut = [(key, said[key]["stage"]) for key in ("refused", "gated", "stuck") if key in said]
    assert [id for _, id in said_shut] == [one.passed.stage.id for one in shut[:1]]
    for key, id in said_shut:
        passed = by_id[id].passed
        refusing = any(a.refuses for visit in passed.visits for a in visit.entry.actors)
        cannot = passed.entry in (None, "infeasible")
        assert key == ("stuck" if cannot else "refused" if refusing else "gated")


def waits(parties: str) -> Iterator[tuple[str, str]]:
    """Who is said to wait for the road's end, at which stages."""
    for who, numbers in re.findall(r"‹party ([^›]*)› \(stages? ([^)]*)\)", parties):
        for number in re.findall(r"\d+", numbers):
            yield who, number
    assert re.sub(r"‹party [^›]*› \(stages? [\d, and]+\)|, and |, | and ", "", parties) == ""


def stage_why(clause: str, told: Told, key: str) -> str:
    """Why a stage fails, as the summary says it: true of one of its starts, and of the right kind."""
    kind, blanks = first_like(WHY, clause)
    right = {
        "breaks": ("step", "deal", "broken", "undone"),
        "deterred": ("step",),
        "refused": ("refuses", "refuses, no end"),
        "gated": ("formula",),
        "stuck": ("rules", "ways", "unreached"),
    }
    assert kind in right[key], clause
    if kind == "unreached":
        assert not told.passed.visits
        return kind
    deterred = key == "deterred"
    visits = told.visits
    if kind in ("step", "deal"):
        assert any(matches(kind, blanks, visit, deterred) for visit in visits), clause
    elif kind.startswith("refuses"):
        some = {one for visit in visits for one in refusals(visit, told.so_far(told.place + 1))}
        assert (party(blanks["who"]), deeds(blanks["what"]), reason(blanks["why"]), kind) in some
    else:
        assert any(stopped(kind, blanks, visit, told) for visit in visits), clause
    return kind


def begins(block: str, first: Told, main: Sequence[Passed]) -> str:
    """Where a track is said to begin: where its first stage is entered with a gain for all."""
    whole = tuple(one.stage for one in first.stages)
    promise, end = oracle.promised(whole, 1), oracle.promised(whole, len(whole))

    def enters(entries: Iterable[str]) -> bool:
        found = list(entries)
        return bool(found) and set(found) <= {"entered", "already true"}

    today = enters(visit.entry.verdict for visit in first.visits)
    after = []
    for passed in main:
        stands = [
            (visit.world, state)
            for visit in passed.visits
            if visit.hold
            for state in visit.hold.equilibria or visit.hold.settled
        ]
        entries = [
            oracle.enter(w, whole[0], promise, end, w.state(state)).verdict for w, state in stands
        ]
        if enters(entries):
            after.append(passed.stage.id)
    key, blanks = first_like(BEGINS, block)
    assert key == ("today" if today else "after" if after else "never")
    if key == "after":
        assert ids("stage", blanks["stages"]) == after
    return f"begins: {key}"


# --- the tests -----------------------------------------------------------------------------------


@cache
def of_generated(seed: int) -> Counter[str]:
    """What was compared of the plans of a generated case."""
    case = generated(seed)
    return sum((check(case, plan) for plan in case.roadmaps), Counter())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_on_a_generated_plan_is_true(seed: int) -> None:
    assert of_generated(seed)


def test_every_kind_of_sentence_is_read() -> None:
    seen = sum((of_generated(seed) for seed in SEEDS), Counter())
    kinds = {*ITEMS, *WHY, *(f"summary: {key}" for key in SUMMARY), "stall"}
    kinds |= {f"begins: {key}" for key in BEGINS} | {f"objection: {key}" for key in BORNE}
    inside = {"step", "loose", "objection: The line it comes from is not in this profile."}
    assert [kind for kind in sorted(kinds - inside - {"summary: deterred"}) if not seen[kind]] == []


@pytest.mark.parametrize(("name", "profile", "count"), SHIPPED)
def test_every_sentence_on_a_shipped_plan_is_true(
    name: str, profile: str | None, count: int
) -> None:
    case = shipped(name, profile)
    for plan in case.roadmaps[:count]:
        check(case, plan)
