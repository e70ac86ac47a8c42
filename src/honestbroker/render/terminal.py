"""Sections on a terminal, with rich: wrapped to its width, plain where it has no colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from honestbroker.explain.section import Items, Section, Table

__all__ = ["show"]

_WIDEST = 100
"""Lines are kept readable on wide screens."""


def show(sections: Sequence[Section], console: Console | None = None) -> None:
    """Print sections.

    Parameters
    ----------
    sections : sequence of Section
        What to print; the first is the title.
    console : Console or None
        Where to; None for standard output.
    """
    screen = Console(highlight=False) if console is None else console
    width = min(screen.width, _WIDEST)
    for place, section in enumerate(sections):
        if place:
            screen.print()
        heading = section.heading if place else section.heading.upper()
        screen.print(Text(heading, style="bold"), width=width)
        for block in section.blocks:
            if isinstance(block, Items):
                _items(screen, block, width)
            elif isinstance(block, Table):
                _table(screen, block, width)
            else:
                _lines(screen, block, width)


def _lines(screen: Console, text: str, width: int, mark: str = "") -> None:
    """A text in lines without blanks at their ends, the first one after a mark."""
    for place, line in enumerate(Text(text).wrap(screen, width - len(mark))):
        line.rstrip()
        screen.print(Text(" " * len(mark) if place else mark) + line)


def _items(screen: Console, block: Items, width: int) -> None:
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. " if block.numbered else "- "
        _lines(screen, item, width, "  " + mark)


def _table(screen: Console, block: Table, width: int) -> None:
    table = RichTable(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    for column in block.columns:
        table.add_column(Text(column, style="italic"), overflow="fold")
    for row in block.rows:
        table.add_row(*(Text(cell) for cell in row))
    screen.print(Padding(table, (0, 0, 0, 2)), width=width)
