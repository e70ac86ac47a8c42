"""Feasible states and ranks from formulas, 64 states at a time.

Definitions: those of `honestbroker.kernel.statements`; the answers are the same numbers.

Formula. Truth is kept in words of 64 bits, bit s for the s-th state of the word, so that `not`,
`and`, `or` and `iff` of 64 states are one instruction each; a formula is evaluated for `BLOCK`
words at a time, which stay in the processor's nearest memory. If the 64 codes of a word follow each
other, from a multiple of 64, the word of an option is one of seven known patterns; otherwise its
bits are collected from the codes.

* Feasible states: every combination of m options is looked at, 64 at a time, and counted before any
  is written down: 2^30 combinations are 2^24 words.
* Ranks: the truth bits of the statements, most important first, are a number; numbers become ranks
  without gaps by marking which occur. Statements are added in chunks small enough for that table,
  so lists of any length work: after each chunk the rank stands for all statements so far.

Proof of the chunks. A rank without gaps orders states as the bit string so far does; adding c bits
below it orders them by the longer string.

Guarantees: exact. Memory: 12 bytes a state and the table of at most four entries a state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel import statements
from honestbroker.kernel.compiled.jit import kernel
from honestbroker.kernel.statements import Program, TooManyStates

__all__ = ["BLOCK", "WIDEST", "feasible", "ranks"]

BLOCK: Final = 32
"""Words evaluated together."""

WIDEST: Final = 32
"""Up to so many options all combinations are looked at."""

Int64s = npt.NDArray[np.int64]

_OPTION: Final = statements.OPTION
_TERM: Final = statements.TERM
_CONSTANT: Final = statements.CONSTANT
_NOT: Final = statements.NOT
_AND: Final = statements.AND
_OR: Final = statements.OR

_FULL: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_PATTERNS: Final = np.array(
    [
        0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
        0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000,
    ],
    dtype=np.uint64,
)  # fmt: skip


def ranks(
    codes: Int64s, programs: Sequence[Program], terms: Sequence[Program] = ()
) -> npt.NDArray[np.int32]:
    """Ranks from statements, most important first.

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
        Dense from 0; larger is better, equal is a tie.

    Examples
    --------
    >>> from honestbroker.kernel.statements import OPTION
    >>> first, second = Program(((OPTION, 1),), 0b10), Program(((OPTION, 0),), 0b01)
    >>> ranks(np.arange(4), [first, second]).tolist()
    [0, 1, 2, 3]
    """
    found = np.zeros(codes.size, dtype=np.int64)
    levels = 1
    place = 0
    most = max(1 << 20, 4 * codes.size)
    while place < len(programs):
        chunk = min(len(programs) - place, max(1, (most // levels).bit_length() - 1))
        some = _packed(programs[place : place + chunk], terms)
        _keys(codes, found, *some)
        table = np.zeros(levels << chunk, dtype=np.int32)
        levels = int(_dense(found, table))
        place += chunk
    return found.astype(np.int32)


def feasible(
    options: int, rules: Sequence[Program], terms: Sequence[Program] = (), allowed: int = 1 << 24
) -> Int64s:
    """All states that satisfy every rule.

    Parameters
    ----------
    options : int
        How many options there are, at most `WIDEST`.
    rules : sequence of Program
        What must hold.
    terms : sequence of Program
        What TERM instructions mean.
    allowed : int
        How many states there may be.

    Returns
    -------
    array of int64, shape (states,)
        Bit codes, ascending.

    Raises
    ------
    TooManyStates
        If there are more than `allowed`.

    Examples
    --------
    >>> from honestbroker.kernel.statements import AND, NOT, OPTION
    >>> not_both = Program(((OPTION, 0), (OPTION, 1), (AND, 0), (NOT, 0)), 0b11)
    >>> feasible(3, [not_both]).tolist()
    [0, 1, 2, 4, 5, 6]
    """
    packed = _packed(rules, terms)
    count = int(_all_that_hold(options, np.empty(0, np.int64), *packed))
    if count > allowed:
        raise TooManyStates(count, allowed)
    codes = np.empty(count, dtype=np.int64)
    if count:
        _all_that_hold(options, codes, *packed)
    return codes


def _packed(programs: Sequence[Program], terms: Sequence[Program]) -> tuple[Any, ...]:
    """Terms, then programs, as arrays: instructions, where each begins, terms, needs, depth."""
    every = [*terms, *programs]
    needs = 0
    for program in programs:
        needs |= program.needs
    begins = np.cumsum([0, *(len(program.instructions) for program in every)])
    flat = [instruction for program in every for instruction in program.instructions]
    instructions = np.array(flat, dtype=np.int64).reshape(-1, 2)
    used = np.zeros(len(every), dtype=np.bool_)
    used[len(terms) :] = True
    for place in range(len(every) - 1, -1, -1):
        if used[place]:
            for operation, argument in every[place].instructions:
                if operation == _TERM:
                    used[argument] = True
    depth = max((len(program.instructions) for program in every), default=1)
    return instructions, begins, len(terms), used, np.int64(needs), min(depth, 512) + 1


@kernel
def _evaluate(
    instructions: Any, begin: int, end: int, options: Any, known: Any, stack: Any, out: Any
) -> None:
    """One formula over a block of words."""
    top = -1
    for at in range(begin, end):
        operation, argument = instructions[at, 0], instructions[at, 1]
        if operation == _OPTION:
            top += 1
            for w in range(BLOCK):
                stack[top, w] = options[argument, w]
        elif operation == _TERM:
            top += 1
            for w in range(BLOCK):
                stack[top, w] = known[argument, w]
        elif operation == _CONSTANT:
            top += 1
            for w in range(BLOCK):
                stack[top, w] = _FULL if argument else np.uint64(0)
        elif operation == _NOT:
            for w in range(BLOCK):
                stack[top, w] = ~stack[top, w]
        else:
            top -= 1
            if operation == _AND:
                for w in range(BLOCK):
                    stack[top, w] &= stack[top + 1, w]
            elif operation == _OR:
                for w in range(BLOCK):
                    stack[top, w] |= stack[top + 1, w]
            else:
                for w in range(BLOCK):
                    stack[top, w] = ~(stack[top, w] ^ stack[top + 1, w])
    for w in range(BLOCK):
        out[w] = stack[0, w]


@kernel
def _word(options: Any, needs: int, w: int, number: int) -> None:
    """The options' words for 64 codes in a row, the first of which is 64 times `number`."""
    for k in range(options.shape[0]):
        if needs >> k & 1:
            if k < 6:
                options[k, w] = _PATTERNS[k]
            else:
                options[k, w] = _FULL if number >> (k - 6) & 1 else np.uint64(0)


@kernel
def _all_that_hold(
    m: int,
    codes: Any,
    instructions: Any,
    begins: Any,
    terms: int,
    used: Any,
    needs: int,
    depth: int,
) -> int:
    """How many combinations satisfy every formula; they are written down if there is room."""
    options = np.zeros((max(m, 1), BLOCK), np.uint64)
    known = np.zeros((max(terms, 1), BLOCK), np.uint64)
    stack = np.zeros((depth, BLOCK), np.uint64)
    held = np.empty(BLOCK, np.uint64)
    out = np.empty(BLOCK, np.uint64)
    words = max(1, (1 << m) >> 6)
    inside = _FULL if m >= 6 else (np.uint64(1) << np.uint64(1 << m)) - np.uint64(1)
    count = 0
    for first in range(0, words, BLOCK):
        size = min(BLOCK, words - first)
        for w in range(size):
            _word(options, needs, w, first + w)
        for w in range(BLOCK):
            held[w] = inside if w < size else np.uint64(0)
        for program in range(begins.size - 1):
            if not used[program]:
                continue
            at, to = begins[program], begins[program + 1]
            if program < terms:
                _evaluate(instructions, at, to, options, known, stack, known[program])
                continue
            _evaluate(instructions, at, to, options, known, stack, out)
            for w in range(BLOCK):
                held[w] &= out[w]
        for w in range(size):
            word: Any = held[w]
            while word:
                if codes.size == 0:
                    word &= word - np.uint64(1)
                    count += 1
                    continue
                low = word & (~word + np.uint64(1))
                place = 0
                for half in (32, 16, 8, 4, 2, 1):
                    if low >> np.uint64(half):
                        low >>= np.uint64(half)
                        place += half
                codes[count] = (np.int64(first + w) << 6) + place
                count += 1
                word &= word - np.uint64(1)
    return count


@kernel
def _keys(
    codes: Any,
    keys: Any,
    instructions: Any,
    begins: Any,
    terms: int,
    used: Any,
    needs: int,
    depth: int,
) -> None:
    """Append the truth bits of all formulas to the keys of all states."""
    options = np.zeros((64, BLOCK), np.uint64)
    known = np.zeros((max(terms, 1), BLOCK), np.uint64)
    stack = np.zeros((depth, BLOCK), np.uint64)
    out = np.empty(BLOCK, np.uint64)
    n = codes.size
    for first in range(0, n, 64 * BLOCK):
        last = min(n, first + 64 * BLOCK)
        for w in range((last - first + 63) // 64):
            begin = first + 64 * w
            end = min(last, begin + 64)
            code = codes[begin]
            if end - begin == 64 and code & 63 == 0 and codes[end - 1] == code + 63:
                _word(options, needs, w, code >> 6)
                continue
            for k in range(64):
                if needs >> k & 1:
                    word: Any = np.uint64(0)
                    for s in range(begin, end):
                        bit = np.uint64(codes[s] >> k & 1)
                        word |= bit << np.uint64(s - begin)
                    options[k, w] = word
        for program in range(begins.size - 1):
            if not used[program]:
                continue
            at, to = begins[program], begins[program + 1]
            if program < terms:
                _evaluate(instructions, at, to, options, known, stack, known[program])
                continue
            _evaluate(instructions, at, to, options, known, stack, out)
            for w in range((last - first + 63) // 64):
                begin = first + 64 * w
                word = out[w]
                if last - begin >= 64:
                    for s in range(64):
                        one = np.int64(word >> np.uint64(s) & np.uint64(1))
                        keys[begin + s] = 2 * keys[begin + s] + one
                else:
                    for s in range(last - begin):
                        one = np.int64(word >> np.uint64(s) & np.uint64(1))
                        keys[begin + s] = 2 * keys[begin + s] + one


@kernel
def _dense(keys: Any, table: Any) -> int:
    """Keys without gaps, in the same order; how many different ones there are."""
    for s in range(keys.size):
        table[keys[s]] = 1
    count = 0
    for value in range(table.size):
        if table[value]:
            table[value] = count
            count += 1
    for s in range(keys.size):
        keys[s] = table[keys[s]]
    return max(count, 1)
