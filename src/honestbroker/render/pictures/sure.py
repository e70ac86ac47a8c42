"""How much rests on each judgement: a bar for each, by the number of headline claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.page import without_marks
from honestbroker.explain.sensitivity import judgement
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing, wrapped
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.sensitivity import Rests, Sensitivity

__all__ = ["judgements"]

_MOST: Final = 20
"""Judgements that are drawn; the text of the report and its data have all."""

_WIDTH: Final = 744.0
_LABEL: Final = 430.0
_SIZE: Final = 10.5
_FILLS: Final = {"cited": "#0060a8", "judged": "#f0b45a", "unsourced": PAPER}


def judgements(words: Noting, results: Sequence[Sensitivity]) -> Mapping[str, Figure]:
    """How many headline claims rest on each judgement.

    Parameters
    ----------
    words : Noting
        The case's words.
    results : sequence of Sensitivity
        What rests on what; the last is drawn.

    Returns
    -------
    dict
        The picture, under its name.
    """
    return {"sure": _bars(words, results[-1])} if results else {}


def _bars(words: Noting, found: Sensitivity) -> Figure:
    title = words.say("figure.sure")
    claims = len(found.claims)
    saying = Saying(words)
    shown = found.judgements[:_MOST]
    told = [capital(without_marks(judgement(saying, one))) for one in shown]
    lines = [wrapped(each, _LABEL - 20, _SIZE, lines=3) for each in told]
    tall = [max(26.0, len(some) * _SIZE * 1.3 + 12) for some in lines]
    drawing = Drawing(_WIDTH, 12 + sum(tall) + (34 if shown else 20))
    most = max((len(one.claims) for one in shown), default=1)
    unit = (_WIDTH - _LABEL - 40) / most
    y = 6.0
    for one, some, height in zip(shown, lines, tall, strict=True):
        top = y + (height - (len(some) - 1) * _SIZE * 1.3) / 2 + 4
        drawing.text((_LABEL - 12, top), some, size=_SIZE, anchor="end")
        kind = _kind(one)
        dash = "3 2" if kind == "unsourced" else ""
        box = (_LABEL, y + height / 2 - 9, len(one.claims) * unit, 18.0)
        drawing.rect(box, fill=_FILLS[kind], stroke=INK, line=0.8, dash=dash, kind="node")
        drawing.text((_LABEL + box[2] + 7, y + height / 2 + 4), (str(len(one.claims)),), bold=True)
        y += height
    drawing.curve(f"M{_LABEL} 6V{y:.1f}", line=1)
    if shown:
        _legend(drawing, words, y + 10)
    else:
        drawing.text((12, 18), (words.say("figure.sure.none", claims=claims),))
    text = [
        words.say(
            "figure.sure.row",
            what=each,
            count=len(one.claims),
            claims=claims,
            how=words.say(f"figure.sure.{_kind(one)}"),
        )
        for one, each in zip(shown, told, strict=True)
    ]
    if not shown:
        text.append(words.say("figure.sure.none", claims=claims))
    if len(found.judgements) > _MOST:
        text.append(words.say("figure.sure.more", count=len(found.judgements) - _MOST))
    return Figure("sure", title, drawing.svg(title, " ".join(text)), tuple(text))


def _kind(one: Rests) -> str:
    if one.cites:
        return "cited"
    return "judged" if one.judged is not None else "unsourced"


def _legend(drawing: Drawing, words: Noting, y: float) -> None:
    x = 12.0
    for kind, fill in _FILLS.items():
        dash = "3 2" if kind == "unsourced" else ""
        drawing.rect((x, y, 24, 14), fill=fill, stroke=INK, line=0.8, dash=dash, kind="node")
        drawing.text((x + 32, y + 11), (words.say(f"figure.sure.{kind}"),), size=_SIZE)
        x += 190
