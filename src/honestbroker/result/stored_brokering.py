"""What the JSON of roadmaps and brokers tells otherwise than their attributes do, put back.

Their documents have one head for all that is in them, name a part by what it is (``roadmap``,
``broker``), and write pairs as objects. `honestbroker.result.stored` reads the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["brokers_read", "roadmaps_read"]

_PARTS: Final = ("roadmaps", "candidates", "nobody", "kinds_missing", "complements", "brokers")
"""Keys that do not belong to the head."""


def roadmaps_read(document: Any) -> Any:
    """The document of several roadmaps in the form of their attributes.

    Parameters
    ----------
    document : JSON values
        What `honestbroker.result.roadmap.Roadmaps.to_dict` gave.

    Returns
    -------
    JSON values
        The same; unchanged where it is no such document.
    """
    return _with_parts(document, "roadmaps", "roadmap", _roadmap)


def brokers_read(document: Any) -> Any:
    """The document of several brokers in the form of their attributes.

    Parameters
    ----------
    document : JSON values
        What `honestbroker.result.brokers.Brokers.to_dict` gave.

    Returns
    -------
    JSON values
        The same; unchanged where it is no such document.
    """
    return _with_parts(document, "brokers", "broker", lambda part: part)


def _with_parts(document: Any, key: str, name: str, inner: Any) -> Any:
    if not isinstance(document, Mapping) or not isinstance(document.get(key), list):
        return document
    head = {word: value for word, value in document.items() if word not in _PARTS}
    parts = [
        inner({**head, **part, "id": part.get(name)}) if isinstance(part, Mapping) else part
        for part in document[key]
    ]
    return {**document, key: parts}


def _roadmap(part: Mapping[str, Any]) -> Any:
    return _each(part, "roads", lambda road: _each(road, "stages", _stage))


def _stage(stage: Mapping[str, Any]) -> Any:
    return _each(_pairs(stage, "promise"), "starts", _start)


def _start(start: Mapping[str, Any]) -> Any:
    labels = start.get("labels")
    if isinstance(labels, Mapping):
        start = {**start, "labels": [[id, some] for id, some in labels.items()]}
    return _pairs(start, "renewed")


def _each(part: Any, key: str, inner: Any) -> Any:
    """A mapping with something done to each item of one of its lists."""
    if not isinstance(part, Mapping) or not isinstance(part.get(key), list):
        return part
    return {**part, key: [inner(one) if isinstance(one, Mapping) else one for one in part[key]]}


def _pairs(part: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A mapping with objects of option and truth as pairs."""
    found: Any = _each(part, key, lambda one: [one.get("option"), one.get("taken")])
    return dict(found)
