"""Put one entry into a YAML text and leave every other byte as it is."""

from __future__ import annotations

import re
from typing import Any

import yaml

from honestbroker.casefile.layout import key_text, on_one_line, spread

__all__ = ["Splice"]

_LINE_END = re.compile(r"\r\n|\n|\r")


class Splice:
    """A text whose top is a mapping, and where its entries stand.

    Parameters
    ----------
    text : str
        YAML that was read without a problem.
    """

    def __init__(self, text: str) -> None:
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._text = text.removeprefix(self._mark)
        found = _LINE_END.search(self._text)
        self._line_end = found[0] if found else "\n"
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._root = yaml.compose(self._text, Loader=loader)

    def has(self, *keys: str) -> bool:
        """Whether there is an entry.

        Parameters
        ----------
        *keys : str
            The keys on the way, outermost first.

        Returns
        -------
        bool
            Whether it is there.
        """
        return self._under(*keys) is not None

    def added(self, *way: Any, gap: bool = False) -> str:
        """The text with one more entry at the end of a mapping.

        Parameters
        ----------
        *way : object
            The keys that lead to the mapping, then the new key, then its value.
        gap : bool
            Whether the entry goes to the end of the file, after an empty line.

        Returns
        -------
        str
            The text.
        """
        *keys, key, value = way
        mapping = self._under(*keys)
        entries = mapping.value
        if mapping.flow_style:
            return self._added_on_the_line(mapping, f"{key_text(key)}: {on_one_line(value)}")
        indent = entries[0][0].start_mark.column
        start = self._end_of_file() if gap else self._line_after(entries[-1][1])
        entry = " " * indent + f"{key_text(key)}:" + spread(value, indent + 2, indent + len(key))
        begun = "" if self._text[:start].endswith(("\n", "\r")) else "\n"
        return self._put(start, start, begun + "\n" * gap + entry + "\n")

    def replaced(self, *way: Any) -> str:
        """The text with another value for an entry.

        Parameters
        ----------
        *way : object
            The keys that lead to the entry, its own key, then the value.

        Returns
        -------
        str
            The text.
        """
        *keys, key, value = way
        mapping = self._under(*keys)
        key_node, node = next(entry for entry in mapping.value if entry[0].value == key)
        indent = key_node.start_mark.column
        entry = f"{key_text(key)}: {on_one_line(value)}"
        if not mapping.flow_style:
            entry = f"{key_text(key)}:" + spread(value, indent + 2, indent + len(key))
        end = len(self._text[: self._end(node)].rstrip())
        return self._put(key_node.start_mark.index, end, entry)

    def _under(self, *keys: str) -> Any:
        node: Any = self._root
        for key in keys:
            entries = node.value
            node = next((below for key_node, below in entries if key_node.value == key), None)
            if node is None:
                return None
        return node

    def _added_on_the_line(self, mapping: Any, entry: str) -> str:
        if not mapping.value:
            start = mapping.start_mark.index + 1
            return self._put(start, start, entry)
        end = self._end(mapping.value[-1][1])
        comma = re.match(r"(?:\s|#.*)*,", self._text[end : mapping.end_mark.index])
        if comma:
            return self._put(end + comma.end(), end + comma.end(), f" {entry}")
        return self._put(end, end, f", {entry}")

    def _put(self, start: int, end: int, words: str) -> str:
        """The text with words in the place of what stands from start to end."""
        words = words.replace("\n", self._line_end)
        return self._mark + self._text[:start] + words + self._text[end:]

    def _line_after(self, node: Any) -> int:
        """Where the first line begins that is no part of a value."""
        end = self._end(node)
        if self._text[:end].endswith(("\n", "\r")):
            return end
        found = _LINE_END.search(self._text, end)
        return found.end() if found else len(self._text)

    def _end_of_file(self) -> int:
        """Where the file ends, before a mark of its end."""
        found = re.compile(r"^\.\.\.", re.MULTILINE).search(self._text, self._end(self._root))
        return found.start() if found else len(self._text)

    def _end(self, node: Any) -> int:
        """Where a value ends, without the white space and the remarks that follow it."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            end: int = node.end_mark.index
            return end
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)
