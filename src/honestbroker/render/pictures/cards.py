"""Cards: paragraphs below each other in a box, each with a mark or a warning before it.

A paragraph keeps its whole text; only when it is drawn is it wrapped, and cut if too long. So the
words beside a picture say at least what the picture says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from honestbroker.explain.noting import Noting
from honestbroker.explain.page import without_marks
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, Drawing, wrapped
from honestbroker.render.pictures.marks import MARK, draw_mark
from honestbroker.result.why import Decision

__all__ = ["Piece", "because", "by_party", "draw_pieces", "sentences", "tall"]

_INDENT = MARK[0] + 7


@dataclass(frozen=True)
class Piece:
    """A paragraph of a card.

    Attributes
    ----------
    text : str
        Its words.
    size : float
        The font's size.
    bold : bool
        Whether it is bold.
    colour : str
        Its colour.
    mark : str
        The mark before it; empty for none.
    most : int
        The most lines drawn.
    air : float
        The space above it.
    """

    text: str
    size: float = 10
    bold: bool = False
    colour: str = INK
    mark: str = ""
    most: int = 5
    air: float = 3

    def lines(self, width: float) -> tuple[str, ...]:
        """Its words in lines.

        Parameters
        ----------
        width : float
            The most width of a line, with its mark.

        Returns
        -------
        tuple of str
            The lines, the last one cut where there are too many.
        """
        room = width - (_INDENT if self.mark else 0)
        return wrapped(self.text, room, self.size, lines=self.most, bold=self.bold)

    def height(self, width: float) -> float:
        """How high it is, with the space above it.

        Parameters
        ----------
        width : float
            The most width of a line, with its mark.

        Returns
        -------
        float
            Its height.
        """
        words = len(self.lines(width)) * self.size * 1.3
        return self.air + (max(words, MARK[1] + 2) if self.mark else words)


def tall(pieces: Iterable[Piece], width: float) -> float:
    """How high paragraphs are at a width.

    Parameters
    ----------
    pieces : iterable of Piece
        The paragraphs.
    width : float
        The most width of a line.

    Returns
    -------
    float
        Their height.
    """
    return sum(piece.height(width) for piece in pieces)


def draw_pieces(
    drawing: Drawing,
    pieces: Iterable[Piece],
    at: tuple[float, float],
    width: float,
    *,
    on_card: bool = True,
) -> float:
    """Draw paragraphs below each other.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    pieces : iterable of Piece
        The paragraphs.
    at : tuple of float
        Left and top.
    width : float
        The most width of a line.
    on_card : bool
        Whether they stand on paper that stays light in the dark.

    Returns
    -------
    float
        Where the last one ends.
    """
    x, y = at
    for piece in pieces:
        lines = piece.lines(width)
        end = y + piece.height(width)
        y += piece.air
        left = x
        if piece.mark:
            draw_mark(drawing, piece.mark, (x, y))
            left = x + _INDENT
            if len(lines) == 1:
                y += (MARK[1] - piece.size * 1.3) / 2
        colour = "party" if piece.colour != INK else "fixed" if on_card else "ink"
        drawing.text(
            (left, y + piece.size),
            lines,
            size=piece.size,
            bold=piece.bold,
            fill=piece.colour,
            kind=colour,
        )
        y = end
    return y


def sentences(pieces: Iterable[Piece]) -> str:
    """Paragraphs as sentences.

    Parameters
    ----------
    pieces : iterable of Piece
        The paragraphs.

    Returns
    -------
    str
        Each with a full stop.
    """
    return " ".join(piece.text.removesuffix(".") + "." for piece in pieces)


def because(words: Noting, decision: Decision) -> str:
    """Which statement decides, in few words.

    Parameters
    ----------
    words : Noting
        The case's words.
    decision : Decision
        The decision.

    Returns
    -------
    str
        Its place in the list and what it wants.
    """
    if decision.statement is None:
        return words.say(f"figure.by.{'tie' if decision.prefers == 'neither' else 'ranking'}")
    return words.say(
        "figure.by.statement",
        position=decision.position,
        length=decision.length,
        want=without_marks(words.want(decision)),
    )


def by_party(words: Noting, take: Sequence[str], drop: Sequence[str]) -> list[str]:
    """Who does what, one line a party.

    Parameters
    ----------
    words : Noting
        The case's words.
    take, drop : sequence of str
        Options taken and given up.

    Returns
    -------
    list of str
        Party and deeds.
    """
    told = []
    for party in words.case.parties:
        mine = [
            [option for option in options if words.case.option(option).party == party.id]
            for options in (take, drop)
        ]
        if any(mine):
            deeds = words.deeds(*mine)
            told.append(words.say("taken", party=capital(words.party(party.id)), deeds=deeds))
    return told
