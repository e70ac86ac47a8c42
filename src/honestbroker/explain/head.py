"""The head of every told result: title, question, and which version of the case is meant."""

from __future__ import annotations

from honestbroker.explain.section import Block, Section
from honestbroker.explain.words import Words
from honestbroker.result.base import Question

__all__ = ["head"]


def head(words: Words, question: Question) -> Section:
    """The title, the question, and which version of the case is told of.

    Parameters
    ----------
    words : Words
        The case's words.
    question : Question
        What was asked.

    Returns
    -------
    Section
        The head.
    """
    case = words.case
    cutoff = case.cut_off
    line = words.say(
        "case.line",
        case=case.id,
        version=words.say("case.version", version=case.version) if case.version else "",
        profile=words.say("case.profile", profile=question.profile) if question.profile else "",
        cutoff=words.say("case.cutoff", date=words.date(cutoff)) if cutoff else "",
        changes=words.say(
            "case.changes", changes=words.joined([words.change(id) for id in question.changes])
        )
        if question.changes
        else "",
    )
    blocks: list[Block] = [words.text(case.question)] if case.question else []
    profiles = {profile.id: profile for profile in case.profiles}
    if question.profile in profiles and profiles[question.profile].post_hoc:
        line += " " + words.say("case.post_hoc")
    if words.unreviewed:
        line += " " + words.say("case.unreviewed")
    return Section(words.text(case.title), (*blocks, line))
