"""Who could be an honest broker, and what exactly would that add or harm?

Question: is this broker placed to help, what does each of its contributions add and harm, alone,
in pairs and together, who gives and who gets, how much of it rests on the broker's own interest,
and how do all candidates compare?

Definitions: filters in `honestbroker.analyses.filters`, effects and harm in
`honestbroker.analyses.offers`, shares in `honestbroker.analyses.shares`, rival views in
`honestbroker.analyses.logics`.

* A **focal text** (B5) names, of the equilibria reached by plain steps counting closed groups that
  every principal ranks above today, those that satisfy its outcome. It is useful if it names some
  of several, and not all.
* A candidate's **role** is a kind of contribution; its answer is the worst of the answers of the
  filters about the broker and about its contributions of that kind (of these the best).
* **Only one adds** an outcome if some set of this broker's contributions makes it stand and no set
  of any other's does, and it does not stand without. **Nobody adds** it if it stands neither today
  nor with any set of one broker's contributions.
* Two brokers **complement** each other in an outcome if it stands with all contributions of both
  and with no set of either's alone.

Guarantees: exact; shares over draws are counts over a seeded sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from honestbroker.analyses.claims import Claims
from honestbroker.analyses.draws import Sample
from honestbroker.analyses.filters import asked_of_lists, based, gap, ratings, worst
from honestbroker.analyses.logics import closeness, common, logics, meant_for
from honestbroker.analyses.offers import Offer, Offers, Scene, offers_of, sets_told
from honestbroker.analyses.shares import Table, shares, tables
from honestbroker.analyses.stability import question
from honestbroker.analyses.variants import Desk
from honestbroker.analyses.views import learned
from honestbroker.analyses.whatif import inverse_question
from honestbroker.case.brokering import CONTRIBUTION_KINDS, Contribution
from honestbroker.case.brokering import Broker as Mediator
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Reveal
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import variant
from honestbroker.encode import encode
from honestbroker.formula import Formula
from honestbroker.result import Scope
from honestbroker.result.brokers import (
    Broker,
    Brokers,
    Candidate,
    Complement,
    ContributionTold,
    Effect,
    Filter,
    Focal,
    Logic,
    Share,
)
from honestbroker.result.views import Learned
from honestbroker.sweep import IN_PROCESS, Work

__all__ = ["NO_DRAWS", "Drawing", "broker", "brokers"]


@dataclass(frozen=True)
class Drawing:
    """Over which draws shares are counted, and who does the work.

    Attributes
    ----------
    sample : Sample or None
        How many cases are drawn, with how many swaps, from which seed; None for the case alone.
    work : Work
        Who does the work of the draws.
    """

    sample: Sample | None = None
    work: Work = IN_PROCESS


NO_DRAWS: Final = Drawing()
"""The case alone, in this process."""

_LOGIC_ORDER = ("yes", "unknown", "no", "does not apply")


def broker(
    case: Case,
    who: str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    outcome: str | None = None,
    drawing: Drawing = NO_DRAWS,
    max_memory: int | None = None,
) -> Broker:
    """What one broker could add and harm, and whether it is placed to.

    Parameters
    ----------
    case : Case
        The case.
    who : str
        The broker's id.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    outcome : str or None
        The outcome the question is about: an id or a formula.
    drawing : Drawing
        Over which draws shares are counted, and who does the work; the case alone if left out.
    max_memory : int or None
        Bytes one version may use; None for the default.

    Returns
    -------
    Broker
        Filters first, then effects, shares and rival views.

    Raises
    ------
    CaseError
        If there is no such broker, no status quo, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = broker(hb.read("korea-2017"), "RUS")
    >>> found.effect("channel").gained
    ('talks_for_freeze',)
    """
    asked = variant(case, profile, changes)
    asking = _Asking(asked, outcome, drawing, max_memory)
    mediator = _mediator(asked, who)
    return asking.of(mediator, asking.shares([who])[who])


def brokers(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    outcome: str | None = None,
    drawing: Drawing = NO_DRAWS,
    max_memory: int | None = None,
) -> Brokers:
    """All brokers of a case beside each other.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    outcome : str or None
        The outcome the question is about: an id or a formula.
    drawing : Drawing
        Over which draws shares are counted, and who does the work; the case alone if left out.
    max_memory : int or None
        Bytes one version may use; None for the default.

    Returns
    -------
    Brokers
        Roles, what only one adds, what nobody adds, who complements whom; and each in full.

    Raises
    ------
    CaseError
        If there is no status quo, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> [one.id for one in brokers(hb.read("korea-2017")).candidates]
    ['RUS', 'CHN', 'ROK', 'UN', 'SWE', 'EU']
    """
    asked = variant(case, profile, changes)
    asking = _Asking(asked, outcome, drawing, max_memory)
    return asking.beside_each_other()


def _mediator(case: Case, who: str) -> Mediator:
    try:
        return case.broker(who)
    except KeyError:
        known = [one.id for one in case.brokers]
        hint = near(who, known) or ("known: " + ", ".join(known) if known else "")
        raise CaseError([Problem(f"there is no broker '{who}'", None, hint)]) from None


class _Asking:
    """One version of a case asked about its brokers."""

    def __init__(
        self,
        case: Case,
        outcome: str | None,
        drawing: Drawing,
        max_memory: int | None,
    ) -> None:
        self.case = case
        self.encoded = encode(case, max_memory)
        if self.encoded.status_quo is None:
            told = "this case has no status quo, so nothing can be reached from it"
            raise CaseError([Problem(told, None, "add  status_quo:  to the case")])
        self.outcome = outcome
        self.formula: Formula | None = None if outcome is None else inverse_question(case, outcome)
        self.sample = drawing.sample
        self.work = drawing.work
        self.claims = Claims(case, Desk(case, max_memory))
        self.offers = Offers(case, self.claims)
        self._tables: dict[tuple[str, ...], Table] = {}

    @cached_property
    def scope(self) -> Scope:
        """How far answers reach."""
        if self.sample is None:
            return Scope("exhaustive")
        return Scope("sampled", seed=self.sample.seed, draws=self.sample.draws)

    def shares(self, ids: Sequence[str]) -> dict[str, tuple[Share, ...]]:
        """How often each contribution of some brokers decides each outcome."""
        return shares(self.case, ids, self.claims, self.sample, work=self.work)

    def of(self, mediator: Mediator, mine_decide: tuple[Share, ...]) -> Broker:
        """One broker in full."""
        mine = offers_of(mediator)
        base = self.offers.base
        principals = self.case.principals
        near_to = closeness(base, mediator.id, principals)
        filters = (
            *ratings(self.case, mediator),
            *asked_of_lists(self.offers, mediator, mine, self.formula),
        )
        order = [outcome.id for outcome in self.case.outcomes]
        return Broker(
            question(self.encoded),
            self.scope,
            mediator.id,
            mediator.id in self.encoded.names.parties,
            principals,
            self.outcome,
            filters,
            tuple(self._contribution(mediator, offer) for offer in mine),
            tuple(id for id in order if id in base.standing.today),
            tuple(id for id in order if id in base.standing.via_closed),
            self.offers.effect(()),
            tuple(self._effects(mine)),
            mine_decide,
            near_to,
            tuple(logics(self.offers, mediator, mine, near_to)),
            tuple(common(base, mediator.id, principals)),
        )

    def _effects(self, mine: Sequence[Offer]) -> list[Effect]:
        found: list[Effect] = []
        known: list[tuple[Effect, Scene]] = []
        for some in sets_told(mine):
            effect = self.offers.effect(some, known)
            scene = self.offers.scene(some)
            if scene is not None:
                known.append((effect, scene))
            found.append(effect)
        return found

    def _contribution(self, mediator: Mediator, offer: Offer) -> ContributionTold:
        contribution = offer.contribution
        told = based(contribution.evidence)
        focal = None if contribution.outcome is None else self._focal(contribution.outcome)
        return ContributionTold(
            contribution.id,
            contribution.kind,
            meant_for(self.offers, mediator.id, offer),
            contribution.delivered_by,
            **told,
            gap=gap(self.offers, mediator.id, offer),
            focal=focal,
            revealed=self._revealed(contribution),
        )

    def _revealed(self, contribution: Contribution) -> Learned | None:
        """What information changes for those who are mistaken."""
        edits = (edit.kind for edit in contribution.edits)
        shown = ((kind.viewer, kind.about) for kind in edits if isinstance(kind, Reveal))
        pairs = (*contribution.reveals, *shown)
        if not pairs:
            return None
        return learned(self.case, pairs, max_memory=self.claims.desk.max_memory)

    def _focal(self, outcome: str) -> Focal:
        base, desk = self.offers.base, self.claims.desk
        reached = desk.reached(base.version, closed=True)
        assert reached is not None
        better = desk.holds(base.version, "nash", reached)
        parties = base.encoded.names.parties
        for party in self.case.principals:
            row = base.graph.ranks[parties.index(party)]
            better &= row > row[base.start]
        column = self.claims.outcomes(base.version).get(outcome)
        named = np.flatnonzero(better & column) if column is not None else better[:0]
        several = int(better.sum())
        return Focal(
            outcome,
            several,
            tuple(base.told(int(state)) for state in named),
            0 < len(named) < several,
        )

    # --- beside each other ------------------------------------------------------------------------

    def beside_each_other(self) -> Brokers:
        """All brokers."""
        decide = self.shares([mediator.id for mediator in self.case.brokers])
        full = tuple(self.of(mediator, decide[mediator.id]) for mediator in self.case.brokers)
        order = [outcome.id for outcome in self.case.outcomes]
        today = self.offers.base.standing.today
        adds = {one.id: self._adds(one.id) - today for one in full}
        every = frozenset[str]().union(*adds.values()) if adds else frozenset[str]()
        candidates = []
        for one in full:
            others = frozenset[str]().union(
                *(found for id, found in adds.items() if id != one.id)
            )  # fmt: skip
            only = adds[one.id] - others
            candidates.append(
                Candidate(
                    one.id,
                    _worst_by_kind(one.filters),
                    _roles(one),
                    tuple(id for id in order if id in adds[one.id]),
                    tuple(id for id in order if id in only),
                    _harmed(one, self.encoded.names.parties),
                    _best_by_logic(one.logics),
                )
            )
        offered = {contribution.kind for one in full for contribution in one.contributions}
        return Brokers(
            question(self.encoded),
            self.scope,
            tuple(candidates),
            tuple(id for id in order if id not in today | every),
            tuple(kind for kind in CONTRIBUTION_KINDS if kind not in offered),
            tuple(self._complements(adds, order)),
            full,
        )

    def _table(self, *ids: str) -> Table:
        if ids not in self._tables:
            offers = [
                offer
                for id in ids
                for offer in offers_of(self.case.broker(id))
                if offer.contribution.edits
            ]
            self._tables[ids] = tables(self.case, self.claims, offers)
        return self._tables[ids]

    def _adds(self, id: str) -> frozenset[str]:
        """The outcomes that stand with some set of a broker's contributions."""
        return frozenset[str]().union(
            *(found for found in self._table(id).values() if found is not None)
        )

    def _complements(
        self, adds: dict[str, frozenset[str]], order: Sequence[str]
    ) -> list[Complement]:
        found = []
        today = self.offers.base.standing.today
        ids = list(adds)
        for place, first in enumerate(ids):
            for second in ids[place + 1 :]:
                both = [
                    offer
                    for id in (first, second)
                    for offer in offers_of(self.case.broker(id))
                    if offer.contribution.edits
                ]
                scene = self.offers.scene(both)
                if scene is None:
                    continue
                new = scene.standing.today - today - adds[first] - adds[second]
                if new:
                    told = tuple(id for id in order if id in new)
                    found.append(Complement((first, second), told))
        return found


def _worst_by_kind(filters: Iterable[Filter]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in filters:
        found.setdefault(one.kind, []).append(one.answer)
    return {kind: worst(answers) for kind, answers in found.items()}


def _roles(one: Broker) -> dict[str, str]:
    whole = worst(test.answer for test in one.filters if test.contribution is None)
    found: dict[str, str] = {}
    order = ("passes", "contested", "unknown", "fails")
    for contribution in one.contributions:
        mine = worst(
            [whole, *(test.answer for test in one.filters if test.contribution == contribution.id)]
        )
        known = found.get(contribution.kind, mine)
        found[contribution.kind] = min(known, mine, key=order.index)
    return found


def _harmed(one: Broker, parties: Sequence[str]) -> tuple[str, ...]:
    harmed = {harm.party for effect in one.effects for harm in effect.harms if harm.by_list_with}
    return tuple(id for id in parties if id in harmed)


def _best_by_logic(found: Iterable[Logic]) -> dict[str, str]:
    best: dict[str, str] = {}
    for one in found:
        known = best.get(one.name, one.answer)
        best[one.name] = min(known, one.answer, key=_LOGIC_ORDER.index)
    return best
