"""Formulas over all states at once: truth columns, feasible states, ranks from ordered statements.

Definitions (Fang, Hipel, Kilgour & Peng 2003, option prioritisation)

* A state is a bit code: bit k is set when option k is taken.
* Statements W_1 .. W_m, most important first: state s beats t iff at the first statement on which
  they differ s satisfies it; no difference is a tie. So a state's rank is the order of the bit
  string (W_1(s), .., W_m(s)). The string is compressed to dense ranks as it grows, so a list of
  any length works; it is never squeezed into a number of fixed width.
* Feasible states satisfy every rule. They are built up option by option, and a rule is asked as
  soon as all its options are decided, so that rules prune early and 2^m is never listed.

Guarantees: exact. With many states compiled code takes over, with the same results
(`honestbroker.kernel.compiled.truths`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "AND",
    "CONSTANT",
    "NOT",
    "OPTION",
    "OR",
    "SAME",
    "TERM",
    "Program",
    "TooManyStates",
    "columns",
    "feasible",
    "how_lines_split",
    "ranks",
    "ranks_of",
]

Codes = npt.NDArray[np.int64]
Column = npt.NDArray[np.bool_]

_LARGE: Final = 1 << 17
"""From so many states compiled code is faster, its start included."""

_WIDEST: Final = 32
"""Compiled code looks at all combinations of up to so many options."""

OPTION: Final = 0
TERM: Final = 1
CONSTANT: Final = 2
NOT: Final = 3
AND: Final = 4
OR: Final = 5
SAME: Final = 6

Instruction = tuple[int, int]
"""(operation, argument): OPTION bit, TERM index, CONSTANT 0 or 1; NOT, AND, OR, SAME take 0."""


@dataclass(frozen=True, slots=True)
class Program:
    """A formula in postfix: instructions over a stack of truth columns.

    `needs` is the set of option bits it depends on, terms included.
    """

    instructions: tuple[Instruction, ...]
    needs: int


class TooManyStates(ValueError):
    """More feasible states than were allowed.

    Parameters
    ----------
    at_least : int
        How many there are at least.
    allowed : int
        How many were allowed.
    """

    def __init__(self, at_least: int, allowed: int) -> None:
        super().__init__(f"more than {at_least:,} states; {allowed:,} are allowed")
        self.at_least = at_least
        self.allowed = allowed


def columns(
    codes: Codes, programs: Sequence[Program], terms: Sequence[Program] = ()
) -> list[Column]:
    """Truth of formulas in every state.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Bit codes.
    programs : sequence of Program
        Formulas.
    terms : sequence of Program
        What TERM instructions mean, each after those it uses.

    Returns
    -------
    list of array of bool, shape (states,)
        One column for each program.

    Examples
    --------
    >>> either = Program(((OPTION, 0), (OPTION, 1), (OR, 0)), 0b11)
    >>> columns(np.arange(4), [either])[0].tolist()
    [False, True, True, True]
    """
    known: dict[int, Column] = {}
    return [_column(codes, program, terms, known) for program in programs]


def _column(
    codes: Codes, program: Program, terms: Sequence[Program], known: dict[int, Column]
) -> Column:
    stack: list[Column] = []
    for operation, argument in program.instructions:
        if operation == OPTION:
            stack.append((codes >> argument) & 1 != 0)
        elif operation == CONSTANT:
            stack.append(np.full(codes.shape, bool(argument)))
        elif operation == TERM:
            if argument not in known:
                known[argument] = _column(codes, terms[argument], terms, known)
            stack.append(known[argument])
        elif operation == NOT:
            stack.append(~stack.pop())
        else:
            right, left = stack.pop(), stack.pop()
            if operation == AND:
                stack.append(left & right)
            elif operation == OR:
                stack.append(left | right)
            else:
                stack.append(left == right)
    return stack.pop()


def feasible(
    options: int, rules: Sequence[Program], terms: Sequence[Program] = (), allowed: int = 1 << 24
) -> Codes:
    """All states that satisfy every rule.

    Parameters
    ----------
    options : int
        How many options there are, at most 62.
    rules : sequence of Program
        What must hold.
    terms : sequence of Program
        What TERM instructions mean.
    allowed : int
        How many states may be held at once while building them up.

    Returns
    -------
    array of int64, shape (states,)
        Bit codes, ascending.

    Raises
    ------
    TooManyStates
        If more than `allowed` states would have to be held.

    Notes
    -----
    Time and memory grow with the number of partial states that no rule has excluded yet, at worst
    2^options.

    Examples
    --------
    >>> not_both = Program(((OPTION, 0), (OPTION, 1), (AND, 0), (NOT, 0)), 0b11)
    >>> feasible(3, [not_both]).tolist()
    [0, 1, 2, 4, 5, 6]
    """
    codes = np.zeros(1, dtype=np.int64)
    pending = list(rules)
    decided = 0
    for option in (None, *_order(options, rules)):
        if option is not None:
            if 2 * codes.size >= _LARGE and options <= _WIDEST:
                from honestbroker.kernel.compiled import truths

                return truths.feasible(options, rules, terms, allowed)
            if 2 * codes.size > allowed:
                raise TooManyStates(2 * codes.size, allowed)
            codes = np.concatenate((codes, codes | (1 << option)))
            decided |= 1 << option
        ready = [rule for rule in pending if rule.needs & ~decided == 0]
        pending = [rule for rule in pending if rule.needs & ~decided]
        if ready:
            kept = np.ones(codes.shape, dtype=np.bool_)
            for column in columns(codes, ready, terms):
                kept &= column
            codes = codes[kept]
    codes.sort()
    return codes


def _order(options: int, rules: Sequence[Program]) -> list[int]:
    """Options in an order that completes rules early; options in no rule come last."""
    order: list[int] = []
    waiting = [rule.needs for rule in rules if rule.needs]
    decided = 0
    while waiting:
        missing = min((needs & ~decided for needs in waiting), key=int.bit_count)
        order.extend(bit for bit in range(options) if missing >> bit & 1)
        decided |= missing
        waiting = [needs for needs in waiting if needs & ~decided]
    order.extend(bit for bit in range(options) if not decided >> bit & 1)
    return order


def ranks(
    codes: Codes, programs: Sequence[Program], terms: Sequence[Program] = ()
) -> npt.NDArray[np.int32]:
    """Ranks from statements as formulas, most important first.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Bit codes.
    programs : sequence of Program
        The statements.
    terms : sequence of Program
        What TERM instructions mean, each after those it uses.

    Returns
    -------
    array of int32, shape (states,)
        Dense ranks from 0; larger is better, equal is a tie.

    Examples
    --------
    >>> second_first = [Program(((OPTION, 1),), 0b10), Program(((OPTION, 0),), 0b01)]
    >>> ranks(np.array([0, 1, 2, 3]), second_first).tolist()
    [0, 1, 2, 3]
    """
    if codes.size >= _LARGE:
        from honestbroker.kernel.compiled import truths

        return truths.ranks(codes, programs, terms)
    return ranks_of(columns(codes, programs, terms), codes.size)


def ranks_of(truths: Sequence[Column], states: int) -> npt.NDArray[np.int32]:
    """Ranks from statements, most important first.

    Parameters
    ----------
    truths : sequence of array of bool, shape (states,)
        Where each statement is true, in the order of the list.
    states : int
        How many states there are.

    Returns
    -------
    array of int32, shape (states,)
        Dense ranks from 0; larger is better, equal is a tie.

    Examples
    --------
    >>> ranks_of([np.array([True, True, False]), np.array([False, True, True])], 3).tolist()
    [1, 2, 0]
    """
    ranks = np.zeros(states, dtype=np.int64)
    width = 0
    for truth in truths:
        ranks = 2 * ranks + truth
        width += 1
        if width == 60:
            ranks = _dense(ranks)
            width = states.bit_length()
    return _dense(ranks).astype(np.int32)


def _dense(ranks: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    top = int(ranks.max(initial=0))
    if top < 4 * ranks.size:  # counting is cheaper than sorting
        present = np.zeros(top + 1, dtype=np.bool_)
        present[ranks] = True
        return (np.cumsum(present) - 1)[ranks]
    return np.unique(ranks, return_inverse=True)[1].astype(np.int64)


def how_lines_split(truths: Sequence[Column], states: int) -> list[tuple[bool, bool]]:
    """Which statements say nothing about the feasible states.

    Parameters
    ----------
    truths : sequence of array of bool, shape (states,)
        Where each statement is true, in the order of the list.
    states : int
        How many states there are.

    Returns
    -------
    list of (bool, bool)
        For each: whether it is constant (the same in every state), and whether it is idle (splits
        no tie that the lines above leave).

    Examples
    --------
    >>> first = np.array([True, False])
    >>> how_lines_split([first, ~first, np.array([True, True])], 2)
    [(False, False), (False, True), (True, True)]
    """
    told: list[tuple[bool, bool]] = []
    ranks = np.zeros(states, dtype=np.int64)
    levels = min(states, 1)
    for truth in truths:
        ranks = _dense(2 * ranks + truth)
        now = int(ranks.max(initial=-1)) + 1
        told.append((bool(truth.all() or not truth.any()), now == levels))
        levels = now
    return told
