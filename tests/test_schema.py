"""The JSON Schema accepts what the reader accepts, as far as keys and types go."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

import honestbroker as hb
from honestbroker.casefile.models import EDIT_KINDS
from honestbroker.casefile.models_case import CaseModel
from honestbroker.casefile.schema import json_schema
from honestbroker.casefile.starter import starter
from honestbroker.casefile.tree import read_tree
from honestbroker.casefile.writer import dump
from test_casefile import HARBOUR
from test_casefile_brokering import MEDIATED
from test_writer import EVERYTHING, LISTED, shipped_text

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def plain(text: str) -> Any:
    tree, problems = read_tree(text.encode(), "x")
    assert not problems
    assert tree is not None
    return tree.plain()


def errors(value: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"]
    assert SCHEMA["description"]


@pytest.mark.parametrize("id", hb.shipped())
def test_it_accepts_every_shipped_case(id: str) -> None:
    assert errors(plain(shipped_text(id))) == []
    assert errors(plain(dump(hb.read(id)))) == []


@pytest.mark.parametrize("text", [HARBOUR, EVERYTHING, LISTED, MEDIATED, starter("x")])
def test_it_accepts_other_cases(text: str) -> None:
    assert errors(plain(text)) == []


def test_it_allows_what_is_not_read_yet() -> None:
    value = plain(HARBOUR)
    value["profiles"]["base"]["views"] = {"City": {"Port": []}}
    assert errors(value) == []


def every_mapping(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for below in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from every_mapping(below)


def is_by_id(mapping: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Whether the keys of a mapping are ids, so that none is misspelt."""
    held = [whole.get(key) for key in (
        "translations", "sources", "parties", "options", "terms", "flags", "outcomes", "profiles",
        "changes", "states",
    )]  # fmt: skip
    held += [profile.get("lists") for profile in whole["profiles"].values()]
    return any(mapping is each for each in held)


def test_a_misspelt_key_is_refused_wherever_it_stands() -> None:
    whole = plain(HARBOUR)
    count = 0
    for number, _ in enumerate(every_mapping(whole)):
        copied = copy.deepcopy(whole)
        mapping = list(every_mapping(copied))[number]
        free = ({"P1", "P2"}, {"dry_year"})
        if is_by_id(mapping, copied) or set(mapping) in free:
            continue
        key = next(iter(mapping))
        mapping[key + "x"] = mapping.pop(key)
        assert errors(copied), (key, mapping)
        count += 1
    assert count > 20


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "honestbroker/2"),
        (("case",), 2017),
        (("title",), None),
        (("title",), {"vi": "only"}),
        (("cut_off",), "30.11.2017"),
        (("options", "sue", "way"), "sometimes"),
        (("flags", "dry_year", "default"), "no"),
        (("status_quo",), "sue"),
        (("status_quo",), None),
        (("reference",), "today"),
        (("sources", "report", "paragraphs", "P1"), "XYZ"),
        (("profiles", "base", "lists", "City", 0, "want"), ["a"]),
        (("profiles", "base", "lists", "City"), {"ranking": [1.5]}),
        (("changes", "drought", "edits", 0), {}),
        (("changes", "drought", "edits", 0), {"set": {"dry_year": True}, "drop_rule": "one-course"}),
        (("changes", "drought", "edits", 0), {"move": {"party": "City", "statement": "basin"}}),
        (("changes", "drought", "edits", 0), {"couple": {"when": ["sue"], "then": []}}),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_as_the_reader_does(path: tuple[Any, ...], value: Any) -> None:
    whole = plain(HARBOUR)
    holder = whole
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert errors(whole)


def test_what_may_be_shorter() -> None:
    whole = plain(HARBOUR)
    whole["reference"] = "status_quo"
    whole["terms"] = {"a": "sue", "b": {"formula": "sue", "name": {"en": "x", "vi": "y"}}}
    whole["options"]["sue"]["cites"] = ["report#P1", "report"]
    assert errors(whole) == []


def test_editors_get_titles_and_descriptions() -> None:
    described = SCHEMA["$defs"]
    for name, definition in described.items():
        assert definition.get("description"), name
        assert definition.get("title"), name
    for key, value in SCHEMA["properties"].items():
        assert value.get("description") or key in ("format", "title", "question"), key
    assert set(EDIT_KINDS) <= set(described["Edit"]["properties"])
    assert described["Profile"]["properties"]["from"]
    assert "null" not in repr(SCHEMA)


def test_calls_do_not_share_anything() -> None:
    json_schema()["properties"].clear()
    assert json_schema() == SCHEMA


POOL: list[Any] = [
    None, True, 0, 3, 1.5, "", "x", "both", "decimal", "2017-11-30", "30.11.2017", "01234567", "status_quo",
    [], ["x"], [0], [["x", "up"]], ["x", "up"], {}, {"en": "x"}, {"vi": "x"}, {"id": "x", "want": "y"},
    {"name": "x"}, {"ranking": ["{}"]}, {"any_order": []}, {"formula": "x"}, {"members": ["{}"]},
]  # fmt: skip


def every_spot(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, below in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(below, dict | list):
            yield from every_spot(below)


def rankings(whole: Any) -> Iterator[Any]:
    for mapping in every_mapping(whole.get("profiles")):
        if "ranking" in mapping:
            yield mapping["ranking"]


def is_ranking(value: list[Any]) -> bool:
    """States and ties of states: the reader looks at these after the keys."""

    def is_state(each: Any) -> bool:
        return isinstance(each, str | int) and not isinstance(each, bool)

    return all(
        is_state(tier) or (isinstance(tier, list) and tier and all(map(is_state, tier)))
        for tier in value
    )


@pytest.mark.parametrize("seed", range(20))
def test_schema_and_reader_agree_on_keys_and_types(seed: int) -> None:
    random = Random(seed)
    agreed = [0, 0]
    for _ in range(40):
        whole = copy.deepcopy(plain(random.choice([HARBOUR, EVERYTHING, LISTED, MEDIATED])))
        holder, key = random.choice(list(every_spot(whole)))
        kind = random.randrange(4)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, dict):
            holder[random.choice([*EDIT_KINDS, "name", "id", "cites", "x"])] = holder.pop(key)
        else:
            holder[key] = copy.deepcopy(random.choice(POOL))
        try:
            CaseModel.model_validate(whole)
        except ValidationError as error:
            fits = False
            why = str(error)
        else:
            fits, why = all(map(is_ranking, rankings(whole))), "the reader accepts it"
        assert (errors(whole) == []) == fits, (holder, key, errors(whole)[:3], why)
        agreed[fits] += 1
    assert min(agreed) > 2
