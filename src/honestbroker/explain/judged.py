"""What brokers, roadmaps and conditions state as fact, as noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from honestbroker.case.brokering import Condition, Contribution, Objection, Patron, Stage

if TYPE_CHECKING:
    from honestbroker.explain.names import Names

__all__ = ["KINDS", "judged"]

KINDS: Final = ("rating", "patron", "contribution", "stage", "objection", "condition")
"""The kinds of items told here."""


def judged(words: Names, kind: str, id: str) -> str:
    """A fact that a broker, a roadmap or a condition asserts.

    Parameters
    ----------
    words : Names
        The case's words.
    kind, id : str
        As in `honestbroker.case.case.Case.judged`.

    Returns
    -------
    str
        Such as how far a party accepts a broker.

    Raises
    ------
    KeyError
        If the case in its profile asserts no such thing.
    """
    found = {(kind, id): thing for kind, id, thing in words.case.judged()}
    whose, _, rest = id.partition(": ")
    match found[kind, id]:
        case Patron(party=party):
            return words.say("item.patron", broker=words.broker(whose), party=words.party(party))
        case Contribution(kind=brought, name=name):
            told = words.name(name) or words.say(f"contribution.{brought}")
            return words.say("item.contribution", broker=words.broker(whose), name=told)
        case Stage(name=name):
            return words.say(
                "item.stage", roadmap=words.roadmap(whose), name=words.name(name, rest)
            )
        case Objection(party=party, text=text):
            at = rest.rpartition(" ")[0]
            stage = next(one for one in words.case.roadmap(whose).stages if one.id == at)
            blanks = {"party": words.party(party), "stage": words.name(stage.name, at)}
            if text is None:
                return words.say("item.objection.bare", **blanks)
            return words.say("item.objection", text=words.name(text), **blanks)
        case Condition(name=name, formula=formula):
            says = id if formula is None else words.formula(formula)
            return words.name(name) or says
    party, _, what = rest.rpartition(" ")
    blanks = {"party": words.party(party)} if party else {}
    return words.say(f"item.rating.{what}", broker=words.broker(whose), **blanks)
