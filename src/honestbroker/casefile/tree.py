"""A YAML file as a tree that knows where everything stands.

YAML 1.2's core meaning of plain words is used (only ``true``, ``false``, ``null`` and numbers are
no text), so ``no`` and ``12:30`` stay what the analyst typed. Refused, each with its place:
duplicate keys, anchors and aliases, tags, keys that are no text, nesting past `MAX_NESTING`,
files past `MAX_BYTES`, text that is not UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from honestbroker.case.problems import CaseError, Problem
from honestbroker.case.sources import Place

__all__ = ["MAX_BYTES", "MAX_NESTING", "Node", "read_tree"]

MAX_BYTES: Final = 2_000_000
"""The longest file that is read."""

MAX_NESTING: Final = 40
"""How deeply lists and mappings may stand in each other."""

_INTEGER: Final = re.compile(r"[-+]?[0-9]+$")
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """One value of the file: a mapping, a list or a scalar.

    `place` is where the value begins and `key_place` where its key does, if it has one. `value` is
    a ``dict`` of str to `Node`, a ``list`` of `Node`, or a scalar (str, bool, int, float, None).
    """

    value: Any
    place: Place
    key_place: Place | None = None
    written: str = ""
    quoted: bool = False

    def plain(self) -> Any:
        """The value without places: what a schema validates.

        Returns
        -------
        object
            Nested dicts and lists of scalars.
        """
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: tuple[str | int, ...]) -> Node:
        """The node at a path, or the nearest one above it that exists.

        Parameters
        ----------
        path : tuple of str or int
            Keys and indices; steps that lead nowhere are passed over.

        Returns
        -------
        Node
            The deepest node on the way.
        """
        node = self
        for step in path:
            below: Node | None = None
            if isinstance(node.value, dict):
                below = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int):
                below = node.value[step] if 0 <= step < len(node.value) else None
            node = below or node
        return node

    @property
    def item_place(self) -> Place:
        """Where the item begins: its key's place, with the column of its text."""
        start = self.key_place or self.place
        same_line = isinstance(self.value, str) and "\n" not in self.written
        offset = 1 if self.quoted else 0
        column = self.place.column + offset if same_line else None
        if column is not None and self.place.line != start.line:
            return Place(self.place.file, self.place.line, self.place.column, column)
        return Place(start.file, start.line, start.column, column)


@dataclass
class _Builder:
    file: str
    problems: list[Problem] = field(default_factory=list)

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def report(self, message: str, mark: Any, suggestion: str = "") -> None:
        self.problems.append(Problem(message, self.place(mark), suggestion))

    def build(self, events: Iterator[Any]) -> Node | None:
        """The tree of one document, from parser events; iterative, so nesting cannot overflow."""
        root: Node | None = None
        open_nodes: list[Node] = []
        keys: list[tuple[str, Place] | None] = []
        for event in events:
            if isinstance(event, yaml.AliasEvent):
                self.report("an alias (*) stands here", event.start_mark, "write the value out")
                node = Node(None, self.place(event.start_mark))
            elif isinstance(event, yaml.ScalarEvent):
                node = self.scalar(event)
                if open_nodes and isinstance(open_nodes[-1].value, dict) and keys[-1] is None:
                    keys[-1] = self.key(event, node, open_nodes[-1])
                    continue
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                is_map = isinstance(event, yaml.MappingStartEvent)
                node = Node({} if is_map else [], self.place(event.start_mark))
                if len(open_nodes) >= MAX_NESTING:
                    self.report(f"nested more than {MAX_NESTING} deep", event.start_mark)
                    return None
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                open_nodes.pop()
                keys.pop()
                continue
            else:
                if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                    self.report(
                        "a second document starts here", event.start_mark, "one file, one case"
                    )
                    return root
                continue
            if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent):
                self.report("an anchor (&) stands here", event.start_mark, "write the value out")
            if getattr(event, "tag", None) not in (None, "!"):
                self.report("a tag (!) stands here", event.start_mark, "leave it out")
            if open_nodes:
                self.put(open_nodes[-1], keys, node)
            else:
                root = node
            if isinstance(node.value, dict | list) and not isinstance(event, yaml.AliasEvent):
                open_nodes.append(node)
                keys.append(None)
        return root

    def put(self, parent: Node, keys: list[tuple[str, Place] | None], node: Node) -> None:
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        if keys[-1] is None:
            told = "a list or a mapping stands where a key should be"
            self.problems.append(Problem(told, node.place, "a key is one word"))
            keys[-1] = (f"?{len(parent.value)}", node.place)
            return
        key, node.key_place = keys[-1]
        keys[-1] = None
        parent.value.setdefault(key, node)

    def key(self, event: Any, node: Node, parent: Node) -> tuple[str, Place]:
        place = node.place
        text = event.value
        if not isinstance(node.value, str):
            self.problems.append(
                Problem(
                    f"the key {text} is read as {_kind(node.value)}, not as text",
                    place,
                    f'put it in quotes: "{text}"' if text else "give the key a name",
                )
            )
        if text in parent.value:
            first = parent.value[text].key_place
            told = f"'{text}' stands twice, first in line {first.line}"
            self.problems.append(Problem(told, place, "keep one of the two"))
            text = f"{text} (again, line {place.line})"
            parent.value[text] = Node(_DUPLICATE, place, place)
            return "?" + text, place
        return unicodedata.normalize("NFC", text), place

    def scalar(self, event: Any) -> Node:
        text = unicodedata.normalize("NFC", event.value)
        quoted = event.style in ("'", '"')
        value: Any = text
        if not event.style:  # a plain scalar: None or '', by parser
            value = _plain_value(text)
        written = text if event.start_mark.line == event.end_mark.line else text + "\n"
        return Node(value, self.place(event.start_mark), None, written, quoted)


class _Duplicate:
    """Stands for a key's second value, which is not read."""


_DUPLICATE: Final = _Duplicate()


def _plain_value(text: str) -> Any:
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if len(text) <= 300 and _INTEGER.match(text):
        return int(text)
    if len(text) <= 300 and _NUMBER.match(text):
        return float(text)
    return text


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "nothing"


def read_tree(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """Read a YAML file into a tree.

    Parameters
    ----------
    data : bytes
        The file's content.
    file : str
        What to call the file in places.

    Returns
    -------
    tree : Node or None
        The tree; None where nothing could be read.
    problems : list of Problem
        Everything wrong with the file as YAML.
    """
    start = Place(file, 1, 1)
    if len(data) > MAX_BYTES:
        told = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        return None, [Problem(told, start, "split the crisis into several cases")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = Place(file, line, error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1)
        return None, [Problem("this is not UTF-8 text", place, "save the file as UTF-8")]
    builder = _Builder(file)
    try:
        tree = builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        builder.problems.append(_of_yaml(error, text, file))
        return None, builder.problems
    except CaseError as error:
        return None, [*builder.problems, *error.problems]
    if tree is None and not builder.problems:
        builder.problems.append(
            Problem("the file is empty", start, "honestbroker cases lists examples")
        )
    if tree is not None:
        _drop_duplicates(tree)
    return tree, builder.problems


def _drop_duplicates(tree: Node) -> None:
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node.value, dict):
            for key in [key for key, below in node.value.items() if below.value is _DUPLICATE]:
                del node.value[key]
                node.value.pop("?" + key, None)
            pending.extend(node.value.values())
        elif isinstance(node.value, list):
            pending.extend(node.value)


def _of_yaml(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """A YAML error in the analyst's words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1
        return Problem(
            "a character stands here that no text has", Place(file, line, 1), "delete it"
        )
    place = Place(file, mark.line + 1, mark.column + 1)
    lines = text.split("\n")
    line_text = lines[mark.line] if mark.line < len(lines) else ""
    told = str(getattr(error, "problem", "") or "cannot be read").strip()
    if "\t" in line_text[: mark.column + 1] or "\\t" in told or "tab" in told:
        at = line_text.find("\t")
        spot = Place(file, mark.line + 1, at + 1 if at >= 0 else mark.column + 1)
        return Problem("a tab stands where blanks are needed", spot, "indent with blanks only")
    context = str(getattr(error, "context", "") or "").strip()
    hint = "look for a missing quote, bracket, comma or blank after a colon just before"
    if "mapping values are not allowed" in told:
        hint = "a text with a colon needs quotes; a new key needs its own line"
    return Problem(f"the YAML cannot be read: {(context + ', ' + told).strip(', ')}", place, hint)
