"""How often does a contribution decide whether an outcome holds?

Definitions (theory section 11.3). Over all sets S of a broker's contributions, and over n draws of
the case (every list perturbed as in `honestbroker.analyses.draws`; without draws the case alone):

* adding contribution c to a set S without it **gains** an outcome if the outcome stands with S + c
  and not with S, and **loses** it if it is the other way round;
* the **Shapley value** of c (Shapley 1953) is the mean, over all orders in which the k
  contributions may come, of gain (1) or loss (-1) when c joins those before it, averaged over
  draws: the sum over S of |S|! (k - |S| - 1)! / k! times the difference.

A pair (S, S + c) of which one is void counts as void and in no other number; then there is no
value.

How. All brokers are asked of one draw after the other, so that sets which give the same case are
looked at once, whoever they are of.

Guarantees: exact over the draws; the same for equal seeds, whoever does the work.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial
from typing import Any, Final

import numpy as np

from honestbroker.analyses.claims import Claims
from honestbroker.analyses.draws import Sample, perturbed
from honestbroker.analyses.offers import Offer, made, offers_of, standing
from honestbroker.analyses.variants import Desk
from honestbroker.case.case import Case
from honestbroker.neighbourhood import does, said
from honestbroker.result.brokers import Share
from honestbroker.sweep import IN_PROCESS, Work, sweep

__all__ = ["Subsets", "Table", "counted_subsets", "shares", "tables"]

_CHUNK: Final = 20
"""Draws worked out together."""

Table = Mapping[int, frozenset[str] | None]
"""From a set of contributions, as bits, to the outcomes that stand with it; None if it is void."""

Known = dict[Hashable, frozenset[str] | None]
"""From what a case says to the outcomes that stand in it; None if it is void."""


@dataclass
class Subsets:
    """Contributions of brokers to many draws of a case: what every worker needs.

    Attributes
    ----------
    case : Case
        The case.
    brokers : tuple of str
        The brokers.
    sample : Sample or None
        How the case is drawn; None for the case alone.
    max_memory : int or None
        Bytes one version may use.
    """

    case: Case
    brokers: tuple[str, ...]
    sample: Sample | None = None
    max_memory: int | None = None

    def __getstate__(self) -> dict[str, Any]:
        names = ("case", "brokers", "sample", "max_memory")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def claims(self) -> Claims:
        """Where versions are judged."""
        return Claims(self.case, Desk(self.case, self.max_memory))

    @cached_property
    def offers(self) -> dict[str, tuple[Offer, ...]]:
        """For each broker with some, its contributions."""
        every = {id: offers_of(self.case.broker(id)) for id in self.brokers}
        return {id: some for id, some in every.items() if some}

    def at(self, claims: Claims) -> Subsets:
        """The same, judged where other versions of the case are.

        Parameters
        ----------
        claims : Claims
            The claims and their desk.

        Returns
        -------
        Subsets
            This.
        """
        self.__dict__["claims"] = claims
        return self

    def drawn(self, number: int) -> dict[str, Table]:
        """What stands with every set of contributions in one draw.

        Parameters
        ----------
        number : int
            Which draw.

        Returns
        -------
        dict
            For each broker one entry for each set.
        """
        case = self.case
        if self.sample is not None:
            random = np.random.default_rng((self.sample.seed, number))
            case = perturbed(case, self.sample.swaps, random)
        known: Known = {}
        return {id: tables(case, self.claims, some, known) for id, some in self.offers.items()}


class _Count:
    """Gains, losses and weighted differences of one broker's contributions."""

    def __init__(self, offers: Sequence[Offer], outcomes: Sequence[str]) -> None:
        self.ids = [offer.contribution.id for offer in offers]
        self.counts = {id: {outcome: [0, 0, 0] for outcome in outcomes} for id in self.ids}
        self.void = dict.fromkeys(self.ids, 0)

    def add(self, table: Table) -> None:
        """Count one draw."""
        size = len(self.ids)
        for place, id in enumerate(self.ids):
            for bits in table:
                if bits >> place & 1:
                    continue
                before, after = table[bits], table[bits | 1 << place]
                if before is None or after is None:
                    self.void[id] += 1
                    continue
                others = bits.bit_count()
                weight = factorial(others) * factorial(size - others - 1)
                for outcome in after - before:
                    self._turn(id, outcome, 0, weight)
                for outcome in before - after:
                    self._turn(id, outcome, 1, -weight)

    def _turn(self, id: str, outcome: str, way: int, weight: int) -> None:
        counts = self.counts[id][outcome]
        counts[way] += 1
        counts[2] += weight


def counted_subsets(job: Subsets, chunk: Mapping[str, Any]) -> dict[str, Any]:
    """Gains, losses and values over some draws: the work of one chunk.

    Parameters
    ----------
    job : Subsets
        The contributions and the case.
    chunk : mapping
        ``first`` and ``last`` (not included): which draws.

    Returns
    -------
    dict
        For each broker ``void`` by contribution, and ``counts`` by contribution and outcome: gains,
        losses, and the sum of weighted differences times k factorial.
    """
    job.claims.desk.warm()
    outcomes = [outcome.id for outcome in job.case.outcomes]
    found = {id: _Count(some, outcomes) for id, some in job.offers.items()}
    for number in range(chunk["first"], chunk["last"]):
        for id, table in job.drawn(number).items():
            found[id].add(table)
    return {id: {"void": one.void, "counts": one.counts} for id, one in found.items()}


def shares(
    case: Case,
    brokers: Sequence[str],
    claims: Claims,
    sample: Sample | None = None,
    *,
    work: Work = IN_PROCESS,
) -> dict[str, tuple[Share, ...]]:
    """How often each contribution of some brokers decides each outcome.

    Parameters
    ----------
    case : Case
        The case.
    brokers : sequence of str
        The brokers.
    claims : Claims
        Whose outcomes are meant, and the desk.
    sample : Sample or None
        How many draws, with how many swaps, from which seed; None for the case alone.
    work : Work
        Who does the work, and where finished chunks are kept; without draws it is done here.

    Returns
    -------
    dict
        For each broker its shares by contribution and outcome, in the file's order.
    """
    number = 1 if sample is None else sample.draws
    job = Subsets(case, tuple(brokers), sample, claims.desk.max_memory).at(claims)
    told: dict[str, tuple[Share, ...]] = dict.fromkeys(brokers, ())
    if not job.offers:
        return told
    chunks = [
        {"first": first, "last": min(first + _CHUNK, number)} for first in range(0, number, _CHUNK)
    ]
    if sample is None:
        work = IN_PROCESS
    kept = work.kept(_fingerprint(job))
    found = sweep(counted_subsets, job, chunks, work=work, kept=kept, part="contributions")
    outcomes = [outcome.id for outcome in claims.case.outcomes]
    for id, offers in job.offers.items():
        told[id] = tuple(_shares_of(offers, outcomes, [one[id] for one in found], number))
    return told


def _fingerprint(job: Subsets) -> dict[str, Any]:
    """What tells these counts from every other."""
    return {
        "kind": "brokers",
        "case": job.case.id,
        "says": said(job.case),
        "outcomes": [[one.id, str(one.formula)] for one in job.claims.case.outcomes],
        "contributions": {
            id: [[offer.id, *map(does, offer.contribution.edits)] for offer in some]
            for id, some in job.offers.items()
        },
        "sample": None if job.sample is None else asdict(job.sample),
    }


def _shares_of(
    offers: Sequence[Offer], outcomes: Sequence[str], found: Sequence[Any], number: int
) -> Iterator[Share]:
    """The shares of one broker's contributions, from what its chunks counted."""
    size = len(offers)
    for id in (offer.contribution.id for offer in offers):
        void = sum(one["void"][id] for one in found)
        for outcome in outcomes:
            rows = [one["counts"][id][outcome] for one in found]
            gains, losses, weight = (sum(row[at] for row in rows) for at in range(3))
            value = Fraction(weight, factorial(size) * number)
            of = (1 << (size - 1)) * number - void
            yield Share(id, outcome, gains, losses, of, void, None if void else str(value))


def tables(
    case: Case, claims: Claims, offers: Sequence[Offer], known: Known | None = None
) -> Table:
    """What stands with every set of some contributions to the case.

    Parameters
    ----------
    case : Case
        The case.
    claims : Claims
        Whose outcomes are meant, and the desk.
    offers : sequence of Offer
        The contributions.
    known : dict or None
        What was found for other sets of contributions to the same case; more is added.

    Returns
    -------
    mapping
        One entry for each set, as bits.
    """
    known = {} if known is None else known
    cases: list[Case | None] = [case]
    for offer in offers:
        cases += [None if before is None else made(before, (offer,)) for before in cases]
    found: dict[int, frozenset[str] | None] = {}
    for bits, after in enumerate(cases):
        key = None if after is None else claims.desk.contents.key(after)
        if key not in known:
            version = None if after is None else claims.desk.version(after)
            known[key] = None if version is None else standing(claims, version, closed=False)
        found[bits] = known[key]
    return found
