"""From the place of an item to the place of the word in it that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from honestbroker.case.problems import Problem
from honestbroker.case.sources import Place
from honestbroker.casefile.models import EDIT_KINDS
from honestbroker.casefile.tree import Node

__all__ = ["Places"]

_INNER: Final = frozenset({"want", "holds", "formula", "define", *EDIT_KINDS})
"""Keys whose place stands for the item around them."""


class Places:
    """Where everything in a file stands.

    Parameters
    ----------
    tree : Node
        The file, as it was read.
    """

    def __init__(self, tree: Node) -> None:
        self._tree = tree
        self._items: dict[tuple[int, int], tuple[tuple[Node, ...], str]] | None = None
        self._sections = {key: node.item_place for key, node in tree.value.items()}

    def of(self, key: str) -> Place | None:
        """The place of a key of the whole file.

        Parameters
        ----------
        key : str
            The key.

        Returns
        -------
        Place or None
            Where it stands; None if the file has no such key.
        """
        return self._sections.get(key)

    def sharpened(self, problem: Problem) -> Problem | None:
        """A problem that points at the word that is wrong.

        Parameters
        ----------
        problem : Problem
            What is wrong with an item.

        Returns
        -------
        Problem or None
            The same, at the word; None if the item has no such word.
        """
        if not problem.word or problem.place is None:
            return problem
        way, key = self._way(problem.place)
        if key == problem.word:
            return problem
        if "source" in problem.message.partition("'")[0]:
            searched = tuple(node for each in way if (node := each.below("cites")))
        else:
            searched = way
        for node in reversed(searched):
            found = _exactly(node, problem.word) or _inside(node, problem.word)
            if found is not None:
                return replace(problem, place=found)
        return None if way else problem

    def _way(self, place: Place) -> tuple[tuple[Node, ...], str]:
        """The item at a place, with what is around it as far as that is the same item; its key."""
        if self._items is None:
            self._items = {}
            for way, key in _ways(self._tree, (self._tree,), ""):
                at = way[-1].item_place
                self._items.setdefault((at.line, at.column), (way, key))
        return self._items.get((place.line, place.column), ((), ""))


def _ways(node: Node, way: tuple[Node, ...], key: str) -> Iterator[tuple[tuple[Node, ...], str]]:
    """Every node with those around it that belong to the same item, outermost first; its key."""
    yield way, key
    if isinstance(node.value, dict):
        for inner, below in node.value.items():
            same_item = inner in _INNER or key == "define"
            yield from _ways(below, (*way, below) if same_item else (below,), inner)
    elif isinstance(node.value, list):
        for below in node.value:
            yield from _ways(below, (below,), "")


def _exactly(node: Node, word: str) -> Place | None:
    """Where a key, a text or a citation is this very word."""
    if isinstance(node.value, dict):
        for key, below in node.value.items():
            if key == word:
                place: Place | None = below.key_place
                return place
            if found := _exactly(below, word):
                return found
    elif isinstance(node.value, list):
        for below in node.value:
            if found := _exactly(below, word):
                return found
    elif node.written == word or (
        "#" in word and [part.strip() for part in node.written.split("#", 1)] == word.split("#", 1)
    ):
        return _text_place(node, 0)
    return None


def _inside(node: Node, word: str) -> Place | None:
    """Where a text has this word in it."""
    below = node.value.values() if isinstance(node.value, dict) else node.value
    if isinstance(node.value, dict | list):
        return next((found for each in below if (found := _inside(each, word))), None)
    match = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", node.written)
    return _text_place(node, match.start()) if match else None


def _text_place(node: Node, offset: int) -> Place:
    at = node.item_place
    if not node.lines:
        return node.place
    place = at.within(offset + 1)
    return Place(place.file, place.line, place.column)
