"""Why a state holds or not, which of two is preferred, the way there, what a change changed."""

from __future__ import annotations

from collections.abc import Iterator

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.words import Words, capital
from honestbroker.result.base import Question
from honestbroker.result.difference import Difference, StateDifference
from honestbroker.result.paths import Reached
from honestbroker.result.why import Improvement, Needed, PartyView, Preferred, Route, Why

__all__ = ["difference", "preferred", "route", "why"]

_IMPROVEMENTS_SHOWN = 3
"""How many improvements of one party are told; the JSON output has all."""

_MINOR_SHOWN = 2
"""How many states that hold only while deterred are told in a comparison."""


def why(case: Case, found: Why, language: str = "en", *, full: bool = False) -> list[Section]:
    """Why a state holds or does not.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Why
        The reasons.
    language : str
        ``en`` or ``vi``.
    full : bool
        Whether to tell every improvement.

    Returns
    -------
    list of Section
        Head, the state, each party, the deals from there.
    """
    words = Words(case, language)
    state = found.state
    verdict = {"holds": "why.holds", "while deterred": "why.deterred", "no": "why.not"}
    blocks: list[Block] = [_against(words, state)]
    if state.outcomes:
        named = words.joined([words.outcome(id) for id in state.outcomes])
        blocks.append(words.say("today.outcome", outcomes=named))
    blocks.append(words.say(verdict[state.holds], parties=words.parties(state.leavers)))
    if state.tag is not None and state.tag.name not in ("here", "unreachable"):
        channels = words.channels(state.tag.channels) if state.tag.channels else ""
        key = "tag.together.closed" if channels else f"tag.{state.tag.name}"
        blocks.append(words.say("why.reached") + ": " + words.say(key, channels=channels) + ".")
    blocks.extend(words.labels(state.labels))
    sections = [head(words, found.question), Section(words.say("why.heading"), tuple(blocks))]
    for view in found.parties:
        told = tuple(_party(words, view, full=full))
        sections.append(Section(capital(words.party(view.party)), told))
    if found.deals:
        first = {deal.group: deal for deal in reversed(found.deals)}
        shown = sorted(first.values(), key=found.deals.index)
        deals = Items(tuple(words.deal(deal) for deal in shown))
        sections.append(Section(words.say("why.deals"), (deals,)))
    return sections


def _against(words: Words, state: Reached) -> str:
    if words.case.status_quo == frozenset(state.state):
        return words.say("why.same")
    if not state.state:
        return words.say("why.empty")
    key = "why.changes" if words.case.status_quo is not None else "why.state"
    return words.say(key, doings=words.against_today(state.state))


def _party(words: Words, view: PartyView, *, full: bool) -> Iterator[Block]:
    if not view.can_move:
        yield words.say("why.still")
        return
    if not view.improvements:
        yield words.say("why.content")
        return
    shown = [found for found in view.improvements if found.plain] or list(view.improvements)
    if full:
        shown = list(view.improvements)
    elif len(shown) > _IMPROVEMENTS_SHOWN:
        shown = shown[:_IMPROVEMENTS_SHOWN]
    for found in shown:
        yield _improvement(words, found)
    rest = len(view.improvements) - len(shown)
    if rest:
        yield words.count("why.more", rest)
    yield from _needs(words, view)


def _needs(words: Words, view: PartyView) -> Iterator[Block]:
    """How much higher the party would have to rank the state; like answers told together."""
    alike: dict[str, list[Needed]] = {}
    for found in view.needs:
        alike.setdefault(found.level_with, []).append(found)
    for some in alike.values():
        yield words.say(
            "need.rise" if some[0].passes < some[0].higher else "need.top",
            concepts=", ".join(found.concept for found in some),
            state=_briefly(words, some[0].state),
            passes=f"{some[0].passes:,}",
            higher=f"{some[0].higher:,}",
        )


def _improvement(words: Words, found: Improvement) -> str:
    deeds = words.deeds(found.step.take, found.step.drop)
    told = words.say("why.would", deeds=deeds, reason=words.reason(found.because))
    answer = found.answers.get("seq", found.answers.get("gmr"))
    if answer is None or found.after is None:
        return told + " " + words.say("why.free")
    doings = "; ".join(words.doings(step.take, step.drop) for step in answer)
    key = "why.answer" if "seq" in found.answers else "why.threat"
    return told + " " + words.say(key, doings=doings, reason=words.reason(found.after))


def preferred(case: Case, found: Preferred, language: str = "en") -> list[Section]:
    """Which of two states each party prefers.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Preferred
        The decisions.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head and decisions.
    """
    words = Words(case, language)
    states = words.say(
        "preferred.states",
        first=_briefly(words, found.first),
        second=_briefly(words, found.second),
    )
    told = tuple(
        words.say(
            f"preferred.{decision.prefers}",
            party=capital(words.party(decision.party)),
            reason=words.reason(decision),
        )
        for decision in found.decisions
    )
    section = Section(words.say("preferred"), (capital(states), Items(told)))
    return [head(words, found.question), section]


def _briefly(words: Words, state: tuple[str, ...]) -> str:
    if words.case.status_quo == frozenset(state):
        return words.say("reference.today")
    return words.against_today(state)


def route(case: Case, found: Route, language: str = "en") -> list[Section]:
    """The way from one state to another.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Route
        The way.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the steps with what decides each.
    """
    words = Words(case, language)
    blocks: list[Block] = []
    tag = found.end.tag
    if tag is None or found.end.path is None:
        blocks.append(words.say("route.none"))
    else:
        channels = words.channels(tag.channels) if tag.channels else ""
        key = "tag.together.closed" if channels else f"tag.{tag.name}"
        blocks.append(capital(words.say(key, channels=channels)) + ".")
        for place, (step, reasons) in enumerate(
            zip(found.end.path, found.reasons, strict=True), start=1
        ):
            told = tuple(
                words.say(
                    "route.reason",
                    party=capital(words.party(decision.party)),
                    reason=words.reason(decision),
                )
                for decision in reasons
            )
            blocks.append(f"{place}. {words.step(step)}")
            blocks.append(Items(told))
    return [head(words, found.question), Section(words.say("route"), tuple(blocks))]


def difference(case: Case, found: Difference, language: str = "en") -> list[Section]:
    """What a change changed.

    Parameters
    ----------
    case : Case
        The later version of the case.
    found : Difference
        What differs.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, states that differ with who would leave and why, deals, what decides.
    """
    words = Words(case, language)
    blocks: list[Block] = [
        words.say(
            "diff.versions",
            before=_version(words, found.before),
            after=_version(words, found.after),
        )
    ]
    if not found.states:
        blocks.append(words.say("diff.none"))
    main = [state for state in found.states if "holds" in _sides(state)]
    minor = [state for state in found.states if state not in main]
    for state in (*main, *minor[:_MINOR_SHOWN]):
        blocks.extend(_changed_state(words, state))
    if len(minor) > _MINOR_SHOWN:
        blocks.append(words.count("diff.more", len(minor) - _MINOR_SHOWN))
    for key, is_open in (("diff.deals", True), ("diff.missed", False)):
        before, after = found.deals_before[is_open], found.deals_after[is_open]
        if before != after:
            blocks.append(words.say(key, before=before, after=after))
    if found.decisive:
        blocks.append(words.say("diff.decisive"))
        blocks.append(Items(tuple(words.item("statement", id) for id in found.decisive)))
    if found.same:
        blocks.append(words.count("diff.same", found.same))
    return [head(words, found.after), Section(words.say("diff"), tuple(blocks))]


def _version(words: Words, question: Question) -> str:
    if not question.changes:
        return words.say("profile.plain", profile=question.profile)
    changes = words.joined([words.change(id) for id in question.changes])
    return words.say("profile.changed", profile=question.profile, changes=changes)


def _sides(found: StateDifference) -> list[str]:
    return [side.holds for side in (found.before, found.after) if side is not None]


def _changed_state(words: Words, found: StateDifference) -> Iterator[Block]:
    before, after = found.before, found.after
    state = after or before
    assert state is not None
    name = words.state(state)
    if state.outcomes:
        name = f"{name} ({words.against_today(state.state)})"
    held = [side is not None and side.holds == "holds" for side in (before, after)]
    if held[0] != held[1]:
        yield words.say("diff.gained" if held[1] else "diff.lost", state=name)
    else:
        sides = {"before": _standing(words, before), "after": _standing(words, after)}
        yield words.say("diff.state", state=capital(name), **sides)
    if found.leaving and found.side is not None:
        yield Items(
            tuple(
                words.say(
                    f"diff.leaving.{found.side}",
                    party=words.party(leaving.party),
                    deeds=words.deeds(leaving.step.take, leaving.step.drop),
                    reason=words.reason(leaving.because),
                )
                for leaving in found.leaving
            )
        )


def _standing(words: Words, state: Reached | None) -> str:
    """Whether a state holds, and how it is reached."""
    if state is None:
        return words.say("tag.unreachable")
    told = words.say(f"holds.{state.holds}")
    if state.tag is None or state.holds == "no":
        return told
    if state.tag.channels:
        way = words.say("tag.together.closed", channels=words.channels(state.tag.channels))
    else:
        way = words.say(f"tag.{state.tag.name}")
    return f"{told}, {way}"
