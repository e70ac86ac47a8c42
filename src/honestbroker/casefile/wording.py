"""What does not fit the declarations, in the analyst's words."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, Final

from honestbroker.case.problems import Problem, near
from honestbroker.casefile.models import FORMAT
from honestbroker.casefile.tree import Node

__all__ = ["NO", "YES", "meant", "told"]

YES: Final = frozenset("y yes on true".split())
NO: Final = frozenset("n no off false".split())

_MESSAGES: Final = {
    "string_type": "a text is needed here",
    "bool_type": "true or false is needed here",
    "int_type": "a whole number is needed here",
    "list_type": "a list is needed here",
    "tuple_type": "a list is needed here",
    "dict_type": "keys with values are needed here",
    "model_type": "keys with values are needed here",
    "model_attributes_type": "keys with values are needed here",
    "date_type": "a date such as 2017-11-30 is needed here",
    "date_from_datetime_parsing": "there is no such day",
    "date_parsing": "there is no such day",
    "string_pattern_mismatch": "a hash is needed here: 8 to 64 of the signs 0-9 and a-f",
    "rating": "a rating is needed here: a whole number from 0 to 3",
    "too_long": "there is more here than belongs",
}

_ONE_OF: Final = frozenset("to after before members where formula statements edits".split())
"""Keys of which exactly one is needed, wherever they are."""

_EXAMPLES: Final = {
    "format": f"begin the file with  format: {FORMAT}",
    "case": "give the case an id, for example  case: korea-2017",
    "title": "say what the case is about, for example  title: The Korean crisis",
    "parties": "say who decides, for example  parties: {US: {name: the United States}}",
    "options": "say what each party can do, one option per line",
    "profiles": "say what each party wants, in at least one profile",
    "by": "say whose it is, for example  by: US",
    "want": "say what is wanted, for example  want: u_talks only if d_freeze",
    "holds": "say what must hold, for example  holds: not (a and b)",
    "id": "give it an id of its own, for example  id: no-war",
    "name": "give it a name in English, for example  name: hold direct talks",
    "kind": "say what it is, for example  kind: B1 (a channel)",
    "party": "say which party, for example  party: US",
    "stages": "a roadmap needs  stages: [...], the first one first",
    "ranking": "a direct ranking needs  ranking: [...], best state first",
}


def told(
    detail: Any, path: tuple[str | int, ...], node: Node, known: Sequence[str], likely: str = ""
) -> Problem:
    """A validation error as a problem.

    Parameters
    ----------
    detail : dict
        What pydantic says.
    path : tuple of str or int
        Where, in keys and indices of the file.
    node : Node
        The value, or what should hold it where it is missing.
    known : sequence of str
        The keys that may stand there, where that matters.
    likely : str
        The key that an unknown one stands for, if that is known.

    Returns
    -------
    Problem
        The same in the analyst's words and coordinates.
    """
    kind = detail["type"]
    if kind == "missing":
        return _missing(path, node)
    if kind == "extra_forbidden":
        hint = f"did you mean '{likely}'?" if likely else near(str(path[-1]), known)
        hint = hint or "known: " + ", ".join(known)
        return Problem(f"there is no key '{path[-1]}' here", node.item_place, hint)
    if kind == "literal_error":
        return _no_choice(detail, path, node)
    if kind == "english":
        return Problem("the English text (en) is missing", node.item_place, "add  en: ...")
    if kind == "kinds":
        hint = "make one list item of each" if " and " in detail["msg"] else "add what it does"
        return Problem(detail["msg"], node.item_place, hint)
    if kind in ("spot", "one"):
        given = not _ONE_OF.isdisjoint(node.value)
        return Problem(
            detail["msg"], node.item_place, "leave the rest out" if given else "add one of them"
        )
    message = _MESSAGES.get(kind, detail["msg"])
    if node.value is None:
        return Problem(f"nothing stands here; {_needed(kind, path)}", node.item_place, _empty(path))
    if kind == "nothing":
        return Problem(message, node.item_place, "leave the key out if there is nothing to say")
    hint = _tuple(path) if kind == "too_long" else _hint(kind, node, known)
    return Problem(_instead(message, kind, node), node.place, hint)


def meant(value: Any, detail: Any) -> str | None:
    """The choice that was probably meant.

    Parameters
    ----------
    value : object
        What was written.
    detail : dict
        What pydantic says of it.

    Returns
    -------
    str or None
        One of the choices; None if it is like none of them.
    """
    choices = {choice.lower(): choice for choice in _choices(detail)}
    close = difflib.get_close_matches(str(value).lower(), choices, n=1)
    return choices[close[0]] if close else None


def _choices(detail: Any) -> list[str]:
    expected = str(detail["ctx"]["expected"]).replace(" or ", ", ")
    return [word.strip("'") for word in expected.split(", ")]


def _no_choice(detail: Any, path: tuple[str | int, ...], node: Node) -> Problem:
    written = node.written if not isinstance(node.value, dict | list) else "this"
    if path == ("format",):
        return Problem(
            f"'{written}' is no format that this program reads", node.place, f"format: {FORMAT}"
        )
    choices = _choices(detail)
    close = meant(node.value, detail)
    hint = f"did you mean '{close}'?" if close else "one of: " + ", ".join(choices)
    return Problem(f"'{written}' is none of the possible values", node.place, hint)


def _missing(path: tuple[str | int, ...], holder: Node) -> Problem:
    key = path[-1]
    if isinstance(key, int):
        return Problem("an entry of this list is missing", holder.item_place, _tuple(path))
    return Problem(f"'{key}' is missing", holder.item_place, _EXAMPLES.get(key, f"add  {key}: ..."))


def _tuple(path: tuple[str | int, ...]) -> str:
    """What a list of fixed length looks like."""
    looks = {"when": "[option, up]", "then": "[option, up]", "moves": "[party, from, to]"}
    return next((looks[step] for step in path[::-1] if step in looks), "")


def _needed(kind: str, path: tuple[str | int, ...]) -> str:
    if kind == "nothing":
        return "the key is unfinished"
    return _MESSAGES.get(kind, "something is needed").removesuffix(" here")


def _empty(path: tuple[str | int, ...]) -> str:
    if path == ("status_quo",):
        return "write [] if nothing is taken; leave the key out if there is no status quo"
    return "write something or leave the key out"


def _instead(message: str, kind: str, node: Node) -> str:
    """The message, with what stands there instead where that explains it."""
    if kind == "string_type" and isinstance(node.value, bool):
        return f"{message}, but {node.written} is read as true or false"
    if kind == "string_type" and isinstance(node.value, int | float):
        return f"{message}, but {node.written[:40]} is read as a number"
    if isinstance(node.value, list) and kind != "too_long":
        return f"{message}, not a list"
    if isinstance(node.value, dict):
        return f"{message}, not keys with values"
    return message


def _hint(kind: str, node: Node, known: Sequence[str]) -> str:
    value = node.value
    if kind == "string_type":
        if isinstance(value, dict) and value and all(b.value is None for b in value.values()):
            return 'put it in quotes: "{' + ", ".join(value) + '}"'
        if isinstance(value, dict):
            return "a text that begins with a brace needs quotes"
        if isinstance(value, list):
            return "a text that begins with a square bracket needs quotes"
        return f'put it in quotes: "{node.written[:40]}"'
    if kind == "bool_type" and isinstance(value, str) and value.lower() in YES | NO:
        return f"write {str(value.lower() in YES).lower()}"
    if kind in ("list_type", "tuple_type"):
        if isinstance(value, str):
            return f"put it in square brackets: [{node.written[:40]}]"
        return "begin each entry on its own line with '- '"
    if kind in ("model_type", "model_attributes_type") and known:
        return "the keys are: " + ", ".join(known)
    if kind == "dict_type":
        return "one line for each, such as  id: ..."
    if kind == "date_type":
        return "year, month and day with hyphens"
    if kind == "rating":
        return "0 is not at all, 3 is fully"
    if kind == "string_pattern_mismatch":
        return "cut it out of the SHA-256 of the paragraph"
    return ""
