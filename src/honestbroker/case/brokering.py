"""The second half of a case: who could mediate, which plans are on the table, what must be true.

Brokers and their contributions, roadmaps and their stages, named conditions. What is computed from
them is defined in `honestbroker.analyses.brokers` and `honestbroker.analyses.roadmap`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from honestbroker.case.parts import Change, Edit
from honestbroker.case.sources import UNSOURCED, Evidence, Place, Text
from honestbroker.formula import Formula

__all__ = [
    "CONTRIBUTION_KINDS",
    "PASSES",
    "Broker",
    "Condition",
    "Contribution",
    "Denominator",
    "Objection",
    "Patron",
    "Perceived",
    "Rating",
    "Repeated",
    "Roadmap",
    "Stage",
]

CONTRIBUTION_KINDS: Final = ("B1", "B2", "B3", "B4", "B5", "B6", "B7")
"""Channel, guarantee, verification or snapback, inducement, text, face-saving, information."""

PASSES: Final = 2
"""From this rating on (0 to 3) a filter passes; one below is contested, zero fails."""


@dataclass(frozen=True)
class Rating:
    """A judgement on the scale 0 (not at all) to 3 (fully)."""

    value: int
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Perceived:
    """How one party sees a broker in one profile.

    Attributes
    ----------
    profile, party : str
        In which profile, and who.
    accepts_any : Rating or None
        How far the party accepts any mediator at all.
    accepts : Rating or None
        How far it accepts this one.
    stake : Rating or None
        How large it thinks the broker's own stake is.
    """

    profile: str
    party: str
    accepts_any: Rating | None = None
    accepts: Rating | None = None
    stake: Rating | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Patron:
    """A party the broker will not cross, and the contributions that party forbids."""

    party: str
    vetoes: tuple[str, ...] = ()
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Repeated:
    """Whether the broker deals with the principals again and again."""

    value: bool
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Contribution:
    """What a broker can bring: a change of one of seven kinds.

    Attributes
    ----------
    id : str
        Unique among the broker's.
    kind : str
        One of `CONTRIBUTION_KINDS`.
    edits : tuple of Edit
        What it does to the case; empty for a focal text (B5).
    outcome : str or None
        The named outcome that a focal text names.
    reveals : tuple of (str, str)
        For information (B7): pairs (whose picture becomes true, of whose list).
    delivered_by : tuple of str
        The broker's own options that deliver it.
    towards : tuple of str
        The parties it is meant for; empty where that is to be found from what it changes.
    """

    id: str
    kind: str
    edits: tuple[Edit, ...] = ()
    outcome: str | None = None
    reveals: tuple[tuple[str, str], ...] = ()
    delivered_by: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None

    def change(self, broker: str) -> Change:
        """The contribution as a change of the case.

        Parameters
        ----------
        broker : str
            Whose it is.

        Returns
        -------
        Change
            Named ``broker.contribution``.
        """
        id = f"{broker}.{self.id}"
        return Change(id, self.edits, self.name, self.evidence, self.place)


@dataclass(frozen=True)
class Broker:
    """A party or an outside body that could mediate.

    Attributes
    ----------
    id : str
        The party's id, or the outside body's own.
    name : Text or None
        Only for an outside body.
    perceived : tuple of Perceived
        How the parties see it, profile by profile; a profile without its own entry takes that of
        the profile it starts from.
    strength : Rating or None
        Whether it is strong enough to be taken seriously.
    leverage : tuple of (str, Rating)
        On whom, how much.
    repeated : Repeated or None
        Whether its relation with the principals is a lasting one.
    patron : Patron or None
        Whom it will not cross.
    contributions : tuple of Contribution
        What it can bring, in the file's order.
    """

    id: str
    name: Text | None = None
    perceived: tuple[Perceived, ...] = ()
    strength: Rating | None = None
    leverage: tuple[tuple[str, Rating], ...] = ()
    repeated: Repeated | None = None
    patron: Patron | None = None
    contributions: tuple[Contribution, ...] = ()
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Denominator:
    """What the principals are said to have in common.

    A formula, or for each principal one statement of its list.
    """

    formula: Formula | None = None
    statements: tuple[tuple[str, str], ...] = ()
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Objection:
    """Somebody's objection to a stage, and the statement it comes from, if one is named."""

    party: str
    text: Text | None = None
    statement: str | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Stage:
    """One stage of a roadmap.

    Attributes
    ----------
    take, drop : tuple of str
        The options that the stage takes up and gives up.
    entry : Formula or None
        What must be true before the stage is entered.
    breach : Formula or None
        What counts as breaking it; None for: a literal so far is undone.
    together : bool
        Whether its steps are taken at the same moment.
    snapback : str or tuple of Edit
        A named change, or edits, in force from this stage on; empty for none.
    objections : tuple of Objection
        What has been said against it.
    track : str or None
        The parallel track it belongs to; None for the main road.
    """

    id: str
    take: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    entry: Formula | None = None
    breach: Formula | None = None
    together: bool = True
    snapback: str | tuple[Edit, ...] = ()
    objections: tuple[Objection, ...] = ()
    track: str | None = None
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Roadmap:
    """A staged plan that somebody proposes."""

    id: str
    stages: tuple[Stage, ...]
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Condition:
    """What somebody says must be true first: a formula over states, or edits of the case."""

    id: str
    formula: Formula | None = None
    edits: tuple[Edit, ...] = ()
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None
