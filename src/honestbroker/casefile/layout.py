"""Plain values to YAML that reads like a note: short things on one line, long ones spread out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from honestbroker.casefile.tree import plain_value

__all__ = ["UNSEEN", "WIDTH", "Remarked", "entries", "key_text", "on_one_line", "spread"]

WIDTH: Final = 100
"""How wide a line may be, unless one word is wider."""

_PLAIN: Final = re.compile(r"[\w(](?:[^,\[\]{}:#]|:(?=[\w/])|(?<=\S)#)*")
_WORDS: Final = frozenset("y n yes no on off true false null ~".split())


@dataclass(frozen=True)
class Remarked:
    """A value with a remark behind it; remarks of equal width stand below each other."""

    value: Any
    remark: str
    width: int = 0


def on_one_line(value: Any) -> str:
    """A value as YAML on one line.

    Parameters
    ----------
    value : object
        Mappings, lists, texts, numbers, dates, true, false, None.

    Returns
    -------
    str
        In braces and square brackets where needed.

    Examples
    --------
    >>> on_one_line({"id": "no-war", "want": "not u_strike", "firm": True, "name": "No: never"})
    '{id: no-war, want: not u_strike, firm: true, name: "No: never"}'
    """
    if isinstance(value, Remarked):
        return on_one_line(value.value)
    if isinstance(value, dict):
        inner = (f"{key_text(key)}: {on_one_line(below)}" for key, below in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(on_one_line(below) for below in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, int | float | datetime.date):
        return str(value)
    return _text(str(value))


def key_text(key: str) -> str:
    """A key as YAML.

    Parameters
    ----------
    key : str
        The key.

    Returns
    -------
    str
        In quotes where it would be read as something else.
    """
    return _text(key)


def spread(value: Any, indent: int = 0, used: int = 0) -> str:
    """A value as YAML after a key or a dash: on the same line if it fits, else below.

    Parameters
    ----------
    value : object
        Mappings, lists, texts, numbers, dates, true and false.
    indent : int
        How many blanks stand before lines of this level.
    used : int
        How wide the line is already.

    Returns
    -------
    str
        A blank and the value, or further lines; without a line end.

    Examples
    --------
    >>> print("rules:" + spread([{"id": "one-course", "holds": "not (a and b)"}], 2, 6))
    rules:
      - {id: one-course, holds: not (a and b)}
    """
    line = on_one_line(value)
    long_enough = used + 1 + len(line) > WIDTH
    if isinstance(value, Remarked):
        return f" {line:<{value.width}}  # {value.remark}"
    if isinstance(value, dict) and value and (long_enough or _holds_items(value)):
        return entries(value, indent)
    if isinstance(value, list) and value and (long_enough or _is_items(value)):
        return "".join(_items(value, indent))
    if isinstance(value, str) and long_enough:
        return _folded(line, value, indent, used)
    return f" {line}"


def entries(value: dict[str, Any], indent: int) -> str:
    """A mapping as YAML, each entry on a line of its own.

    Parameters
    ----------
    value : dict
        The mapping; not empty.
    indent : int
        How many blanks stand before each key.

    Returns
    -------
    str
        A line for each entry, or several; each after a line end.
    """
    lines = []
    for key, below in value.items():
        start = " " * indent + key_text(key) + ":"
        lines.append("\n" + start + spread(below, indent + 2, len(start)))
    return "".join(lines)


def _items(value: list[Any], indent: int) -> Iterator[str]:
    for below in value:
        start = " " * indent + "-"
        text = spread(below, indent + 2, len(start))
        if text.startswith("\n"):  # the first key stands beside the dash
            text = " " + text.lstrip("\n ")
        yield "\n" + start + text


def _is_items(value: list[Any]) -> bool:
    """Whether a list is one of items, which stand below each other."""
    return any(isinstance(below, dict | Remarked) for below in value)


def _holds_items(value: dict[str, Any]) -> bool:
    return any(
        (isinstance(below, list) and _is_items(below))
        or (isinstance(below, dict) and _holds_items(below))
        for below in value.values()
    )  # fmt: skip


def _folded(line: str, text: str, indent: int, used: int) -> str:
    """A long text over several lines, in quotes: a line end in them is read as a blank."""
    quoted = line if line.startswith('"') else _quoted(text)
    lines: list[str] = []
    for word in re.split(r"(?<=[^ ]) (?=[^ ])", quoted):
        room = WIDTH - (indent if len(lines) > 1 else used + 1)
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return " " + ("\n" + " " * indent).join(lines)


def _text(text: str) -> str:
    plain = (
        _PLAIN.fullmatch(text)
        and text.strip() == text
        and not UNSEEN.search(text)
        and text.lower() not in _WORDS
        and isinstance(plain_value(text), str)
    )
    return text if plain else _quoted(text)


_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
UNSEEN: Final = re.compile("[\0-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04x}" if UNSEEN.match(character) else character
