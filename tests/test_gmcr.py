"""Conflicts saved by other programs: what is imported, what is said to be left out, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import honestbroker as hb
from domain import content
from honestbroker.case.parts import Ranking, SetList, Statements
from honestbroker.casefile.gmcr import read_gmcr
from honestbroker.casefile.writer import dump

HERE = Path(__file__).parent
FILES = HERE / "gmcr"
PUBLISHED = yaml.safe_load((HERE / "published.yaml").read_text(encoding="utf-8"))
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
NO_STATUS_QUO = (
    "There is no status quo in such files: add status_quo to ask what can be reached from it."
)


def imported(name: str) -> tuple[hb.Case, list[str]]:
    text, notes = read_gmcr(FILES / f"{name}.gmcr")
    return hb.read_text(text), notes


def equilibria(case: hb.Case) -> dict[str, list[int]]:
    """The equilibria of a case, by concept, as decimal numbers."""
    result = hb.stability(case)
    return {
        concept: sorted(int(found.id) for found in result.under(concept)) for concept in CONCEPTS
    }


def prints(case: hb.Case, party: str) -> list[str]:
    wants = case.lists[party]
    assert isinstance(wants, Statements)
    return [str(line.want) for line in wants.lines]


# --- Hand-made files -----------------------------------------------------------------------------


def test_the_prisoners_dilemma() -> None:
    case, notes = imported("prisoners")
    assert [(party.id, str(party.name)) for party in case.parties] == [
        ("Row", "Row"),
        ("Column", "Column"),
    ]
    assert [(o.id, o.party, str(o.name), o.way) for o in case.options] == [
        ("Defect_Row", "Row", "Defect", "both"),
        ("Defect_Column", "Column", "Defect", "both"),
    ]
    assert prints(case, "Row") == ["not Defect_Column", "Defect_Row"]
    assert prints(case, "Column") == ["not Defect_Row", "Defect_Column"]
    assert notes == [
        "Several options are called 'Defect'; their ids are Defect_Row, Defect_Column.",
        NO_STATUS_QUO,
    ]
    assert case.status_quo is None
    assert (case.id, case.profile) == ("prisoners", "imported")


def test_syria_and_iraq() -> None:
    case, notes = imported("euphrates")
    assert [(rule.id, str(rule.formula)) for rule in case.rules] == [
        ("infeasible_1", "not (Release and Escalate)")
    ]
    assert prints(case, "Iraq")[1] == "not Release and not Escalate and Attack"
    assert notes == [
        "The misperceptions of 'Syria' (states it does not see) were left out.",
        "The coalition of Syria and Iraq was left out: a case has groups that strike deals "
        "instead.",
        NO_STATUS_QUO,
    ]


def test_elmira_with_rankings() -> None:
    case, notes = imported("elmira")
    assert [option.way for option in case.options] == [
        "forward", "backward", "both", "forward", "both",
    ]  # fmt: skip
    assert str(case.rules[3].formula) == "not (not Delay and not Accept and not Abandon)"
    wants = case.lists["Uniroyal"]
    assert isinstance(wants, Ranking)
    assert wants.tiers[:2] == ((frozenset({"Delay"}),), (frozenset({"Modify", "Accept"}),))
    assert len(wants.tiers[4]) == 4
    assert notes == [
        "The ranking of 'Ministry of the Environment' counts; its preferences were left out.",
        NO_STATUS_QUO,
    ]


@pytest.mark.parametrize(
    ("file", "published"),
    [("prisoners", "prisoners-dilemma"), ("euphrates", "syria-iraq-1975")],
)
def test_imported_cases_have_the_published_equilibria(file: str, published: str) -> None:
    case, _ = imported(file)
    assert equilibria(case) == PUBLISHED[published]["equilibria"]


def test_imported_elmira_has_the_published_equilibria() -> None:
    # the literature numbers nine states: the four in which the plant is abandoned are one
    number = {2: 1, 3: 2, 4: 3, 5: 4, 18: 5, 19: 6, 20: 7, 21: 8, 8: 9, 9: 9, 24: 9, 25: 9}
    case, _ = imported("elmira")
    found = {
        concept: sorted({number[state] for state in states})
        for concept, states in equilibria(case).items()
    }
    assert found == PUBLISHED["elmira-1991"]["equilibria_by_number"]


def test_a_nasty_file() -> None:
    case, notes = imported("nasty")
    assert [(o.id, o.party, str(o.name), o.way) for o in case.options] == [
        ("option_No", "US", "No", "both"),
        ("Full_US", "US", "Full", "forward"),
        ("full_US_2", "US", "full", "backward"),
        ("option", "US_2", "中国", "both"),
        ("option_2nd_stage_talks_now", "US_2", '2nd "stage": talks # now', "both"),
        ("Full_US_2_2", "US_2", "Full", "both"),
        ("dam_phan", "party", "đàm phán", "both"),
    ]
    assert [(party.id, str(party.name)) for party in case.parties] == [
        ("US", "US"),
        ("US_2", "US"),
        ("party_Yes", "Yes"),
        ("party", "😀 \ufffd"),
    ]
    assert prints(case, "US") == ["(option_No and not Full_US) or option", "not dam_phan"]
    assert prints(case, "US_2") == ["option_2nd_stage_talks_now and Full_US_2_2 and not dam_phan"]
    assert prints(case, "party_Yes") == []
    assert [str(rule.formula) for rule in case.rules] == [
        "not ((Full_US and Full_US_2_2) or (option_No and full_US_2))",
        "option_2nd_stage_talks_now",
    ]
    assert notes == [
        "The file has 'weather', which is not read.",
        "Several parties are called 'US'; their ids are US, US_2.",
        "The id of party 'Yes' is party_Yes.",
        "The id of party '😀 \ufffd' is party.",
        "The id of option 'No' is option_No.",
        "Several options are called 'Full'; their ids are Full_US, Full_US_2_2.",
        "The id of option 'full' is full_US_2.",
        "The id of option '中国' is option.",
        "The id of option '2nd \"stage\": talks # now' is option_2nd_stage_talks_now.",
        "Option 'No' has 'colour', which is not read.",
        "Infeasible 3 excludes nothing and was left out.",
        "Preference 3 of 'US' always holds and was left out.",
        "Preference 4 of 'US' never holds and was left out.",
        "Preference 5 of 'US' repeats an earlier one and was left out.",
        "Preference 6 of 'US' repeats an earlier one and was left out.",
        "'Yes' has no preferences: indifferent between all states.",
        "The misperceptions of '😀 \ufffd' (states it does not see) were left out.",
        "'😀 \ufffd' has no preferences: indifferent between all states.",
        "The coalition of US and US was left out: a case has groups that strike deals instead.",
        NO_STATUS_QUO,
    ]
    assert hb.stability(case).counts()


@pytest.mark.parametrize("name", ["prisoners", "euphrates", "elmira", "nasty"])
def test_the_text_is_a_case_file_like_any_other(name: str) -> None:
    text, notes = read_gmcr(FILES / f"{name}.gmcr")
    assert (text, notes) == read_gmcr(str(FILES / f"{name}.gmcr"))
    assert text.startswith(f"# Imported from {name}.gmcr.\n" + "".join(f"# {n}\n" for n in notes))
    case = hb.read_text(text)
    assert content(hb.read_text(dump(case))) == content(case)


def test_names_with_signs_that_no_text_has() -> None:
    odd = {"name": "a\0b\u2028c\r\nd\x85\ue000\uffff", "permittedDirection": "both"}
    text, notes = read_gmcr(saved(options=[odd, odd], weather={"\0": 1}, **{"\n\x07": 2}))
    assert str(hb.read_text(text).options[0].name) == "a\ufffdb c d \ue000\ufffd"
    assert notes[0] == "The file has 'weather', which is not read."


def test_bytes_and_a_byte_order_mark() -> None:
    data = (FILES / "prisoners.gmcr").read_bytes()
    assert hb.read_text(read_gmcr(data)[0]).id == "imported"
    assert read_gmcr(b"\xef\xbb\xbf" + data) == read_gmcr(data)


# --- What is refused -----------------------------------------------------------------------------


def saved(**changed: Any) -> bytes:
    """The prisoners' dilemma with some of it changed."""
    whole = json.loads((FILES / "prisoners.gmcr").read_text(encoding="utf-8"))
    return json.dumps({**whole, **changed}).encode()


def party(**changed: Any) -> dict[str, Any]:
    return {"name": "Row", "options": [0, 1], "preferences": [], **changed}


BOTH = {"useManualPreferenceRanking": True}


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (b"", ["this is no JSON: expecting value"]),
        (b"{", ["this is no JSON: expecting property name enclosed in double quotes"]),
        (b"\xff\xfe", ["this is not UTF-8 text"]),
        (b"[" * 100_000, ["lists stand in each other too deeply"]),
        (b"[1" + b"0" * 10_000 + b"]", ["a number is too long to be read"]),
        (b"[NaN]", ["NaN is no number"]),
        (b'{"a": 1, "a": 2}', ["'a' stands twice in one object"]),
        (b"[]", ["the file should be an object in braces"]),
        (b"{}", ["the file has no decision makers or no options"]),
        (saved(options={}), ["'options' of the file should be a list"]),
        (saved(options=[]), ["the file has no decision makers or no options"]),
        (saved(decisionMakers=None), ["'decisionMakers' of the file should be a list"]),
        (
            saved(options=[{"name": str(n)} for n in range(63)]),
            ["63 options and 2 decision makers; at most 62 and 1000 can be analysed"],
        ),
        (saved(options=[3, {"name": 4}]), ["option 1 has no name", "option 2 has no name"]),
        (
            saved(decisionMakers=["Row", {"options": 3}]),
            [
                "decision maker 1 has no name",
                "decision maker 2 has no name",
                "'decision maker 1' should be an object in braces",
                "'options' of 'decision maker 2' should be a list",
                "option 0 belongs to nobody",
                "option 1 belongs to nobody",
            ],
        ),
        (
            saved(decisionMakers=[party(options=[0, True, 2, "1"])]),
            [
                "'Row' has option True, but options are 0 to 1",
                "'Row' has option 2, but options are 0 to 1",
                "'Row' has option '1', but options are 0 to 1",
                "option 1 belongs to nobody",
            ],
        ),
        (
            saved(decisionMakers=[party(), party(name="Column", options=[1])]),
            ["option 1 belongs to 'Row' and to 'Column'"],
        ),
        (
            saved(options=[{"name": "a", "permittedDirection": "up"}, {"name": "b", "permittedDirection": []}]),
            ["option 'a' cannot have the direction 'up'", "option 'b' cannot have the direction []"],
        ),
        (
            saved(decisionMakers=[party(preferences=["Y", [["Y"]], [[0, "-"]], [[2, "Y"]], [[0, "Y"], [0, "N"]], {"members": 3}, {"members": [{"members": []}]}])]),
            [
                "preference 1 of 'Row': a condition is neither a list nor a compound of lists",
                "preference 2 of 'Row': an entry of a condition is not of the form [option, \"Y\" or \"N\"]",
                "preference 3 of 'Row': a condition has '-' where \"Y\" or \"N\" belongs",
                "preference 4 of 'Row': a condition names option 2; options are 0 to 1",
                "preference 5 of 'Row': a condition takes and does not take option 0",
                "preference 6 of 'Row': a compound condition has no list of members",
                "preference 7 of 'Row': a condition is neither a list nor a compound of lists",
            ],
        ),
        (
            saved(infeasibles=[[], "x", {"compound": True, "members": [[], [[0, "Y"]]]}]),
            [
                "infeasible 1 excludes every state",
                "infeasible 2: a condition is neither a list nor a compound of lists",
                "infeasible 3 excludes every state",
            ],
        ),
        (
            saved(infeasibles=[[[0, "Y"]], [[0, "N"]]]),
            ["rules 'infeasible_1', 'infeasible_2' cannot all hold: no state is left"],
        ),
        (saved(useManualPreferenceRanking="yes"), ["'useManualPreferenceRanking' should be true or false"]),
        (
            saved(**BOTH, decisionMakers=[party()]),
            ["'Row' has no preferenceRanking, but rankings are said to count"],
        ),
        (
            saved(**BOTH, decisionMakers=[party(preferenceRanking=[1, [2, 2], 5, 0, "3", [[4]]])]),
            [
                "the ranking of 'Row' names state 2 twice",
                "the ranking of 'Row' names 5; feasible states are 1 to 4",
                "the ranking of 'Row' names 0; feasible states are 1 to 4",
                "the ranking of 'Row' names '3'; feasible states are 1 to 4",
                "the ranking of 'Row' names [4]; feasible states are 1 to 4",
            ],
        ),
        (
            saved(**BOTH, decisionMakers=[party(preferenceVector=[1, 3])]),
            ["the ranking of 'Row' leaves out state 2, 4"],
        ),
        (
            saved(
                **BOTH,
                options=[{"name": str(n)} for n in range(40)],
                decisionMakers=[party(options=list(range(40)), preferenceRanking=[1])],
            ),
            ["there are more than 2,097,152 states: a ranking of them is not read"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_imported(data: bytes, messages: list[str]) -> None:
    with pytest.raises(hb.CaseError) as caught:
        read_gmcr(data)
    found = [problem.message for problem in caught.value.problems]
    assert found == messages


def test_the_place_of_broken_json() -> None:
    with pytest.raises(hb.CaseError) as caught:
        read_gmcr(b'{"options":\n [1 2]}')
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 5)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.gmcr", tmp_path, "no\0path"):
        with pytest.raises(hb.CaseError, match="cannot be read"):
            read_gmcr(path)


def test_options_in_another_order_than_their_owners() -> None:
    text, notes = read_gmcr(
        saved(
            **BOTH,
            decisionMakers=[
                party(options=[1], preferenceRanking=[1, 2, 3, 4]),
                party(name="Column", options=[0], preferenceRanking=[[1, 2], [3, 4]]),
            ],
        )
    )
    assert (
        "Options do not stand in the order of their owners; states are numbered in the order of "
        "the file." in notes
    )
    case = hb.read_text(text)
    assert [(option.id, option.party) for option in case.options] == [
        ("Defect_Column", "Column"),
        ("Defect_Row", "Row"),
    ]
    first = case.profiles[0].edits[0].kind
    assert isinstance(first, SetList)
    assert isinstance(first.preference, Ranking)
    assert first.preference.tiers[1] == (frozenset({"Defect_Column"}),)


def test_a_name_longer_than_a_screen_is_cut_in_problems() -> None:
    names = [party(name="x" * 5_000, preferences="?")]
    with pytest.raises(hb.CaseError) as caught:
        read_gmcr(saved(decisionMakers=names))
    assert all(len(str(problem)) < 1_300 for problem in caught.value.problems)
