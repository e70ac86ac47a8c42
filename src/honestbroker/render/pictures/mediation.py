"""The pictures of a report's chapters on plans and mediators, by the names of their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from honestbroker.explain.mediation import asked_about
from honestbroker.explain.noting import Noting
from honestbroker.render.pictures.balance import balances
from honestbroker.render.pictures.candidates import broker_table
from honestbroker.render.pictures.effects import effects_matrix
from honestbroker.render.pictures.plans import side_by_side
from honestbroker.render.pictures.signs import Figure
from honestbroker.render.pictures.stepping import stone_map
from honestbroker.render.pictures.strip import road_strips
from honestbroker.result.brokers import Brokers
from honestbroker.result.roadmap import Roadmaps
from honestbroker.result.stones import Stones

__all__ = ["of_brokers", "of_roadmaps", "of_stones"]


def of_roadmaps(words: Noting, found: Sequence[Roadmaps]) -> Mapping[str, Figure]:
    """Every road of the plan on the table, and all plans side by side.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Roadmaps
        The result.

    Returns
    -------
    dict
        Name of a place to a picture.
    """
    told = {}
    for one in found:
        if one.roadmaps:
            for number, strip in enumerate(road_strips(words, one.roadmaps[0]), start=1):
                told[f"roadmap-{number}"] = strip
            told["roadmaps"] = side_by_side(words, one)
    return told


def of_stones(words: Noting, found: Sequence[Stones]) -> Mapping[str, Figure]:
    """The stepping stones to each outcome asked about.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Stones
        A result for each outcome.

    Returns
    -------
    dict
        Name of a place to a picture.
    """
    return {f"stones-{n}": stone_map(words, one) for n, one in enumerate(found, start=1)}


def of_brokers(words: Noting, found: Sequence[Brokers]) -> Mapping[str, Figure]:
    """All candidates; of the one asked about what its contributions do, and who gives and gets.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Brokers
        The result.

    Returns
    -------
    dict
        Name of a place to a picture.
    """
    told = {}
    for one in found:
        asked = asked_about(words, one)
        if asked is not None:
            told["brokers"] = broker_table(words, one)
            told["effects"] = effects_matrix(words, asked)
            for number, some in enumerate(balances(words, asked), start=1):
                told[f"balance-{number}"] = some
    return told
