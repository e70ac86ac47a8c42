"""Escalation: the definitions transcribed literally, with sets; slow and obvious.

Sections of the theory: roadmaps, "Escalation"; views, "deterred play".

Choices: single parties play, no deals; in deterred play any improvement counts, plain or not; every
line of a list can be misread, principles too; a misreading is of one line by one party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from honestbroker.case import Case
from honestbroker.case.parts import Statements
from honestbroker.formula import Formula
from oracle import State
from oracle_case import Ids, World, improvements, sanctioned, settled, world

Misreading = tuple[str, str, str]
"""Who misreads, whose list, what: ``swap x, y`` of neighbours or ``drop x``."""


def misreadings(case: Case) -> Iterator[tuple[Misreading, Case]]:
    """Every misreading, and the case as the one who misreads sees it."""
    for about in (party.id for party in case.parties):
        preference = case.lists[about]
        if not isinstance(preference, Statements):
            continue
        lines = preference.lines
        wrong = {
            f"swap {lines[k].id}, {lines[k + 1].id}": (
                *lines[:k],
                lines[k + 1],
                lines[k],
                *lines[k + 2 :],
            )
            for k in range(len(lines) - 1)
        }
        wrong |= {f"drop {one.id}": tuple(x for x in lines if x is not one) for one in lines}
        for what, seen in wrong.items():
            lists = {**case.lists, about: replace(preference, lines=seen)}
            for viewer in (party.id for party in case.parties):
                if viewer != about:
                    yield (viewer, about, what), replace(case, lists=lists)


def deterred_play(views: dict[str, World], start: State) -> frozenset[State]:
    """Where play leads in which a party takes an improvement only if it sees no sanction.

    ``views`` has for every party the case as it sees it; its own list is true there. Sanctions are
    those of ``seq``.
    """
    reached, frontier = {start}, [start]
    while frontier:
        here = frontier.pop()
        for place, w in enumerate(views.values()):
            for step in improvements(w.game, place, here):
                if step.after not in reached and not sanctioned(w, step):
                    reached.add(step.after)
                    frontier.append(step.after)
    return frozenset(reached)


@dataclass(frozen=True)
class Escalation:
    """Bad states reached from one start: by plain improvements, and by which misreading."""

    plain: frozenset[Ids]
    by_mistake: dict[Misreading, frozenset[Ids]]


def escalation(case: Case, bad: Formula, start: Ids) -> Escalation:
    """The bad states that play leads to, and those that it leads to only by a misreading."""
    w = world(case)
    here = w.state(start)
    truth = dict.fromkeys(w.parties, w)
    right = deterred_play(truth, here)
    by_mistake = {}
    for (viewer, about, what), seen in misreadings(case):
        wrong = deterred_play({**truth, viewer: world(seen)}, here) - right
        found = frozenset(w.ids(s) for s in wrong if w.true(bad, s))
        if found:
            by_mistake[viewer, about, what] = found
    plain = frozenset(w.ids(s) for s in settled(w, here) if w.true(bad, s))
    return Escalation(plain, by_mistake)
