"""The phrases of large cases and of how far a verdict is from turning, in English and Vietnamese.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SIZE"]

SIZE: Final[dict[str, tuple[str, str]]] = {
    # what is left out where there is too much to tell
    "size": ("And more", "Và còn nữa"),
    "size.left_out": (
        "Told are the states that are reached most easily. {count} more hold, or hold only while deterred; "
        "`honestbroker paths {case} --limit 0` tells all of them, which may take long.",
        "Ở đây chỉ nêu các trạng thái dễ đạt tới nhất. Còn {count} trạng thái khác đứng vững, hoặc chỉ đứng "
        "vững nhờ răn đe; `honestbroker paths {case} --limit 0` nêu tất cả, có thể mất nhiều thời gian.",
    ),
    "size.many": (
        "There are too many to list here; `--json --limit 0` lists all.",
        "Có quá nhiều để liệt kê ở đây; `--json --limit 0` liệt kê tất cả.",
    ),
    # how much higher a party would have to rank a state to stay there
    "need.rise": (
        "Under {concepts} it would stay if it ranked this state at least as high as “{state}”, that is, if the "
        "state drew level with or passed {passes} of the {higher} states that it ranks higher now.",
        "Theo {concepts}, bên này sẽ ở lại nếu xếp trạng thái này ít nhất ngang với “{state}”, tức là nếu trạng "
        "thái này ngang bằng hoặc vượt {passes} trong {higher} trạng thái hiện được xếp cao hơn.",
    ),
    "need.top": (
        "Under {concepts} it would stay if it ranked this state at least as high as “{state}”, that is, if it "
        "ranked no state above this one.",
        "Theo {concepts}, bên này sẽ ở lại nếu xếp trạng thái này ít nhất ngang với “{state}”, tức là nếu không "
        "xếp trạng thái nào cao hơn trạng thái này.",
    ),
}
