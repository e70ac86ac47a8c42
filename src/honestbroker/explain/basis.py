"""What a report rests on: the statements that decided, and what has no source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.case.parts import Statements
from honestbroker.explain.noting import Noting, sentence
from honestbroker.explain.page import Block, Bullets, Grid, Para, Picture, mark, without_marks
from honestbroker.explain.provenance import within
from honestbroker.explain.section import Items, Section, Table
from honestbroker.explain.words import capital
from honestbroker.result.findings import Findings
from honestbroker.result.provenance import Entry

__all__ = ["blocks", "founding", "matter"]


def matter(words: Noting, found: Findings) -> Iterator[Block]:
    """The statements that decided anything told so far, those that did most often first.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Findings
        What the analyses found.

    Yields
    ------
    Block
        Its blocks.
    """
    counted = words.decided.copy()
    order = {entry.key: place for place, entry in enumerate(found.provenance.entries)}
    rows = []
    for key in sorted(counted, key=lambda key: (-counted[key], order.get(key, 0))):
        if key not in order:  # a line that only a contribution or a snapback brings
            continue
        entry = found.provenance.entry(key)
        party = entry.party or ""
        place = "-"
        if entry.position is not None:
            place = words.say("report.place", position=entry.position, length=entry.length)
        rows.append(
            (
                capital(words.party(party)),
                place,
                _in_words(words, entry) + " " + mark(key),
                str(counted[key]),
                _rests_on(words, entry),
            )
        )
    if not rows:
        yield Para(words.say("report.matter.none"))
        return
    yield Para(words.say("report.matter.what"))
    keys = ("report.party", "report.priority", "report.statement", "report.times", "report.rests")
    columns = tuple(words.say(key) for key in keys)
    caption = words.say("report.table.matter")
    yield Grid(caption, columns, tuple(rows), (4, 3, 9, 2, 6))


def _in_words(words: Noting, entry: Entry) -> str:
    if entry.names:
        return capital(within(words, entry.names))
    preference = words.case.lists[entry.party or ""]
    if isinstance(preference, Statements) and entry.position is not None:
        return words.formula(preference.lines[entry.position - 1].want)
    return words.say("provenance.kind.ranking")


def _rests_on(words: Noting, entry: Entry) -> str:
    told = [str(place) for place in entry.cites]
    if entry.judged_by is not None:
        sure = words.say(f"sure.{entry.sure}") if entry.sure else ""
        told.append(words.say("report.judged", sure=sure))
    return "; ".join(told) or words.say("report.flag.unsourced")


def founding(words: Noting, found: Findings) -> Iterator[Block]:
    """How much has a source, and which lines decide nothing.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Findings
        What the analyses found.

    Yields
    ------
    Block
        Its blocks.
    """
    founding = found.overview.founding
    yield Para(
        words.say(
            "founding.count",
            items=founding.items,
            cited=founding.cited,
            judged=founding.judged_only,
            unsourced=len(founding.unsourced),
        )
    )
    if any(isinstance(preference, Statements) for preference in words.case.lists.values()):
        yield Picture("founding")
    if founding.unsourced:
        yield Para(words.say("founding.unsourced"))
        yield Bullets(tuple(_item(words, kind, id) for kind, id in founding.unsourced))
    for why in ("constant", "idle"):
        told = tuple(
            _item(words, "statement", f"{party}: {id}")
            for party, id, reason in founding.lines
            if reason == why
        )
        if told:
            yield Para(words.say(f"founding.{why}"))
            yield Bullets(told)
    yield Para(
        words.say(
            "founding.size.listed" if words.case.named_states else "founding.size",
            feasible=words.number(found.overview.feasible),
            combinations=words.number(found.overview.combinations),
        )
    )


def _item(words: Noting, kind: str, id: str) -> str:
    return sentence(words.item(kind, id) + " " + mark(f"{kind} {id}"))


def blocks(section: Section) -> Iterator[Block]:
    """A section of another analysis as blocks of a report.

    Parameters
    ----------
    section : Section
        The section.

    Yields
    ------
    Block
        Its blocks.
    """
    for block in section.blocks:
        if isinstance(block, Items):
            yield Bullets(block.items, block.numbered)
        elif isinstance(block, Table):
            columns = tuple(map(capital, block.columns))
            yield Grid("", columns, block.rows, _widths(columns, block.rows))
        else:
            yield Para(block)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Widths of columns by how much is written in them, within bounds."""
    told = []
    for place, column in enumerate(columns):
        cells = [len(without_marks(row[place])) for row in rows] or [0]
        told.append(max(len(column), sum(cells) // len(cells), max(cells) // 3))
    return tuple(min(max(length // 4, 2), 12) for length in told)
