"""Read a case: a shipped id or a path, every problem at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from honestbroker.case.case import Case
from honestbroker.case.inspect import problems as problems_of
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.case.sources import Place
from honestbroker.casefile import schema
from honestbroker.casefile.build import build
from honestbroker.casefile.tree import MAX_BYTES, Node, read_tree
from honestbroker.changes import apply, in_profile

__all__ = ["read", "read_text", "shipped"]

_ROUNDS: Final = 20
"""How often what does not fit the schema is set aside to look at the rest."""


def shipped() -> tuple[str, ...]:
    """The ids of the cases that come with the package.

    Returns
    -------
    tuple of str
        Sorted ids.

    Examples
    --------
    >>> "korea-2017" in shipped()
    True
    """
    folder = resources.files("honestbroker") / "cases"
    found = (entry.name for entry in folder.iterdir() if (entry / "case.yaml").is_file())
    return tuple(sorted(found))


def read(case: str | Path) -> Case:
    """Read a case and take its default profile.

    Parameters
    ----------
    case : str or Path
        The id of a shipped case, or the path of a case file.

    Returns
    -------
    Case
        The case in its default profile.

    Raises
    ------
    CaseError
        With every problem of the file at once, each with line, column and what would be right.

    Examples
    --------
    >>> read("prisoners-dilemma")
    <Case prisoners-dilemma, profile base: 2 parties, 2 options>
    """
    if isinstance(case, str) and case in shipped():
        entry = resources.files("honestbroker") / "cases" / case / "case.yaml"
        return _read_bytes(entry.read_bytes(), f"{case}/case.yaml")
    path = Path(case)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no path"
        known = near(str(case), shipped())
        told = f"'{case}' is no shipped case and no file that can be read ({reason})"
        raise CaseError(
            [Problem(told, None, known or "honestbroker cases lists what there is")]
        ) from None
    if len(data) > MAX_BYTES:
        told = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
        place = Place(str(path), 1, 1)
        raise CaseError([Problem(told, place, "split the crisis into several cases")])
    return _read_bytes(data, str(path))


def read_text(text: str, file: str = "<text>") -> Case:
    """Read a case from a string.

    Parameters
    ----------
    text : str
        The content of a case file.
    file : str
        What to call it in problems.

    Returns
    -------
    Case
        The case in its default profile.

    Raises
    ------
    CaseError
        With every problem at once.
    """
    return _read_bytes(text.encode("utf-8", "surrogatepass"), file)


def _read_bytes(data: bytes, file: str) -> Case:
    tree, problems = read_tree(data, file)
    if tree is None:
        raise CaseError(problems)
    if not isinstance(tree.value, dict):
        told = "a case file is a mapping of keys such as parties, options, profiles"
        raise CaseError(
            [*problems, Problem(told, tree.place, "honestbroker schema case shows them")]
        )
    unread = _set_reserved_aside(tree)
    model, lost, found = _validated(tree)
    problems.extend(found)
    if model is None:
        raise CaseError(problems)
    case, found = build(model, tree)
    problems.extend(found)
    case = replace(case, unread=unread)
    problems.extend(_without_echoes(_problems_of_case(case, broken=bool(found)), lost))
    if problems:
        raise CaseError(problems)
    return in_profile(case, None)


def _set_reserved_aside(tree: Node) -> tuple[str, ...]:
    unread = [key for key in schema.RESERVED_KEYS if tree.value.pop(key, None) is not None]
    profiles = tree.value.get("profiles")
    for id, profile in (
        profiles.value.items() if profiles and isinstance(profiles.value, dict) else ()
    ):
        if isinstance(profile.value, dict):
            for key in schema.RESERVED_PROFILE_KEYS:
                if profile.value.pop(key, None) is not None:
                    unread.append(f"{key} of profile {id}")
    return tuple(unread)


def _validated(tree: Node) -> tuple[schema.CaseModel | None, set[str], list[Problem]]:
    """Validate; set aside what does not fit and go on, so that later problems are found too."""
    problems: dict[Problem, None] = {}
    lost: set[str] = set()
    thinned: set[int] = set()
    for _ in range(_ROUNDS):
        try:
            return schema.CaseModel.model_validate(tree.plain()), lost, list(problems)
        except ValidationError as error:
            details = error.errors(include_url=False)
        progress = False
        for detail in details:
            path = _path(detail["loc"])
            if id(tree.at(path)) not in thinned:  # else an echo of what was set aside there
                problems[_told(detail, tree)] = None
            progress |= _set_aside(tree, path, lost, thinned)
        if not progress:
            break
    return None, lost, list(problems)


def _path(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    return tuple(step for step in loc if step not in schema.TAGS and step != "[key]")


_STAND_INS: Final[dict[str, Any]] = {
    "format": schema.FORMAT, "case": "case", "title": "title",
    "parties": {}, "options": {}, "profiles": {},
}  # fmt: skip
"""What is assumed for a key of the whole file that is missing, to look at the rest."""


def _set_aside(tree: Node, path: tuple[str | int, ...], lost: set[str], thinned: set[int]) -> bool:
    """Take the offending value out of the tree; where a key is missing, the item that lacks it."""
    if len(path) == 1 and path[0] in _STAND_INS and path[0] not in tree.value:
        stand_in = _STAND_INS[str(path[0])]
        tree.value[path[0]] = Node(dict(stand_in) if stand_in == {} else stand_in, tree.place)
        return True
    chain = [tree]
    for step in path:
        node = chain[-1]
        below = None
        if isinstance(node.value, dict):
            below = node.value.get(step)
        elif isinstance(node.value, list) and isinstance(step, int):
            below = node.value[step] if step < len(node.value) else None
        if below is None:
            break
        chain.append(below)
    if len(chain) < 2:
        return False
    gone = chain[-1]
    holder = chain[-2]
    thinned.add(id(holder))
    if path[0] == "groups":
        lost.add("a group")
    if isinstance(gone.value, dict) and "id" in gone.value:
        lost.add(str(gone.value["id"].value))
    if isinstance(holder.value, dict):
        for key in [key for key, below in holder.value.items() if below is gone]:
            lost.add(key)
            del holder.value[key]
    elif isinstance(holder.value, list):
        holder.value[:] = [below for below in holder.value if below is not gone]
    return True


_MESSAGES: Final = {
    "string_type": "a text is needed here",
    "bool_type": "true or false is needed here",
    "int_type": "a whole number is needed here",
    "list_type": "a list is needed here",
    "dict_type": "a mapping of keys to values is needed here",
    "model_type": "a mapping of keys to values is needed here",
    "model_attributes_type": "a mapping of keys to values is needed here",
    "tuple_type": "a list is needed here",
    "date_from_datetime_parsing": "a date such as 2017-11-30 is needed here",
    "date_type": "a date such as 2017-11-30 is needed here",
    "date_parsing": "a date such as 2017-11-30 is needed here",
    "date_from_datetime_inexact": "a date such as 2017-11-30 is needed here",
    "string_pattern_mismatch": "a hash is needed here: 8 to 64 of the digits 0-9 and a-f",
    "too_long": "there is more here than belongs",
}


def _told(detail: Any, tree: Node) -> Problem:
    """A validation error in the analyst's words and coordinates."""
    path = _path(detail["loc"])
    kind = detail["type"]
    node = tree.at(path)
    if kind == "missing":
        told = f"'{path[-1]}' is missing"
        if isinstance(path[-1], int):
            told = "an entry is missing"
        return Problem(told, node.item_place, _missing_hint(path))
    if kind == "extra_forbidden":
        known = _fields(detail["loc"])
        hint = near(str(path[-1]), known)
        if not hint and known:
            hint = "known: " + ", ".join(known)
        return Problem(f"there is no key '{path[-1]}' here", node.item_place, hint)
    if kind == "literal_error":
        allowed = [
            word.strip("'") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(", ")
        ]
        told = f"{node.plain()!r} is none of the possible values"
        close = difflib.get_close_matches(str(node.plain()), allowed, 1)
        hint = f"did you mean '{close[0]}'?" if close else "one of: " + ", ".join(allowed)
        return Problem(told, node.place, hint)
    if kind == "value_error":
        return Problem(str(detail["ctx"]["error"]), node.item_place)
    told = _MESSAGES.get(kind, detail["msg"])
    hint = ""
    value = node.value
    if kind == "string_type" and isinstance(value, bool | int | float):
        hint = f'put it in quotes: "{node.written}"'
    elif kind == "string_type" and isinstance(value, dict):
        hint = "a text that begins with a brace needs quotes"
    elif value is None:
        told += ", but nothing stands here"
    return Problem(told, node.place, hint)


def _missing_hint(path: Sequence[str | int]) -> str:
    examples = {
        "format": f"begin the file with  format: {schema.FORMAT}",
        "by": "say whose option it is, for example  by: US",
        "want": "a statement needs  want: <formula>",
        "id": "give it an id, unique in its list",
        "name": "give it a name, for example  name: {en: ...}",
    }
    return examples.get(str(path[-1]), f"add  {path[-1]}: ...")


def _fields(loc: Sequence[str | int]) -> list[str]:
    """The keys a mapping may have, found by walking the models along an error's location."""
    kinds: list[Any] = [schema.CaseModel]
    for step in loc[:-1]:
        kinds = [below for kind in kinds for below in _below(kind, step)]
    fields: list[str] = []
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields.extend(info.alias or name for name, info in kind.model_fields.items())
    return list(dict.fromkeys(fields))


def _below(kind: Any, step: str | int) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if step in (name, info.alias):
                yield from _models_in(info.annotation)
    else:
        yield kind


def _models_in(annotation: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _problems_of_case(case: Case, *, broken: bool) -> Iterator[Problem]:
    """What is wrong with the case as a whole, in every profile and with every named change."""
    yield from problems_of(case)
    good: list[str] = []
    for profile in case.profiles:
        try:
            there = in_profile(case, profile.id)
        except CaseError as error:
            yield from error.problems
            continue
        found = list(problems_of(there))
        yield from found
        if not found:
            good.append(profile.id)
    if broken or case.default_profile not in good:
        return
    start = in_profile(case, case.default_profile)
    for change in case.changes:
        if any(_applies(in_profile(case, id), change) for id in good):
            continue
        try:
            apply(start, change)
        except CaseError as error:
            yield from error.problems


def _applies(case: Case, change: Any) -> bool:
    try:
        apply(case, change)
    except CaseError:
        return False
    return True


def _without_echoes(problems: Iterator[Problem], lost: set[str]) -> Iterator[Problem]:
    """Leave out what only repeats a problem told already: names of items that were set aside."""
    for problem in problems:
        told = problem.message
        echo = any(f"'{id}'" in told for id in lost) or "''" in told
        if not echo and not ("a group" in lost and "there is no group" in told):
            yield problem
