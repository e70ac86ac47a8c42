"""What a told result is made of, independent of where it is shown."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Items", "Section", "Table"]


@dataclass(frozen=True)
class Items:
    """A list, numbered where the order means something."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table of texts with a heading for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = str | Items | Table
"""A paragraph, a list or a table."""


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]
