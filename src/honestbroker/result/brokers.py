"""The result of asking of a broker: is it placed to help, what would it add, whom would it harm?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Label, Step
from honestbroker.result.roadmap import StateTold
from honestbroker.result.views import Learned
from honestbroker.result.why import Decision

__all__ = [
    "ANSWERS",
    "Broker",
    "Brokers",
    "Candidate",
    "Closeness",
    "Common",
    "Complement",
    "ContributionTold",
    "Effect",
    "Filter",
    "Focal",
    "Gap",
    "Given",
    "Harm",
    "Held",
    "Logic",
    "Range",
    "Share",
]

ANSWERS = ("passes", "contested", "fails", "unknown")
"""What a filter may answer."""

Names = tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """One question that comes before all others, and its answer.

    Attributes
    ----------
    kind : str
        ``accepts a mediator``, ``accepts this one``, ``shares the denominator``, ``no veto``,
        ``delivers``.
    party : str or None
        Who is asked: a principal, the patron, the broker.
    contribution : str or None
        For the last two, which contribution.
    answer : str
        One of `ANSWERS`.
    value : int or None
        The rating, where there is one.
    profile : str or None
        The profile whose rating it is.
    cites : tuple of str
        Its citations.
    judged, sure : str or None
        Who judged it, how sure.
    decisions : tuple of Decision
        Where lists answer, what decides.
    """

    kind: str
    party: str | None
    contribution: str | None
    answer: str
    value: int | None = None
    profile: str | None = None
    cites: Names = ()
    judged: str | None = None
    sure: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Gap:
    """The credibility gap of a contribution: where it is promised and would be withdrawn.

    `promised` counts the states reachable today in which all delivering options are taken,
    `withdrawn` those in which the broker would rather give them up. `example` is the first such
    state, `because` what decides between it without the options (first) and it.
    """

    promised: int
    withdrawn: int
    example: StateTold | None
    because: Decision | None


@dataclass(frozen=True)
class Focal:
    """What a focal text does: of states that all principals prefer to today's it names some.

    `better` counts the equilibria that can be reached, counting closed groups, and that every
    principal ranks above today's state; `named` are those of them that satisfy the text's outcome.
    `useful`: there are several, and it names some but not all.
    """

    outcome: str
    better: int
    named: tuple[StateTold, ...]
    useful: bool


@dataclass(frozen=True)
class ContributionTold:
    """A contribution: what it is, for whom, and how firmly it is based.

    Attributes
    ----------
    id, kind : str
        Its id and kind.
    towards : tuple of str
        The parties it is meant for.
    delivered_by : tuple of str
        The broker's options that deliver it.
    cites : tuple of str
        Its citations.
    judged, sure : str or None
        Who judged it, how sure.
    gap : Gap or None
        For a contribution with delivering options.
    focal : Focal or None
        For a focal text.
    revealed : Learned or None
        For information: what it changes for those who are mistaken (concept seq).
    """

    id: str
    kind: str
    towards: Names
    delivered_by: Names
    cites: Names
    judged: str | None
    sure: str | None
    gap: Gap | None = None
    focal: Focal | None = None
    revealed: Learned | None = None

    def to_dict(self) -> dict[str, Any]:
        """The contribution as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        revealed = None if self.revealed is None else self.revealed.to_dict()
        return {**asdict(self), "revealed": revealed}


@dataclass(frozen=True)
class Given:
    """What one party gives at a state, and whether it gets something for it.

    `take` and `drop` are its options changed since the status quo; `better` is ``yes``, ``no`` or
    ``same`` compared with today, `because` what decides between the state (first) and today.
    """

    party: str
    take: Names
    drop: Names
    better: str
    because: Decision


@dataclass(frozen=True)
class Held:
    """An equilibrium that can be reached today: what it does to whom, who gives and who gets.

    `traps` and `labels` are as in `honestbroker.result.paths`; `path` leads there from today.
    """

    at: StateTold
    path: tuple[Step, ...]
    labels: tuple[Label, ...]
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Range:
    """A party's best and worst reachable equilibrium."""

    party: str
    best: StateTold
    worst: StateTold


@dataclass(frozen=True)
class Harm:
    """Harm or benefit to a party.

    Attributes
    ----------
    party : str
        Who.
    kind : str
        ``worst is lower``, ``betrayed``, ``worst is higher``, ``best is higher``.
    before, after : StateTold or None
        The equilibria compared; for a betrayal only the one after.
    because : Decision or None
        What decides between the one after (first) and the one before.
    by_list_with : bool
        Whether the party's list as it is with the contributions says so. If not, only its list
        without them does, and this is no harm (or benefit), but told.
    by_list_before : bool or None
        Whether its list without them says so; None if that list cannot compare the two.
    owed : tuple of str
        For a betrayal, what others owe.
    """

    party: str
    kind: str
    before: StateTold | None
    after: StateTold | None
    because: Decision | None
    by_list_before: bool | None
    owed: Names = ()
    by_list_with: bool = True


@dataclass(frozen=True)
class Effect:
    """What a set of contributions does to the case.

    Attributes
    ----------
    contributions : tuple of str
        Their ids, ``broker.contribution``.
    void : bool
        Whether it leaves no feasible status quo, or cannot be made; then nothing else is told.
    same_as : tuple of str or None
        A smaller set that gives the same case, whose effects these are too.
    gained, lost : tuple of str
        Outcomes that hold today with the set and not without, and the other way round.
    gained_via_closed, lost_via_closed : tuple of str
        The same if closed groups could talk, too.
    tags : mapping
        From outcome to its tag without and with the set.
    held : tuple of Held
        The equilibria reachable today.
    ranges : tuple of Range
        For each party; empty if nothing is reachable.
    harms, benefits : tuple of Harm
        Who is worse off, who is better off.
    """

    contributions: Names
    void: bool
    same_as: Names | None
    gained: Names = ()
    lost: Names = ()
    gained_via_closed: Names = ()
    lost_via_closed: Names = ()
    tags: Mapping[str, tuple[str, str]] | None = None
    held: tuple[Held, ...] = ()
    ranges: tuple[Range, ...] = ()
    harms: tuple[Harm, ...] = ()
    benefits: tuple[Harm, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The effect as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            **asdict(self),
            "tags": None if self.tags is None else {id: list(two) for id, two in self.tags.items()},
        }


@dataclass(frozen=True)
class Share:
    """How often a contribution decides an outcome.

    Attributes
    ----------
    contribution, outcome : str
        Which contribution, which outcome.
    gains, losses : int
        How often adding it makes the outcome hold, and how often it stops it.
    of : int
        Sets without it, times draws; void ones left out.
    void : int
        How many were void.
    shapley : str or None
        Its Shapley value as a fraction, such as ``1/6``; may be negative. None if a pair is void.
    """

    contribution: str
    outcome: str
    gains: int
    losses: int
    of: int
    void: int
    shapley: str | None


@dataclass(frozen=True)
class Closeness:
    """How close the broker's list is to a party's: Kendall's tau-b over all states.

    `tau` is None where it is undefined (a list ties everything) or the broker has no list.
    """

    party: str
    tau: float | None


@dataclass(frozen=True)
class Logic:
    """One published view of what makes a mediator effective, asked of this broker.

    Attributes
    ----------
    name : str
        ``standing and low stake``, ``believed because biased``, ``trusted because even-handed and
        repeated``, ``leverage``.
    contribution : str or None
        Which contribution it is asked about; None for the broker as a whole.
    party : str or None
        Towards whom.
    answer : str
        ``yes``, ``no``, ``unknown``, or ``does not apply``.
    numbers : mapping
        What was compared, by name; None for what is unknown.
    """

    name: str
    contribution: str | None
    party: str | None
    answer: str
    numbers: Mapping[str, float | int | bool | None]

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {**asdict(self), "numbers": dict(self.numbers)}


@dataclass(frozen=True)
class Common:
    """Statements that several lists share: true in the same feasible states.

    `parties` are those whose lists are compared; `statements` has for each common statement the
    id it has in each list.
    """

    parties: Names
    statements: tuple[Names, ...]


@dataclass(frozen=True, repr=False)
class Broker:
    """What a broker could add and harm, and whether it is placed to.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        Exhaustive, or sampled where shares are drawn.
    id : str
        The broker.
    is_party : bool
        Whether it is a party of the case, with a list of its own.
    principals : tuple of str
        Between whom it would mediate.
    outcome : str or None
        The outcome the question is about, if one was named.
    filters : tuple of Filter
        The questions that come first.
    contributions : tuple of ContributionTold
        What it could bring.
    standing, standing_via_closed : tuple of str
        The outcomes that hold today without it, and counting closed groups.
    without : Effect
        The case without it: what is reachable today.
    effects : tuple of Effect
        Each contribution alone, each pair, all together.
    shares : tuple of Share
        For each contribution that alters the case, and each outcome.
    closeness : tuple of Closeness
        To each principal.
    logics : tuple of Logic
        The rival views.
    common : tuple of Common
        Statements in common: broker and each principal, principals, all.
    """

    question: Question
    scope: Scope
    id: str
    is_party: bool
    principals: Names
    outcome: str | None
    filters: tuple[Filter, ...]
    contributions: tuple[ContributionTold, ...]
    standing: Names
    standing_via_closed: Names
    without: Effect
    effects: tuple[Effect, ...]
    shares: tuple[Share, ...]
    closeness: tuple[Closeness, ...]
    logics: tuple[Logic, ...]
    common: tuple[Common, ...]

    def __repr__(self) -> str:
        failed = sum(one.answer == "fails" for one in self.filters)
        return (
            f"<Broker {self.id} in {self.question.case}: {len(self.contributions)} contributions, "
            f"{failed} filters failed>"
        )

    @property
    def hypothetical(self) -> bool:
        """Whether some filter of the principals fails, so that effects are hypothetical."""
        return any(one.answer == "fails" and one.contribution is None for one in self.filters)

    def effect(self, *contributions: str) -> Effect:
        """The effect of a set of contributions.

        Parameters
        ----------
        *contributions : str
            Their ids, without the broker's.

        Returns
        -------
        Effect
            The effect.

        Raises
        ------
        KeyError
            If this set was not looked at.
        """
        wanted = {f"{self.id}.{id}" for id in contributions}
        for effect in self.effects:
            if set(effect.contributions) == wanted:
                return effect
        raise KeyError(contributions)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema broker`` describes them.

        Returns
        -------
        dict
            What ``honestbroker broker CASE WHO --json`` prints.
        """
        return {
            **self.question.head("broker", self.scope),
            "broker": self.id,
            "is_party": self.is_party,
            "principals": list(self.principals),
            "outcome": self.outcome,
            "hypothetical": self.hypothetical,
            "filters": [asdict(one) for one in self.filters],
            "contributions": [one.to_dict() for one in self.contributions],
            "standing": list(self.standing),
            "standing_via_closed": list(self.standing_via_closed),
            "without": self.without.to_dict(),
            "effects": [one.to_dict() for one in self.effects],
            "shares": [asdict(one) for one in self.shares],
            "closeness": [asdict(one) for one in self.closeness],
            "logics": [one.to_dict() for one in self.logics],
            "common": [asdict(one) for one in self.common],
        }


@dataclass(frozen=True)
class Candidate:
    """One broker beside the others.

    Attributes
    ----------
    id : str
        The broker.
    filters : mapping
        From kind of filter to its worst answer.
    roles : mapping
        From kind of contribution to the worst answer of the filters about it and about the broker.
    gains : tuple of str
        Outcomes that some set of its contributions makes hold today.
    only : tuple of str
        Those of them that no set of any other broker does.
    harms : tuple of str
        Parties that some set of its contributions harms.
    logics : mapping
        From logic to its answers, best first.
    """

    id: str
    filters: Mapping[str, str]
    roles: Mapping[str, str]
    gains: Names
    only: Names
    harms: Names
    logics: Mapping[str, str]


@dataclass(frozen=True)
class Complement:
    """Two brokers that make an outcome hold together and neither alone."""

    brokers: tuple[str, str]
    outcomes: Names


@dataclass(frozen=True, repr=False)
class Brokers:
    """All brokers of a case beside each other.

    Attributes
    ----------
    question : Question
        What was asked.
    scope : Scope
        How far the answers reach.
    candidates : tuple of Candidate
        One line for each.
    nobody : tuple of str
        Outcomes that hold neither today nor with any set of one broker's contributions.
    kinds_missing : tuple of str
        Kinds of contribution that nobody offers.
    complements : tuple of Complement
        Pairs that complement each other.
    brokers : tuple of Broker
        The whole answer for each.
    """

    question: Question
    scope: Scope
    candidates: tuple[Candidate, ...]
    nobody: Names
    kinds_missing: Names
    complements: tuple[Complement, ...]
    brokers: tuple[Broker, ...]

    def __repr__(self) -> str:
        told = ", ".join(f"{one.id} ({', '.join(one.gains) or '-'})" for one in self.candidates)
        return f"<Brokers of {self.question.case}: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema brokers`` describes them.

        Returns
        -------
        dict
            What ``honestbroker brokers CASE --json`` prints.
        """
        return {
            **self.question.head("brokers", self.scope),
            "candidates": [asdict(one) for one in self.candidates],
            "nobody": list(self.nobody),
            "kinds_missing": list(self.kinds_missing),
            "complements": [asdict(one) for one in self.complements],
            "brokers": [one.to_dict() for one in self.brokers],
        }
