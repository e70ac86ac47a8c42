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

from honestbroker.case.problems import Problem
from honestbroker.case.sources import Place
from honestbroker.casefile.syntax import problems_of_characters, problems_of_yaml

__all__ = [
    "MAX_BYTES",
    "MAX_NESTING",
    "MAX_PROBLEMS",
    "MAX_VALUES",
    "UNREADABLE",
    "Node",
    "decoded",
    "plain_value",
    "read_tree",
]

MAX_BYTES: Final = 2_000_000
"""The longest file that is read."""

MAX_NESTING: Final = 40
"""How deeply lists and mappings may stand in each other."""

MAX_VALUES: Final = 150_000
"""How many values, lists and mappings a file may have."""

MAX_PROBLEMS: Final = 200
"""How many problems are told."""

UNREADABLE: Final = "\0"
"""Stands for what is missing or cannot be used; no file can hold it."""

_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BREAKS: Final = "\n\r\x85\u2028\u2029"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """One value of the file: a mapping, a list or a scalar.

    `place` is where the value begins and `key_place` where its key does, if it has one. `value` is
    a ``dict`` of str to `Node`, a ``list`` of `Node`, or a scalar (str, bool, int, float, None).
    `written` is a scalar as the file has it; `lines` is where the lines of its text begin:
    (1-based column of the text, line, column). `told` is whether its problem was told already.
    """

    value: Any
    place: Place
    key_place: Place | None = None
    written: str = ""
    lines: tuple[tuple[int, int, int], ...] = ()
    told: bool = False

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

    def below(self, step: str | int) -> Node | None:
        """The value under a key or an index.

        Parameters
        ----------
        step : str or int
            A key of a mapping, or an index of a list.

        Returns
        -------
        Node or None
            The value; None if there is none.
        """
        if isinstance(self.value, dict):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int):
            return self.value[step] if 0 <= step < len(self.value) else None
        return None

    def chain(self, path: tuple[str | int, ...]) -> list[Node]:
        """The nodes on the way of a path, as far as it leads.

        Parameters
        ----------
        path : tuple of str or int
            Keys and indices.

        Returns
        -------
        list of Node
            This node first.
        """
        chain = [self]
        for step in path:
            below = chain[-1].below(step)
            if below is None:
                break
            chain.append(below)
        return chain

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
            node = node.below(step) or node
        return node

    def words(self) -> Iterator[str]:
        """Every key and every text in it.

        Yields
        ------
        str
            A key, or a scalar as the file has it.
        """
        if isinstance(self.value, dict):
            yield from self.value
        if isinstance(self.value, dict | list):
            for node in self.value.values() if isinstance(self.value, dict) else self.value:
                yield from node.words()
        else:
            yield self.written

    @property
    def item_place(self) -> Place:
        """Where the item begins: its key's place, with the place of its text."""
        start = self.key_place or self.place
        if not self.lines:
            return start
        first, *later = self.lines
        if first[1] == start.line:
            return Place(start.file, start.line, start.column, first[2], tuple(later))
        return Place(start.file, start.line, start.column, start.column, self.lines)


@dataclass
class _Builder:
    """Parser events to a tree; iterative, so that nesting cannot overflow."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    open: list[Node] = field(default_factory=list)
    keys: list[tuple[str, Place] | None] = field(default_factory=list)
    dropped: list[tuple[Node, str]] = field(default_factory=list)
    root: Node | None = None

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def report(self, message: str, place: Place, suggestion: str) -> None:
        self.problems.append(Problem(message, place, suggestion))

    def build(self, events: Iterator[Any]) -> Node | None:
        """The tree of one document; None if it is no use to look further."""
        for number, event in enumerate(events):
            if number > MAX_VALUES:
                told = f"the file has more than {MAX_VALUES:,} values"
                place = self.place(event.start_mark)
                self.report(told, place, "split the crisis into several cases")
            if len(self.problems) > MAX_PROBLEMS or number > MAX_VALUES:
                return None
            if isinstance(event, yaml.NodeEvent):
                if len(self.open) > MAX_NESTING:
                    told = f"lists and mappings stand in each other more than {MAX_NESTING} deep"
                    hint = "look for brackets that are never closed"
                    self.report(told, self.place(event.start_mark), hint)
                    return None
                self.node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
                self.keys.pop()
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                told = "a second document starts here"
                self.report(told, self.place(event.start_mark), "one file, one case")
                break
        for parent, key in self.dropped:
            parent.value.pop(key, None)
        return self.root

    def node(self, event: Any) -> None:
        place = self.place(event.start_mark)
        self.marks(event, place)
        if isinstance(event, yaml.MappingStartEvent):
            node = Node({}, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node([], place)
        elif isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event)
        else:
            node = Node(UNREADABLE, place, told=True)
        if not self.open:
            self.root = node
        elif isinstance(self.open[-1].value, list):
            self.open[-1].value.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = self.key(event, node)
        else:
            key, node.key_place = self.keys[-1]
            self.open[-1].value[key] = node
            self.keys[-1] = None
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append(node)
            self.keys.append(None)

    def marks(self, event: Any, place: Place) -> None:
        """Refuse what makes YAML a programming language."""
        if isinstance(event, yaml.AliasEvent):
            told = f"*{event.anchor} repeats a value from elsewhere, which is not read"
            self.report(told, place, f'write the value out; a text: "*{event.anchor}"')
        elif event.anchor:
            told = f"&{event.anchor} marks a value for use elsewhere, which is not read"
            self.report(told, place, f'leave it out; a text: "&{event.anchor} ..."')
        if getattr(event, "tag", None) not in (None, "!"):
            told = "a word that begins with ! is an instruction to programs, which is not read"
            self.report(told, place, "leave it out; a text that begins with ! needs quotes")

    def key(self, event: Any, node: Node) -> tuple[str, Place]:
        """What the next value is filed under; what cannot be filed is dropped at the end."""
        parent = self.open[-1]
        text = unicodedata.normalize("NFC", getattr(event, "value", ""))
        if isinstance(node.value, dict | list):
            told = "a list or a mapping stands where a key should be"
            self.report(told, node.place, "a text that begins with a bracket needs quotes")
        elif isinstance(event, yaml.AliasEvent):
            pass
        elif not text:
            self.report("a key is missing here", node.place, "write one before the colon")
        elif text in parent.value:
            first = parent.value[text].key_place
            told = f"'{text}' stands twice, first in line {first.line}"
            self.report(told, node.place, "keep one of the two")
        else:
            if not isinstance(node.value, str):
                told = f"the key {text} is read as {_kind(node.value)}, not as text"
                number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
                hint = f'put it in quotes: "{text}"' if number else "choose another word"
                self.report(told, node.place, hint)
            return text, node.place
        unique = f"\0{len(self.dropped)}"
        self.dropped.append((parent, unique))
        return unique, node.place

    def scalar(self, event: Any) -> Node:
        text = unicodedata.normalize("NFC", event.value)
        value: Any = text
        if not event.style:  # a plain scalar: None or '', by parser
            value = plain_value(text)
        return Node(value, self.place(event.start_mark), None, text, self.lines(event, text))

    def lines(self, event: Any, text: str) -> tuple[tuple[int, int, int], ...]:
        """Where the lines of a scalar's text begin in the file."""
        start, end = event.start_mark, event.end_mark
        quoted = event.style in ("'", '"')
        if not text:
            return ()
        if start.line == end.line and end.index - start.index == len(text) + 2 * quoted:
            return ((1, start.line + 1, start.column + 1 + quoted),)
        return _aligned(text, self.text[start.index : end.index], start, event.style)


def _aligned(text: str, source: str, start: Any, style: str) -> tuple[tuple[int, int, int], ...]:
    """Where a text stands in a source that has the same words with other white space.

    Goes as far as the characters agree; an escape in double quotes ends it.
    """
    found: list[tuple[int, int, int]] = []
    line, column = start.line + 1, start.column + 1
    at = 0
    if style in ("|", ">"):
        at = source.find("\n") + 1 or len(source)
        line, column = line + 1, 1
    elif style in ("'", '"'):
        at, column = 1, column + 1
    for place, character in enumerate(text, start=1):
        if character.isspace():
            continue
        while at < len(source) and source[at].isspace():
            is_break = source[at] in _BREAKS and source[at : at + 2] != "\r\n"
            line, column = (line + 1, 1) if is_break else (line, column + 1)
            at += 1
        if source[at : at + 2] == "''" and style == "'":
            at, column = at + 1, column + 1
        if source[at : at + 1] != character:
            break
        if not found or (line, column - place) != (found[-1][1], found[-1][2] - found[-1][0]):
            found.append((place, line, column))
        at, column = at + 1, column + 1
    return tuple(found)


def plain_value(text: str) -> Any:
    """What a text without quotes is read as.

    Parameters
    ----------
    text : str
        A plain scalar.

    Returns
    -------
    object
        None, True or False, a number, or the text itself.

    Examples
    --------
    >>> [plain_value(text) for text in ("no", "true", "1e3", "12:30", "2017-11-30", "~")]
    ['no', True, 1000.0, '12:30', '2017-11-30', None]
    """
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if len(text) <= 300 and _INTEGER.fullmatch(text):
        return int(text)
    if len(text) <= 300 and _NUMBER.fullmatch(text):
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
    text, problems = decoded(data, file)
    if text is None:
        return None, problems
    builder, tree = _Builder(file, text), None
    for loader in dict.fromkeys((_LOADER, yaml.SafeLoader)):
        builder = _Builder(file, text)
        try:
            tree = builder.build(yaml.parse(text, Loader=loader))
        except yaml.YAMLError as error:
            if "nesting depth" in str(error):
                continue  # libyaml looks far ahead, and gives up before it says where it is
            return None, [*builder.problems, *problems_of_yaml(error, text, file)]
        break
    if tree is None and not builder.problems:
        hint = "see an example with: honestbroker new"
        builder.problems.append(Problem("the file is empty", Place(file, 1, 1), hint))
    return tree, builder.problems


def decoded(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file.

    Parameters
    ----------
    data : bytes
        The file's content.
    file : str
        What to call the file in places.

    Returns
    -------
    text : str or None
        The text without a byte order mark; None if it is no text or too long.
    problems : list of Problem
        Why it is not.
    """
    if len(data) > MAX_BYTES:
        told = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        return None, [Problem(told, Place(file, 1, 1), "split the crisis into several cases")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        before = data[line_start : error.start].decode("utf-8-sig", "replace")
        place = Place(file, data.count(b"\n", 0, error.start) + 1, len(before) + 1)
        hint = "save the file as UTF-8: in most editors under 'Save as', 'Encoding'"
        return None, [Problem("this is not UTF-8 text", place, hint)]
    problems = problems_of_characters(text, file)
    return (None if problems else text), problems
