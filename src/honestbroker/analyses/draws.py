"""Cases whose lists are drawn: perturbed, or with statements of unknown order in one order.

Definitions (theory section 8): `honestbroker.analyses.sensitivity`. Draw d of seed z uses a
generator seeded with (z, d), so it is the same wherever and whenever it is drawn.

Guarantees: the claims of every draw are exact; counts add up to the number of draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from math import factorial, prod
from typing import Any, Final

import numpy as np

from honestbroker.analyses.claims import VOID, Claims
from honestbroker.analyses.variants import Desk
from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.result import Scope
from honestbroker.result.sensitivity import Counts, Drawn
from honestbroker.sweep import IN_PROCESS, Store, Work, sweep

__all__ = ["Draws", "Sample", "counted", "drawn", "ordered", "orders", "perturbed"]

_CHUNK: Final = 250
"""Draws worked out together."""

_FIRST: Final = ord("A")
"""The letter that stands for the first value."""


@dataclass(frozen=True)
class Sample:
    """How many cases with perturbed lists are drawn, with how many swaps, from which seed."""

    draws: int
    swaps: int = 1
    seed: int = 0


@dataclass
class Draws:
    """A case whose lists are drawn: what every worker needs.

    Attributes
    ----------
    case : Case
        The case.
    seed : int
        The seed of all draws.
    swaps : int
        Random adjacent swaps in every list.
    max_memory : int or None
        Bytes one version may use.
    about : Case or None
        The case whose claims are made; None for `case` itself.
    """

    case: Case
    seed: int
    swaps: int
    max_memory: int | None = None
    about: Case | None = None

    def __getstate__(self) -> dict[str, Any]:
        names = ("case", "seed", "swaps", "max_memory", "about")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def claims(self) -> Claims:
        """Where claims are made."""
        desk = Desk(self.case, self.max_memory)
        return Claims(self.about or self.case, desk)

    def version(self, kind: str, number: int) -> Case:
        """One draw.

        Parameters
        ----------
        kind : str
            ``perturbed lists``, ``orders`` (by number) or ``sampled orders``.
        number : int
            Which.

        Returns
        -------
        Case
            The case with other lists.
        """
        if kind == "perturbed lists":
            return perturbed(self.case, self.swaps, np.random.default_rng((self.seed, number)))
        if kind == "orders":
            return ordered(self.case, number)
        random = np.random.default_rng((self.seed, number))
        return ordered(self.case, None, random)


def perturbed(case: Case, swaps: int, random: np.random.Generator) -> Case:
    """A case with random adjacent swaps in every list; firm statements are barriers.

    Parameters
    ----------
    case : Case
        The case.
    swaps : int
        How many in each list, one after the other.
    random : Generator
        Where chance comes from.

    Returns
    -------
    Case
        With other lists; a list without two adjacent statements that are not firm stays.
    """
    lists = dict(case.lists)
    for party, preference in case.lists.items():
        if not isinstance(preference, Statements):
            continue
        lines = list(preference.lines)
        # Firm statements stay where they are, so the places where a swap may be never change.
        free = [
            place
            for place, (upper, lower) in enumerate(pairwise(lines))
            if not (upper.firm or lower.firm)
        ]
        if not free:
            continue
        for chosen in random.integers(len(free), size=swaps):
            place = free[int(chosen)]
            lines[place], lines[place + 1] = lines[place + 1], lines[place]
        lists[party] = replace(preference, lines=tuple(lines))
    return replace(case, lists=lists)


def _blocks(case: Case) -> Iterator[tuple[str, int, int]]:
    """Party, first place and length of every block of unknown order."""
    for party, preference in case.lists.items():
        if isinstance(preference, Statements):
            place = 0
            for block, lines in groupby(preference.lines, key=lambda line: line.block):
                length = len(list(lines))
                if block is not None and length > 1:
                    yield party, place, length
                place += length


def orders(case: Case) -> int:
    """How many orders the statements of unknown order may have, all blocks together.

    Parameters
    ----------
    case : Case
        The case.

    Returns
    -------
    int
        1 where every order is known.
    """
    return prod(factorial(length) for _, _, length in _blocks(case))


def ordered(case: Case, number: int | None, random: np.random.Generator | None = None) -> Case:
    """A case with its statements of unknown order in one order.

    Parameters
    ----------
    case : Case
        The case.
    number : int or None
        Which order, from 0 (as written); None draws one.
    random : Generator or None
        Where chance comes from, if one is drawn.

    Returns
    -------
    Case
        With other lists.
    """
    lists = dict(case.lists)
    rest = number or 0
    for party, place, length in _blocks(case):
        preference = lists[party]
        assert isinstance(preference, Statements)
        if random is None:
            rest, which = divmod(rest, factorial(length))
            order = _permutation(length, which)
        else:
            order = [int(one) for one in random.permutation(length)]
        lines = list(preference.lines)
        lines[place : place + length] = [preference.lines[place + one] for one in order]
        lists[party] = replace(preference, lines=tuple(lines))
    return replace(case, lists=lists)


def _permutation(length: int, which: int) -> list[int]:
    """A permutation by its number in dictionary order."""
    left = list(range(length))
    found = []
    for position in range(length, 0, -1):
        at, which = divmod(which, factorial(position - 1))
        found.append(left.pop(at))
    return found


def drawn(job: Draws, chunk: Mapping[str, Any]) -> dict[str, Any]:
    """Claims of some draws, counted: the work of one chunk.

    Parameters
    ----------
    job : Draws
        The case.
    chunk : mapping
        ``kind``, ``first`` and ``last`` (not included): which draws.

    Returns
    -------
    dict
        From claim to its values, and to one letter a draw: ``A`` for the first value and so on.
    """
    job.claims.desk.warm()
    values: dict[str, list[str]] = {name: [] for name in job.claims.names}
    letters: dict[str, list[str]] = {name: [] for name in job.claims.names}
    for number in range(chunk["first"], chunk["last"]):
        told = job.claims.of(job.version(chunk["kind"], number))
        void = VOID in told.values()
        for name, value in told.items():
            key = VOID if void else str(value).lower()
            if key not in values[name]:
                values[name].append(key)
            letters[name].append(chr(_FIRST + values[name].index(key)))
    return {name: [values[name], "".join(letters[name])] for name in values}


def counted(
    job: Draws,
    kind: str,
    number: int,
    scope: Scope,
    *,
    work: Work = IN_PROCESS,
    kept: Store | None = None,
    part: str = "",
) -> Counts:
    """Claims of many draws, counted.

    Parameters
    ----------
    job : Draws
        The case.
    kind : str
        What is drawn: see `Draws.version`.
    number : int
        How many draws, from the first.
    scope : Scope
        What the counts cover.
    work : Work
        Who does the work, and who hears of it.
    kept : Store or None
        Where finished chunks are kept.
    part : str
        Names these draws among several in one store.

    Returns
    -------
    Counts
        How often each claim came to each value; the most frequent value first.
    """
    chunks = [
        {"kind": kind, "first": first, "last": min(first + _CHUNK, number)}
        for first in range(0, number, _CHUNK)
    ]
    found = sweep(drawn, job, chunks, work=work, kept=kept, part=part or kind)
    of = kind.removeprefix("sampled ")
    every = _together(part or of, job.claims.names, found)
    counts, void = _tallied(every)
    swaps = job.swaps if kind == "perturbed lists" else None
    return Counts(of, scope, number, void, swaps, counts, (every,))


def _together(of: str, names: Iterable[str], found: Sequence[Mapping[str, Any]]) -> Drawn:
    """The draws of all chunks, with one list of values for each claim."""
    values: dict[str, tuple[str, ...]] = {}
    places: dict[str, bytes] = {}
    for name in names:
        known = list(dict.fromkeys(value for one in found for value in one[name][0]))
        values[name] = tuple(known)
        places[name] = b"".join(
            bytes(known.index(one[name][0][ord(letter) - _FIRST]) for letter in one[name][1])
            for one in found
        )
    return Drawn(of, values, places)


def _tallied(every: Drawn) -> tuple[dict[str, dict[str, int]], int]:
    """How often each claim came to each value, the most frequent first; how many were void."""
    counts: dict[str, dict[str, int]] = {}
    void = 0
    for name, values in every.values.items():
        told = {value: every.places[name].count(place) for place, value in enumerate(values)}
        void = told.pop(VOID, 0)
        counts[name] = dict(sorted(told.items(), key=lambda item: (-item[1], item[0])))
    return counts, void
