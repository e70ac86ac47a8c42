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

import numpy as np

from honestbroker.analyses.paths import Standing, of_standing
from honestbroker.analyses.why import Reasons
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Statements
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.statements import how_lines_split
from honestbroker.kernel.steps import moved
from honestbroker.result import Reached, Step
from honestbroker.result.overview import Founding, OutcomeStanding, Overview, Reluctance

__all__ = ["founding", "overview"]

_TAG_ORDER = ("here", "alone", "together", "by moves", "unreachable")


def overview(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    max_memory: int | None = None,
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
    encoded = encode(variant(case, profile, changes), max_memory)
    standing = Standing(encoded)
    told = of_standing(standing)
    counts = {concept: len(standing.under(concept)) for concept in standing.concepts}
    holding = {found.id: found for found in told.holding if found.holds == "holds"}
    return Overview(
        told,
        counts,
        encoded.graph.states,
        1 << len(encoded.names.options),
        tuple(_reluctance(standing)),
        tuple(_outcome(standing, outcome.id, holding) for outcome in encoded.case.outcomes),
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


def _outcome(standing: Standing, id: str, holding: dict[str, Reached]) -> OutcomeStanding:
    encoded = standing.encoded
    inside = encoded.outcomes[id]
    names = encoded.names
    there = [found for found in holding.values() if id in found.outcomes]
    sound = tuple(found.id for found in there if _sound(found))
    ordered = sorted(there, key=_ease)
    nash = standing.table[standing.concepts.index("nash")]
    never = tuple(
        party
        for party, stays in zip(names.parties, nash, strict=True)
        if inside.any() and not (stays & inside).any()
    )
    best = ordered[0] if ordered else None
    return OutcomeStanding(
        id,
        int(inside.sum()),
        tuple(found.id for found in there),
        sound,
        None if best is None else best.id,
        None if best is None or best.tag is None else best.tag.name,
        never,
    )


def _sound(found: Reached) -> bool:
    today = found.tag is not None and found.tag.today
    return today and not any(label.label in ("trap", "regret") for label in found.labels)


def _ease(found: Reached) -> tuple[int, int, int, str]:
    tag = found.tag
    if tag is None:
        return (len(_TAG_ORDER), 0, 0, found.id)
    return (_TAG_ORDER.index(tag.name), len(tag.needs_channel), tag.steps or 0, found.id)


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
