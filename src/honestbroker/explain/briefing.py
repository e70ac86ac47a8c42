"""The briefing: where a crisis stands, told from an `Overview`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section, Table
from honestbroker.explain.words import Words, capital
from honestbroker.result.overview import OutcomeStanding, Overview
from honestbroker.result.paths import Reached

__all__ = ["briefing"]

_FEW = 4
"""No more states than this that hold only while deterred are told one by one."""

_UNSOURCED = 6
"""As many items without a source are told; `honestbroker provenance` has all."""


def briefing(case: Case, found: Overview, language: str = "en") -> list[Section]:
    """The briefing.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Overview
        Where it stands.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, today, why nobody moves first, what could be reached, deals, what else would hold,
        outcomes, what the sources leave open, on what it rests, how to go on.
    """
    words = Words(case, language)
    sections = [
        head(words, found.paths.question),
        Section(words.say("today"), tuple(_today(words, found))),
    ]
    if found.reluctance:
        sections.append(_reluctance(words, found))
    if found.paths.status_quo is not None:
        sections.append(Section(words.say("reach"), tuple(_reach(words, found))))
        if case.groups:
            sections.append(Section(words.say("deals"), tuple(_deals(words, found))))
    sections.append(Section(words.say("else"), tuple(_elsewhere(words, found))))
    if found.outcomes:
        sections.append(Section(words.say("outcomes"), (_outcomes(words, found),)))
    if case.says_nothing_about:
        open_questions = tuple(words.text(text) for text in case.says_nothing_about)
        sections.append(Section(words.say("silent"), (Items(open_questions),)))
    sections.append(Section(words.say("founding"), tuple(_founding(words, found))))
    sections.append(Section(words.say("onward"), (Items(tuple(_onward(words, found))),)))
    return sections


def _today(words: Words, found: Overview) -> Iterator[Block]:
    today = found.paths.status_quo
    if today is None:
        yield words.say("today.missing")
        return
    if today.state:
        yield words.say("today.taken")
        told = []
        for party in words.case.parties:
            mine = [id for id in today.state if words.case.option(id).party == party.id]
            if mine:
                deeds = words.deeds(mine, ())
                told.append(words.say("taken", party=words.party(party.id), deeds=deeds))
        yield Items(tuple(told))
    else:
        yield words.say("today.none")
    verdict = {"holds": "today.holds", "while deterred": "today.deterred", "no": "today.not"}
    line = words.say(verdict[today.holds], parties=words.parties(today.leavers))
    if today.outcomes:
        named = words.joined([words.outcome(id) for id in today.outcomes])
        line += " " + words.say("today.outcome", outcomes=named)
    yield line


def _reluctance(words: Words, found: Overview) -> Section:
    holds = found.paths.status_quo is not None and found.paths.status_quo.holds == "holds"
    told = []
    for one in found.reluctance:
        deeds = words.deeds(one.step.take, one.step.drop)
        party = words.party(one.party)
        if one.because.prefers == "neither":
            told.append(words.say("reluctance.even", party=party, deeds=deeds))
            continue
        key = "reluctance.yes" if one.because.prefers == "first" else "reluctance.no"
        told.append(words.say(key, party=party, deeds=deeds, reason=words.reason(one.because)))
    heading = "reluctance" if holds else "reluctance.moves"
    return Section(words.say(heading), (Items(tuple(map(capital, told))),))


def _reach(words: Words, found: Overview) -> Iterator[Block]:
    standing = [
        state
        for state in found.paths.holding
        if state.tag is not None and state.tag.name in ("alone", "together")
    ]
    shown = [state for state in standing if state.holds == "holds"]
    if not any(state.tag is not None and state.tag.today for state in shown):
        yield words.say("reach.nothing")
    if len(standing) - len(shown) <= _FEW:
        shown += [state for state in standing if state.holds != "holds"]
    for state in shown:
        alike = sum(other.outcomes == state.outcomes for other in shown) > 1
        yield _reached_line(words, state, alike=alike)
        steps = tuple(words.step(step) for step in state.path or ())
        yield Items(steps, numbered=True)
        yield from words.labels(state.labels)
    rest = len(standing) - len(shown)
    if rest and not found.paths.left_out:
        yield words.count("reach.more", rest, case=words.typed)


def _reached_line(words: Words, state: Reached, *, alike: bool) -> str:
    """How a state is reached; told in full where another one shown has the same outcomes."""
    tag = state.tag
    assert tag is not None
    deterred = words.say("reach.deterred") if state.holds != "holds" else ""
    name = capital(words.state(state))
    doings = words.against_today(state.state)
    if not state.outcomes:
        name = capital(words.say("state.unnamed", doings=doings))
    elif alike:
        name = words.say("report.aside", text=name, aside=doings)
    if not tag.plain:
        return words.say("reach.rough", name=name, deterred=deterred)
    if tag.needs_channel:
        channels = words.channels(tag.channels)
        return words.say("reach.channel", name=name, deterred=deterred, channels=channels)
    return words.say("reach.today", name=name, deterred=deterred)


def _deals(words: Words, found: Overview) -> Iterator[Block]:
    deals = found.paths.deals
    if not deals:
        yield words.say("deals.none")
        return
    first = {deal.group: deal for deal in reversed(deals)}
    shown = sorted(first.values(), key=deals.index)
    yield Items(tuple(words.deal(deal) for deal in shown))
    if len(deals) > len(shown):
        yield words.say("deals.count", count=len(deals))


def _elsewhere(words: Words, found: Overview) -> Iterator[Block]:
    today = found.paths.status_quo
    rest = [
        state
        for state in found.paths.holding
        if state.holds == "holds" and (today is None or state.id != today.id)
    ]
    if today is None:
        yield Items(tuple(capital(words.state(state)) for state in rest))
    groups = {
        name: [state for state in rest if state.tag is not None and state.tag.name == name]
        for name in ("by moves", "unreachable")
    }
    if not rest:
        yield words.say("else.none")
    for name, states in groups.items():
        if not states:
            continue
        key = "else.moves" if name == "by moves" else "else.unreachable"
        yield words.count(key, len(states))
        anchors = [
            state
            for state in found.paths.holding
            if _on_the_road(state) and not words.like_today(state)
        ]
        yield Items(tuple(_with_labels(words, state, anchors) for state in states))
    if found.paths.left_out:
        yield words.say("size.left_out", count=f"{found.paths.left_out:,}", case=words.typed)
    deterred = found.counts["seq"] - found.counts["nash"]
    if deterred > 0:
        yield words.count("else.counts", deterred)


def _on_the_road(state: Reached) -> bool:
    tag = state.tag
    return state.holds == "holds" and tag is not None and tag.name in ("alone", "together")


def _with_labels(words: Words, state: Reached, anchors: Sequence[Reached]) -> str:
    """A state, told from the nearest one told before, and what it does to whom."""
    here = frozenset(state.state)
    apart = len(here ^ (words.case.status_quo or frozenset()))
    doings = words.against_today(state.state)
    for anchor in anchors:
        if len(here ^ frozenset(anchor.state)) < apart:
            apart = len(here ^ frozenset(anchor.state))
            besides = words.against_today(state.state, anchor.state)
            doings = words.say("else.as", anchor=words.state(anchor), doings=besides)
    named = words.joined([words.outcome(id) for id in state.outcomes])
    name = f"{capital(named)}: {doings}" if state.outcomes else capital(doings)
    return " ".join([f"{name}.", *words.labels(state.labels)])


def _outcomes(words: Words, found: Overview) -> Table:
    rows = []
    by_id = {state.id: state for state in found.paths.holding}
    for outcome in found.outcomes:
        rows.append(
            (
                words.outcome(outcome.id),
                _outcome_holds(words, outcome),
                _outcome_reached(words, outcome, by_id.get(outcome.best or "")),
            )
        )
    heads = ("outcomes.name", "outcomes.verdict", "outcomes.reach")
    return Table(tuple(words.say(key) for key in heads), tuple(rows))


def _outcome_holds(words: Words, outcome: OutcomeStanding) -> str:
    states = f"{outcome.states:,}"
    if not outcome.states:
        return words.say("outcomes.impossible")
    if outcome.never_for:
        parties = words.parties(outcome.never_for)
        return words.say("outcomes.never_for", states=states, parties=parties)
    return words.say("outcomes.holds", count=len(outcome.holding), states=states)


def _outcome_reached(words: Words, outcome: OutcomeStanding, best: Reached | None) -> str:
    if best is None:
        return "-"
    if best.tag is None:
        return words.say("tag.unknown")
    key = f"tag.{best.tag.name}"
    if best.tag.needs_channel:
        told = words.say("tag.together.closed", channels=words.channels(best.tag.channels))
    else:
        told = words.say(key)
    if any(label.label in ("trap", "regret") for label in best.labels):
        told += words.say("tag.trap")
    return told


def _founding(words: Words, found: Overview) -> Iterator[Block]:
    founding = found.founding
    yield words.say(
        "founding.count",
        items=founding.items,
        cited=founding.cited,
        judged=founding.judged_only,
        unsourced=len(founding.unsourced),
    )
    if founding.unsourced:
        yield words.say("founding.unsourced")
        shown = [words.item(kind, id) for kind, id in founding.unsourced[:_UNSOURCED]]
        rest = len(founding.unsourced) - len(shown)
        if rest:
            shown.append(words.count("founding.more", rest, case=words.typed))
        yield Items(tuple(shown))
    for why in ("constant", "idle"):
        told = tuple(
            words.item("statement", f"{party}: {id}")
            for party, id, reason in founding.lines
            if reason == why
        )
        if told:
            yield words.say(f"founding.{why}")
            yield Items(told)
    yield words.say(
        "founding.size.listed" if words.case.named_states else "founding.size",
        feasible=f"{found.feasible:,}",
        combinations=f"{found.combinations:,}",
    )
    skipped = found.paths.question.conventions.get("skipped responses", "none")
    if skipped != "none":
        yield words.say("founding.skipped", skipped=skipped)


def _onward(words: Words, found: Overview) -> Iterator[str]:
    case = words.case
    today = case.status_quo or frozenset()
    options = [option.id for option in case.options if option.id not in today]
    if options and case.status_quo is not None:
        yield words.say("onward.explain", case=words.typed, option=options[0])
    if case.status_quo is not None:
        yield words.say("onward.paths", case=words.typed)
    if case.roadmaps:
        yield words.say("onward.roadmap", case=words.typed)
    if case.brokers:
        yield words.say("onward.broker", case=words.typed, broker=case.brokers[0].id)
    others = [profile.id for profile in case.profiles if profile.id != case.profile]
    if others:
        yield words.say("onward.diff", case=words.typed, profile=others[0])
    yield words.say("onward.json", case=words.typed)
