"""The phrases of large cases and of how far a verdict is from turning, in English and Vietnamese.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SIZE"]

SIZE: Final[dict[str, str]] = {
    # what is left out where there is too much to tell
    "size": "And more",
    "size.left_out": (
        "Told are the states that are reached most easily. {count} more hold, or hold only while deterred; "
        "`honestbroker paths {case} --limit 0` tells all of them, which may take long."
    ),
    "size.many": "There are too many to list here; `--json --limit 0` lists all.",
    # how much higher a party would have to rank a state to stay there
    "need.rise": (
        "Under {concepts} it would stay if it ranked this state at least as high as “{state}”, that is, if the "
        "state drew level with or passed {passes} of the {higher} states that it ranks higher now."
    ),
    "need.top": (
        "Under {concepts} it would stay if it ranked this state at least as high as “{state}”, that is, if it "
        "ranked no state above this one."
    ),
}
