"""The phrases of the report's slower chapters and their pictures, in both languages.

Part of the one catalogue: see `honestbroker.explain.phrases_report`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SLOWER"]

SLOWER: Final[dict[str, str]] = {
    "report.whatif.what": (
        "Every smallest set of changes is told that does it; nothing smaller would. A change is a "
        "judgement that would have to be different, no advice to make it so."
    ),
    "report.whatif.make": "For “{target}” to hold",
    "report.whatif.stop": "For “{target}” no longer to hold",
    "report.sure.what": (
        "Every judgement of the case was changed, one at a time, and the headline claims were asked "
        "again. Those that come out differently rest on that judgement."
    ),
    "figure.sure": "How many headline claims rest on each judgement",
    "figure.sure.row": "{what}: {count} of {claims} claims ({how}).",
    "figure.sure.none": "No single judgement flips any of the {claims} headline claims.",
    "figure.sure.more": "{count} more judgements flip claims and are not drawn.",
    "figure.sure.cited": "cited",
    "figure.sure.judged": "judged only",
    "figure.sure.unsourced": "unsourced",
    "figure.timeline": "What holds at each date, and what brought the change",
    "figure.timeline.row": "{date} ({profile}): stands {outcomes}; states that hold: {count}.",
    "figure.timeline.nothing": "none of the named outcomes",
    "figure.timeline.trigger": "Between {first} and {second}: {trigger}.",
    "figure.timeline.states": "states that hold",
    "figure.timeline.stands": "stands",
    "figure.timeline.holds": "would hold, but is out of reach or harms somebody",
    "figure.timeline.not": "does not hold",
    "figure.timeline.later": "written with hindsight",
}
"""Key to English; merged into `honestbroker.explain.phrases_report.REPORT`."""
