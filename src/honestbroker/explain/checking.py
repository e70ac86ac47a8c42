"""What checking a case found, in words."""

from __future__ import annotations

from honestbroker.case.case import Case
from honestbroker.changes import in_profile
from honestbroker.explain.section import Block, Items, Section, Table
from honestbroker.explain.words import Words
from honestbroker.result.checks import Checks

__all__ = ["checking"]


def checking(case: Case, found: Checks, language: str = "en") -> list[Section]:
    """What checking a case found.

    Parameters
    ----------
    case : Case
        The case.
    found : Checks
        The result.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Profiles, checks, what is unsourced.
    """
    words = Words(case, language)
    rows = tuple(
        (
            profile.id,
            f"{profile.feasible:,}",
            str(profile.founding.items),
            str(len(profile.founding.unsourced)),
        )
        for profile in found.profiles
    )
    heads = tuple(
        words.say(f"check.{key}") for key in ("profile", "feasible", "items", "unsourced")
    )
    blocks: list[Block] = [words.say("check.fine"), Table(heads, rows)]
    unsourced: dict[tuple[str, str], str] = {}
    for profile in found.profiles:
        there = Words(in_profile(case, profile.id or None), language)
        for kind, id in profile.founding.unsourced:
            unsourced.setdefault((kind, id), there.item(kind, id) + f" [{id}]")
    if unsourced:
        blocks.extend((words.say("founding.unsourced"), Items(tuple(unsourced.values()))))
    failed = [check for check in found.checks if not check.passed]
    if found.checks:
        passed = len(found.checks) - len(failed)
        blocks.append(words.say("check.passed", passed=passed, count=len(found.checks)))
    blocks.extend(
        Items(
            (
                words.say(
                    "check.failed",
                    place=check.place,
                    profile=check.profile,
                    party=words.party(check.party),
                    better="{" + ", ".join(check.better) + "}",
                    worse="{" + ", ".join(check.worse) + "}",
                    reason=words.reason(check.because),
                ),
            )
        )
        for check in failed
    )
    if found.paragraphs is not None:
        lost = [
            f"{paragraph['source']}#{paragraph['locator']}"
            for paragraph in found.paragraphs
            if not paragraph["matched"]
        ]
        matched, count = len(found.paragraphs) - len(lost), len(found.paragraphs)
        blocks.append(words.say("check.paragraphs", matched=matched, count=count))
        if lost:
            blocks.append(words.say("check.lost", paragraphs=", ".join(lost)))
    return [Section(words.text(case.title), tuple(blocks))]
