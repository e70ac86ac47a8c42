"""What holds at each date: outcomes down, dates across, and what the analyst names as the trigger.

Dates stand at equal distances, not to scale: two may be a week apart or ten years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.sensitivity import moment_name, trigger
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing, width_of, wrapped
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.compare import Moment, Timeline

__all__ = ["dates"]

_LABEL: Final = 190.0
_WIDTH: Final = 744.0
_NARROWEST: Final = 130.0
_ROW: Final = 34.0
_STANDS: Final = "#00734f"
_SIGNS: Final = ("stands", "holds", "not")


def dates(words: Noting, results: Sequence[Timeline]) -> Mapping[str, Figure]:
    """What holds at each date.

    Parameters
    ----------
    words : Noting
        The case's words.
    results : sequence of Timeline
        What held when; the last is drawn.

    Returns
    -------
    dict
        The picture, under its name.
    """
    return {"timeline": _drawn(words, results[-1])} if results else {}


def _sign(moment: Moment, outcome: str) -> str:
    """Whether an outcome stands soundly, merely holds somewhere, or does not hold."""
    if moment.claims.get(f"stands {outcome}") is True:
        return "stands"
    return "holds" if any(outcome in state.outcomes for state in moment.holding) else "not"


def _drawn(words: Noting, found: Timeline) -> Figure:
    title = words.say("figure.timeline")
    moments = found.moments
    column = max((_WIDTH - _LABEL - 10) / len(moments), _NARROWEST)
    outcomes = [outcome.id for outcome in words.case.outcomes]
    names = [wrapped(capital(words.outcome(id)), _LABEL - 20, 10.5, lines=2) for id in outcomes]
    triggers = [
        wrapped(trigger(words, turn.trigger), column - 16, 9.5, lines=4) for turn in found.turns
    ]
    below = 30 + max((len(some) for some in triggers), default=0) * 12.5
    top = 62.0
    bottom = top + (len(outcomes) + 1) * _ROW
    drawing = Drawing(_LABEL + column * len(moments) + 10, bottom + below + 30)
    for place, moment in enumerate(moments):
        _column(drawing, words, moment, outcomes, (_LABEL + (place + 0.5) * column, top, column))
    for place, lines in enumerate(names):
        y = top + (place + 0.5) * _ROW
        drawing.text((8, y - (len(lines) - 1) * 6.8 + 4), lines, size=10.5)
        drawing.curve(f"M8 {y + _ROW / 2:.1f}H{drawing.width - 8:.1f}", stroke="#bbbbbb", line=0.5)
    y = top + (len(outcomes) + 0.5) * _ROW
    drawing.text((8, y + 4), (capital(words.say("figure.timeline.states")),), size=10.5)
    for place, lines in enumerate(triggers):
        x = _LABEL + (place + 1) * column
        drawing.curve(f"M{x:.1f} {top}V{bottom + 4:.1f}", stroke=INK, line=1.2, dash="2 3")
        drawing.text((x, bottom + 18), lines, size=9.5, anchor="middle")
    _legend(drawing, words, bottom + below + 4)
    text = tuple(_in_words(words, found, outcomes))
    return Figure("timeline", title, drawing.svg(title, " ".join(text)), text)


def _column(
    drawing: Drawing,
    words: Noting,
    moment: Moment,
    outcomes: Sequence[str],
    at: tuple[float, float, float],
) -> None:
    x, top, width = at
    day = words.date(date.fromisoformat(moment.date))
    drawing.text((x, 16), (day,), size=11, bold=True, anchor="middle")
    name = moment_name(words, moment)
    if moment.post_hoc:
        name = words.say("report.aside", text=name, aside=words.say("figure.timeline.later"))
    drawing.text((x, 30), wrapped(name, width - 10, 9.5, lines=2), size=9.5, anchor="middle")
    for place, outcome in enumerate(outcomes):
        _dot(drawing, _sign(moment, outcome), (x, top + (place + 0.5) * _ROW))
    y = top + (len(outcomes) + 0.5) * _ROW
    drawing.text((x, y + 4), (str(len(moment.holding)),), bold=True, anchor="middle")


def _dot(drawing: Drawing, sign: str, at: tuple[float, float]) -> None:
    if sign == "stands":
        drawing.circle(at, 8, fill=_STANDS, stroke=INK, line=0.8, kind="node")
    elif sign == "holds":
        drawing.circle(at, 8, fill=PAPER, stroke=INK, line=1.6, kind="node open")
    else:
        x, y = at
        drawing.curve(f"M{x - 5:.1f} {y:.1f}h10", line=1.6)


def _legend(drawing: Drawing, words: Noting, y: float) -> None:
    x = 16.0
    for sign in _SIGNS:
        meaning = words.say(f"figure.timeline.{sign}")
        _dot(drawing, sign, (x + 4, y + 7))
        drawing.text((x + 20, y + 11), (meaning,), size=10.5)
        x += 44 + width_of(meaning, 10.5)


def _in_words(words: Noting, found: Timeline, outcomes: Sequence[str]) -> list[str]:
    told = []
    for place, moment in enumerate(found.moments):
        stands = [words.outcome(id) for id in outcomes if _sign(moment, id) == "stands"]
        told.append(
            words.say(
                "figure.timeline.row",
                date=words.date(date.fromisoformat(moment.date)),
                profile=moment_name(words, moment),
                outcomes=words.joined(stands) or words.say("figure.timeline.nothing"),
                count=len(moment.holding),
            )
        )
        if place < len(found.turns) and found.turns[place].trigger is not None:
            turn = found.turns[place]
            told.append(
                words.say(
                    "figure.timeline.trigger",
                    first=words.date(date.fromisoformat(moment.date)),
                    second=words.date(date.fromisoformat(found.moments[place + 1].date)),
                    trigger=trigger(words, turn.trigger),
                )
            )
    return told
