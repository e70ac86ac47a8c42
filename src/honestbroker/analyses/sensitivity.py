"""How sure are the headline claims, and on which judgements do they rest?

Question: which claims (`honestbroker.analyses.claims`) come out differently when one judgement is
varied, and how often do they come out as they do when many are varied a little?

Definitions (theory section 8)

* **One at a time**: every adjacent swap of two statements of a list, every drop of a statement,
  every flag set to its other value, every option given each of the three other ways, every group
  opened or closed, every other stability concept in the place of nash. Firm statements are varied
  too: they are judgements, and the result marks them.
* A claim **rests** on a judgement if varying it flips the claim. Judgements are an order (one
  statement directly before another), a statement (dropped), a flag, a way, a group; they are
  listed by how many claims rest on them, then in the order of the file. A concept is a convention
  and no judgement.
* **Perturbed lists**: in every list a stated number of swaps, one after the other, each of two
  adjacent statements drawn at random; firm statements are barriers, never moved nor crossed. Draw
  d of seed z uses a generator seeded with (z, d), so it is the same wherever it is drawn.
* **Orders**: all orders of the statements of unknown order (``any_order``), each block by itself:
  all of them where there are at most `MOST_ORDERS`, else drawn at random.

Claims are told as counts. No count is a probability of anything in the world.

Guarantees: exhaustive over single variations and over orders where it says so; sampled, with seed
and number, else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from math import factorial, prod
from typing import Any, Final

import numpy as np

from honestbroker.analyses.claims import VOID, Claims, Value
from honestbroker.analyses.stability import question
from honestbroker.analyses.variants import Desk
from honestbroker.case.case import Case
from honestbroker.case.parts import (
    WAYS,
    Change,
    Drop,
    Edit,
    EditKind,
    SetFlag,
    SetGroup,
    SetWay,
    Statements,
)
from honestbroker.case.sources import SURE, Evidence
from honestbroker.changes import edited, variant
from honestbroker.encode import encode
from honestbroker.kernel.stability import CONCEPTS
from honestbroker.neighbourhood import said
from honestbroker.result import Scope
from honestbroker.result.sensitivity import Counts, Flip, Rests, Sensitivity, Variation
from honestbroker.sweep import IN_PROCESS, Store, Work, sweep

__all__ = [
    "MOST_ORDERS",
    "Draws",
    "Sample",
    "counted",
    "drawn",
    "orders",
    "perturbed",
    "sensitivity",
]

MOST_ORDERS: Final = 5040
"""Up to so many orders of statements of unknown order are all tried."""

_CHUNK: Final = 250
"""Draws worked out together."""


@dataclass(frozen=True)
class Sample:
    """How many cases with perturbed lists are drawn, with how many swaps, from which seed."""

    draws: int
    swaps: int = 1
    seed: int = 0


def sensitivity(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    sample: Sample | None = None,
    work: Work = IN_PROCESS,
    max_memory: int | None = None,
) -> Sensitivity:
    """How sure the headline claims are.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    sample : Sample or None
        How many cases with perturbed lists are drawn, and how; None for none.
    work : Work
        Who does the work, where it is kept, who hears of it.
    max_memory : int or None
        Bytes one version of the case may use; None for the default.

    Returns
    -------
    Sensitivity
        Claims, what flips them, the judgements they rest on, counts.

    Raises
    ------
    CaseError
        If a profile, a change, a rule or a ranking is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = sensitivity(hb.read("elmira-1991"))
    >>> found.claims["today"], found.tried["way"], found.tried["concept"]
    (False, 15, 4)
    """
    asked = variant(case, profile, changes)
    encoded = encode(asked, max_memory)
    drawing = Sample(0) if sample is None else sample
    job = Draws(asked, drawing.seed, drawing.swaps, max_memory)
    before = job.claims.of(asked)
    tried: dict[str, int] = {}
    told: list[Variation] = []
    rests: dict[tuple[str, str | None, tuple[str, ...]], dict[str, None]] = {}
    for one in _variations(asked):
        tried[one.kind] = tried.get(one.kind, 0) + 1
        after = job.claims.of(one.case, one.concept)
        void = VOID in after.values()
        flips = () if void else _flips(before, after)
        if flips or void:
            told.append(Variation(one.kind, one.id, void, flips))
        if flips and one.judgement is not None:
            rests.setdefault(one.judgement, {}).update((flip.claim, None) for flip in flips)
    judged = [_rests(asked, key, tuple(claims)) for key, claims in rests.items()]
    judged.sort(key=lambda found: -len(found.claims))
    every = orders(asked)
    draws, seed = drawing.draws, drawing.seed
    kept = work.kept(_fingerprint(job, draws)) if draws or every > 1 else None
    counts = []
    if draws:
        scope = Scope("sampled", None, seed, draws)
        counts.append(counted(job, "perturbed lists", draws, scope, work=work, kept=kept))
    if every > 1:
        chosen = every <= MOST_ORDERS
        number = every if chosen else (draws or 1000)
        scope = Scope("exhaustive") if chosen else Scope("sampled", None, seed, number)
        kind = "orders" if chosen else "sampled orders"
        counts.append(counted(job, kind, number, scope, work=work, kept=kept))
    return Sensitivity(
        question(encoded),
        Scope("exhaustive"),
        before,
        tried,
        tuple(told),
        tuple(judged),
        tuple(counts),
    )


def _flips(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[Flip, ...]:
    return tuple(
        Flip(name, value, after[name]) for name, value in before.items() if after[name] != value
    )


def _fingerprint(job: Draws, draws: int) -> dict[str, Any]:
    return {
        "kind": "sensitivity",
        "case": job.case.id,
        "says": said(job.case),
        "seed": job.seed,
        "swaps": job.swaps,
        "draws": draws,
    }


# --- one at a time -------------------------------------------------------------------------------

Judgement = tuple[str, str | None, tuple[str, ...]]
"""Kind, party, what."""


@dataclass(frozen=True)
class _Varied:
    kind: str
    id: str
    case: Case
    judgement: Judgement | None
    concept: str = "nash"


def _variations(case: Case) -> Iterator[_Varied]:
    for party, preference in case.lists.items():
        if not isinstance(preference, Statements):
            continue
        lines = preference.lines
        for place, (upper, lower) in enumerate(pairwise(lines)):
            swapped = (*lines[:place], lower, upper, *lines[place + 2 :])
            lists = {**case.lists, party: replace(preference, lines=swapped)}
            id = f"{party}: {lower.id} before {upper.id}"
            order = ("order", party, (upper.id, lower.id))
            yield _Varied("swap", id, replace(case, lists=lists), order)
        for line in lines:
            id = f"{party}: without {line.id}"
            yield _made(case, "drop", id, Drop(party, line.id), ("statement", party, (line.id,)))
    for flag in case.flags:
        id = f"{flag.id}={str(not flag.value).lower()}"
        yield _made(case, "set", id, SetFlag(flag.id, not flag.value), ("flag", None, (flag.id,)))
    for option in case.options:
        for way in WAYS:
            if way != option.way:
                judgement = ("way", option.party, (option.id,))
                id = f"{option.id}: {way}"
                yield _made(case, "way", id, SetWay(option.id, way), judgement)
    for group in case.groups:
        id = f"{'close' if group.open else 'open'} {', '.join(group.members)}"
        kind = SetGroup(group.members, not group.open)
        yield _made(case, "group", id, kind, ("group", None, group.members))
    for concept in CONCEPTS:
        if concept != "nash":
            yield _Varied("concept", concept, case, None, concept)


def _made(case: Case, kind: str, id: str, edit: EditKind, judgement: Judgement) -> _Varied:
    after, problems = edited(case, (Edit(edit),))
    assert not problems, problems
    return _Varied(kind, id, after, judgement)


def _rests(case: Case, judgement: Judgement, claims: tuple[str, ...]) -> Rests:
    kind, party, what = judgement
    evidence: list[Evidence] = []
    firm = False
    if kind in ("order", "statement"):
        preference = case.lists[party or ""]
        assert isinstance(preference, Statements)
        lines = {line.id: line for line in preference.lines}
        evidence = [lines[id].evidence for id in what]
        firm = any(lines[id].firm for id in what)
    elif kind == "group":
        members = frozenset(what)
        evidence = [one.evidence for one in case.groups if frozenset(one.members) == members]
    else:
        things: Sequence[Any] = case.flags if kind == "flag" else case.options
        evidence = [thing.evidence for thing in things if thing.id == what[0]]
    cites = tuple(dict.fromkeys(str(cite) for one in evidence for cite in one.cites))
    judges = [one.judged for one in evidence if one.judged is not None]
    sure = [judge.sure for judge in judges if judge.sure is not None]
    return Rests(
        kind,
        party,
        what,
        firm,
        claims,
        cites,
        judges[0].by if judges else None,
        max(sure, key=SURE.index) if sure else None,
    )


# --- many at once --------------------------------------------------------------------------------


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
        ``void`` and ``counts``, from claim to value to number.
    """
    job.claims.desk.warm()
    counts: dict[str, dict[str, int]] = {name: {} for name in job.claims.names}
    void = 0
    for number in range(chunk["first"], chunk["last"]):
        told = job.claims.of(job.version(chunk["kind"], number))
        if VOID in told.values():
            void += 1
            continue
        for name, value in told.items():
            key = str(value).lower()
            counts[name][key] = counts[name].get(key, 0) + 1
    return {"void": void, "counts": counts}


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
    total: dict[str, dict[str, int]] = {name: {} for name in job.claims.names}
    for one in found:
        for name, values in one["counts"].items():
            for value, count in values.items():
                total[name][value] = total[name].get(value, 0) + count
    ordered_counts = {
        name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
        for name, values in total.items()
    }
    return Counts(
        kind.removeprefix("sampled "),
        scope,
        number,
        sum(one["void"] for one in found),
        job.swaps if kind == "perturbed lists" else None,
        ordered_counts,
    )
