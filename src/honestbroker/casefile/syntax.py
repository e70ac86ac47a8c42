"""What is wrong with a text as YAML, in the analyst's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import yaml

from honestbroker.case.problems import Problem
from honestbroker.case.sources import Place

__all__ = ["problems_of_characters", "problems_of_yaml"]

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_TOLD: Final = 20
"""How many of the same kind are told."""


def problems_of_characters(text: str, file: str) -> list[Problem]:
    """Characters that no text has, such as those a damaged file is full of.

    Parameters
    ----------
    text : str
        The file's content.
    file : str
        What to call the file in places.

    Returns
    -------
    list of Problem
        One for each of the first few.
    """
    if not _FORBIDDEN.search(text):
        return []
    found = []
    for number, line in enumerate(_BREAK.split(text), start=1):
        for match in _FORBIDDEN.finditer(line):
            told = f"an invisible character (U+{ord(match[0]):04X}) stands here that no text has"
            place = Place(file, number, match.start() + 1)
            found.append(Problem(told, place, "delete it"))
            if len(found) == _TOLD:
                return found
    return found


def problems_of_yaml(error: yaml.YAMLError, text: str, file: str) -> list[Problem]:
    """A YAML error in the analyst's words.

    Parameters
    ----------
    error : yaml.YAMLError
        What the parser says.
    text : str
        The file's content.
    file : str
        What to call the file in places.

    Returns
    -------
    list of Problem
        One; several where lines are indented with tabs.
    """
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return [Problem("this cannot be read as text", Place(file, 1, 1), "save it as UTF-8")]
    lines = _BREAK.split(text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        return _tabs(lines, mark, file)
    seen = _Seen(error, mark, lines, file)
    for sign, tell in _KINDS:
        if sign in seen.context or sign in seen.problem:
            return [tell(seen)]
    told = f"this cannot be read: {seen.problem or seen.context}"
    return [Problem(told, seen.here, "look for a missing quote, bracket or comma just before")]


class _Seen:
    """A YAML error with the line it points at."""

    def __init__(self, error: yaml.YAMLError, mark: Any, lines: list[str], file: str) -> None:
        self.context = str(getattr(error, "context", "") or "")
        self.problem = str(getattr(error, "problem", "") or "")
        self.lines = lines
        self.file = file
        self.number = mark.line
        self.line = lines[mark.line] if mark.line < len(lines) else ""
        self.column = mark.column
        self.here = Place(file, mark.line + 1, mark.column + 1)
        begun = getattr(error, "context_mark", None) or mark
        self.opened = Place(file, begun.line + 1, begun.column + 1)

    @property
    def text_before(self) -> Place | None:
        """Where a quoted text of several lines begins that ends just before."""
        last = None
        try:
            for token in yaml.scan("\n".join(self.lines), Loader=yaml.CSafeLoader):
                if token.start_mark.line == self.number and token.start_mark.column >= self.column:
                    break
                last = token if isinstance(token, yaml.ScalarToken) else last
        except yaml.YAMLError:
            pass
        if last is None or last.style not in ("'", '"') or last.start_mark.line == self.number:
            return None
        return Place(self.file, last.start_mark.line + 1, last.start_mark.column + 1)

    @property
    def character(self) -> str:
        return self.line[self.column : self.column + 1]


def _tabs(lines: list[str], mark: Any, file: str) -> list[Problem]:
    """The tab the parser stumbled on, and all other lines that begin with blanks and a tab."""
    found = {(mark.line, lines[mark.line].find("\t"))}
    for number, line in enumerate(lines):
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indentation and indentation != line:
            found.add((number, indentation.find("\t")))
    return [
        Problem(
            "a tab stands where blanks are needed",
            Place(file, number + 1, column + 1),
            "indent with blanks only",
        )
        for number, column in sorted(found)[:_TOLD]
    ]


def _colon(seen: _Seen) -> Problem:
    if re.search(r":\s", seen.line[: seen.column]):
        told = "a second colon stands here; a text that contains one needs quotes"
        return Problem(told, seen.here, 'for example  title: "War: a history"')
    for number in range(seen.number - 1, -1, -1):
        words = seen.lines[number].split("#")[0].strip()
        if words:
            column = len(seen.lines[number]) - len(seen.lines[number].lstrip()) + 1
            seen.opened = Place(seen.file, number + 1, column)
            return _nameless(seen)
    return Problem("a colon stands here where none belongs", seen.here, "put the text in quotes")


def _quote(seen: _Seen) -> Problem:
    if "escape" in seen.problem or "expected hexdecimal" in seen.problem:
        told = "in double quotes a backslash begins a special sign; this is none"
        return Problem(told, seen.here, "use single quotes, or write the backslash twice")
    told = "the quotation mark that stands here is never closed"
    return Problem(told, seen.opened, "close it at the end of the text")


def _list(seen: _Seen) -> Problem:
    told = "the list that begins with this [ is not closed, or a comma is missing in it"
    return Problem(told, seen.opened, f"look for a missing ] or , up to line {seen.number + 1}")


def _braces(seen: _Seen) -> Problem:
    told = "what begins with this { is not closed, or a comma is missing in it"
    return Problem(told, seen.opened, f"look for a missing }} or , up to line {seen.number + 1}")


def _start(seen: _Seen) -> Problem:
    told = f"a text cannot begin with {seen.character!r} unless it stands in quotes"
    return Problem(told, seen.here, "put the whole text in quotes")


def _nameless(seen: _Seen) -> Problem:
    told = "this line is neither a key with a colon nor finished in the next line"
    hint = "put a colon and a blank after a key, quotes around a text of several lines"
    return Problem(told, seen.opened, hint)


def _indentation(seen: _Seen) -> Problem:
    if seen.line[: seen.column].strip():
        long = seen.text_before
        if long is not None:
            told = f"the quotation mark that stands here is closed only in line {seen.number + 1}"
            return Problem(told, long, "close it at the end of the text")
        told = "something follows here although the value before it has ended"
        return Problem(told, seen.here, "put the whole value in quotes, or begin a new line")
    if seen.character == "-":
        told = "a list item (-) stands here where a key belongs"
        return Problem(told, seen.here, "indent it like the other items, or give the list a key")
    told = "this line is not indented like the lines it belongs to"
    return Problem(told, seen.here, "give lines of one level the same number of blanks")


def _item(seen: _Seen) -> Problem:
    told = "a list item must begin with '- ', like the ones before it"
    return Problem(told, seen.here, "or indent the line so that it belongs to the item above")


def _item_after_key(seen: _Seen) -> Problem:
    told = "a list item (-) cannot stand in the same line as its key"
    return Problem(told, seen.here, "begin the list in the next line")


def _block_text(seen: _Seen) -> Problem:
    told = "after | or > the text must begin in the next line"
    return Problem(told, seen.here, "begin a new line, or put the text in quotes")


def _own_meaning(seen: _Seen) -> Problem:
    told = "&, *, ! and % have a meaning of their own at the beginning of a text"
    return Problem(told, seen.opened, "put the text in quotes")


def _after_end(seen: _Seen) -> Problem:
    return Problem("the file goes on after its end", seen.here, "one file, one case")


_KINDS: Final[tuple[tuple[str, Callable[[_Seen], Problem]], ...]] = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _nameless),
    ("quoted scalar", _quote),
    ("double-quoted", _quote),
    ("block scalar", _block_text),
    ("scanning a directive", _own_meaning),
    ("scanning an anchor", _own_meaning),
    ("scanning an alias", _own_meaning),
    ("a tag", _own_meaning),
    ("cannot start any token", _start),
    ("flow sequence", _list),
    ("flow mapping", _braces),
    ("sequence entries are not allowed", _item_after_key),
    ("block collection", _item),
    ("block mapping", _indentation),
    ("document start", _after_end),
)
"""How a parser's message is recognised (context or problem), and who tells it; first wins."""
