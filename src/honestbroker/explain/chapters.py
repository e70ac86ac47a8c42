"""What holds today, what can be reached, what else would hold, and what it would do to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.explain.answer import FEW, harmful, reached, tagged, verdict
from honestbroker.explain.noting import Noting, sentence
from honestbroker.explain.page import Block, Bullets, Grid, Heading, Para, Picture, mark
from honestbroker.explain.words import capital
from honestbroker.result.atlas import Arrow, Atlas, Point
from honestbroker.result.findings import Findings
from honestbroker.result.overview import OutcomeStanding
from honestbroker.result.why import Decision

__all__ = ["deals", "elsewhere", "glance", "harms", "orders", "outcomes", "reach", "today"]


def glance(words: Noting) -> Iterator[Block]:
    """The parties, what each can do, who can strike a deal, the rules.

    Parameters
    ----------
    words : Noting
        The case's words.

    Yields
    ------
    Block
        Its blocks.
    """
    case = words.case
    today = case.status_quo
    rows = []
    for option in case.options:
        state = (
            "-" if today is None else words.say("report.yes" if option.id in today else "report.no")
        )
        rows.append(
            (
                capital(words.party(option.party)),
                capital(words.name(option.name, option.id)) + words.options([option.id]),
                words.say(f"report.way.{option.way}"),
                state,
            )
        )
    keys = ("report.party", "report.option", "report.undone", "report.now")
    columns = tuple(words.say(key) for key in keys)
    yield Grid(words.say("report.table.options"), columns, tuple(rows), (3, 8, 3, 2))
    told = []
    for group in case.groups:
        key = "report.group.open" if group.open else "report.group.closed"
        members = capital(words.parties(group.members))
        told.append(words.say(key, group=members, mark=words.group(group.members)))
    if told:
        yield Heading(words.say("report.groups"))
        yield Bullets(tuple(told))
    if case.rules:
        yield Heading(words.say("report.rules"))
        yield Bullets(
            tuple(
                sentence(
                    (words.name(rule.name) or words.formula(rule.formula))
                    + " "
                    + mark(f"rule {rule.id}")
                )
                for rule in case.rules
            )
        )


def today(words: Noting, found: Findings) -> Iterator[Block]:
    """What is done today, whether it holds, and why nobody moves first.

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
    today = found.overview.paths.status_quo
    if today is None:
        yield Para(words.say("today.missing"))
        return
    if today.state:
        yield Para(words.say("today.taken"))
        told = []
        for party in words.case.parties:
            mine = [id for id in today.state if words.case.option(id).party == party.id]
            if mine:
                told.append(
                    words.say(
                        "taken",
                        party=capital(words.party(party.id)),
                        deeds=words.deeds(mine, ()) + words.options(mine),
                    )
                )
        yield Bullets(tuple(told))
    else:
        yield Para(words.say("today.none"))
    yield Para(verdict(words, today))
    if not found.overview.reluctance:
        return
    heading = "reluctance" if today.holds == "holds" else "reluctance.moves"
    yield Heading(words.say(heading))
    told = []
    for one in found.overview.reluctance:
        deeds = words.deeds(one.step.take, one.step.drop)
        who = words.party(one.party)
        if one.because.prefers == "neither":
            told.append(words.say("reluctance.even", party=who, deeds=deeds))
            continue
        key = "reluctance.yes" if one.because.prefers == "first" else "reluctance.no"
        told.append(words.say(key, party=who, deeds=deeds, reason=words.reason(one.because)))
    yield Bullets(tuple(map(capital, told)))


def reach(words: Noting, atlas: Atlas) -> Iterator[Block]:
    """The states that hold and can be reached, with every step and what decides it.

    Parameters
    ----------
    words : Noting
        The case's words.
    atlas : Atlas
        The states that matter.

    Yields
    ------
    Block
        Its blocks.
    """
    ahead = [p for p in atlas.points if p.role == "holds" and tagged(p, "alone", "together")]
    if not any(point.state.tag and point.state.tag.today for point in ahead):
        yield Para(words.say("reach.nothing"))
    further = [point for point in atlas.points if point.role == "while deterred"]
    for point in (*ahead, *(further if len(further) <= FEW else ())):
        yield Heading(capital(words.point(point)))
        yield Para(reached(words, point))
        yield Para(words.say("report.there", doings=words.against_today(point.state.state)))
        path = atlas.path(point.number)
        if path:
            yield Picture(f"path-{point.number}")
            yield Bullets(tuple(_step(words, arrow) for arrow in path), numbered=True)
        elif point.state.path:
            yield Bullets(tuple(words.step(step) for step in point.state.path), numbered=True)
        labels = words.labels(point.state.labels)
        if labels:
            yield Bullets(tuple(labels))
    if len(further) > FEW:
        yield Para(words.count("report.more", len(further)))
    yield Picture("map")


def _step(words: Noting, arrow: Arrow) -> str:
    told = words.step(arrow.step)
    reasons = [
        words.say("report.because", party=words.party(one.party), reason=words.reason(one))
        for one in arrow.because
        if one.prefers == "first"
    ]
    return " ".join([told, *map(capital, reasons)])


def elsewhere(words: Noting, found: Findings) -> Iterator[Block]:
    """The states that hold and are out of reach.

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
    points = found.atlas.points
    rest = [p for p in points if p.role == "holds" and not tagged(p, "alone", "together")]
    if not rest:
        yield Para(words.say("else.none"))
    else:
        anchors = [p for p in points if p.role == "holds" and tagged(p, "alone", "together")]
        for name, key in (
            ("by moves", "else.moves"),
            ("unreachable", "else.unreachable"),
            (None, "report.holding.list"),
        ):
            some = [p for p in rest if (p.state.tag.name if p.state.tag else None) == name]
            if some:
                yield Para(words.count(key, len(some)))
                yield Bullets(tuple(_apart(words, point, anchors) for point in some))
    deterred = found.overview.counts["seq"] - found.overview.counts["nash"]
    if deterred > 0:
        yield Para(words.count("else.counts", deterred))
    yield Picture("table")


def _apart(words: Noting, point: Point, anchors: Sequence[Point]) -> str:
    """A state told from today, or from the nearest state told before."""
    here = frozenset(point.state.state)
    apart = len(here ^ (words.case.status_quo or frozenset()))
    doings = words.against_today(point.state.state)
    for anchor in anchors:
        if len(here ^ frozenset(anchor.state.state)) < apart:
            apart = len(here ^ frozenset(anchor.state.state))
            besides = words.against_today(point.state.state, anchor.state.state)
            number = words.say("report.state", number=anchor.number)
            doings = words.say("report.as", anchor=number, doings=besides)
    return words.say("report.item", name=capital(words.point(point)), text=doings)


def harms(words: Noting, atlas: Atlas) -> Iterator[Block]:
    """Traps, regrets, betrayal and exposure, state by state.

    Parameters
    ----------
    words : Noting
        The case's words.
    atlas : Atlas
        The states that matter.

    Yields
    ------
    Block
        Its blocks.
    """
    alike: dict[str, list[Point]] = {}
    for point in atlas.points:
        if point.state.holds == "no":
            continue
        clauses = []
        for label in point.state.labels:
            if label.label in ("open to a deal", "missed deal") or label.concept not in (
                None,
                "nash",
                "seq",
            ):
                continue
            clause = words.label(label)
            if label.label == "regret" and clause:
                clause += "".join(
                    f": {words.reason(one)}" for one in _regretting(point, label.party)
                )
            if clause:
                clauses.append(sentence(clause))
        if clauses:
            alike.setdefault(" ".join(dict.fromkeys(clauses)), []).append(point)
    told = [
        words.say("report.entry", name=capital(words.points(points)), text=text)
        for text, points in alike.items()
    ]
    if told:
        yield Para(words.say("report.traps.what"))
        yield Bullets(tuple(told))
    else:
        yield Para(words.say("report.traps.none"))


def _regretting(point: Point, party: str | None) -> list[Decision]:
    """What decides that a party is worse off than today, where the reference is today."""
    return [one for one in point.against if one.party == party and one.prefers == "second"]


def deals(words: Noting, found: Findings) -> Iterator[Block]:
    """The smallest deal of each group from today, and deals from other states.

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
    deals = found.overview.paths.deals
    if not deals:
        yield Para(words.say("deals.none"))
    else:
        first = {deal.group: deal for deal in reversed(deals)}
        told = []
        for deal in sorted(first.values(), key=deals.index):
            arrow = next(
                (
                    arrow
                    for arrow in found.atlas.arrows
                    if arrow.start == 0
                    and arrow.step.group == deal.group
                    and arrow.step.to == deal.to
                ),
                None,
            )
            reasons = [
                capital(
                    words.say(
                        "report.gains", party=words.party(one.party), reason=words.reason(one)
                    )
                )
                for one in (arrow.because if arrow else ())
                if one.prefers == "first"
            ]
            told.append(" ".join([words.deal(deal), *reasons]))
        yield Bullets(tuple(told))
        if len(deals) > len(first):
            yield Para(words.say("deals.count", count=len(deals)))
    further = []
    for point in found.atlas.points:
        if point.number and point.state.holds != "no":
            for label in point.state.labels:
                if label.label in ("open to a deal", "missed deal"):
                    name = capital(words.point(point))
                    text = sentence(words.label(label))
                    further.append(words.say("report.entry", name=name, text=text))
    if further:
        yield Heading(words.say("report.deals.further"))
        yield Bullets(tuple(further))


def outcomes(words: Noting, found: Findings) -> Grid:
    """How each named outcome stands.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Findings
        What the analyses found.

    Returns
    -------
    Grid
        A row an outcome.
    """
    rows = []
    for outcome in found.overview.outcomes:
        point = found.atlas.point(outcome.best or "")
        rows.append(
            (
                capital(words.outcome(outcome.id)) + " " + mark(f"outcome {outcome.id}"),
                _outcome_holds(words, outcome),
                "-" if point is None else _outcome_reached(words, point),
            )
        )
    heads = ("outcomes.name", "outcomes.verdict", "outcomes.reach")
    columns = tuple(capital(words.say(key)) for key in heads)
    return Grid(words.say("report.table.outcomes"), columns, tuple(rows), (4, 4, 6))


def _outcome_holds(words: Noting, outcome: OutcomeStanding) -> str:
    states = words.number(outcome.states)
    if not outcome.states:
        return words.say("outcomes.impossible")
    if outcome.never_for:
        parties = words.parties(outcome.never_for)
        return words.say("outcomes.never_for", states=states, parties=parties)
    return words.say("outcomes.holds", count=len(outcome.holding), states=states)


def _outcome_reached(words: Noting, point: Point) -> str:
    tag = point.state.tag
    if tag is None:
        return words.say("tag.unknown")
    if tag.needs_channel:
        told = words.say("tag.together.closed", channels=words.channels(tag.channels))
    else:
        told = words.say(f"tag.{tag.name}")
    if harmful(point):
        told += words.say("tag.trap")
    return words.say(
        "report.aside", text=told, aside=words.say("report.state", number=point.number)
    )


def orders(words: Noting, atlas: Atlas) -> Iterator[Block]:
    """What each party would rather have.

    Parameters
    ----------
    words : Noting
        The case's words.
    atlas : Atlas
        The states that matter.

    Yields
    ------
    Block
        Its blocks.
    """
    yield Para(words.say("report.orders.what"))
    yield Picture("orders")
    holding = [point for point in atlas.points if point.role == "holds"]
    if not any(point.against for point in holding):
        return
    rows = []
    for party in words.case.parties:
        cells = []
        for prefers in ("first", "neither", "second"):
            numbers = [
                str(point.number)
                for point in holding
                for one in point.against
                if one.party == party.id and one.prefers == prefers
            ]
            cells.append(", ".join(numbers) or "-")
        rows.append((capital(words.party(party.id)), *cells))
    keys = ("report.party", "report.better", "report.even", "report.worse")
    columns = tuple(words.say(key) for key in keys)
    yield Grid(words.say("report.table.orders"), columns, tuple(rows), (3, 3, 3, 3))
