"""One fault in a good case is one problem, at the fault: what follows from it is not told again."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

import honestbroker as hb
from honestbroker.casefile.layout import entries
from honestbroker.casefile.models import EDIT_KINDS
from honestbroker.casefile.models_case import CaseModel
from honestbroker.casefile.tree import Node, read_tree
from honestbroker.casefile.validate import _fields
from test_casefile import HARBOUR, RANKED
from test_casefile_brokering import MEDIATED
from test_writer import EVERYTHING, LISTED, shipped_text

Path = tuple[str | int, ...]

TEXTS = {
    "harbour": HARBOUR,
    "ranked": RANKED,
    "every-key": EVERYTHING,
    "listed": LISTED,
    "mediated": MEDIATED,
    "korea-2017": shipped_text("korea-2017"),
    "elmira-1991": shipped_text("elmira-1991"),
}


def tree_of(text: str) -> Node:
    tree, problems = read_tree(text.encode(), "x")
    assert tree is not None
    assert not problems
    return tree


def every_path(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in pairs:
        yield (*path, key), below
        if isinstance(below, dict | list):
            yield from every_path(below, (*path, key))


def holder_of(whole: Any, path: Path) -> Any:
    for step in path[:-1]:
        whole = whole[step]
    return whole


def is_field(path: Path) -> bool:
    """Whether the last step is a key of the format, not an id somebody chose."""
    return isinstance(path[-1], str) and path[-1] in _fields((*path[:-1], "?"))


def problems_with(whole: Any) -> tuple[Node, list[hb.Problem]]:
    text = entries(whole, 0).lstrip("\n") + "\n"
    try:
        hb.read_text(text)
    except hb.CaseError as error:
        return tree_of(text), list(error.problems)
    return tree_of(text), []


def sample(text: str) -> list[tuple[Path, Any]]:
    """Some of the paths of a case, spread over all of it; fewer of a long one."""
    every = list(every_path(tree_of(text).plain()))
    return every[:: max(1, len(every) // (150 if len(every) < 1_000 else 30))]


@pytest.mark.parametrize("id", TEXTS)
def test_a_misspelt_key(id: str) -> None:
    whole = tree_of(TEXTS[id]).plain()
    tried = 0
    for path, _ in sample(TEXTS[id]):
        if not is_field(path):
            continue
        damaged = copy.deepcopy(whole)
        holder = holder_of(damaged, path)
        key = str(path[-1])
        misspelt = key[:-1] + "x" + key[-1]
        items = [(misspelt if each == key else each, below) for each, below in holder.items()]
        holder.clear()
        holder.update(items)
        tree, found = problems_with(damaged)
        assert [problem.message for problem in found] == [f"there is no key '{misspelt}' here"], (
            path
        )
        (problem,) = found
        assert f"'{key}'" in problem.suggestion or len(key) < 4, (path, problem)
        assert problem.place is not None
        place = tree.at((*path[:-1], misspelt)).key_place
        assert place is not None
        assert (problem.place.line, problem.place.column) == (place.line, place.column), path
        tried += 1
    assert tried > 5


WRONG: list[Any] = [3.5, True, "?!", [], [[1]], {}, {"x": 1}, None]


@pytest.mark.parametrize("id", TEXTS)
@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_value_of_the_wrong_kind(id: str, number: int) -> None:
    whole = tree_of(TEXTS[id]).plain()
    for path, before in sample(TEXTS[id]):
        damaged = copy.deepcopy(whole)
        wrong = copy.deepcopy(WRONG[number])
        if type(wrong) is type(before):
            continue
        holder_of(damaged, path)[path[-1]] = wrong
        tree, found = problems_with(damaged)
        told = [str(problem) for problem in found]
        node = tree.at(path)
        below = [node, *nodes_below(node)]
        places = {(p.line, p.column) for each in below for p in (each.place, each.key_place) if p}
        if isinstance(wrong, str):  # the word in it that is wrong
            places |= {(node.place.line, node.place.column + offset) for offset in range(4)}
        inside = [
            bool((p.place and (p.place.line, p.place.column) in places) or not p.place)
            for p in found
        ]
        assert all(inside), (path, wrong, told)
        assert len(found) <= max(1, 2 * isinstance(wrong, dict | list)), (path, wrong, told)


def nodes_below(node: Node) -> Iterator[Node]:
    below = node.value.values() if isinstance(node.value, dict) else node.value
    if isinstance(node.value, dict | list):
        for each in below:
            yield each
            yield from nodes_below(each)


@pytest.mark.parametrize("id", TEXTS)
def test_a_missing_key(id: str) -> None:
    whole = tree_of(TEXTS[id]).plain()
    for path, _ in sample(TEXTS[id]):
        if not is_field(path) or len(path) == 1 or path[-1] in ("any_order", *EDIT_KINDS):
            continue
        damaged = copy.deepcopy(whole)
        del holder_of(damaged, path)[path[-1]]
        try:
            CaseModel.model_validate(damaged)
        except ValueError:
            pass
        else:
            continue  # it may be left out
        _, found = problems_with(damaged)
        told = [str(problem) for problem in found]
        assert len(found) == 1, (path, told)
