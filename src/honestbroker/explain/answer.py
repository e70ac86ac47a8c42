"""The answer of a report, with the conditions it stands under; and the case at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.explain.mediation import role_of_asked
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block, Bullets, Heading, Para, mark
from honestbroker.explain.words import capital
from honestbroker.result.atlas import Point
from honestbroker.result.findings import Findings
from honestbroker.result.paths import Reached

__all__ = ["FEW", "answer", "harmful", "reached", "tagged", "verdict"]

FEW = 4
"""No more states than this that hold only while deterred are told one by one."""


def answer(words: Noting, found: Findings) -> Iterator[Block]:
    """The answer and its conditions; no advice, no probability.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Findings
        What the analyses found.

    Yields
    ------
    Block
        Its blocks.
    """
    atlas = found.atlas
    today = found.overview.paths.status_quo
    role = list(role_of_asked(words, found.of("brokers")))
    if role:
        yield from (*role, Heading(words.say("report.standing")))
    yield Para(verdict(words, today), "lead")
    holding = [point for point in atlas.points if point.role == "holds"]
    told = []
    if today is not None:
        ahead = [point for point in holding if tagged(point, "alone", "together")]
        further = [point for point in atlas.points if point.role == "while deterred"]
        if not any(point.state.tag and point.state.tag.today for point in ahead):
            told.append(words.say("reach.nothing"))
        told += [
            " ".join([reached(words, point), *([words.say("report.harm.one")] * harmful(point))])
            for point in (*ahead, *(further if len(further) <= FEW else ()))
        ]
        if len(further) > FEW:
            told.append(words.count("report.more", len(further)))
        rest = [point for point in holding if not tagged(point, "alone", "together")]
        told += _the_rest(words, rest)
    elif holding:
        told.append(words.count("report.holding", len(holding), states=words.points(holding)))
    told += [
        words.say("report.impossible", outcome=words.outcome(outcome.id))
        for outcome in found.overview.outcomes
        if not outcome.states
    ]
    yield Bullets(tuple(map(capital, told)))
    yield Heading(words.say("report.conditions"))
    yield Bullets(tuple(_conditions(words, found)))


def tagged(point: Point, *names: str) -> bool:
    """Whether a state has one of some tags.

    Parameters
    ----------
    point : Point
        The state.
    *names : str
        The tags.

    Returns
    -------
    bool
        False where the case has no status quo.
    """
    return point.state.tag is not None and point.state.tag.name in names


def verdict(words: Noting, today: Reached | None) -> str:
    """Whether today's state holds.

    Parameters
    ----------
    words : Noting
        The case's words.
    today : Reached or None
        Today's state, if the case has one.

    Returns
    -------
    str
        The verdict.
    """
    if today is None:
        return words.say("today.missing")
    verdict = {"holds": "today.holds", "while deterred": "today.deterred", "no": "today.not"}
    line = words.say(verdict[today.holds], parties=words.parties(today.leavers))
    if today.outcomes:
        named = words.joined([words.outcome(id) for id in today.outcomes])
        line += " " + words.say("today.outcome", outcomes=named)
    return line


def reached(words: Noting, point: Point) -> str:
    """How a state that holds, or holds while deterred, is reached by improvements and deals.

    Parameters
    ----------
    words : Noting
        The case's words.
    point : Point
        The state.

    Returns
    -------
    str
        The sentence.
    """
    tag = point.state.tag
    assert tag is not None
    name = capital(words.point(point))
    deterred = words.say("reach.deterred") if point.state.holds != "holds" else ""
    if not tag.plain:
        return words.say("report.rough", name=name, deterred=deterred)
    if tag.needs_channel:
        channels = words.channels(tag.channels)
        return words.say("report.channel", name=name, deterred=deterred, channels=channels)
    return words.say("report.reached", name=name, deterred=deterred)


def _the_rest(words: Noting, rest: Sequence[Point]) -> list[str]:
    told = []
    for key, name in (("report.moves", "by moves"), ("report.unreachable", "unreachable")):
        points = [point for point in rest if tagged(point, name)]
        if points:
            told.append(words.count(key, len(points), states=words.points(points)))
    bad = [point for point in rest if harmful(point)]
    if bad and len(bad) == len(rest):
        told.append(
            words.say("report.harm.one" if len(bad) == 1 else "report.harm.all", count=len(bad))
        )
    elif bad:
        told.append(words.count("report.harm.some", len(bad), states=words.points(bad)))
    return told


def harmful(point: Point) -> bool:
    """Whether a state is a trap or a regret for somebody.

    Parameters
    ----------
    point : Point
        The state.

    Returns
    -------
    bool
        True if it is.
    """
    return any(label.label in ("trap", "regret") for label in point.state.labels)


def _conditions(words: Noting, found: Findings) -> Iterator[str]:
    founding = found.overview.founding
    yield words.say(
        "report.if.lists",
        items=founding.items,
        cited=founding.cited,
        judged=founding.judged_only,
        unsourced=len(founding.unsourced),
    )
    for group in words.case.groups:
        key = "report.group.open" if group.open else "report.group.closed"
        members = capital(words.parties(group.members))
        yield words.say(key, group=members, mark=words.group(group.members))
    for flag in words.case.flags:
        key = "report.flag.true" if flag.value else "report.flag.false"
        name = words.name(flag.name, flag.id)
        yield words.say(key, flag=name, mark=" " + mark(f"flag {flag.id}"))
    one_way = [option for option in words.case.options if option.way in ("forward", "backward")]
    for option in one_way:
        key = "report.if.forward" if option.way == "forward" else "report.if.backward"
        yield words.say(
            key,
            party=capital(words.party(option.party)),
            deed=words.deed(option.id, take=option.way == "forward"),
            mark=words.options([option.id]),
        )
    yield words.say("report.if.no_advice")
