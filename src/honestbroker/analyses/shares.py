"""How often does a contribution decide whether an outcome holds?

Definitions (theory section 11.3). Over all sets S of a broker's contributions, and over n draws of the
case (every list perturbed as in `honestbroker.analyses.draws`; without draws the case alone):

* adding contribution c to a set S without it **gains** an outcome if the outcome stands with S + c and
  not with S, and **loses** it if it is the other way round;
* the **Shapley value** of c (Shapley 1953) is the mean, over all orders in which the k contributions may
  come, of gain (1) or loss (-1) when c joins those before it, averaged over draws: the sum over S of
  |S|! (k - |S| - 1)! / k! times the difference.

A pair (S, S + c) of which one is void counts as void and in no other number; then there is no value.

Guarantees: exact over the draws; the same for equal seeds, whoever does the work. Cases that are the
same are looked at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from honestbroker.result.brokers import Share
from honestbroker.sweep import IN_PROCESS, Store, Work, sweep

__all__ = ["Subsets", "Table", "counted_subsets", "shares", "tables"]

_CHUNK: Final = 20
"""Draws worked out together."""

Table = Mapping[int, frozenset[str] | None]
"""From a set of contributions, as bits, to the outcomes that stand with it; None if it is void."""


@dataclass
class Subsets:
    """A broker's contributions to many draws of a case: what every worker needs.

    Attributes
    ----------
    case : Case
        The case.
    broker : str
        The broker.
    sample : Sample or None
        How the case is drawn; None for the case alone.
    max_memory : int or None
        Bytes one version may use.
    """

    case: Case
    broker: str
    sample: Sample | None = None
    max_memory: int | None = None

    def __getstate__(self) -> dict[str, Any]:
        names = ("case", "broker", "sample", "max_memory")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def claims(self) -> Claims:
        """Where versions are judged."""
        return Claims(self.case, Desk(self.case, self.max_memory))

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The contributions."""
        return offers_of(self.case.broker(self.broker))

    @cached_property
    def _known(self) -> dict[object, frozenset[str]]:
        return {}

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

    def table(self, number: int) -> Table:
        """What stands with every set of contributions in one draw.

        Parameters
        ----------
        number : int
            Which draw.

        Returns
        -------
        mapping
            One entry for each set.
        """
        case = self.case
        if self.sample is not None:
            random = np.random.default_rng((self.sample.seed, number))
            case = perturbed(case, self.sample.swaps, random)
        return tables(case, self.claims, self.offers, self._known)


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
        ``void`` by contribution, ``counts`` by contribution and outcome: gains, losses, and the sum
        of weighted differences times k factorial.
    """
    job.claims.desk.warm()
    size = len(job.offers)
    outcomes = [outcome.id for outcome in job.case.outcomes]
    found = {offer.id: {id: [0, 0, 0] for id in outcomes} for offer in job.offers}
    void = dict.fromkeys(found, 0)
    for number in range(chunk["first"], chunk["last"]):
        table = job.table(number)
        for place, offer in enumerate(job.offers):
            for bits in table:
                if bits >> place & 1:
                    continue
                before, after = table[bits], table[bits | 1 << place]
                if before is None or after is None:
                    void[offer.id] += 1
                    continue
                others = bits.bit_count()
                weight = factorial(others) * factorial(size - others - 1)
                for id in after - before:
                    counts = found[offer.id][id]
                    counts[0] += 1
                    counts[2] += weight
                for id in before - after:
                    counts = found[offer.id][id]
                    counts[1] += 1
                    counts[2] -= weight
    return {"void": void, "counts": found}


def shares(
    case: Case,
    broker: str,
    claims: Claims,
    sample: Sample | None = None,
    *,
    work: Work = IN_PROCESS,
    kept: Store | None = None,
) -> tuple[Share, ...]:
    """How often each contribution of a broker decides each outcome.

    Parameters
    ----------
    case : Case
        The case.
    broker : str
        The broker.
    claims : Claims
        Whose outcomes are meant, and the desk.
    sample : Sample or None
        How many draws, with how many swaps, from which seed; None for the case alone.
    work : Work
        Who does the work.
    kept : Store or None
        Where finished chunks are kept.

    Returns
    -------
    tuple of Share
        By contribution and outcome, in the file's order.
    """
    number = 1 if sample is None else sample.draws
    job = Subsets(case, broker, sample, claims.desk.max_memory).at(claims)
    if not job.offers:
        return ()
    chunks = [
        {"first": first, "last": min(first + _CHUNK, number)} for first in range(0, number, _CHUNK)
    ]
    found = sweep(
        counted_subsets, job, chunks, work=work, kept=kept, part=f"contributions of {broker}"
    )
    size = len(job.offers)
    told = []
    for offer in job.offers:
        void = sum(one["void"][offer.id] for one in found)
        for outcome in claims.case.outcomes:
            rows = [one["counts"][offer.id][outcome.id] for one in found]
            gains, losses, weight = (sum(row[at] for row in rows) for at in range(3))
            value = Fraction(weight, factorial(size) * number)
            of = (1 << (size - 1)) * number - void
            told.append(
                Share(offer.id, outcome.id, gains, losses, of, void, None if void else str(value))
            )
    return tuple(told)


def tables(
    case: Case,
    claims: Claims,
    offers: Sequence[Offer],
    known: dict[object, frozenset[str]] | None = None,
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
        What was found for versions before; more is added.

    Returns
    -------
    mapping
        One entry for each set, as bits.
    """
    known = {} if known is None else known
    found: dict[int, frozenset[str] | None] = {}
    for bits in range(1 << len(offers)):
        after = made(case, [offer for place, offer in enumerate(offers) if bits >> place & 1])
        version = None if after is None else claims.desk.version(after)
        if version is None:
            found[bits] = None
            continue
        key = (version.key(), version.groups)
        if key not in known:
            known[key] = standing(claims, version, closed=False)
        found[bits] = known[key]
    return found
