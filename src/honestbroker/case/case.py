"""The case: what an analyst wrote about one crisis, frozen.

A `Case` is always in one profile: `lists`, `flags`, `groups` and `views` are what holds there.
`origin` is the case as the file has it, before any profile, so that another profile can be taken;
`applied` are the changes made on top of the profile, in order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from honestbroker.case.brokering import (
    Broker,
    Condition,
    Contribution,
    Denominator,
    Objection,
    Patron,
    Perceived,
    Rating,
    Repeated,
    Roadmap,
    Stage,
)
from honestbroker.case.parts import (
    Arc,
    Change,
    Check,
    Coupling,
    Flag,
    Group,
    NamedState,
    Option,
    Outcome,
    Party,
    Preference,
    Profile,
    Rule,
    State,
    Statements,
    Term,
    View,
)
from honestbroker.case.sources import Evidence, Place, Source, Text
from honestbroker.formula import Formula, holds

__all__ = ["Case", "meaning"]

Judged = Rating | Repeated | Patron | Contribution | Stage | Objection | Condition
"""What brokers, roadmaps and conditions state as fact."""

T = TypeVar("T", Party, Option, Source, Profile, Broker, Roadmap)


@dataclass(frozen=True, repr=False)
class Case:
    """One crisis, in one profile. Made by `honestbroker.read`; changed by making another.

    Order is the file's order everywhere: of parties, options, lines of a list.
    """

    id: str
    title: Text
    parties: tuple[Party, ...]
    options: tuple[Option, ...]
    version: str = ""
    question: Text | None = None
    cut_off: datetime.date | None = None
    default_profile: str | None = None
    translations: tuple[tuple[str, bool, Text | None], ...] = ()
    says_nothing_about: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
    terms: tuple[Term, ...] = ()
    flags: tuple[Flag, ...] = ()
    rules: tuple[Rule, ...] = ()
    status_quo: State | None = None
    reference: State | None = None
    groups: tuple[Group, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    profiles: tuple[Profile, ...] = ()
    changes: tuple[Change, ...] = ()
    checks: tuple[Check, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    views: tuple[View, ...] = ()
    named_states: tuple[NamedState, ...] = ()
    arcs: tuple[Arc, ...] = ()
    principals: tuple[str, ...] = ()
    common_denominator: Denominator | None = None
    brokers: tuple[Broker, ...] = ()
    roadmaps: tuple[Roadmap, ...] = ()
    conditions: tuple[Condition, ...] = ()
    status_quo_place: Place | None = None
    reference_place: Place | None = None
    file: str = ""
    lists: Mapping[str, Preference] = field(default_factory=dict)
    profile: str | None = None
    applied: tuple[Change, ...] = ()
    origin: Case | None = None

    def __repr__(self) -> str:
        changed = "".join(f" + {change.id}" for change in self.applied)
        return (
            f"<Case {self.id}, profile {self.profile}{changed}: {len(self.parties)} parties, "
            f"{len(self.options)} options>"
        )

    def party(self, id: str) -> Party:
        """The party with this id.

        Parameters
        ----------
        id : str
            A party's id.

        Returns
        -------
        Party
            The party.

        Raises
        ------
        KeyError
            If there is none.
        """
        return _by_id(self.parties, id)

    def option(self, id: str) -> Option:
        """The option with this id.

        Parameters
        ----------
        id : str
            An option's id.

        Returns
        -------
        Option
            The option.

        Raises
        ------
        KeyError
            If there is none.
        """
        return _by_id(self.options, id)

    def source(self, id: str) -> Source:
        """The source with this id.

        Parameters
        ----------
        id : str
            A source's id.

        Returns
        -------
        Source
            The source.

        Raises
        ------
        KeyError
            If there is none.
        """
        return _by_id(self.sources, id)

    def profile_named(self, id: str) -> Profile:
        """The profile with this id.

        Parameters
        ----------
        id : str
            A profile's id.

        Returns
        -------
        Profile
            The profile.

        Raises
        ------
        KeyError
            If there is none.
        """
        return _by_id(self.profiles, id)

    def broker(self, id: str) -> Broker:
        """The broker with this id.

        Parameters
        ----------
        id : str
            A broker's id.

        Returns
        -------
        Broker
            The broker.

        Raises
        ------
        KeyError
            If there is none.
        """
        return _by_id(self.brokers, id)

    def roadmap(self, id: str) -> Roadmap:
        """The roadmap with this id.

        Parameters
        ----------
        id : str
            A roadmap's id.

        Returns
        -------
        Roadmap
            The roadmap.

        Raises
        ------
        KeyError
            If there is none.
        """
        return _by_id(self.roadmaps, id)

    def evidence(self) -> Iterator[tuple[str, str, Evidence]]:
        """Everything that is a judgement of fact, with what it rests on.

        Definitions (terms, outcomes) state no fact and do not count.

        Yields
        ------
        tuple of (str, str, Evidence)
            What kind of thing, its id, its evidence. Those of the profile in force only.
        """
        for option in self.options:
            yield "option", option.id, option.evidence
        for flag in self.flags:
            yield "flag", flag.id, flag.evidence
        for rule in self.rules:
            yield "rule", rule.id, rule.evidence
        for group in self.groups:
            yield "group", ", ".join(group.members), group.evidence
        for party, preference in self.lists.items():
            if isinstance(preference, Statements):
                for line in preference.lines:
                    yield "statement", f"{party}: {line.id}", line.evidence
            else:
                yield "ranking", party, preference.evidence
        for view in self.views:
            for edit in view.edits:
                yield "view", view.label(edit), edit.evidence
        for kind, id, thing in self.judged():
            yield kind, id, thing.evidence

    def judged(self) -> Iterator[tuple[str, str, Judged]]:
        """What brokers, roadmaps and conditions state as fact.

        Yields
        ------
        tuple of (str, str, object)
            What kind of thing, its id, the thing. Ratings of the profile in force only.
        """
        for broker in self.brokers:
            for row in self.perceived(broker):
                for key in ("accepts_any", "accepts", "stake"):
                    if (rating := getattr(row, key)) is not None:
                        yield "rating", f"{broker.id}: {row.party} {key}", rating
            if broker.strength is not None:
                yield "rating", f"{broker.id}: strength", broker.strength
            for party, rating in broker.leverage:
                yield "rating", f"{broker.id}: {party} leverage", rating
            if broker.repeated is not None:
                yield "rating", f"{broker.id}: repeated", broker.repeated
            if broker.patron is not None:
                yield "patron", f"{broker.id}: {broker.patron.party}", broker.patron
            for contribution in broker.contributions:
                yield "contribution", f"{broker.id}: {contribution.id}", contribution
        for roadmap in self.roadmaps:
            for stage in roadmap.stages:
                id = f"{roadmap.id}: {stage.id}"
                yield "stage", id, stage
                for number, objection in enumerate(stage.objections, start=1):
                    yield "objection", f"{id} {number}", objection
        for condition in self.conditions:
            yield "condition", condition.id, condition

    def perceived(self, broker: Broker) -> tuple[Perceived, ...]:
        """How the parties see a broker in the profile in force.

        Parameters
        ----------
        broker : Broker
            The broker.

        Returns
        -------
        tuple of Perceived
            For each party its entry for this profile, or for the nearest one that this profile
            starts from and for which it has one; in the case's order of parties.
        """
        bases = {profile.id: profile.base for profile in self.profiles}
        found: dict[str, Perceived] = {}
        at = self.profile
        while at in bases:
            for row in broker.perceived:
                if row.profile == at:
                    found.setdefault(row.party, row)
            at = bases.pop(at)
        return tuple(found[party.id] for party in self.parties if party.id in found)

    def brought(self) -> Iterator[Change]:
        """What contributions of brokers, snapbacks of stages and conditions would alter.

        Yields
        ------
        Change
            Named ``broker.contribution``, ``roadmap.stage`` or after the condition; those without
            edits of their own are left out.
        """
        for broker in self.brokers:
            for contribution in broker.contributions:
                if contribution.edits:
                    yield contribution.change(broker.id)
        for roadmap in self.roadmaps:
            for stage in roadmap.stages:
                if stage.snapback and not isinstance(stage.snapback, str):
                    yield Change(f"{roadmap.id}.{stage.id}", stage.snapback, place=stage.place)
        for condition in self.conditions:
            if condition.edits:
                yield Change(condition.id, condition.edits, place=condition.place)

    def satisfies(self, formula: Formula, state: State) -> bool:
        """Whether a formula is true in a state.

        Parameters
        ----------
        formula : Formula
            A formula over this case's options, terms and flags.
        state : frozenset of str
            The taken options.

        Returns
        -------
        bool
            Its truth there.
        """
        return holds(formula, meaning(self, state))

    def broken_rules(self, state: State) -> tuple[Rule, ...]:
        """The rules a state does not satisfy.

        Parameters
        ----------
        state : frozenset of str
            The taken options.

        Returns
        -------
        tuple of Rule
            In the file's order; empty when the state is feasible.
        """
        return tuple(rule for rule in self.rules if not self.satisfies(rule.formula, state))

    def ordered(self, state: State) -> tuple[str, ...]:
        """A state's taken options in case order.

        Parameters
        ----------
        state : frozenset of str
            The taken options.

        Returns
        -------
        tuple of str
            The same, in order.
        """
        return tuple(option.id for option in self.options if option.id in state)


class meaning:  # noqa: N801 - used as a function
    """What the names of a case mean in one state, for `honestbroker.formula.holds`.

    Parameters
    ----------
    case : Case
        Whose terms and flags are meant. Its terms must have no cycle.
    state : frozenset of str
        The taken options.
    """

    def __init__(self, case: Case, state: State) -> None:
        self._known: dict[str, bool] = {option.id: option.id in state for option in case.options}
        self._known.update((flag.id, flag.value) for flag in case.flags)
        self._terms = {term.id: term.formula for term in case.terms}

    def __call__(self, name: str) -> bool:
        """The truth of a name.

        Parameters
        ----------
        name : str
            An option, a flag or a term.

        Returns
        -------
        bool
            Its truth in the state.

        Raises
        ------
        KeyError
            If the case has no such name.
        """
        if name not in self._known:
            self._known[name] = holds(self._terms[name], self)
        return self._known[name]


def _by_id(things: tuple[T, ...], id: str) -> T:
    for thing in things:
        if thing.id == id:
            return thing
    raise KeyError(id)
