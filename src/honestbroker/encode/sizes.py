"""How big a case is, before any work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from honestbroker.case.case import Case
from honestbroker.encode.compiler import Compiler
from honestbroker.kernel import statements as kernel
from honestbroker.result import Estimate

__all__ = ["COUNTED", "components", "estimate", "estimate_of_states", "with_arcs"]

COUNTED: Final = 18
"""Rules over at most this many connected options are counted exactly for an estimate."""

_PER_STATE: Final = 128
"""Bytes for each state: codes, and what is at work."""

_PER_ROW: Final = 32
"""Bytes for each state and party: ranks, groups, sorted groups, verdicts, and room to make them."""

_PLAY_PER_STATE: Final = 160
"""More bytes for each state if play is looked at: searches and what is kept of them."""

_PLAY_PER_ROW: Final = 40
"""The same for each state and party: moves, groups, what traps and exposure need."""

_PER_CELL: Final = 3e-8
"""Seconds for each state, party and party that answers it, measured: see the page on speed."""

_PER_FULL_CELL: Final = 1.2e-7
"""The same for each state and party if no rule excludes anything."""

_PER_ARC: Final = 48
"""Bytes for each arc of a coupled case: two indices, again if it improves, and room to make it."""


def estimate(case: Case, *, play: bool = False) -> Estimate:
    """How many states a case may have and what solving it may take, before any work.

    Parameters
    ----------
    case : Case
        The case.
    play : bool
        Whether what can be reached is asked too, and not only what holds.

    Returns
    -------
    Estimate
        An upper bound, exact where rules connect few options. Arcs are given for a case whose
        options are coupled.

    Examples
    --------
    >>> import honestbroker as hb
    >>> estimate(hb.read("syria-iraq-1975")).states
    6
    """
    guess = estimate_of_states(case, play=play)
    if not case.couplings:
        return guess
    free = [option.party for option in case.options if option.way != "fixed"]
    fan = sum((1 << free.count(party.id)) - 1 for party in case.parties)
    return with_arcs(guess, guess.states * fan)


def with_arcs(guess: Estimate, arcs: int) -> Estimate:
    """An estimate with the moves of a coupled case written out.

    Parameters
    ----------
    guess : Estimate
        States, and the memory they take.
    arcs : int
        How many arcs there are at most.

    Returns
    -------
    Estimate
        With the memory the arcs take.
    """
    return Estimate(guess.combinations, guess.states, guess.memory + arcs * _PER_ARC, arcs)


def estimate_of_states(case: Case, *, play: bool = False) -> Estimate:
    """The same without arcs.

    Parameters
    ----------
    case : Case
        The case.
    play : bool
        As for `estimate`.

    Returns
    -------
    Estimate
        An upper bound of states, and the memory they take.
    """
    compiler = Compiler(case)
    rules = [compiler.program(rule.formula) for rule in case.rules]
    states = 1
    free = len(case.options)
    for options, connected in components(rules):
        free -= options.bit_count()
        if options.bit_count() <= COUNTED:
            states *= _count(options, connected, compiler)
        else:
            states *= 1 << options.bit_count()
    states <<= free
    parties = len(case.parties)
    each = _PER_ROW * parties + _PER_STATE
    if play:
        each += _PLAY_PER_ROW * parties + _PLAY_PER_STATE
    memory = states * each
    seconds = states * parties * max(2.5, parties) * _PER_CELL
    if not rules:
        seconds = min(seconds, states * parties * _PER_FULL_CELL)
    return Estimate(1 << len(case.options), states, memory, None, seconds)


def components(rules: Sequence[kernel.Program]) -> list[tuple[int, list[kernel.Program]]]:
    """Sets of options that rules connect, with those rules.

    Parameters
    ----------
    rules : sequence of Program
        The rules.

    Returns
    -------
    list of (int, list of Program)
        Options as bits, and the rules over them.
    """
    found: list[tuple[int, list[kernel.Program]]] = []
    for rule in rules:
        joined, connected = rule.needs, [rule]
        apart = []
        for options, others in found:
            if options & joined:
                joined |= options
                connected = others + connected
            else:
                apart.append((options, others))
        found = [*apart, (joined, connected)]
    return found


def _count(options: int, rules: Sequence[kernel.Program], compiler: Compiler) -> int:
    bits = [bit for bit in range(options.bit_length()) if options >> bit & 1]
    codes = np.zeros(1 << len(bits), dtype=np.int64)
    numbers = np.arange(codes.size, dtype=np.int64)
    for place, bit in enumerate(bits):
        codes |= ((numbers >> place) & 1) << bit
    kept = np.ones(codes.shape, dtype=np.bool_)
    for column in kernel.columns(codes, rules, compiler.terms):
        kept &= column
    return int(kept.sum())
