"""Where does the crisis stand? The main job: one briefing from one case.

Question: does today's state hold, and why does nobody move first; what could be reached, by which
deals and channels; what else holds, and is it a trap; how does each named outcome stand; what do
the sources leave open, and how much of the case is unsourced?

Definitions: `honestbroker.analyses.paths`. An outcome **stands** when some nash equilibrium
satisfies it, is reached today, and is no trap and no regret for anybody.

Guarantees: exhaustive, in the scope of `honestbroker.analyses.paths`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from honestbroker.analyses import paths
from honestbroker.analyses.paths import Standing
from honestbroker.analyses.why import Reasons
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Statements
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.labels import regretting, trapped
from honestbroker.kernel.moves import Indices
from honestbroker.kernel.statements import how_lines_split
from honestbroker.kernel.steps import moved
from honestbroker.result import Step
from honestbroker.result.overview import Founding, OutcomeStanding, Overview, Reluctance

__all__ = ["founding", "of_standing", "overview"]


def overview(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    max_memory: int | None = None,
    limit: int | None = None,
) -> Overview:
    """Where a crisis stands, what could be reached, and on what it rests.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    max_memory : int or None
        Bytes that may be used; None for the default.
    limit : int or None
        At most how many states that hold are told, besides the best of each outcome; None for all.

    Returns
    -------
    Overview
        Everything the briefing says, as data.

    Raises
    ------
    CaseError
        If a profile, change, rule or ranking is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = hb.overview(hb.read("korea-2017"))
    >>> found.paths.status_quo.holds
    'holds'
    >>> [outcome.tag for outcome in found.outcomes if outcome.id == "talks_for_freeze"]
    ['together']
    """
    return of_standing(
        Standing(encode(variant(case, profile, changes), max_memory, play=True)), limit
    )


def of_standing(standing: Standing, limit: int | None = None) -> Overview:
    """The same for a case whose verdicts are there already.

    Parameters
    ----------
    standing : Standing
        The case's states.
    limit : int or None
        As for `overview`.

    Returns
    -------
    Overview
        Everything the briefing says, as data.
    """
    encoded = standing.encoded
    named = [_Named(standing, outcome.id) for outcome in encoded.case.outcomes]
    best = [outcome.best for outcome in named if outcome.best is not None]
    told = paths.of_standing(standing).limited(limit, besides=best)
    return Overview(
        told,
        standing.counts(),
        encoded.graph.states,
        1 << len(encoded.names.options),
        tuple(_reluctance(standing)),
        tuple(outcome.standing() for outcome in named),
        founding(encoded),
        tuple(str(text) for text in encoded.case.says_nothing_about),
    )


def _reluctance(standing: Standing) -> Iterator[Reluctance]:
    """Every single option that could be changed today, and what decides."""
    encoded = standing.encoded
    today = encoded.status_quo
    if today is None:
        return
    reasons = Reasons(encoded)
    here = np.array([today], dtype=np.intp)
    for number, party in enumerate(encoded.names.parties):
        found = moved(encoded.graph, number, here)
        for target, own in zip(map(int, found.targets), map(int, found.flips), strict=True):
            if own.bit_count() != 1:
                continue
            take, drop = standing.road.flips(today, target)
            because = reasons.between(party, target, today)
            step = Step(
                (party,), None, take, drop, encoded.names.id(target), because.prefers == "first"
            )
            yield Reluctance(party, step, because)


class _Named:
    """How one named outcome stands: looked up for all states at once."""

    def __init__(self, standing: Standing, id: str) -> None:
        self.of = standing
        self.id = id
        self.inside = standing.encoded.outcomes[id]
        nash = standing.holds[standing.concepts.index("nash")]
        self.there = np.flatnonzero(nash & self.inside)

    @cached_property
    def best(self) -> int | None:
        """The nash equilibrium reached most easily; of several the one whose id is first."""
        if not self.there.size:
            return None
        names, reach = self.of.encoded.names, self.of.road.reach
        alike = self.there
        if reach is not None:
            for row in (reach.tags, reach.needs, reach.steps):
                alike = alike[row[alike] == row[alike].min()]
        return min(map(int, alike), key=names.id)

    def standing(self) -> OutcomeStanding:
        """The same in names."""
        names, reach, best = self.of.encoded.names, self.of.road.reach, self.best
        nash = self.of.table[self.of.concepts.index("nash")]
        never = tuple(
            party
            for party, stays in zip(names.parties, nash, strict=True)
            if self.inside.any() and not (stays & self.inside).any()
        )
        return OutcomeStanding(
            self.id,
            int(self.inside.sum()),
            tuple(names.id(int(state)) for state in self.there),
            tuple(names.id(int(state)) for state in self._sound()),
            None if best is None else names.id(best),
            None if best is None or reach is None else reach.tag(best),
            never,
        )

    def _sound(self) -> Indices:
        """Reached today, no trap, and nobody regrets."""
        road, graph = self.of.road, self.of.encoded.graph
        if road.reach is None:
            return self.there[:0]
        sound = self.there[road.reach.today[self.there]]
        if road.reference is not None:
            sound = sound[~regretting(graph, sound, road.reference)]
            sound = sound[~trapped(graph, sound)]
        return sound


def founding(encoded: Encoded) -> Founding:
    """On what a case rests.

    Parameters
    ----------
    encoded : Encoded
        The case as arrays.

    Returns
    -------
    Founding
        Counts, what is unsourced, and statements that decide nothing.
    """
    case = encoded.case
    items = list(case.evidence())
    lines = []
    for party, preference in case.lists.items():
        if isinstance(preference, Statements):
            truths = encoded.structure.truths(line.want for line in preference.lines)
            told = how_lines_split(truths, encoded.graph.states)
            for line, (constant, idle) in zip(preference.lines, told, strict=True):
                if constant or idle:
                    lines.append((party, line.id, "constant" if constant else "idle"))
    return Founding(
        len(items),
        sum(bool(evidence.cites) for _, _, evidence in items),
        sum(evidence.sourced and not evidence.cites for _, _, evidence in items),
        tuple((kind, id) for kind, id, evidence in items if not evidence.sourced),
        tuple(lines),
    )
