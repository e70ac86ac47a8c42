"""Stepping stones in words: a road of agreements, or the first gap."""

from __future__ import annotations

from collections.abc import Sequence

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.states import States
from honestbroker.explain.words import Words, capital
from honestbroker.result.paths import Step
from honestbroker.result.stones import Gap, Stone, Stones

__all__ = ["road_found", "stones"]


def stones(case: Case, found: Stones, language: str = "en") -> list[Section]:
    """Stepping stones to an outcome, or the first gap.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Stones
        The answer.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the road or the gap.
    """
    words = Words(case, language)
    return [head(words, found.question), *road_found(words, found)]


def road_found(words: Words, found: Stones) -> list[Section]:
    """Stepping stones to an outcome, or the first gap, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Stones
        The answer.

    Returns
    -------
    list of Section
        The road or the gap, the states meant.
    """
    states = States(words)
    blocks: list[Block] = []
    if found.found and not found.road:
        blocks.append(words.say("stones.here"))
    elif found.found:
        blocks.append(words.count("stones.found", len(found.road)))
        blocks.append(Items(tuple(_stone(states, stone) for stone in found.road), numbered=True))
    elif not found.gaps:
        blocks.append(words.say("stones.impossible"))
    else:
        others = found.reached - 1  # today's state counts as reached, whether it holds or not
        key = "stones.gap" if others else "stones.gap.none"
        blocks.append(words.count(key, others))
        blocks.append(Items(tuple(_gap(states, gap) for gap in found.gaps)))
        if found.more_gaps:
            blocks.append(words.count("stones.gap.more", found.more_gaps))
    if found.scope.by is not None and not (found.found and not found.road):
        number = "".join(letter for letter in found.scope.by if letter.isdigit())
        blocks.append(words.say("stones.bound", count=number))
    title = words.say("stones", outcome=words.clean(words.outcome(found.outcome)))
    return [Section(title, tuple(blocks)), *states.legend()]


def _steps(words: Words, steps: Sequence[Step]) -> str:
    return " ".join(words.step(step) for step in steps)


def _stone(states: States, stone: Stone) -> str:
    words = states.words
    reasons = " ".join(
        capital(words.say("stones.because", party=words.party(one.party), reason=words.reason(one)))
        for one in stone.because
    )
    told = [words.say("stones.step", step=words.step(stone.step), reasons=reasons)]
    if stone.settling:
        told.append(words.say("stones.settling", steps=_steps(words, stone.settling)))
    if stone.others:
        told.append(words.say("stones.others", states=states.several(stone.others)))
    if stone.exposed:
        told.append(words.say("stones.exposed", parties=words.parties(stone.exposed)))
    return " ".join(told)


def _gap(states: States, gap: Gap) -> str:
    words = states.words
    say = words.say
    if not (gap.take or gap.drop):
        told = [capital(say("stones.gap.there", state=states.name(gap.stone)))]
        if gap.settles_elsewhere:
            told.append(say("stones.gap.settles", states=states.several(gap.settles_elsewhere)))
        return " ".join(told)
    doings = words.doings(gap.take, gap.drop)
    told = [say("stones.gap.from", state=states.name(gap.stone), doings=doings)]
    for one in gap.refusing:
        key = "stones.gap.tie" if one.prefers == "neither" else "stones.gap.refuses"
        told.append(capital(say(key, party=words.party(one.party), reason=words.reason(one))))
    if gap.willing:
        told.append(capital(say("stones.gap.willing", parties=words.parties(gap.willing))))
    if gap.stuck:
        options = words.joined([words.deed(id, take=True) for id in gap.stuck])
        told.append(say("stones.gap.stuck", options=options))
    if gap.too_many:
        told.append(say("stones.gap.many"))
    if gap.settles_elsewhere:
        told.append(say("stones.gap.elsewhere", states=states.several(gap.settles_elsewhere)))
    return " ".join(told)
