"""The phrases of views, in both languages.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["VIEWS"]

VIEWS: Final[dict[str, str]] = {
    "views": "Who is mistaken about whom",
    "views.none": "In this profile nobody is mistaken about what anybody wants.",
    "views.move": (
        "{viewer} believes that for {about} it is priority {position} of {length} that “{what}”; "
        "in truth it is priority {before} of {before_length}{source}."
    ),
    "views.drop": (
        "{viewer} does not see that {about} wants that “{what}”, in truth its priority {before} of "
        "{before_length}{source}."
    ),
    "views.insert": (
        "{viewer} believes that {about} wants that “{what}”, as its priority {position} of "
        "{length}; in truth it does not{source}."
    ),
    "views.replace": (
        "{viewer} believes that {about} wants that “{by}”, as its priority {position} of {length}; "
        "in truth it wants that “{what}”{source}."
    ),
    "views.ranking": "{viewer} takes {about} to rank the states in another order than it does{source}.",
    "views.item": "what {viewer} takes {about} to want: “{what}”",
    "views.pair": "what {viewer} takes {about} to want",
    "views.counts": (
        "States that hold, answers counted (concept {concept}): {holding} as the parties see it, "
        "{truly} by the true lists."
    ),
    "views.expected": (
        "States that {viewer} expects to hold: {holding}. Not so by the true lists: {wrongly}; "
        "overlooked: {overlooked}."
    ),
    "views.by_mistake": "What holds by mistake",
    "views.missed": "What would hold if nobody were mistaken",
    "views.state": "{state} ({parties} would judge it otherwise if not mistaken)",
    "views.today": "as today",
    "views.more": "{count} more states; the JSON output lists all.",
    "views.play": "Where play leads if each moves only when it expects no answer that takes the gain away",
    "views.no play": "To none of the named outcomes.",
    "views.escalation": (
        "Escalation by mistake: “{outcome}” is reached, and only because somebody is mistaken. "
        "{path}"
    ),
    "views.reached.mistake": "“{outcome}” is reached, and only because somebody is mistaken. {path}",
    "views.reached.both": "“{outcome}” is reached, mistaken or not.",
    "views.reached.truth": "“{outcome}” would be reached if nobody were mistaken; as it is, it is not.",
    "views.reveal": "What revealing one list would change",
    "views.revealed": "If {viewer} learned what {about} really wants: {changes}.",
    "views.averted": "play would no longer lead by mistake to {outcomes}",
    "views.gained": "play would lead to {outcomes}",
    "views.lost": "play would no longer lead to {outcomes}",
    "views.holding": "states that would begin to hold: {holding}, that would cease to: {ceasing}",
    "views.same": "nothing that is counted here would change",
}
"""Key to English; merged into `honestbroker.explain.phrases.PHRASES`."""
