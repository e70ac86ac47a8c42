"""The statement language: the hand-written parser against a grammar, trees, truth and columns.

The grammar below is the language once more, for a parser generator. It knows nothing of the
hand-written parser, and its meaning is made from truth tables.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import lark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from honestbroker.formula import (
    MAX_DEPTH,
    RESERVED_IDS,
    Formula,
    FormulaError,
    Many,
    Name,
    Not,
    Pair,
    depth,
    holds,
    names,
    parse,
    parse_state,
)

GRAMMAR = r"""
    ?start: pair
    ?pair: joined | joined PAIR joined
    ?joined: single | single (AND single)+ | single (OR single)+
    ?single: NAME | NOT single -> negated | "(" pair ")"

    PAIR.3: /(only\s+if|iff|if|unless)(?![A-Za-z0-9_-])/
    AND.3: /and(?![A-Za-z0-9_-])/
    OR.3: /or(?![A-Za-z0-9_-])/
    NOT.3: /not(?![A-Za-z0-9_-])/
    NAME: /(?!(RESERVED)(?![A-Za-z0-9_-]))[a-z_][a-z0-9_-]*/i
    %ignore /\s+/
""".replace("RESERVED", "|".join(sorted(RESERVED_IDS)))

ORACLE = lark.Lark(GRAMMAR, parser="lalr")

TRUE_FOR = {  # the truth tables: for which (left, right) a two-sided word is true
    "only if": {(True, True), (False, True), (False, False)},
    "if": {(True, True), (True, False), (False, False)},
    "iff": {(True, True), (False, False)},
    "unless": {(True, True), (True, False), (False, True)},
}

IDS = ("a", "b", "c_1", "d-freeze")
PAIR_WORDS = ("only if", "if", "iff", "unless")


class Trees(lark.Transformer[Any, Formula]):
    """What the grammar found, as the program's trees."""

    def NAME(self, token: lark.Token) -> Formula:  # noqa: N802 - lark calls it
        return Name(str(token))

    def negated(self, parts: list[Any]) -> Formula:
        return Not(parts[1])

    def joined(self, parts: list[Any]) -> Formula:
        return Many(str(parts[1]), tuple(parts[0::2]))

    def pair(self, parts: list[Any]) -> Formula:
        return Pair(" ".join(str(parts[1]).split()), parts[0], parts[2])


class Truth(lark.Transformer[Any, Callable[[dict[str, bool]], bool]]):
    """What the grammar found, as a function of the truth of the names."""

    def NAME(self, token: lark.Token) -> Any:  # noqa: N802 - lark calls it
        return lambda meaning: meaning[str(token)]

    def negated(self, parts: list[Any]) -> Any:
        return lambda meaning: not parts[1](meaning)

    def joined(self, parts: list[Any]) -> Any:
        every = all if parts[1] == "and" else any
        return lambda meaning: every(part(meaning) for part in parts[0::2])

    def pair(self, parts: list[Any]) -> Any:
        true_for = TRUE_FOR[" ".join(str(parts[1]).split())]
        return lambda meaning: (parts[0](meaning), parts[2](meaning)) in true_for


def by_grammar(text: str) -> Formula | None:
    """The tree by the grammar; None where it refuses the text."""
    try:
        return Trees().transform(ORACLE.parse(text))
    except lark.exceptions.UnexpectedInput:
        return None


def by_hand(text: str) -> Formula | None:
    """The tree by the hand-written parser; None where it refuses the text."""
    try:
        return parse(text)
    except FormulaError as error:
        told = error
    assert 1 <= told.column <= len(text) + 1
    assert told.message
    return None


# --- Generated formulas --------------------------------------------------------------------------


def deeper(below: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    parts = st.lists(below, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(Not, below),
        st.builds(Many, st.sampled_from(("and", "or")), parts),
        st.builds(Pair, st.sampled_from(PAIR_WORDS), below, below),
    )


formulas = st.recursive(st.sampled_from(IDS).map(Name), deeper, max_leaves=12)


def written(formula: Formula, draw: Callable[[int], int], inside: str = "") -> str:
    """A formula as somebody might write it: more brackets and blanks than needed."""

    def blank() -> str:
        return (" ", "  ", "\n", " \t ")[draw(3)]

    match formula:
        case Name(id=id):
            text, needs = id, False
        case Not(part=part):
            text, needs = f"not{blank()}{written(part, draw, 'not')}", False
        case Many(word=word, parts=parts):
            between = f"{blank()}{word}{blank()}"
            text = between.join(written(part, draw, "many") for part in parts)
            needs = inside in ("not", "many")
        case Pair(word=word, left=left, right=right):
            spaced = blank().join(word.split())
            text = f"{written(left, draw, 'pair')}{blank()}{spaced}{blank()}"
            text += written(right, draw, "pair")
            needs = inside != ""
    for _ in range(draw(2) if not needs else 1 + draw(1)):
        text = f"({blank() if draw(1) else ''}{text})"
    return text


@given(formulas, st.data())
def test_written_with_more_brackets_than_needed(formula: Formula, data: st.DataObject) -> None:
    text = written(formula, lambda most: data.draw(st.integers(0, most)))
    assert parse(text) == formula
    assert by_grammar(text) == formula


@given(formulas)
def test_what_is_printed_is_read_back(formula: Formula) -> None:
    assert parse(str(formula)) == formula
    assert by_grammar(str(formula)) == formula
    assert str(parse(str(formula))) == str(formula)


@given(formulas)
def test_no_bracket_in_print_is_to_spare(formula: Formula) -> None:
    text = str(formula)
    for match in re.finditer(r"\(", text):
        end = closing(text, match.start())
        without = text[: match.start()] + text[match.start() + 1 : end] + text[end + 1 :]
        assert by_hand(without) != formula


def closing(text: str, start: int) -> int:
    """Where the bracket opened at `start` is closed."""
    level = 0
    for at in range(start, len(text)):
        level += (text[at] == "(") - (text[at] == ")")
        if level == 0:
            return at
    raise AssertionError(text)


@given(formulas)
def test_truth_by_table(formula: Formula) -> None:
    truth = Truth().transform(ORACLE.parse(str(formula)))
    for values in product((False, True), repeat=len(IDS)):
        meaning = dict(zip(IDS, values, strict=True))
        assert holds(formula, meaning.__getitem__) == truth(meaning)


SOUP = (*IDS, "a", "b", "and", "or", "not", "only", "if", "only if", "iff", "unless", "(", ")",
        "yes", "n", "not-a", "iffy", "AND", "Not", "only-if", "nota", "{", ",", "}")  # fmt: skip


@given(st.lists(st.sampled_from(SOUP), max_size=12), st.sampled_from((" ", "", "  ", "\n")))
@example(["a", "and", "b", "or", "c_1"], " ")
@example(["not", "(", "a", ")"], "")
@example(["(", "a", ")", "and", "(", "b", ")"], "")
def test_words_in_any_order(words: list[str], between: str) -> None:
    text = between.join(words)
    assert by_hand(text) == by_grammar(text)


@given(formulas, st.data())
def test_a_formula_with_a_word_too_many_or_too_few(formula: Formula, data: st.DataObject) -> None:
    words = re.findall(r"[\w-]+|\S", str(formula))
    at = data.draw(st.integers(0, len(words) - 1))
    change = data.draw(st.sampled_from(["drop", "double", "swap", "insert"]))
    if change == "drop":
        del words[at]
    elif change == "double":
        words.insert(at, words[at])
    elif change == "swap":
        words[at - 1], words[at] = words[at], words[at - 1]
    else:
        words.insert(at, data.draw(st.sampled_from(SOUP)))
    text = " ".join(words)
    assert by_hand(text) == by_grammar(text)


@given(formulas, st.data())
def test_the_column_of_a_sign_that_means_nothing(formula: Formula, data: st.DataObject) -> None:
    words = str(formula).split(" ")
    at = data.draw(st.integers(0, len(words)))
    sign = data.draw(st.sampled_from("@&|!+*=<>→∧∨¬;:.'\"/[]"))
    text = " ".join([*words[:at], sign, *words[at:]])
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.column == len(" ".join(words[:at])) + (2 if at else 1)
    assert caught.value.message == f"'{sign}' has no meaning here"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    by_hand(text)
    with contextlib.suppress(FormulaError):
        parse_state(text)


# --- Columns, chosen by hand ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("   ", 1),
        ("a and", 6),
        ("a and  ", 6),
        ("a b", 3),
        ("a only b", 3),
        ("a only", 3),
        ("a and b or c", 9),
        ("a if b iff c", 8),
        ("a if b only if c", 8),
        ("(a and b", 9),
        ("a)", 2),
        ("()", 2),
        ("not", 4),
        ("not not", 8),
        ("a AND b", 3),
        ("a and Yes", 7),
        ("a and no", 7),
        ("if a", 1),
        ("a iff iff b", 7),
        ("a and b @ or", 9),
        ("a b @", 3),  # the first thing wrong, not the strangest
        ("a and or @", 7),
        ("{a}", 1),
        ("a, b", 2),
    ],
)
def test_columns_of_errors(text: str, column: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.column == column
    assert by_grammar(text) is None


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("a", 1),
        ("{", 2),
        ("{a", 3),
        ("{a,", 4),
        ("{a b}", 4),
        ("{a,,b}", 4),
        ("{a, a}", 5),
        ("{a} b", 5),
        ("{not a}", 2),
        ("{(a)}", 2),
        ("{a, no}", 5),
        ("{a; b}", 3),
        ("}", 1),
    ],
)
def test_columns_of_errors_in_states(text: str, column: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_state(text)
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("text", "taken"),
    [("{}", []), ("{ }", []), ("{a}", ["a"]), (" {a,b ,\nc } ", ["a", "b", "c"])],
)
def test_states(text: str, taken: list[str]) -> None:
    assert [name.id for name in parse_state(text)] == taken


def test_names_know_their_columns() -> None:
    text = "a only if (not bb  and\nccc)"
    for name in names(parse(text)):
        assert text[name.column - 1 :].startswith(name.id)
    assert [(name.id, name.column) for name in names(parse(text))] == [
        ("a", 1),
        ("bb", 16),
        ("ccc", 24),
    ]


def test_the_tree_keeps_the_words_as_written() -> None:
    written = "u_relief and u_guarantee if not (verified or (a and b))"
    assert str(parse(written)) == written
    assert parse("a or (b or c)") != parse("(a or b) or c") != parse("a or b or c")


@pytest.mark.parametrize("opening", ["(", "not "])
def test_nesting(opening: str) -> None:
    closing = ")" if opening == "(" else ""
    fits = opening * MAX_DEPTH + "a" + closing * MAX_DEPTH
    assert list(names(parse(fits)))
    with pytest.raises(FormulaError, match=f"nested more than {MAX_DEPTH} deep") as caught:
        parse(opening + fits + closing)
    assert caught.value.column == len(opening) * MAX_DEPTH + 1
    with pytest.raises(FormulaError, match="nested more than"):
        parse(opening * 100_000 + "a")


def test_depth_counts_every_word_around_a_name() -> None:
    assert depth(parse("a")) == 1
    assert depth(parse("((a))")) == 1
    assert depth(parse("not not a")) == 3
    assert depth(parse("a and not b")) == 3
    assert depth(parse("a only if (b and not c)")) == 4


def test_a_long_formula_is_no_deep_one() -> None:
    wide = parse(" or ".join(f"x{n}" for n in range(100_000)))
    assert depth(wide) == 2
    assert not holds(wide, lambda _: False)
    assert parse(str(wide)) == wide
