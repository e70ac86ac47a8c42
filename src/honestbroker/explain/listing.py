"""Lists of states: all paths, all equilibria."""

from __future__ import annotations

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section, Table
from honestbroker.explain.words import Words, capital
from honestbroker.result.paths import Paths
from honestbroker.result.stability import Stability

__all__ = ["paths", "stability"]

_MANY = 40
"""More equilibria than this are counted under the concepts that have so many."""


def paths(case: Case, found: Paths, language: str = "en") -> list[Section]:
    """Every state that holds, how it is reached, and every deal from today.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Paths
        What can be reached.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, one section a state, deals.
    """
    words = Words(case, language)
    sections = [head(words, found.question)]
    for state in found.holding:
        blocks: list[Block] = [words.say(f"holds.{state.holds}")]
        if state.tag is not None:
            channels = words.channels(state.tag.channels) if state.tag.channels else ""
            key = "tag.together.closed" if channels else f"tag.{state.tag.name}"
            blocks[0] = f"{blocks[0]}; {words.say(key, channels=channels)}"
        blocks[0] = capital(str(blocks[0])) + "."
        if state.path:
            blocks.append(Items(tuple(words.step(step) for step in state.path), numbered=True))
        labels = words.labels(state.labels)
        if labels:
            blocks.append(Items(tuple(labels)))
        sections.append(Section(_title(words, state.state, state.outcomes), tuple(blocks)))
    if found.left_out:
        told = words.say("size.left_out", count=f"{found.left_out:,}", case=words.typed)
        sections.append(Section(words.say("size"), (told,)))
    if found.deals:
        deals = Items(tuple(words.deal(deal) for deal in found.deals))
        sections.append(Section(words.say("deals"), (deals,)))
    return sections


def _title(words: Words, state: tuple[str, ...], outcomes: tuple[str, ...]) -> str:
    written = "{" + ", ".join(state) + "}"
    if not outcomes:
        return written
    return capital(words.joined([words.outcome(id) for id in outcomes])) + " " + written


def stability(case: Case, found: Stability, language: str = "en") -> list[Section]:
    """The equilibria as a table.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Stability
        The equilibria.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, counts, table.
    """
    words = Words(case, language)
    counts = found.counts()
    told = ", ".join(f"{concept} {count:,}" for concept, count in counts.items())
    blocks: list[Block] = [
        words.say(
            "stability.counts.listed" if case.named_states else "stability.counts",
            feasible=f"{found.feasible:,}",
            combinations=f"{found.combinations:,}",
            counts=told,
        )
    ]
    few = [concept for concept in found.concepts if counts[concept] <= _MANY]
    shown = found.under(*few)
    if len(shown) < len(found.equilibria):
        key = "stability.shown" if few else "size.many"
        blocks.append(words.say(key, concepts=", ".join(few)))
    if shown:
        rows = tuple(
            (
                state.id,
                "{" + ", ".join(state.state) + "}",
                ", ".join(state.stable_under),
                ", ".join(words.outcome(id) for id in state.outcomes),
            )
            for state in shown
        )
        columns = ("", "paths.state", "stability.stable", "stability.outcomes")
        heads = tuple(words.say(key) if key else "" for key in columns)
        blocks.append(Table(heads, rows))
    return [head(words, found.question), Section(words.say("stability"), tuple(blocks))]
