"""Ids made from names: plain ASCII, no word of the statement language."""

from __future__ import annotations

import re
import unicodedata

from honestbroker.formula import RESERVED_IDS

__all__ = ["id_from"]

_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "D", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE",
     "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i"}
)  # fmt: skip


def id_from(name: str, otherwise: str) -> str:
    """An id that looks like a name.

    Parameters
    ----------
    name : str
        Any text.
    otherwise : str
        What the id begins with if the name alone gives none; the id itself if nothing is left.

    Returns
    -------
    str
        Letters, digits and ``_``, beginning with a letter; at most 40 signs.

    Examples
    --------
    >>> id_from("Hàn Quốc", "party")
    'Han_Quoc'
    >>> id_from("No", "option"), id_from("2nd stage", "option"), id_from("中国", "party")
    ('option_No', 'option_2nd_stage', 'party')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    words = re.findall(r"[A-Za-z0-9]+", plain.encode("ascii", "ignore").decode())
    id = "_".join(words)[:40].strip("_")
    if not id:
        return otherwise
    if id.lower() in RESERVED_IDS or not id[0].isalpha():
        return f"{otherwise}_{id}"
    return id
