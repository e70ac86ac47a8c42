"""What is wrong with a case file: every kind of problem, with message, place and suggestion.

A text under test has a ``▸`` before each word that is wrong: that is where a reader of the file
would point. The mark is taken out before the text is read, and the place is counted from it. The
problems must be as many as the marks, in this order: what only follows from another problem is not
told again.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import honestbroker as hb

MARK = "▸"

HARBOUR = """\
format: honestbroker/1
case: harbour
title: A harbour dispute
sources:
  report:
    citation: The harbour report
    paragraphs: {P1: "0123abcd", P2: "4567cdef"}
parties:
  City: {name: the city}
  Port: {name: the port company}
options:
  permit: {by: City, name: grant the permit, cites: report#P1}
  sue:    {by: City, name: go to court}
  clean:  {by: Port, name: clean the basin}
terms:
  settled: permit and clean
flags:
  dry_year: {default: false}
rules:
  - {id: one-course, holds: not (permit and sue)}
status_quo: [sue]
groups:
  - {members: [City, Port], open: true}
outcomes:
  peace: {formula: settled and not sue, name: peace}
profiles:
  base:
    lists:
      City:
        - {id: basin, want: clean}
        - {id: no-gift, want: permit only if clean}
      Port:
        - {id: permit, want: permit}
        - {id: quiet, want: not sue}
  later:
    from: base
    changes:
      - move: {party: City, statement: no-gift, to: 1}
changes:
  drought:
    edits:
      - set: {dry_year: true}
checks:
  - {party: Port, prefers: "{permit}", to: "{sue}"}
"""


def changed(*swaps: tuple[str, str]) -> str:
    """The harbour case with some words swapped; each must stand in it exactly once."""
    text = HARBOUR
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the line and column of what follows each mark."""
    places = []
    while MARK in text:
        at = text.index(MARK)
        before = text[:at]
        places.append((before.count("\n") + 1, at - before.rfind("\n")))
        text = text.replace(MARK, "", 1)
    return text, places


def problems_of(text: str) -> list[hb.Problem]:
    """The problems of a text; it must have some, and be looked through in seconds."""
    start = time.process_time()
    with pytest.raises(hb.CaseError) as caught:
        hb.read_text(text)
    assert time.process_time() - start < 5
    return list(caught.value.problems)


def refused(text: str, *expected: tuple[str, str]) -> None:
    """A marked text has exactly the expected problems: (message, suggestion), in order."""
    plain, places = marked(text)
    found = problems_of(plain)
    told = [(problem.message, problem.suggestion) for problem in found]
    assert told == list(expected)
    assert [(p.place.line, p.place.column) for p in found if p.place] == places


def test_the_harbour_case_has_no_problem() -> None:
    case = hb.read_text(HARBOUR)
    assert (case.id, case.profile) == ("harbour", "base")


# --- The ten kinds -------------------------------------------------------------------------------


def test_unknown_id_with_a_near_miss() -> None:
    refused(
        changed(("id: basin, want: clean", "id: basin, want: ▸cleen")),
        ("'cleen' is no option, term or flag of this case", "did you mean 'clean'?"),
    )


def test_unknown_ids_everywhere_at_once() -> None:
    refused(
        changed(
            ("by: City, name: grant", "by: ▸Citty, name: grant"),
            ("cites: report#P1", "cites: [▸report#P11, ▸repport#P2]"),
            ("permit and clean", "permit and ▸cleaned"),
            ("not (permit and sue)", "not (▸permitt and sue)"),
            ("status_quo: [sue]", "status_quo: [▸su]"),
            ("members: [City, Port]", "members: [City, ▸Prot]"),
            ("formula: settled and not sue", "formula: ▸setled and not sue"),
            ("want: permit only if clean", "want: permit only if (not sue and ▸clene)"),
            ("statement: no-gift", "statement: ▸no-gitf"),
            ("{dry_year: true}", "{▸dryyear: true}"),
            ("party: Port, prefers", "party: ▸Porrt, prefers"),
            ('to: "{sue}"', 'to: "{sue, ▸sued}"'),
        ),
        ("there is no party 'Citty'", "did you mean 'City'?"),
        ("source 'report' has no paragraph 'P11'", "did you mean 'P1'?"),
        ("there is no source 'repport'", "did you mean 'report'?"),
        ("'cleaned' is no option, term or flag of this case", "did you mean 'clean'?"),
        ("'permitt' is no option, term or flag of this case", "did you mean 'permit'?"),
        ("there is no option 'su'", "did you mean 'sue'?"),
        ("there is no party 'Prot'", "did you mean 'Port'?"),
        ("'setled' is no option, term or flag of this case", "did you mean 'settled'?"),
        ("'clene' is no option, term or flag of this case", "did you mean 'clean'?"),
        ("'City' has no statement 'no-gitf'", "did you mean 'no-gift'?"),
        ("there is no flag 'dryyear'", "did you mean 'dry_year'?"),
        ("there is no party 'Porrt'", "did you mean 'Port'?"),
        ("there is no option 'sued'", "did you mean 'sue'?"),
    )


def test_without_profiles_the_rest_is_looked_at_all_the_same() -> None:
    text = HARBOUR[: HARBOUR.index("\nprofiles:") + 1]
    told = [
        str(p.message)
        for p in problems_of(text.replace("by: City, name: grant", "by: Cty, name: grant"))
    ]
    assert "'profiles' is missing" in told
    assert "there is no party 'Cty'" in told


def test_circular_terms_all_of_them() -> None:
    refused(
        changed(
            (
                "  settled: permit and clean",
                "  ▸settled: done and clean\n  done: over or sue\n  over: not settled\n"
                "  ▸own: not own\n  uses: own and sue",
            )
        ),
        (
            "terms stand for each other in a circle: settled -> done -> over -> settled",
            "say one of them without the others",
        ),
        ("term 'own' stands for itself", "say one of them without the others"),
    )


def test_duplicate_keys() -> None:
    refused(
        changed(
            ("  sue:    {by: City", "  ▸permit: {by: Port"),
            ("not (permit and sue)", "not (permit and clean)"),
            ("status_quo: [sue]", "status_quo: []"),
            ("settled and not sue", "settled"),
            ("want: not sue", "want: clean, ▸want: permit"),
            ('to: "{sue}"', 'to: "{clean}"'),
        ),
        ("'permit' stands twice, first in line 12", "keep one of the two"),
        ("'want' stands twice, first in line 34", "keep one of the two"),
    )


def test_tabs() -> None:
    refused(
        changed(
            ("        - {id: basin, want", "▸\t- {id: basin, want"),
            ("        - {id: quiet", "    ▸\t- {id: quiet"),
        ),
        ("a tab stands where blanks are needed", "indent with blanks only"),
        ("a tab stands where blanks are needed", "indent with blanks only"),
    )


def test_wrong_types() -> None:
    refused(
        changed(
            ("case: harbour", "case: ▸2017"),
            ("title: A harbour dispute", "title: ▸[A harbour dispute]"),
            ("name: go to court", "name: ▸12"),
            ("{default: false}", "{default: ▸No}"),
            ("status_quo: [sue]", "status_quo: ▸sue"),
            ("open: true", "open: ▸1"),
            ("want: permit}", "want: ▸{permit, clean}}"),
            ("to: 1}", "to: ▸first}"),
            ("  - {party: Port", "  ▸party: Port"),
            ('"{permit}", to: "{sue}"}', '"{permit}"\n  to: "{sue}"'),
            ("party: Port, prefers:", "party: Port\n  prefers:"),
        ),
        ("a text is needed here, but 2017 is read as a number", 'put it in quotes: "2017"'),
        (
            "a text is needed here, not a list",
            "a text that begins with a square bracket needs quotes",
        ),
        ("a text is needed here, but 12 is read as a number", 'put it in quotes: "12"'),
        ("true or false is needed here", "write false"),
        ("a list is needed here", "put it in square brackets: [sue]"),
        ("true or false is needed here", ""),
        (
            "a text is needed here, not keys with values",
            'put it in quotes: "{permit, clean}"',
        ),
        ("a whole number is needed here", ""),
        (
            "a list is needed here, not keys with values",
            "begin each entry on its own line with '- '",
        ),
    )


def test_a_rule_that_leaves_no_state() -> None:
    refused(
        changed(("holds: not (permit and sue)", "▸holds: sue and not sue")),
        ("rule 'one-course' cannot hold: no state is left", "drop or weaken one of them"),
    )


def test_rules_that_leave_no_state_together() -> None:
    refused(
        changed(
            (
                "  - {id: one-course, holds: not (permit and sue)}",
                "  - {id: some, holds: clean or permit}\n"
                "  - {id: other, holds: sue or permit}\n"
                "  - {id: dirty, holds: not clean}\n"
                "  - {id: strict, ▸holds: not settled and not permit}",
            )
        ),
        (
            "rules 'some', 'dirty', 'strict' cannot all hold: no state is left",
            "drop or weaken one of them",
        ),
    )


def test_infeasible_status_quo() -> None:
    refused(
        changed(("status_quo: [sue]", "▸status_quo: [sue, permit]")),
        (
            "the status quo {permit, sue} breaks rule 'one-course': not (permit and sue)",
            "change the state or the rule",
        ),
    )


def test_infeasible_reference_and_state_of_a_check() -> None:
    refused(
        changed(
            ("status_quo: [sue]", "status_quo: [sue]\n▸reference: [sue, permit]"),
            (
                '  - {party: Port, prefers: "{permit}"',
                '  - ▸{party: Port, prefers: "{permit, sue}"',
            ),
        ),
        (
            "the reference state {permit, sue} breaks rule 'one-course': not (permit and sue)",
            "change the state or the rule",
        ),
        (
            "the state {permit, sue} breaks rule 'one-course': not (permit and sue)",
            "change the state or the rule",
        ),
    )


@pytest.mark.parametrize(
    ("formula", "message", "suggestion"),
    [
        (
            "permit and clean ▸or sue",
            "'and' and 'or' stand side by side: it can be read two ways",
            "put brackets around one group, for example (permit and clean) or ...",
        ),
        (
            "permit or clean or sue ▸and permit",
            "'or' and 'and' stand side by side: it can be read two ways",
            "put brackets around one group, for example (permit or clean or sue) and ...",
        ),
        (
            "permit if clean ▸iff sue",
            "'if' and 'iff' stand side by side: it can be read two ways",
            "put brackets around one side, for example (permit if clean) iff ...",
        ),
        (
            "permit only if clean ▸unless sue",
            "'only if' and 'unless' stand side by side: it can be read two ways",
            "put brackets around one side, for example (permit only if clean) unless ...",
        ),
        (
            "permit if clean ▸if sue",
            "'if' and 'if' stand side by side: it can be read two ways",
            "put brackets around one side, for example (permit if clean) if ...",
        ),
    ],
)
def test_ambiguous_words(formula: str, message: str, suggestion: str) -> None:
    refused(
        changed(("id: basin, want: clean", f"id: basin, want: {formula}")), (message, suggestion)
    )


@pytest.mark.parametrize(
    ("formula", "message", "suggestion"),
    [
        (
            "permit ▸clean",
            "'clean' follows without a word in between",
            "join the two with: and, or, only if, if, iff, unless",
        ),
        ("permit and▸", "a name, 'not' or a bracket is missing here", ""),
        ("▸and permit", "a name, 'not' or a bracket is missing here, before 'and'", ""),
        ("(permit and clean▸", "the bracket opened at column 1 is not closed", ")"),
        ("permit▸) and clean", "a bracket is closed that was never opened", ""),
        ("permit ▸only clean", "'only' must be followed by 'if'", "only if"),
        ("permit ▸AND clean", "'AND' is written in capitals", "write 'and'"),
        ("permit ▸& clean", "'&' has no meaning here", "write 'and'"),
        ("permit ▸→ clean", "'→' has no meaning here", "write 'only if'"),
        ("permit and ▸đ", "'đ' has no meaning here", "ids are plain letters, digits, '_' and '-'"),
        ("not▸", "a name, 'not' or a bracket is missing here", ""),
    ],
)
def test_formulas_that_are_none(formula: str, message: str, suggestion: str) -> None:
    refused(
        changed(
            (
                "        - {id: basin, want: clean}",
                f"        - id: basin\n          want: {formula}",
            )
        ),
        (message, suggestion),
    )


def test_brackets_nested_too_deeply() -> None:
    deep = "(" * 40 + "▸(" + "(" * 100_000
    refused(
        changed(("id: basin, want: clean", f"id: basin, want: {deep}clean")),
        ("nested more than 40 deep", "name a part of it under 'terms' and use that name"),
    )


def test_forty_brackets_are_fine() -> None:
    text = changed(("id: basin, want: clean", f"id: basin, want: {'(' * 40}clean{')' * 40}"))
    assert hb.read_text(text).lists["City"]


@pytest.mark.parametrize("count", [41, 5_000, 100_000])
def test_lists_nested_too_deeply(count: int) -> None:
    # the whole file is one level; the brackets are 39 more, then one too many
    refused(
        changed(("status_quo: [sue]", "status_quo: " + "[" * 40 + "▸" + "[" * (count - 40))),
        (
            "lists and mappings stand in each other more than 40 deep",
            "look for brackets that are never closed",
        ),
    )


def test_mappings_nested_too_deeply() -> None:
    nested = "".join(" " * depth + "a:\n" for depth in range(2, 1_000))
    (problem,) = problems_of(changed(("status_quo: [sue]", "status_quo:\n" + nested)))
    assert "more than 40 deep" in problem.message


def test_three_megabytes(tmp_path: Path) -> None:
    text = HARBOUR + "#" * (3_000_000 - len(HARBOUR))
    expected = ("the file has 3,000,000 bytes; at most 2,000,000 are read",)
    (problem,) = problems_of(text)
    assert (problem.message,) == expected
    assert problem.suggestion == "split the crisis into several cases"
    (tmp_path / "big.yaml").write_text(text)
    with pytest.raises(hb.CaseError) as caught:
        hb.read(tmp_path / "big.yaml")
    assert tuple(p.message for p in caught.value.problems) == expected


# --- Keys ----------------------------------------------------------------------------------------


def test_every_missing_key_of_the_file() -> None:
    refused(
        "▸▸▸▸▸▸version: '1'\n",
        ("'format' is missing", "begin the file with  format: honestbroker/1"),
        ("'case' is missing", "give the case an id, for example  case: korea-2017"),
        (
            "'title' is missing",
            "say what the case is about, for example  title: The Korean crisis",
        ),
        (
            "'parties' is missing",
            "say who decides, for example  parties: {US: {name: the United States}}",
        ),
        ("'options' is missing", "say what each party can do, one option per line"),
        ("'profiles' is missing", "say what each party wants, in at least one profile"),
    )


def test_missing_keys_of_items() -> None:
    refused(
        changed(
            ("    citation: The harbour report\n", ""),
            ("  report:", "  ▸report:"),
            ("  City: {name: the city}", "  ▸City: {}"),
            ("  sue:    {by: City, name: go to court}", "  ▸▸sue: {}"),
            ("dry_year: {default: false}", "▸dry_year: {}"),
            ("  - {id: one-course, holds: not (permit and sue)}", "  - ▸▸{}"),
            ("  - {members: [City, Port], open: true}", "  - ▸▸{}"),
            ("peace: {formula: settled and not sue, name: peace}", "▸▸peace: {}"),
            ("        - {id: basin, want: clean}", "        - ▸▸{}"),
            ("- move: {party: City, statement: no-gift, to: 1}", "- ▸▸move: {to: 1}"),
            ("    edits:\n      - set: {dry_year: true}\n", "    name: a dry year\n"),
            ("  drought:", "  ▸drought:"),
            ('  - {party: Port, prefers: "{permit}", to: "{sue}"}', "  - ▸▸▸{}"),
        ),
        ("'citation' is missing", "add  citation: ..."),
        ("'name' is missing", "give it a name in English, for example  name: hold direct talks"),
        ("'by' is missing", "say whose it is, for example  by: US"),
        ("'name' is missing", "give it a name in English, for example  name: hold direct talks"),
        ("'default' is missing", "add  default: ..."),
        ("'id' is missing", "give it an id of its own, for example  id: no-war"),
        ("'holds' is missing", "say what must hold, for example  holds: not (a and b)"),
        ("'members' is missing", "add  members: ..."),
        ("'open' is missing", "add  open: ..."),
        ("'formula' is missing", "add  formula: ..."),
        ("'name' is missing", "give it a name in English, for example  name: hold direct talks"),
        ("'id' is missing", "give it an id of its own, for example  id: no-war"),
        ("'want' is missing", "say what is wanted, for example  want: u_talks only if d_freeze"),
        ("'party' is missing", "say which party, for example  party: US"),
        ("'statement' is missing", "add  statement: ..."),
        ("'edits' is missing", "add  edits: ..."),
        ("'party' is missing", "say which party, for example  party: US"),
        ("'prefers' is missing", "add  prefers: ..."),
        ("'to' is missing", "add  to: ..."),
    )


def test_unknown_keys_are_read_as_what_they_should_be() -> None:
    # One problem each: nobody is told that an option is missing because 'options' was misspelt.
    refused(
        changed(
            ("options:", "▸optoins:"),
            ("profiles:", "▸profile:"),
            ("  Port: {name: the port company}", "  Port: {▸nmae: the port company}"),
            ("clean:  {by: Port", "clean:  {▸party: Port"),
            ("{id: quiet, want: not sue}", "{id: quiet, ▸wants: not sue}"),
            ("{id: one-course, holds", "{id: one-course, ▸hold"),
            ("- move: {party", "- ▸moved: {party"),
            ("checks:", "▸Checks:"),
        ),
        ("there is no key 'nmae' here", "did you mean 'name'?"),
        ("there is no key 'optoins' here", "did you mean 'options'?"),
        ("there is no key 'party' here", "did you mean 'by'?"),
        ("there is no key 'hold' here", "did you mean 'holds'?"),
        ("there is no key 'profile' here", "did you mean 'profiles'?"),
        ("there is no key 'wants' here", "did you mean 'want'?"),
        ("there is no key 'moved' here", "did you mean 'move'?"),
        ("there is no key 'Checks' here", "did you mean 'checks'?"),
    )


def test_a_key_like_no_other() -> None:
    refused(
        changed(("{name: the city}", "{name: the city, ▸colour: red}")),
        ("there is no key 'colour' here", "known: name"),
    )


def test_keys_with_nothing_after_them() -> None:
    refused(
        changed(
            ("title: A harbour dispute", "title: A harbour dispute\n▸question:"),
            ("status_quo: [sue]", "▸status_quo:"),
            ("    from: base", "    from: base\n    ▸author:\n    ▸date: ~"),
            ("      - set: {dry_year: true}", "      - set: {dry_year: true}\n        ▸judged:"),
        ),
        ("nothing stands here; the key is unfinished", "write something or leave the key out"),
        (
            "nothing stands here; the key is unfinished",
            "write [] if nothing is taken; leave the key out if there is no status quo",
        ),
        ("nothing stands here; the key is unfinished", "write something or leave the key out"),
        ("nothing stands here; the key is unfinished", "write something or leave the key out"),
        ("nothing stands here; the key is unfinished", "write something or leave the key out"),
    )


# --- Texts that are no case file -----------------------------------------------------------------


def test_an_empty_file(tmp_path: Path) -> None:
    empty = ("the file is empty", "see an example with: honestbroker new")
    refused(MARK, empty)
    refused(MARK + "# only a remark\n", empty)
    (tmp_path / "empty.yaml").write_bytes(b"")
    with pytest.raises(hb.CaseError, match="the file is empty"):
        hb.read(tmp_path / "empty.yaml")


@pytest.mark.parametrize("text", ["▸- a\n- b\n", "▸just words\n", "▸12\n", "# a remark\n\n▸[a]\n"])
def test_something_else_at_the_top(text: str) -> None:
    refused(
        text,
        (
            "a case file holds keys with values, such as parties, options and profiles",
            "begin the file with  format: honestbroker/1",
        ),
    )


def test_a_file_of_another_program() -> None:
    (problem,) = problems_of('{"options": [], "decisionMakers": [], "program": "gmcr-py"}')
    assert "saved by another program (.gmcr)" in problem.message
    assert "honestbroker import" in problem.suggestion


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"format: honestbroker/1\ntitle: Vi\xeat Nam\n", 2, 10),
        ("title: Việt N".encode() + b"\xe1m\n", 1, 14),  # columns count letters, not bytes
        ("format: honestbroker/1\n".encode("utf-16"), 1, 1),
        (b"case: \xed\xa0\x80\n", 1, 7),  # half of a surrogate pair
    ],
)
def test_not_utf_8(data: bytes, line: int, column: int, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(data)
    with pytest.raises(hb.CaseError) as caught:
        hb.read(tmp_path / "case.yaml")
    (problem,) = caught.value.problems
    assert problem.message == "this is not UTF-8 text"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.suggestion.startswith("save the file as UTF-8")


def test_half_a_surrogate_pair_in_a_string() -> None:
    (problem,) = problems_of("case: \ud800\n")
    assert problem.message == "this is not UTF-8 text"


def test_invisible_characters_all_of_them() -> None:
    refused(
        changed(("A harbour", "A ▸\0 harbour"), ("the city", "the ▸\x07city")),
        ("an invisible character (U+0000) stands here that no text has", "delete it"),
        ("an invisible character (U+0007) stands here that no text has", "delete it"),
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "no.yaml", tmp_path, "no\0path", "korea-2071"):
        with pytest.raises(hb.CaseError, match="no shipped case and no file that can be read"):
            hb.read(path)
    with pytest.raises(hb.CaseError, match="did you mean 'korea-2017'"):
        hb.read("korea-2071")


def test_two_documents() -> None:
    refused(HARBOUR + "▸---\n" + HARBOUR, ("a second document starts here", "one file, one case"))


def test_a_billion_laughs() -> None:
    laughs = "a: &a [ha, ha]\n"
    for letter, before in zip("bcdefghij", "abcdefghi", strict=True):
        laughs += f"{letter}: &{letter} [{', '.join(['*' + before] * 9)}]\n"
    found = problems_of(laughs)
    assert len([p for p in found if "repeats a value from elsewhere" in p.message]) == 81
    assert len([p for p in found if "marks a value for use elsewhere" in p.message]) == 10


def test_anchors_aliases_and_tags() -> None:
    refused(
        changed(
            ("name: the city", "name: ▸&town the city"),
            ("name: the port company", "name: ▸*town"),
            ("case: harbour", "case: ▸!!str harbour"),
            ("{id: quiet, want: not sue}", "▸!line {id: quiet, want: not sue}"),
            ("  drought:", "  ▸&d drought:"),
        ),
        (
            "a word that begins with ! is an instruction to programs, which is not read",
            "leave it out; a text that begins with ! needs quotes",
        ),
        (
            "&town marks a value for use elsewhere, which is not read",
            'leave it out; a text: "&town ..."',
        ),
        (
            "*town repeats a value from elsewhere, which is not read",
            'write the value out; a text: "*town"',
        ),
        (
            "a word that begins with ! is an instruction to programs, which is not read",
            "leave it out; a text that begins with ! needs quotes",
        ),
        (
            "&d marks a value for use elsewhere, which is not read",
            'leave it out; a text: "&d ..."',
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: A", "title: War▸: A", "a second colon stands here; a text that contains one needs quotes"),
        ("title: A", "title: ▸'A", "the quotation mark that stands here is never closed"),
        ("title: A", 'title: ▸"A', "the quotation mark that stands here is closed only in line 7"),
        ("title: A", "title: ▸@A", "a text cannot begin with '@' unless it stands in quotes"),
        ("title: A", "title: 'A' ▸B", "something follows here although the value before it has ended"),
        ("title: A", "▸title A", "this line is neither a key with a colon nor finished in the next line"),
        ("status_quo: [sue]", "status_quo: ▸[sue", "the list that begins with this [ is not closed, or a comma is missing in it"),
        ("status_quo: [sue]", "status_quo: ▸- sue", "a list item (-) cannot stand in the same line as its key"),
        ("City: {name: the city}", "City: ▸{name: the city", "what begins with this { is not closed, or a comma is missing in it"),
        ("  Port: {name", "   ▸Port: {name", "this line is not indented like the lines it belongs to"),
        ("  Port: {name", " ▸Port: {name", "this line is not indented like the lines it belongs to"),
        ("citation: The", "citation: | ▸The", "after | or > the text must begin in the next line"),
        ("citation: The", "citation: ▸& The", "&, *, ! and % have a meaning of their own at the beginning of a text"),
        ("case: harbour", "case: harbour\n...\n▸more: x", "the file goes on after its end"),
    ],
)  # fmt: skip
def test_yaml_that_cannot_be_read(old: str, new: str, message: str) -> None:
    plain, places = marked(changed((old, new)))
    (problem,) = problems_of(plain)
    assert problem.message == message
    assert problem.suggestion
    assert problem.place is not None
    assert [(problem.place.line, problem.place.column)] == places


def test_a_list_item_among_keys_and_a_key_among_list_items() -> None:
    refused(
        changed(
            (
                "  - {members: [City, Port], open: true}",
                "  - {members: [City, Port], open: true}\n▸- x",
            )
        ),
        (
            "a list item (-) stands here where a key belongs",
            "indent it like the other items, or give the list a key",
        ),
    )
    refused(
        changed(("        - {id: no-gift", "        ▸id: x\n        - {id: no-gift")),
        (
            "a list item must begin with '- ', like the ones before it",
            "or indent the line so that it belongs to the item above",
        ),
    )


# --- Ids, numbers, Unicode, line ends ------------------------------------------------------------


def test_numbers_that_should_be_texts() -> None:
    refused(
        changed(
            ('{P1: "0123abcd", P2: "4567cdef"}', "{P1: ▸12345678, P2: ▸1e345678, P3: ▸12}"),
            ("cites: report#P1", "cites: [report#P1, report#P2, report#P3]"),
            ("  base:", "  ▸2017:"),
            ("from: base", "from: ▸2017"),
        ),
        ("a text is needed here, but 12345678 is read as a number", 'put it in quotes: "12345678"'),
        ("a text is needed here, but 1e345678 is read as a number", 'put it in quotes: "1e345678"'),
        ("a text is needed here, but 12 is read as a number", 'put it in quotes: "12"'),
        ("the key 2017 is read as a number, not as text", 'put it in quotes: "2017"'),
        ("a text is needed here, but 2017 is read as a number", 'put it in quotes: "2017"'),
    )


def test_hashes() -> None:
    refused(
        changed(('{P1: "0123abcd", P2: "4567cdef"}', '{P1: ▸"0123ABCD", P2: ▸abc, P3: ▸[]}')),
        (
            "a hash is needed here: 8 to 64 of the signs 0-9 and a-f",
            "cut it out of the SHA-256 of the paragraph",
        ),
        (
            "a hash is needed here: 8 to 64 of the signs 0-9 and a-f",
            "cut it out of the SHA-256 of the paragraph",
        ),
        (
            "a text is needed here, not a list",
            "a text that begins with a square bracket needs quotes",
        ),
    )


def test_a_question_mark_is_not_taken_for_what_could_not_be_read() -> None:
    refused(
        changed(
            ("clean:  {by: Port", 'clean:  {by: "▸?x"'),
            ("{id: basin, want: clean}", '{id: basin, want: "▸?"}'),
            ("{id: quiet, want: not sue}", '{id: quiet, want: "▸?!"}'),
        ),
        ("there is no party '?x'", "known: City, Port"),
        ("'?' has no meaning here", "ids are plain letters, digits, '_' and '-'"),
        ("'?' has no meaning here", "ids are plain letters, digits, '_' and '-'"),
    )


@pytest.mark.parametrize("word", ["no", "on", "y", "N", "Yes", "OFF", "only", "unless", "iff"])
def test_reserved_words_as_ids(word: str) -> None:
    refused(
        changed(
            ("  sue:    {by: City", f"  ▸{word}:    {{by: City"),
            ("status_quo: [sue]", "status_quo: []"),
        )
        .replace(" and sue", " and clean")
        .replace("not sue", "not clean")
        .replace("{sue}", "{clean}"),
        (
            f"'{word}' cannot be an id: formulas or YAML readers take it for something else",
            "choose a longer one",
        ),
    )


@pytest.mark.parametrize("word", ["true", "null", "false"])
def test_yaml_values_as_ids(word: str) -> None:
    kind = "nothing" if word == "null" else "true or false"
    refused(
        changed(("  drought:", f"  ▸{word}:")),
        (f"the key {word} is read as {kind}, not as text", "choose another word"),
    )


@pytest.mark.parametrize(
    ("id", "example"),
    [("Hàn Quốc", "Han_Quoc"), ("2nd-stage", "x_2nd_stage"), ("a.b", "a_b"), ("中国", "x"), ("a/b", "a_b")],
)  # fmt: skip
def test_ids_are_plain(id: str, example: str) -> None:
    refused(
        changed(("  dry_year:", f"  ▸{id}:"), ("{dry_year: true}", "{}")),
        (
            f"'{id}' cannot be an id",
            f"an id is plain letters, digits, '_' and '-', and begins with a letter, for example {example}",
        ),
    )


def test_text_is_normalised() -> None:
    decomposed = "Vie\u0323\u0302t Nam"
    case = hb.read_text(changed(("name: the city", f"name: {decomposed}")))
    assert case.parties[0].name.within("en") == "Việt Nam"


def test_the_same_key_in_two_unicode_forms() -> None:
    refused(
        changed(("{name: the city}", "{name: {en: a, vi\u1ec7: b, ▸vie\u0323\u0302: c}}")),
        ("'việ' stands twice, first in line 9", "keep one of the two"),
    )


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(b"\xef\xbb\xbf" + HARBOUR.replace("\n", "\r\n").encode())
    case = hb.read(tmp_path / "case.yaml")
    assert case.title.within("en") == "A harbour dispute"
    plain, places = marked(changed(("want: not sue", "want: not ▸seu"), ("title: A", "▸titel: A")))
    (tmp_path / "case.yaml").write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())
    with pytest.raises(hb.CaseError) as caught:
        hb.read(tmp_path / "case.yaml")
    found = [(p.place.line, p.place.column) for p in caught.value.problems if p.place]
    assert found == places


def test_old_macintosh_line_ends() -> None:
    assert hb.read_text(HARBOUR.replace("\n", "\r")).id == "harbour"


# --- Columns inside formulas ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "permit and ▸cleen",
        '"permit and ▸cleen"',
        "'permit and ▸cleen'",
        "permit\n            and ▸cleen",
        "permit and\n\n            # not a remark: a text\n            ▸cleen",
        '"permit\n            and ▸cleen"',
        "'permit and\n          ▸cleen'",
        ">-\n            permit and\n            ▸cleen",
        "|\n            permit and\n              ▸cleen",
        ">2   # a remark\n            permit\n             and ▸cleen\n",
        "\n            permit and ▸cleen",
        "\n            permit\n            and not (sue or ▸cleen)",
    ],
)
def test_the_column_of_a_word_however_it_is_written(written: str) -> None:
    if "not a remark" in written:
        written = written.replace("            # not a remark: a text\n", "")
    plain, places = marked(
        changed(
            (
                "        - {id: basin, want: clean}",
                f"        - id: basin\n          want: {written}",
            )
        )
    )
    (problem,) = problems_of(plain)
    assert problem.message == "'cleen' is no option, term or flag of this case"
    assert problem.place is not None
    assert [(problem.place.line, problem.place.column)] == places


def test_the_column_of_a_wrong_sign_in_a_block_text() -> None:
    refused(
        changed(
            (
                "  settled: permit and clean",
                "  settled: >\n    permit and\n    clean ▸&& sue\n",
            )
        ),
        ("'&' has no meaning here", "write 'and'"),
    )


def test_the_columns_of_a_state() -> None:
    refused(
        changed(
            ('prefers: "{permit}"', 'prefers: "{permit, ▸Permits}"'),
            ('to: "{sue}"', 'to: "{sue ▸clean}"'),
        ),
        ("there is no option 'Permits'", "did you mean 'permit'?"),
        ("a comma or the closing brace is missing here", ", or }"),
    )
    refused(
        changed(('to: "{sue}"', 'to: "▸sue"')),
        ("a state is written in braces", "{option, option}; {} is none"),
    )
    refused(
        changed(('to: "{sue}"', 'to: "{sue, ▸sue}"')),
        ("'sue' is named twice", ""),
    )


# --- The case as a whole -------------------------------------------------------------------------


def test_sources_and_paragraphs_of_edits() -> None:
    refused(
        changed(
            ("- move: {party: City, statement: no-gift, to: 1}", "- move: {party: City, statement: no-gift, to: 1}\n        cites: ▸repport"),
            ("- set: {dry_year: true}", "- set: {dry_year: true}\n        cites: [report#P1, \"report # P2\", ▸report#P3]"),
            ("{id: quiet, want: not sue}", '{id: quiet, want: not sue, cites: "▸#P1"}'),
        ),
        ("there is no source ''", "known: report"),
        ("there is no source 'repport'", "did you mean 'report'?"),
        ("source 'report' has no paragraph 'P3'", "known: P1, P2"),
    )  # fmt: skip


def test_a_source_as_a_whole_may_be_cited() -> None:
    assert hb.read_text(changed(("cites: report#P1", "cites: report")))


def test_profiles_in_a_circle_told_once() -> None:
    refused(
        changed(
            ("  base:\n", "  ▸base:\n    from: last\n"),
            ("changes:\n  drought", "  last: {from: later}\n  leaf: {from: last}\nchanges:\n  drought"),
        ),
        (
            "profiles start from each other in a circle: base -> last -> later -> base",
            "one of them needs lists of its own",
        ),
    )  # fmt: skip


def test_a_profile_from_nowhere() -> None:
    refused(
        changed(
            ("    from: base", "    from: ▸bass"),
            ("title: A harbour dispute", "title: A harbour dispute\ndefault_profile: ▸lter"),
            ('to: "{sue}"', 'to: "{sue}", profile: ▸basis'),
        ),
        ("there is no profile 'lter'", "did you mean 'later'?"),
        ("there is no profile 'bass'", "did you mean 'base'?"),
        ("there is no profile 'basis'", "did you mean 'base'?"),
    )


def test_no_profile_at_all() -> None:
    text = HARBOUR[: HARBOUR.index("profiles:")] + "▸profiles: {}\n"
    refused(
        text,
        (
            "there is no profile: nothing says what the parties want",
            "add one, for example  base: {lists: ...}",
        ),
    )


def test_a_profile_that_forgets_a_party_is_told_once() -> None:
    cut = HARBOUR.index("      Port:\n        - {id: permit")
    text = HARBOUR[:cut] + HARBOUR[HARBOUR.index("  later:") :]
    refused(
        text.replace("  base:", "  ▸base:"),
        ("profile 'base' does not say what 'Port' wants", "add Port to its lists"),
    )


def test_groups() -> None:
    refused(
        changed(
            (
                "  - {members: [City, Port], open: true}",
                "  - {members: [City, Port], open: true}\n  - ▸{members: [City], open: true}\n"
                "  - ▸{members: [Port, Port], open: false}\n  - ▸{members: [Port, City], open: false}\n"
                "  - ▸{members: [], open: false}",
            )
        ),
        (
            "a group needs two or more different members",
            "name everybody who takes part in its deals",
        ),
        (
            "a group needs two or more different members",
            "name everybody who takes part in its deals",
        ),
        ("this group is listed twice", "keep one of the two"),
        (
            "a group needs two or more different members",
            "name everybody who takes part in its deals",
        ),
    )


def test_one_id_for_several_things() -> None:
    refused(
        changed(
            ("  dry_year: {default: false}", "  dry_year: {default: false}\n  ▸clean: {default: true}"),
            ("  - {id: one-course, holds", "  - {id: one-course, holds: clean}\n  - {id: ▸one-course, holds"),
            ("{id: quiet, want: not sue}", "{id: ▸permit, want: not sue}"),
        ),
        (
            "'clean' is the id of an option and of a flag",
            "options, terms and flags share one set of ids",
        ),
        ("two rules have the id 'one-course'", "rename one"),
        ("two statements of 'Port' have the id 'permit'", "rename one"),
    )  # fmt: skip


def test_dates_and_choices() -> None:
    refused(
        changed(
            ("title: A harbour dispute", "title: A harbour dispute\ncut_off: ▸30.11.2017"),
            ("    from: base", "    from: base\n    date: ▸2017-02-30"),
            ("name: clean the basin}", "name: clean the basin, way: ▸foward}"),
            ("name: go to court}", "name: go to court, way: ▸sometimes}"),
            ("want: permit}", "want: permit, judged: {by: me, date: ▸2017, sure: ▸very}}"),
            ("format: honestbroker/1", "format: ▸honestbroker/2"),
        ),
        (
            "'honestbroker/2' is no format that this program reads",
            "format: honestbroker/1",
        ),
        ("a date such as 2017-11-30 is needed here", "year, month and day with hyphens"),
        ("'sometimes' is none of the possible values", "one of: both, forward, backward, fixed"),
        ("'foward' is none of the possible values", "did you mean 'forward'?"),
        ("a date such as 2017-11-30 is needed here", "year, month and day with hyphens"),
        ("'very' is none of the possible values", "one of: high, medium, low"),
        ("there is no such day", ""),
    )


def test_texts_without_english() -> None:
    refused(
        changed(
            ("name: the city", "▸name: {vi: thành phố}"),
            ("name: the port company", "▸name: {en: '', vi: công ty}"),
        ),
        ("the English text (en) is missing", "add  en: ..."),
        ("the English text (en) is missing", "add  en: ..."),
    )


def test_edits_that_cannot_be_made() -> None:
    edits = """\
      - set: {▸wet_year: true}
      - way: {▸dredge: both}
      - drop_option: {option: ▸dredge, as: true}
      - add_option: {id: ▸clean, by: Port, name: clean again}
      - add_option: {id: dredge, by: ▸Prt, name: dredge the basin}
      - insert: {party: City, statement: {id: ▸basin, want: clean}, to: 1}
      - insert: {party: City, statement: {id: new, want: ▸cleen}, to: 1}
      - insert: {party: ▸Cty, statement: {id: new, want: clean}, to: 1}
      - insert: {party: City, statement: {id: new, want: clean}, to: ▸4}
      - move: {party: City, statement: basin, after: ▸no-gft}
      - drop: {party: Port, statement: ▸no-gift}
      - replace: {party: City, statement: basin, with: {id: ▸no-gift, want: clean}}
      - define: {▸setled: clean}
      - define: {settled: clean and ▸prmit}
      - ▸open: [City, State]
      - add_group: {members: [City, ▸State], open: true}
      - ▸add_group: {members: [Port, City], open: true}
      - add_rule: {id: ▸one-course, holds: clean}
      - add_rule: {id: other, holds: ▸cleaner}
      - drop_rule: ▸one-curse
      - couple: {when: [▸dig, up], then: [[clean, down]]}
"""
    refused(
        changed(("      - set: {dry_year: true}\n", edits)),
        ("there is no flag 'wet_year'", "did you mean 'dry_year'?"),
        ("there is no option 'dredge'", "known: permit, sue, clean"),
        ("there is no option 'dredge'", "known: permit, sue, clean"),
        ("'clean' is in use already", ""),
        ("there is no party 'Prt'", "did you mean 'Port'?"),
        ("'City' has a statement 'basin' already", ""),
        ("'cleen' is no option, term or flag of this case", "did you mean 'clean'?"),
        ("there is no list of 'Cty'", "did you mean 'City'?"),
        ("position 4 is not between 1 and 3", ""),
        ("'City' has no statement 'no-gft'", "did you mean 'no-gift'?"),
        ("'Port' has no statement 'no-gift'", "known: permit, quiet"),
        ("'City' has a statement 'no-gift' already", ""),
        ("there is no term 'setled'", "did you mean 'settled'?"),
        ("'prmit' is no option, term or flag of this case", "did you mean 'permit'?"),
        ("there is no group [City, State]", "known: [City, Port]"),
        ("there is no party 'State'", "known: City, Port"),
        ("there is this group already", "open or close it instead"),
        ("there is a rule 'one-course' already", ""),
        ("'cleaner' is no option, term or flag of this case", "did you mean 'clean'?"),
        ("there is no rule 'one-curse'", "did you mean 'one-course'?"),
        ("there is no option 'dig'", "known: permit, sue, clean"),
    )


def test_edits_that_are_none() -> None:
    refused(
        changed(
            (
                "      - set: {dry_year: true}\n",
                "      - ▸{}\n"
                "      - ▸{set: {dry_year: true}, open: [City, Port]}\n"
                "      - ▸move: {party: City, statement: basin}\n"
                "      - ▸move: {party: City, statement: basin, to: 1, after: no-gift}\n"
                "      - couple: {▸when: [sue], then: [[clean, ▸dwn]]}\n"
                "      - ▸drown\n",
            )
        ),
        ("an edit does one thing; this one has nothing", "add what it does"),
        ("an edit does one thing; this one has set and open", "make one list item of each"),
        ("exactly one of to, after and before is needed", "add one of them"),
        ("exactly one of to, after and before is needed", "leave the rest out"),
        ("an entry of this list is missing", "[option, up]"),
        ("'dwn' is none of the possible values", "did you mean 'down'?"),
        (
            "keys with values are needed here",
            "the keys are: set, add_option, drop_option, way, insert, drop, move, replace, define,"
            " open, close, add_group, add_rule, drop_rule, couple, reveal, cites, judged",
        ),
    )


def test_a_mistake_in_a_base_is_not_told_for_every_profile() -> None:
    more = "".join(f"  p{number}: {{from: later}}\n" for number in range(20))
    refused(
        changed(
            ("statement: no-gift, to: 1", "statement: ▸nogift, to: 1"),
            ("{id: basin, want: clean}", "{id: basin, want: ▸cleen}"),
            ("changes:\n  drought", more + "changes:\n  drought"),
        ),
        ("'cleen' is no option, term or flag of this case", "did you mean 'clean'?"),
        ("'City' has no statement 'nogift'", "did you mean 'no-gift'?"),
    )


def test_a_profile_may_break_what_the_file_keeps() -> None:
    refused(
        changed(
            (
                "      - move: {party: City, statement: no-gift, to: 1}",
                "      - add_rule: {id: court, holds: not sue}\n"
                "      - define: {settled: settled or clean}",
            ),
            ("status_quo", "▸status_quo"),
            ("{id: permit, want: permit}", "{id: permit, want: settled}"),
        ).replace("define: {settled", "define: {▸settled"),
        (
            "the status quo {sue} breaks rule 'court': not sue",
            "change the state or the rule",
        ),
        ("term 'settled' stands for itself", "say one of them without the others"),
    )


def test_a_change_after_which_the_status_quo_breaks_a_rule() -> None:
    refused(
        changed(("      - set: {dry_year: true}", "      - add_rule: {id: court, holds: not sue}"), ("  drought", "  ▸drought")),
        (
            "after change 'drought' the status quo {sue} breaks rule 'court': not sue",
            "change the state, the rule or the change",
        ),
    )  # fmt: skip


def test_a_change_made_for_another_profile_is_fine() -> None:
    case = hb.read_text(
        changed(
            ("- move: {party: City, statement: no-gift, to: 1}", "- add_option: {id: dredge, by: Port, name: dredge}"),
            ("- set: {dry_year: true}", "- way: {dredge: forward}"),
        )
    )  # fmt: skip
    assert hb.variant(case, "later", ["drought"]).option("dredge").way == "forward"


def test_what_was_set_aside_is_not_missed() -> None:
    # An option, a party, a statement and a source that cannot be read are named all over the file.
    refused(
        changed(
            ("sue:    {by: City, name: go to court}", "sue:    ▸go to court"),
            ("Port: {name: the port company}", "Port: ▸the port company"),
            ("    citation: The harbour report\n", ""),
            ('    paragraphs: {P1: "0123abcd", P2: "4567cdef"}\n', "    ▸[]\n"),
            ("- {id: no-gift, want: permit only if clean}", "- ▸no-gift"),
            ("  - {members: [City, Port], open: true}", "  - ▸[City, Port]"),
            ("- set: {dry_year: true}", "- open: [City, Port]"),
            ("holds: not (permit and sue)", "holds: not (permit and sue ▸or clean)"),
        ),
        ("keys with values are needed here, not a list", "the keys are: citation, language, url, doi, paragraphs, translation_note"),
        ("keys with values are needed here", "the keys are: name"),
        ("keys with values are needed here", "the keys are: by, name, undo, way, cites, judged"),
        ("'and' and 'or' stand side by side: it can be read two ways", "put brackets around one group, for example (permit and sue) or ..."),
        ("keys with values are needed here, not a list", "the keys are: members, open, cites, judged"),
        ("keys with values are needed here", "the keys are: id, want, name, firm, audience, any_order, cites, judged"),
    )  # fmt: skip


def test_whole_sections_of_the_wrong_kind() -> None:
    refused(
        changed(
            (
                "parties:\n  City: {name: the city}\n  Port: {name: the port company}\n",
                "parties: ▸[City, Port]\n",
            )
        ),
        ("keys with values are needed here, not a list", "one line for each, such as  id: ..."),
    )
    refused(
        changed(("terms:\n  settled: permit and clean\n", "terms: ▸[settled]\n")),
        ("keys with values are needed here, not a list", "one line for each, such as  id: ..."),
    )
    refused(
        changed(("rules:\n  - {id: one-course, holds: not (permit and sue)}\n", "rules: ▸{one-course: not (permit and sue)}\n")),
        ("a list is needed here, not keys with values", "begin each entry on its own line with '- '"),
    )  # fmt: skip


# --- Rankings ------------------------------------------------------------------------------------

RANKED = changed(
    ("        - {id: basin, want: clean}\n        - {id: no-gift, want: permit only if clean}\n",
     '        ranking: ["{permit, clean}", "{clean}", ["{}", "{sue}"], "{permit}", "{sue, clean}"]\n'),
    ("- move: {party: City, statement: no-gift, to: 1}", "- move: {party: Port, statement: quiet, to: 1}"),
)  # fmt: skip


def ranking(written: str) -> str:
    """The harbour case with a direct ranking of the city."""
    start = RANKED.index("        ranking:")
    end = RANKED.index("\n", start)
    return f"{RANKED[:start]}        {written}{RANKED[end:]}"


def test_a_ranking_of_all_feasible_states() -> None:
    assert hb.read_text(RANKED)
    assert hb.read_text(ranking("{ranking: [5, 4, [0, 2], 1, 6], numbering: decimal}"))


def test_an_incomplete_ranking() -> None:
    refused(
        ranking('ranking: ["{permit, clean}", "{clean}", ["{}", "{sue}"]]').replace("      City:\n        ranking", "      ▸City:\n        ranking"),
        (
            "the ranking of 'City' leaves out {permit}, {sue, clean}",
            "rank every state; states it does not tell apart stand in an inner list",
        ),
    )  # fmt: skip
    refused(
        ranking("{ranking: [5], numbering: decimal}").replace("      City:\n        {r", "      ▸City:\n        {r"),
        (
            "the ranking of 'City' leaves out {}, {sue}, {clean} and others",
            "rank every state; states it does not tell apart stand in an inner list",
        ),
    )  # fmt: skip


def test_rankings_with_wrong_states() -> None:
    refused(
        ranking(
            'ranking: ["{permit, clean}", ▸"{permit, sue}", "{clean}", ["{}", "{sue}"], "{permit}", ▸"{clean}", "{sue, ▸cleen}", "{sue ▸clean}", ▸3, ▸[], [▸[x]], ▸1.5]'
        ),
        (
            "the ranking of 'City' names {permit, sue}, which breaks rule 'one-course': not (permit and sue)",
            "take it out",
        ),
        ("the ranking of 'City' names {clean} twice", "take one out"),
        (
            "the ranking of 'City' names {sue, cleen}, but there is no option 'cleen'",
            "did you mean 'clean'?",
        ),
        ("a comma or the closing brace is missing here", ", or }"),
        (
            "3 is a number, not a state",
            'add  numbering: decimal  or write the state as "{option, option}"',
        ),
        ("a tie of no states stands here", "name the tied states"),
        ("a state is missing here", 'for example "{option, option}"'),
        ("a state is missing here", 'for example "{option, option}"'),
    )  # fmt: skip
    refused(
        ranking("{ranking: [5, 4, [0, 2], 1, 6, ▸8, ▸-1], numbering: decimal}"),
        ("there is no state 8: 3 options have the numbers 0 to 7", ""),
        ("there is no state -1: 3 options have the numbers 0 to 7", ""),
    )


def test_a_ranking_has_no_statements_to_edit() -> None:
    refused(
        RANKED.replace("{party: Port, statement: quiet, to: 1}", "{party: ▸City, statement: x, to: 1}"),
        ("'City' gives a direct ranking: it has no statements to edit", ""),
    )  # fmt: skip


def test_named_states_and_moves() -> None:
    refused(
        changed(
            (
                "changes:\n  drought",
                'states:\n  calm: {where: not sue and ▸not-sued}\n  court: {members: ["{sue}", "{sue, ▸cleen}"]}\n'
                "  ▸both: {members: [], where: sue}\n  ▸clean: {where: clean}\n"
                "moves:\n  - [▸Cty, calm, court]\n  - [City, calm, ▸cort]\n  - ▸[City, calm]\n"
                "  - [City, calm, court, ▸calm]\nchanges:\n  drought",
            )
        ).replace("- [City, calm, court, ▸calm]", "- ▸[City, calm, court, calm]"),
        (
            "'not-sued' is no option, term or flag of this case",
            "known: permit, sue, clean, settled, dry_year",
        ),
        ("there is no option 'cleen'", "did you mean 'clean'?"),
        ("exactly one of members and where is needed", "leave the rest out"),
        ("'clean' is the id of an option and of a state", "rename one of them"),
        ("there is no party 'Cty'", "did you mean 'City'?"),
        ("there is no state 'cort'", "did you mean 'court'?"),
        ("an entry of this list is missing", "[party, from, to]"),
        ("there is more here than belongs", "[party, from, to]"),
    )


# --- Large files ---------------------------------------------------------------------------------


def test_five_thousand_terms_each_using_the_next() -> None:
    chain = "".join(f"  t{n}: t{n + 1}\n" for n in range(5_000)) + "  t5000: clean\n"
    found = problems_of(
        changed(("  settled: permit and clean\n", "  settled: permit and t0\n" + chain))
    )
    (problem,) = found
    assert problem.message == "with the terms it uses, 't4880' is nested more than 120 deep"
    assert problem.suggestion == "say it more simply"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (16 + 4881, 3)


def test_a_hundred_terms_each_using_the_next_are_fine() -> None:
    chain = "".join(f"  t{n}: t{n + 1}\n" for n in range(100)) + "  t100: clean\n"
    case = hb.read_text(
        changed(("  settled: permit and clean\n", "  settled: permit and t0\n" + chain))
    )
    assert case.satisfies(case.terms[0].formula, frozenset({"permit", "clean"}))


def test_a_circle_of_five_thousand_terms() -> None:
    chain = "".join(f"  t{n}: t{(n + 1) % 5_000}\n" for n in range(5_000))
    (problem,) = problems_of(
        changed(("  settled: permit and clean\n", "  settled: permit\n" + chain))
    )
    assert problem.message.startswith("terms stand for each other in a circle: t0 -> t1 -> t2 -> ")
    assert len(problem.message) < 300


def test_two_thousand_rules() -> None:
    rules = "".join(f"  - {{id: r{n}, holds: permit or sue or not clean}}\n" for n in range(2_000))
    assert len(hb.read_text(changed(("rules:\n", "rules:\n" + rules))).rules) == 2_001
    wrong = rules + "  - {id: a, holds: sue only if permit}\n  - {id: b, ▸holds: sue}\n"
    refused(
        changed(("rules:\n", "rules:\n" + wrong), ("  - {id: one-course, holds: not (permit and sue)}\n", ""))
        .replace("rules:\n", "rules:\n  - {id: one-course, holds: not (permit and sue)}\n"),
        (
            "rules 'one-course', 'a', 'b' cannot all hold: no state is left",
            "drop or weaken one of them",
        ),
    )  # fmt: skip


def test_sixty_three_options() -> None:
    more = "".join(f"  o{n}: {{by: Port, name: option {n}}}\n" for n in range(3, 62))
    assert len(hb.read_text(changed(("terms:\n", more + "terms:\n"))).options) == 62
    refused(
        changed(("terms:\n", more + "  ▸o62: {by: Port, name: option 62}\nterms:\n")),
        ("63 options; at most 62 can be analysed", "drop or merge options"),
    )


def test_thousands_of_problems() -> None:
    rules = "".join(f"  - {{id: r{n}, holds: permit or x{n}}}\n" for n in range(5_000))
    found = problems_of(changed(("rules:\n", "rules:\n" + rules)))
    assert len(found) == 201
    assert found[0].message == "'x0' is no option, term or flag of this case"
    assert found[-1].message == "more problems follow from here on"


def test_thousands_of_unknown_names_in_one_formula() -> None:
    found = problems_of(
        changed(("permit and clean", " and ".join(f"x{n}" for n in range(150_000))))
    )
    assert len(found) == 201


def test_thousands_of_entries_of_the_wrong_type() -> None:
    wrong = "[" + "1," * 140_000 + "]"
    assert len(problems_of(changed(("status_quo: [sue]", f"status_quo: {wrong}")))) == 201


def test_too_many_values() -> None:
    wrong = "[" + "a," * 900_000 + "]"
    found = problems_of(changed(("status_quo: [sue]", f"status_quo: {wrong}")))
    assert [p.message for p in found] == ["the file has more than 150,000 values"]
