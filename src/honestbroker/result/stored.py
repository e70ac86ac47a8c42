"""Results from the JSON that was written of them.

A result's JSON has a key for each of its attributes, so its class says how to read it back. Two
rules cover what is written otherwise: an attribute without a key of its own (the question, the pair
within a turn) is made from the mapping around it, and keys that no attribute has follow from others
and are passed over.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

__all__ = ["Unreadable", "restored"]

Result = TypeVar("Result")


class Unreadable(ValueError):
    """A document is no such result."""


def restored(kind: type[Result], document: Any) -> Result:
    """A result from its JSON values.

    Parameters
    ----------
    kind : type
        The result's class.
    document : JSON values
        What its `to_dict` gave.

    Returns
    -------
    Result
        The same result.

    Raises
    ------
    Unreadable
        If the document is no such result; the message names the first key that is wrong.

    Examples
    --------
    >>> from honestbroker.result import Scope
    >>> restored(Scope, Scope("sampled", seed=3, draws=10).to_dict())
    Scope(kind='sampled', by=None, seed=3, draws=10)
    """
    return cast(Result, _made(kind, document, kind.__name__))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, value: Any, where: str) -> Any:
    """A value of a type, from JSON values."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(inner, value, where)
    if origin is tuple:
        return _tuple(inner, value, where)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise Unreadable(f"{where}: keys with values are needed")
        return {key: _made(inner[1], below, f"{where}.{key}") for key, below in value.items()}
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        names = {name: _made(hint, _below(value, name, where), f"{where}.{name}")
                 for name, hint in _hints(kind).items()}  # fmt: skip
        return kind(**names)
    if is_dataclass(kind):
        return _dataclass(kind, value, where)
    if kind is Any:
        return value
    if kind is type(None):
        kind = types.NoneType
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Unreadable(f"{where}: {value!r:.40} does not belong here")
    return value


def _below(value: Any, name: str, where: str) -> Any:
    if not isinstance(value, dict) or name not in value:
        raise Unreadable(f"{where}.{name} is missing")
    return value[name]


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    first: Unreadable | None = None
    for kind in kinds:
        try:
            return _made(kind, value, where)
        except Unreadable as error:
            first = first or error
    raise first or Unreadable(where)


def _tuple(inner: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    many = len(inner) == 2 and inner[1] is Ellipsis
    if not isinstance(value, list | tuple) or (not many and len(value) != len(inner)):
        raise Unreadable(f"{where}: a list is needed")
    kinds = [inner[0]] * len(value) if many else inner
    pairs = zip(kinds, value, strict=True)
    return tuple(_made(kind, below, f"{where}[{at}]") for at, (kind, below) in enumerate(pairs))


def _dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: keys with values are needed")
    given: dict[str, Any] = {}
    for field in fields(kind):
        hint = _hints(kind)[field.name]
        if field.name in value:
            given[field.name] = _made(hint, value[field.name], f"{where}.{field.name}")
        elif is_dataclass(hint):
            given[field.name] = _made(hint, value, where)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise Unreadable(f"{where}.{field.name} is missing")
    return kind(**given)
