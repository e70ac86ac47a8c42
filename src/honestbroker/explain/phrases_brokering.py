"""The phrases of brokers, roadmaps and conditions as items of a case.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["BROKERING"]

BROKERING: Final[dict[str, str]] = {
    "item.rating.accepts_any": "how far {party} accepts a mediator at all",
    "item.rating.accepts": "how far {party} accepts {broker} as mediator",
    "item.rating.stake": "how large a stake of its own {party} sees in {broker}",
    "item.rating.strength": "how far {broker} is strong enough to be taken seriously",
    "item.rating.leverage": "how much leverage {broker} has on {party}",
    "item.rating.repeated": "whether {broker} deals with the principals again and again",
    "item.patron": "{broker} will not cross {party}",
    "item.contribution": "{broker}: {name}",
    "item.stage": "{roadmap}: {name}",
    "item.objection": "{party} objects to “{stage}”: {text}",
    "item.objection.bare": "{party} objects to “{stage}”",
    "contribution.B1": "a channel",
    "contribution.B2": "a guarantee",
    "contribution.B3": "verification or a snapback",
    "contribution.B4": "an inducement",
    "contribution.B5": "a focal text",
    "contribution.B6": "saving somebody's face",
    "contribution.B7": "information",
    "provenance.kind.denominator": "What the principals are said to share",
    "provenance.kind.broker": "Possible broker",
    "provenance.kind.rating": "Rating",
    "provenance.kind.patron": "Patron",
    "provenance.kind.contribution": "What a broker could bring",
    "provenance.kind.roadmap": "Roadmap",
    "provenance.kind.stage": "Stage of a roadmap",
    "provenance.kind.objection": "Objection",
    "provenance.kind.condition": "Named condition",
    "provenance.value.0": "0 of 3: not at all",
    "provenance.value.1": "1 of 3",
    "provenance.value.2": "2 of 3",
    "provenance.value.3": "3 of 3: fully",
}
"""Key to English."""
