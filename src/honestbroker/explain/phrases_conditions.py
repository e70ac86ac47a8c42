"""Phrases of named conditions: what must be true before an outcome comes about.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CONDITIONS"]

CONDITIONS: Final[dict[str, str]] = {
    "conditions": "What must be true first",
    "conditions.asked": "Asked: under which of the conditions that the case names does “{outcome}” come about? It comes about if a state of it holds, is no trap and no regret for anybody, and is reached by steps that somebody would want to take alone and by deals of groups that can talk; from today, or, where a condition describes a state, from the states nearest to today that fit it.",
    "conditions.tried": "All {count} combinations of these {conditions} conditions were tried; under {sufficient} of them it comes about.",
    "conditions.tried.one": "Both combinations of this one condition were tried; under {sufficient} of them it comes about.",
    "conditions.enough": "Enough together, and none of them to spare",
    "conditions.set": "{conditions}. {how}",
    "conditions.how": "From {start}: {steps}",
    "conditions.there": "There it is already.",
    "conditions.start.today": "today",
    "conditions.start.state": "today's state, changed so that {doings}",
    "conditions.none needed": "None of them is needed: it comes about as things are.",
    "conditions.none enough": "No combination of them is enough.",
    "conditions.why": "Why the other combinations are not enough: {reasons}.",
    "conditions.why.no equilibrium": "no state of it holds ({count})",
    "conditions.why.trap or regret": "every state of it that holds is a trap or a regret for somebody ({count})",
    "conditions.why.not reached": "it would hold, but no such steps lead there from every state where play starts ({count})",
    "conditions.why.no start": "no state that the rules allow fits the conditions ({count})",
    "conditions.why.void": "the conditions cannot be met together ({count})",
    "conditions.matter": "Which of them matter",
    "conditions.necessary": "Needed in any case: {conditions}.",
    "conditions.necessary.none": "None of them is needed in every case.",
    "conditions.idle": "Without any influence: {conditions}.",
    "conditions.idle.all": "None of them makes any difference.",
    "conditions.makes": "{condition}: of the {of} combinations of the others, {makes} are enough only with it.",
    "conditions.stops": "{condition}: of the {of} combinations of the others, {makes} are enough only with it, and {stops} only without it.",
    "conditions.each": "{condition}{source}",
    "conditions.met": "{told} (so today already)",
}
