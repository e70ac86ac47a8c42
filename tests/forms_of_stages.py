"""The sentences on one stage of a roadmap, written down by hand: see ``reading.like``."""

from __future__ import annotations

SHOWN = 3

ENTRY = {
    "Nothing is left to do to enter it": "already true",
    "It cannot be entered": "infeasible",
    "It would not be entered": "not entered",
    "It would be entered only for the sake of the road's end": "entered for the end only",
    "It would be entered": "entered",
}
HOLD = {
    "once entered, it holds": "holds",
    "once entered, it holds only while deterred": "holds while deterred",
    "once entered, it does not hold": "does not hold",
    "so nothing can be said of whether it holds": None,
}
WHY = {
    "step": "{who:PARTY} would {what:DEEDS}⟦(?:, and with that (?P<also>.*?))?⟧: {why:REASON}",
    "deal": "{group:PARTIES} would agree otherwise ({what:DOINGS}): for {who:PARTY} {why:REASON}",
    "broken": "what counts as a breach is the case as soon as it is entered: “{formula:ANY}”",
    "undone": "what it promises is undone as soon as it is entered: {what:DOINGS}",
    "refuses": "{who:PARTY} would not {what:DEEDS}: neither this step nor the road's end is better for "
    "it than where the road stands; against the step {why:REASON}",
    "refuses, no end": "{who:PARTY} would not {what:DEEDS}: {why:REASON}",
    "rules": "a rule of the case forbids it: {rules:ANY}",
    "ways": "what it asks cannot be done any more, or cannot be undone: {options:ANY}",
    "formula": "what the plan itself asks for first is not the case: “{formula:ANY}”",
    "unreached": "the road ends before: no state is left in which this stage could begin",
}
ITEMS = {
    "again": "An earlier promise is broken by then and would have to be made again: {what:DOINGS}.",
    "end": "{who:PARTY} would {what:DEEDS} only for the sake of the road's end: against the step itself "
    "{why:REASON}.",
    "free": "{who:PARTY} would {what:DEEDS}⟦(?:, and with that (?P<also>.*?))?⟧: {why:REASON}; nobody would want to answer in a way that "
    "takes the gain away.",
    "deterred": "{who:PARTY} would {what:DEEDS}⟦(?:, and with that (?P<also>.*?))?⟧: {why:REASON}; but this is deterred: {answer:DOINGS}.",
    "more": "There are {count:ANY} more ways to break it; the data has them.",
    "more, one": "There is one more way to break it; the data has it.",
    "stands": "Afterwards things settle in {states:STATES}⟦(?:, or in one(?: of (?P<more>\\d+)|(?P<one>)) more)?⟧.",
    "undeterred": "If nobody were deterred, things would settle in {states:STATES}"
    "⟦(?:, or in one(?: of (?P<more>\\d+)|(?P<one>)) more)?⟧.",
    "loose": "It does not come to rest: the parties go on moving through {count:ANY} states.",
    "ready": "From there the next stage is within reach: {what:ANY}.",
    "best": "Step by step, the order that exposes fewest ({count:ANY} on the way): {steps:ANY}.",
    "worst": "The order that exposes most ({count:ANY} on the way): {steps:ANY}.",
    "same": "Step by step, the order makes no difference to who is exposed on the way.",
    "labels": "In {state:STATE}: {told:ANY}",
}
LABELS = {
    "regret": "{who:PARTIES} would be worse off than ⟦(?:today|in the (?P<reference>reference) state)⟧.",
    "exposed": "{who:PARTY} would be exposed: {others:PARTIES} would want to go on in a way that leaves it "
    "worse off.",
    "betrayed": "{who:PARTY} would have given what cannot be taken back, while what would make up for it "
    "is withheld by {others:PARTIES}: {what:DOINGS}.",
}
AFTERWARDS = {
    "stall": "{who:PARTY} would rather stop here than go on: {why:REASON}.",
    "objection": "{who:PARTY} objects⟦ ?(?:\\[[^\\]]*\\])?(?:: ‹objection›)?⟧. {verdict:ANY}",
}
BORNE = {
    "What the parties want bears this out.": (True,),
    "It would in fact refuse or break this stage; whether for this reason, its list does not say.": (
        True,
    ),
    "What the parties want in this profile does not bear it out.": (False,),
    "The line it comes from is not in this profile.": (False,),
}
