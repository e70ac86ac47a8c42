"""A case whose names say what they name, so that a printed sentence can be read back.

What a sentence says of a party, an option, a stage or a line of a list is then found in it without
guessing: ``‹party US› would ‹+u_talks›`` has one reading. How things are called in the case itself is
checked elsewhere. A line's label has its formula, as a change may put another one under the same id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import singledispatch
from typing import Any

from honestbroker.case import Case
from honestbroker.case.brokering import (
    Broker,
    Condition,
    Contribution,
    Objection,
    Roadmap,
    Stage,
)
from honestbroker.case.parts import Option, Outcome, Party, Rule, Statement
from honestbroker.case.sources import Text
from honestbroker.explain.section import Items, Section, Table

LANGUAGES = ("en", "vi")


def text(label: str) -> Text:
    """The same label in every language."""
    return Text.of(dict.fromkeys(LANGUAGES, f"‹{label}›"))


@singledispatch
def labelled(thing: Any) -> Any:
    """A case, or a part of one, with labels for names."""
    if isinstance(thing, tuple) and type(thing) is tuple:
        return tuple(labelled(one) for one in thing)
    if isinstance(thing, dict):
        return {key: labelled(one) for key, one in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        return _within(thing)
    return thing


def _within(thing: Any, **names: Text | None) -> Any:
    """A part whose own parts have labels for names; it has the names given."""
    found = {one.name: getattr(thing, one.name) for one in fields(thing) if one.init}
    inner = {key: labelled(value) for key, value in found.items() if key not in names}
    changed = {key: value for key, value in inner.items() if value is not found[key]}
    return replace(thing, **changed, **names)


@labelled.register
def _(thing: Text) -> Text:
    return thing


@labelled.register
def _(thing: Party) -> Party:
    return replace(thing, name=text(f"party {thing.id}"))


@labelled.register
def _(thing: Option) -> Option:
    undo = text(f"-{thing.id}") if thing.undo is not None else None
    return replace(thing, name=text(f"+{thing.id}"), undo=undo)


@labelled.register
def _(thing: Outcome) -> Outcome:
    return replace(thing, name=text(f"outcome {thing.id}"))


@labelled.register
def _(thing: Rule) -> Rule:
    return replace(thing, name=text(f"rule {thing.id}"))


@labelled.register
def _(thing: Statement) -> Statement:
    return replace(thing, name=text(wish(thing)))


@labelled.register
def _(thing: Stage) -> Stage:
    made: Stage = _within(thing, name=text(f"stage {thing.id}"))
    return made


@labelled.register
def _(thing: Objection) -> Objection:
    return replace(thing, text=text("objection") if thing.text is not None else None)


@labelled.register
def _(thing: Roadmap) -> Roadmap:
    made: Roadmap = _within(thing, name=text(f"roadmap {thing.id}"))
    return made


@labelled.register
def _(thing: Broker) -> Broker:
    name = text(f"party {thing.id}") if thing.name is not None else None
    made: Broker = _within(thing, name=name)
    return made


@labelled.register
def _(thing: Contribution) -> Contribution:
    made: Contribution = _within(thing, name=text(f"brings {thing.id}"))
    return made


@labelled.register
def _(thing: Condition) -> Condition:
    made: Condition = _within(thing, name=text(f"condition {thing.id}"))
    return made


def wish(line: Statement) -> str:
    """The label of a line of a list, without its brackets."""
    return f"wish {line.id}: {line.want}"


def wish_of(case: Case, party: str, id: str) -> str:
    """The label of a party's line, as it is in a case."""
    lines: Iterable[Statement] = getattr(case.lists[party], "lines", ())
    (found,) = [line for line in lines if line.id == id]
    return wish(found)


# --- what is in a text ---------------------------------------------------------------------------


def labels_in(printed: str) -> Counter[str]:
    """Every label of a text, as often as it occurs, and every number."""
    return Counter(re.findall(r"‹[^›]*›|(?<![\w‹])\d[\d.,]*\b", printed))


def texts(sections: Iterable[Section]) -> Iterator[str]:
    """Every text of some sections, headings too."""
    for section in sections:
        yield section.heading
        for block in section.blocks:
            if isinstance(block, Items):
                yield from block.items
            elif isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row)
            else:
                yield block


def alike(one: Iterable[Section], other: Iterable[Section]) -> bool:
    """Whether two languages speak of the same things in each of their texts."""
    pairs = zip(texts(one), texts(other), strict=True)
    return all(labels_in(a) == labels_in(b) for a, b in pairs)
