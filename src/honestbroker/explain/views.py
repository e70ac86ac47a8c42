"""Who is mistaken about whom, and what follows, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import Words, capital
from honestbroker.result.views import (
    Learned,
    Mistaken,
    Pictured,
    ReachedByPlay,
    Revealed,
    Views,
)

__all__ = ["learned", "mistakes", "views"]

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
    return [head(words, found.question), *mistakes(words, found)]


def mistakes(words: Words, found: Views) -> list[Section]:
    """Who is mistaken about whom, and what follows, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Views
        What follows.

    Returns
    -------
    list of Section
        Who has a picture of whom, states, play, what revealing a list would change.
    """
    blocks: list[Block] = []
    if found.views:
        saying = Saying(words)
        blocks.append(Items(tuple(_pictured(saying, one) for one in found.views)))
    else:
        blocks.append(words.say("views.none"))
    counts = {"holding": found.holding, "truly": found.truly, "concept": found.concept}
    blocks.append(words.say("views.counts", **counts))
    if found.expected:
        blocks.append(Items(tuple(_expected(words, found))))
    sections = [Section(words.say("views"), tuple(blocks))]
    for key, some in (("by_mistake", found.by_mistake), ("missed", found.missed)):
        if some:
            told: list[Block] = [Items(tuple(_states(words, some[:_SHOWN])))]
            if len(some) > _SHOWN:
                told.append(words.say("views.more", count=len(some) - _SHOWN))
            sections.append(Section(words.say(f"views.{key}"), tuple(told)))
    reached = tuple(_play(words, one) for one in found.play)
    led: Block = Items(reached) if reached else words.say("views.no play")
    sections.append(Section(words.say("views.play"), (led,)))
    if found.revealed:
        items = Items(tuple(_revealed(words, one, found) for one in found.revealed))
        sections.append(Section(words.say("views.reveal"), (items,)))
    return sections


def _pictured(saying: Saying, one: Pictured) -> str:
    """What a party takes to be otherwise in another's list.

    Parameters
    ----------
    saying : Saying
        The case's statements in words.
    one : Pictured
        The difference.

    Returns
    -------
    str
        A sentence.
    """
    words = saying.words
    pair = f"{one.viewer} of {one.about}" + ("" if one.what is None else f": {one.what}")
    told = words.say(
        f"views.{one.kind}",
        viewer=words.party(one.viewer),
        about=words.party(one.about),
        what="" if one.what is None else saying.statement(one.about, one.what),
        by="" if one.by is None else saying.statement(one.about, one.by),
        position=one.position,
        length=one.length,
        before=one.before,
        before_length=one.before_length,
        source=words.rests((f"view {pair}",), one.cites, one.judged, one.sure),
    )
    return capital(told)


def _expected(words: Words, found: Views) -> Iterator[str]:
    """What each mistaken party expects to hold.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Views
        What follows from the views.

    Yields
    ------
    str
        A sentence.
    """
    for one in found.expected:
        told = words.say(
            "views.expected",
            viewer=words.party(one.viewer),
            holding=one.holding,
            wrongly=len(one.wrongly),
            overlooked=len(one.overlooked),
        )
        yield capital(told)


def _states(words: Words, some: Sequence[Mistaken]) -> Iterator[str]:
    """States about which somebody is mistaken.

    Parameters
    ----------
    words : Words
        The case's words.
    some : sequence of Mistaken
        The states.

    Yields
    ------
    str
        A sentence.
    """
    for state in some:
        name = words.joined([words.outcome(id) for id in state.outcomes])
        today = frozenset(state.state) == words.case.status_quo
        doings = words.say("views.today") if today else words.against_today(state.state)
        shown = f"{name} ({doings})" if state.outcomes else doings
        parties = words.parties(state.mistaken)
        yield capital(words.say("views.state", state=shown, parties=parties)) + "."


def _play(words: Words, one: ReachedByPlay) -> str:
    """Whether deterred play leads to an outcome, and how.

    Parameters
    ----------
    words : Words
        The case's words.
    one : ReachedByPlay
        The outcome.

    Returns
    -------
    str
        One or more sentences.
    """
    outcome = words.outcome(one.outcome)
    if not one.in_views:
        return words.say("views.reached.truth", outcome=outcome)
    if one.in_truth:
        return words.say("views.reached.both", outcome=outcome)
    path = " ".join(words.step(step) for step in one.path or ())
    key = "views.escalation" if one.escalation else "views.reached.mistake"
    return words.say(key, outcome=outcome, path=path).strip()


def _revealed(words: Words, one: Revealed, found: Views) -> str:
    """What it would change if a party learned a list.

    Parameters
    ----------
    words : Words
        The case's words.
    one : Revealed
        The change.
    found : Views
        The whole, which says what is escalation.

    Returns
    -------
    str
        A sentence.
    """
    escalation = {each.outcome for each in found.play if each.escalation}
    told = [
        words.say(key, outcomes=words.joined([f"“{words.outcome(id)}”" for id in ids]))
        for key, ids in (
            ("views.averted", [id for id in one.lost if id in escalation]),
            ("views.lost", [id for id in one.lost if id not in escalation]),
            ("views.gained", one.gained),
        )
        if ids
    ]
    if one.holding or one.ceasing:
        counts = {"holding": len(one.holding), "ceasing": len(one.ceasing)}
        told.append(words.say("views.holding", **counts))
    viewer, about = words.party(one.viewer), words.party(one.about)
    changes = "; ".join(told) or words.say("views.same")
    return capital(words.say("views.revealed", viewer=viewer, about=about, changes=changes))


def learned(words: Words, one: Learned) -> str:
    """What it would change if some parties learned some true lists, as a sentence.

    Parameters
    ----------
    words : Words
        The case's words.
    one : Learned
        What it would change.

    Returns
    -------
    str
        The sentence.
    """
    if not one.mistaken:
        return words.say("learned.nothing")
    pairs = [
        words.say("views.pair", viewer=words.party(viewer), about=words.party(about))
        for viewer, about in one.mistaken
    ]
    told = [
        words.say(key, outcomes=words.joined([f"“{words.outcome(id)}”" for id in ids]))
        for key, ids in (("views.lost", one.lost), ("views.gained", one.gained))
        if ids
    ]
    told.append(words.say("learned.states", before=one.before, after=one.after))
    return words.say("learned", pairs=words.joined(pairs), changes="; ".join(told))
