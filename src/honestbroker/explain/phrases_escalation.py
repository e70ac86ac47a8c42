"""Phrases of escalation: where plain steps lead, and where one misreading would lead.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ESCALATION"]

ESCALATION: Final[dict[str, str]] = {
    "escalation": "What may escalate",
    "escalation.bad": "Counted as bad: {outcomes}.",
    "escalation.asked": "Asked {starts}: where do steps lead that somebody would want to take alone? And where would play lead, each moving only when it expects no answer that takes the gain away, if one party misread one line of another's list? {tried} misreadings were tried: two neighbouring wishes taken in the wrong order, or one not seen.",
    "escalation.starts.today": "from today",
    "escalation.starts": "from today, and from {count} states that come up as the stages of the plans settle",
    "escalation.starts.one": "from today, and from one state that comes up as the stages of the plans settle",
    "escalation.unread": "Lists that rank whole states have no lines to misread: {parties}.",
    "escalation.nothing": "None of this leads to anything bad.",
    "escalation.today": "From today",
    "escalation.stage": "{plan}: {stage}",
    "escalation.entered": "Where it is entered so that, against today, {doings}:",
    "escalation.is bad": "This state is bad itself.",
    "escalation.plain": "Steps that somebody would want to take alone lead to {outcomes}: {path}",
    "escalation.plain.not": "No steps that somebody would want to take alone lead to anything bad.",
    "escalation.mistakes": "{count} misreadings would lead to something bad. The nearest:",
    "escalation.mistakes.one": "One misreading would lead to something bad:",
    "escalation.mistakes.not": "No single misreading would lead to anything bad.",
    "escalation.settling": "While things settle, misreadings would lead to something bad from {count} more states.",
    "escalation.settling.one": "While things settle, misreadings would lead to something bad from one more state.",
    "escalation.swap": "{viewer} takes {about} to want more that “{other}” than that “{what}”",
    "escalation.drop": "{viewer} does not see that {about} wants that “{what}”",
    "escalation.or": "{first}, or {second}",
    "escalation.more": "{told}, or misreads {about} in one of {count} more ways",
    "escalation.mistake": "If {misreading}: {path} That is {outcomes}. Reading right, {viewer} would not {deeds} then: {answer} That would leave it no better off: {reason}.",
    "escalation.others": "The other stages",
    "escalation.calm": "From these stages nothing bad follows, neither by such steps nor by one misreading: {stages}.",
    # what information changes for those who are mistaken
    "learned.nothing": "Those whom it would tell are not mistaken in this profile, so it would change nothing.",
    "learned": "It would put right {pairs}: {changes}.",
    "learned.states": "states that hold by mistake: {before} now, {after} then",
}
