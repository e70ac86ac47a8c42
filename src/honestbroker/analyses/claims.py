"""The headline claims of a case: the short list that robustness and comparisons speak of.

Definitions (theory section 8). For one concept (nash unless stated):

===================  ========================================================================
claim                value
===================  ========================================================================
``today``            whether the status quo is an equilibrium
``deal A, B``        whether that group has a joint improvement from the status quo, open or not
``tag OUTCOME``      the first tag, in the order here, alone, together, by moves, unreachable, of
                     any equilibrium that satisfies the outcome; ``none`` if there is no such
                     equilibrium
``stands OUTCOME``   whether some equilibrium satisfies it, is reached by plain steps of single
                     parties and open groups, and is no trap and no regret for anybody
===================  ========================================================================

Without a status quo only ``tag`` remains, as ``none`` or ``unknown``. Claims are made for the
groups and outcomes of the case that is asked about, and asked of every version of it; a version
that no longer has a group has no deal of it.

Guarantees: exact; all named groups together decide whether a state is reached ``together``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.variants import Desk, Version
from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError
from honestbroker.kernel.search import Search
from honestbroker.kernel.steps import deals

__all__ = ["VOID", "Claims", "Value", "claim_names"]

Value = bool | str | None
"""What a claim comes to."""

VOID: Final = "void"
"""What every claim comes to in a version whose status quo or reference breaks a rule."""

Mask = npt.NDArray[np.bool_]


def claim_names(case: Case) -> tuple[str, ...]:
    """The headline claims about a case, in order.

    Parameters
    ----------
    case : Case
        The case.

    Returns
    -------
    tuple of str
        Their names.

    Examples
    --------
    >>> import honestbroker as hb
    >>> claim_names(hb.read("korea-2017"))[:4]
    ('today', 'deal DPRK, US', 'deal DPRK, US, ROK', 'tag stage_1')
    """
    found: list[str] = []
    if case.status_quo is not None:
        found.append("today")
        found += [f"deal {', '.join(group.members)}" for group in case.groups]
    for outcome in case.outcomes:
        found.append(f"tag {outcome.id}")
        if case.status_quo is not None:
            found.append(f"stands {outcome.id}")
    return tuple(found)


class Claims:
    """Headline claims about versions of one case.

    Parameters
    ----------
    case : Case
        The case whose groups and outcomes are meant.
    desk : Desk or None
        Where versions are judged; None for a new one.
    """

    def __init__(self, case: Case, desk: Desk | None = None) -> None:
        self.case = case
        self.names = claim_names(case)
        self.desk = Desk(case) if desk is None else desk
        self._columns: dict[int, dict[str, Mask | None]] = {}
        self._offers: dict[object, bool] = {}
        self._known: dict[object, dict[str, Value]] = {}

    def of(self, case: Case, concept: str = "nash") -> dict[str, Value]:
        """The claims about one version.

        Parameters
        ----------
        case : Case
            The version.
        concept : str
            The stability concept.

        Returns
        -------
        dict
            From names to values; `VOID` throughout if the version is void.
        """
        version = self.desk.version(case)
        if version is None:
            return dict.fromkeys(self.names, VOID)
        key = (version.key(), version.groups, concept)
        if key not in self._known:
            self._known[key] = self._made(version, concept)
        return dict(self._known[key])

    def _made(self, version: Version, concept: str) -> dict[str, Value]:
        holds = self.desk.holds(version, concept)
        start = version.frame.start
        told: dict[str, Value] = {}
        if start is not None:
            told["today"] = bool(holds[start])
            for group in self.case.groups:
                told[f"deal {', '.join(group.members)}"] = self._offer(version, group.members)
        ways = _Ways(self.desk, version)
        for id, column in self.outcomes(version).items():
            inside = None if column is None else holds & column
            told[f"tag {id}"] = ways.tag(inside)
            if start is not None:
                told[f"stands {id}"] = inside is not None and self._stands(version, inside, concept)
        return {name: told.get(name) for name in self.names}

    def outcomes(self, version: Version) -> Mapping[str, Mask | None]:
        """Where the outcomes are true in a version.

        Parameters
        ----------
        version : Version
            The version.

        Returns
        -------
        mapping
            From ids to columns over states; None where the version lacks a name in the formula.
        """
        frame = version.frame
        if frame.number not in self._columns:
            found: dict[str, Mask | None] = {}
            for outcome in self.case.outcomes:
                try:
                    found[outcome.id] = frame.structure.truths([outcome.formula])[0]
                except (CaseError, KeyError):
                    found[outcome.id] = None
            self._columns[frame.number] = found
        return self._columns[frame.number]

    def _offer(self, version: Version, members: tuple[str, ...]) -> bool:
        order = version.frame.names.parties
        numbers = tuple(sorted(order.index(member) for member in members))
        if numbers not in {group.members for group in version.groups}:
            return False
        key = (version.frame.number, numbers, tuple(version.rows[number] for number in numbers))
        if key not in self._offers:
            start = version.frame.start
            here = np.array([start], dtype=np.intp)
            found = deals(self.desk.graph(version), numbers, here, judged=False)
            self._offers[key] = bool(found.targets.size)
        return self._offers[key]

    def _stands(self, version: Version, inside: Mask, concept: str) -> bool:
        if not inside.any():
            return False
        reached = self.desk.reached(version, closed=False)
        among = inside if reached is None else inside & reached
        return bool(among.any() and self.desk.sound(version, concept, among).any())


class _Ways:
    """How states of one version are reached, searched only when it is asked."""

    def __init__(self, desk: Desk, version: Version) -> None:
        self.desk = desk
        self.version = version

    def tag(self, inside: Mask | None) -> str:
        """The first tag of some states."""
        if inside is None or not inside.any():
            return "none"
        start = self.version.frame.start
        if start is None:
            return "unknown"
        if inside[start]:
            return "here"
        for tag, searched in self._searches():
            found = searched()
            if found is not None and (found.distance[inside] >= 0).any():
                return tag
        return "unreachable"

    def _searches(self) -> list[tuple[str, Callable[[], Search | None]]]:
        def by(channels: str, improving: bool) -> Callable[[], Search | None]:
            return lambda: self.desk.search(
                self.version, channels, plain=False, improving=improving
            )

        return [
            ("alone", by("none", True)),
            ("together", by("all", True)),
            ("by moves", by("none", False)),
            ("by moves", by("all", False)),
        ]
