"""Conditions of ``.gmcr`` files as formulas, and the numbers of the states they leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from honestbroker.formula import Formula, Many, Name, Not

__all__ = ["Odd", "condition_of", "denied", "is_index", "state_numbers"]

ALLOWED: Final = 1 << 22
"""How many states may be held while they are numbered."""


class Odd(Exception):
    """A value that is not of the shape it should have; says why."""


def condition_of(written: Any, options: Sequence[str]) -> Formula | bool:
    """A condition as a formula.

    Parameters
    ----------
    written : object
        A list of ``[option, "Y" or "N"]``, or ``{"compound": true, "members": [..]}``.
    options : sequence of str
        The options' ids, by index.

    Returns
    -------
    Formula or bool
        The formula; True or False for a condition that holds always or never.

    Raises
    ------
    Odd
        If it is no condition.

    Examples
    --------
    >>> str(condition_of([[0, "Y"], [1, "N"]], ["modify", "delay"]))
    'modify and not delay'
    """
    if not isinstance(written, dict):
        return _together(written, options)
    members = written.get("members")
    if not isinstance(members, list):
        raise Odd("a compound condition has no list of members")
    parts = [_together(member, options) for member in members]
    if True in parts:
        return True
    some = tuple(part for part in parts if not isinstance(part, bool))
    return (some[0] if len(some) == 1 else Many("or", some)) if some else False


def _together(written: Any, options: Sequence[str]) -> Formula | bool:
    """Options taken and not taken, all of them."""
    if not isinstance(written, list):
        raise Odd("a condition is neither a list nor a compound of lists")
    literals: dict[int, str] = {}
    for pair in written:
        if not (isinstance(pair, list) and len(pair) == 2):
            raise Odd('an entry of a condition is not of the form [option, "Y" or "N"]')
        index, taken = pair
        if not is_index(index, len(options)):
            raise Odd(
                f"a condition names option {index!r:.20}; options are 0 to {len(options) - 1}"
            )
        if taken not in ("Y", "N"):
            raise Odd(f'a condition has {taken!r:.20} where "Y" or "N" belongs')
        if literals.setdefault(index, taken) != taken:
            raise Odd(f"a condition takes and does not take option {index}")
    parts: list[Formula] = []
    for index, taken in literals.items():
        name = Name(options[index])
        parts.append(name if taken == "Y" else Not(name))
    return True if not parts else parts[0] if len(parts) == 1 else Many("and", tuple(parts))


def denied(condition: Formula) -> Formula:
    """That a condition does not hold.

    Parameters
    ----------
    condition : Formula
        The condition.

    Returns
    -------
    Formula
        Its negation, without a double ``not``.
    """
    return condition.part if isinstance(condition, Not) else Not(condition)


def is_index(value: Any, count: int) -> bool:
    """Whether a value counts something from 0.

    Parameters
    ----------
    value : object
        Anything.
    count : int
        How many there are.

    Returns
    -------
    bool
        Whether it is a whole number from 0 to count - 1.
    """
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def state_numbers(options: Sequence[str], rules: Sequence[Formula]) -> list[int]:
    """The feasible states' numbers: option k counts 2^k.

    Parameters
    ----------
    options : sequence of str
        The options' ids, by index.
    rules : sequence of Formula
        What holds in every state: formulas of names, not, and, or.

    Returns
    -------
    list of int
        Ascending.

    Raises
    ------
    Odd
        If there are too many states to number.
    """
    from honestbroker.kernel.statements import Program, TooManyStates, feasible

    place = {id: k for k, id in enumerate(options)}
    programs = []
    for rule in rules:
        instructions: list[tuple[int, int]] = []
        needs = _postfix(rule, place, instructions)
        programs.append(Program(tuple(instructions), needs))
    try:
        return [int(code) for code in feasible(len(options), programs, (), ALLOWED)]
    except TooManyStates:
        told = f"there are more than {ALLOWED // 2:,} states: a ranking of them is not read"
        raise Odd(told) from None


def _postfix(formula: Formula, place: dict[str, int], out: list[tuple[int, int]]) -> int:
    """Write a formula as instructions; which options it depends on."""
    from honestbroker.kernel.statements import AND, NOT, OPTION, OR

    match formula:
        case Name(id=id):
            out.append((OPTION, place[id]))
            return 1 << place[id]
        case Not(part=part):
            needs = _postfix(part, place, out)
            out.append((NOT, 0))
            return needs
        case Many(word=word, parts=parts):
            needs = _postfix(parts[0], place, out)
            for part in parts[1:]:
                needs |= _postfix(part, place, out)
                out.append((AND if word == "and" else OR, 0))
            return needs
    raise ValueError(f"no formula of a condition: {formula}")
