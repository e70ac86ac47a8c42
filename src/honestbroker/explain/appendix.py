"""The appendices of a report: full tables, provenance, conventions, bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from honestbroker.case.parts import Statements
from honestbroker.explain.methods import METHODS, WORKS
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block, Bullets, Chapter, Facts, Grid, Heading, Para, Ref, mark
from honestbroker.explain.provenance import facts_of, within
from honestbroker.explain.words import capital
from honestbroker.result.atlas import Atlas
from honestbroker.result.base import CONCEPTS, CONVENTIONS
from honestbroker.result.provenance import Provenance
from honestbroker.result.stability import Stability

__all__ = ["appendices", "tableau"]

_MANY = 40
"""More equilibria than this are counted under the concepts that have so many."""


def appendices(
    words: Noting,
    stability: Stability,
    atlas: Atlas,
    provenance: Provenance,
    refs: Mapping[str, Ref],
    works: Sequence[str] = (),
) -> list[Chapter]:
    """The appendices.

    Parameters
    ----------
    words : Noting
        The case's words.
    stability : Stability
        The equilibria.
    atlas : Atlas
        The states that matter.
    provenance : Provenance
        Where everything comes from.
    refs : dict
        Number and anchor of each item.
    works : sequence of str
        Keys of further works that methods of this report come from.

    Returns
    -------
    list of Chapter
        States, equilibria, provenance, conventions, bibliography.
    """
    told = [
        ("states", (Para(words.say("report.states.what")), tableau(words, atlas))),
        ("equilibria", tuple(_equilibria(words, stability, atlas))),
        ("provenance", tuple(_provenance(words, provenance, refs))),
        ("conventions", tuple(_conventions(words, stability))),
        ("sources", tuple(_sources(words, provenance, refs, [*_works(words, stability), *works]))),
    ]
    return [
        Chapter(
            id,
            words.say("report.appendix", letter=letter, title=words.say(f"report.appendix.{id}")),
            tuple(blocks),
            "appendix",
        )
        for letter, (id, blocks) in zip("ABCDE", told, strict=True)
    ]


def tableau(words: Noting, atlas: Atlas) -> Grid:
    """The states that matter, a column each; a row for each option.

    Parameters
    ----------
    words : Noting
        The case's words.
    atlas : Atlas
        The states.

    Returns
    -------
    Grid
        A mark where an option is taken.
    """
    taken = words.say("report.taken")
    points = atlas.points
    rows = [
        (
            capital(words.party(option.party)),
            capital(words.name(option.name, option.id)),
            *(taken if option.id in point.state.state else "-" for point in points),
        )
        for option in words.case.options
    ]
    rows.append(
        (
            "",
            words.say("report.verdict"),
            *(words.say(f"report.letter.{point.state.holds}") for point in points),
        )
    )
    if points and points[0].state.tag is not None:
        tags = (point.state.tag.name if point.state.tag else "" for point in points)
        told = (words.say(f"report.letter.{tag}") for tag in tags)
        rows.append(("", words.say("report.reaching"), *told))
    heads = (words.say("report.party"), words.say("report.option"))
    numbers = tuple(str(point.number) for point in points)
    caption = words.say("report.table.states")
    widths = (5, 12, *(1 for _ in points))
    return Grid(caption, (*heads, *numbers), tuple(rows), widths, folded=True)


def _equilibria(words: Noting, stability: Stability, atlas: Atlas) -> Iterator[Block]:
    counts = stability.counts()
    rows = tuple(
        (
            words.say(f"concept.{concept}"),
            words.say(f"concept.{concept}.what"),
            words.number(counts[concept]),
        )
        for concept in stability.concepts
    )
    columns = tuple(words.say(f"report.{key}") for key in ("concept", "definition", "equilibria"))
    yield Grid(words.say("report.table.concepts"), columns, rows, (5, 12, 3))
    few = [concept for concept in stability.concepts if 0 < counts[concept] <= _MANY]
    shown = stability.under(*few)
    if len(shown) < len(stability.equilibria):
        named = words.joined([words.say(f"concept.{concept}") for concept in few])
        yield Para(words.say("report.shown", concepts=named) if few else words.say("report.many"))
    if not shown:
        return
    told = []
    for found in shown:
        point = atlas.point(found.id)
        name = words.against_today(found.state) if point is None else words.point(point)
        told.append(
            (
                capital(name),
                ", ".join(words.say(f"concept.{concept}.short") for concept in found.stable_under),
            )
        )
    columns = tuple(words.say(f"report.{key}") for key in ("number", "under"))
    yield Grid(words.say("report.table.equilibria"), columns, tuple(told), (12, 6), folded=True)


def _provenance(words: Noting, found: Provenance, refs: Mapping[str, Ref]) -> Iterator[Block]:
    yield Para(words.say("report.provenance.what"))
    for entry in found.entries:
        ref = refs[entry.key]
        yield Facts(ref.anchor, ref.number, ref.title, facts_of(words, entry, linked=True))


def _conventions(words: Noting, stability: Stability) -> Iterator[Block]:
    told = []
    for key, text in stability.question.conventions.items():
        usual = CONVENTIONS.get(key) == text
        told.append(words.say(f"convention.{key}" if usual else f"convention.{key}.other"))
    told += [
        words.say("report.scope", feasible=words.number(stability.feasible)),
        words.say("report.atlas.rule"),
        words.say("report.map.rule"),
    ]
    yield Bullets(tuple(told))


def _sources(
    words: Noting, found: Provenance, refs: Mapping[str, Ref], works: Sequence[str]
) -> Iterator[Block]:
    cited = [source for source in found.sources if source.items]
    if cited:
        yield Heading(words.say("report.sources.cited"))
    for source in cited:
        rows = [(words.say("provenance.citation"), words.clean(source.citation))]
        if source.url:
            rows.append((words.say("provenance.url"), words.clean(source.url)))
        if source.doi:
            rows.append((words.say("provenance.doi"), words.clean(source.doi)))
        for locator, note in source.notes:
            label = words.say("provenance.note", locator=words.clean(locator))
            rows.append((label, within(words, note)))
        marks = " ".join(mark(key) for key in source.items)
        rows.append((words.say("provenance.rests"), marks))
        yield Facts(refs[f"source {source.id}"].anchor, 0, source.id, tuple(rows))
    yield Heading(words.say("report.sources.methods"))
    yield Bullets(tuple(sorted({WORKS[key] for key in works})))


def _works(words: Noting, stability: Stability) -> list[str]:
    """Keys of the works behind the methods used for this case."""
    used = list(METHODS["model"])
    if any(isinstance(preference, Statements) for preference in words.case.lists.values()):
        used += METHODS["statements"]
    for concept in CONCEPTS:
        if concept.id in stability.concepts:
            used += concept.sources
    if words.case.status_quo is not None:
        used += METHODS["reach"]
    if words.case.groups:
        used += METHODS["together"]
    return used
