"""Who is mistaken about whom, and what follows, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.words import Words, capital
from honestbroker.result.views import Mistaken, ReachedByPlay, Revealed, Views

__all__ = ["views"]

_SHOWN = 10
"""States that are told; the JSON output has all."""


def views(case: Case, found: Views, language: str = "en") -> list[Section]:
    """Who is mistaken about whom, and what follows.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Views
        What follows.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, who has a picture of whom, states, play, what revealing a list would change.
    """
    words = Words(case, language)
    blocks: list[Block] = []
    if found.views:
        told = (
            capital(words.say("views.pair", viewer=words.party(a), about=words.party(b)))
            for a, b in found.views
        )
        blocks.append(Items(tuple(told)))
    else:
        blocks.append(words.say("views.none"))
    counts = {"holding": found.holding, "truly": found.truly, "concept": found.concept}
    blocks.append(words.say("views.counts", **counts))
    sections = [head(words, found.question), Section(words.say("views"), tuple(blocks))]
    for key, states in (("by_mistake", found.by_mistake), ("missed", found.missed)):
        if states:
            sections.append(Section(words.say(f"views.{key}"), tuple(_states(words, states))))
    if found.play:
        items = Items(tuple(_play(words, one) for one in found.play))
        sections.append(Section(words.say("views.play"), (items,)))
    if found.revealed:
        items = Items(tuple(_revealed(words, one) for one in found.revealed))
        sections.append(Section(words.say("views.reveal"), (items,)))
    return sections


def _states(words: Words, states: Sequence[Mistaken]) -> Iterator[Block]:
    told = []
    for state in states[:_SHOWN]:
        name = words.joined([words.outcome(id) for id in state.outcomes])
        doings = words.against_today(state.state)
        shown = f"{name} ({doings})" if state.outcomes else doings
        parties = words.parties(state.mistaken)
        told.append(capital(words.say("views.state", state=shown, parties=parties)) + ".")
    yield Items(tuple(told))
    if len(states) > _SHOWN:
        yield words.say("views.more", count=len(states) - _SHOWN)


def _play(words: Words, one: ReachedByPlay) -> str:
    outcome = words.outcome(one.outcome)
    if not one.in_views:
        return words.say("views.reached.truth", outcome=outcome)
    if one.in_truth:
        return words.say("views.reached.both", outcome=outcome)
    path = " ".join(words.step(step) for step in one.path or ())
    return words.say("views.reached.mistake", outcome=outcome, path=path)


def _revealed(words: Words, one: Revealed) -> str:
    told = [
        words.say(key, outcomes=words.joined([words.outcome(id) for id in ids]))
        for key, ids in (("views.gained", one.gained), ("views.lost", one.lost))
        if ids
    ]
    return capital(
        words.say(
            "views.revealed",
            viewer=words.party(one.viewer),
            about=words.party(one.about),
            holding=len(one.holding),
            ceasing=len(one.ceasing),
            outcomes="; ".join(told) or words.say("views.same"),
        )
    )
