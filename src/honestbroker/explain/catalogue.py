"""The translations of the phrases: one gettext catalogue a language, read from its text.

``locale/LANGUAGE.po`` has an entry for every phrase: its key (msgctxt), its English (msgid), its
translation (msgstr). Entries flagged *fuzzy* are in use, but no native speaker has reviewed them.
``tools/catalogue.py`` keeps the file, translators' programs edit it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["LANGUAGES", "Catalogue", "catalogue"]

LANGUAGES: Final = ("en", "vi")
"""The languages the program speaks; the phrases are written in the first."""


@dataclass(frozen=True)
class Catalogue:
    """The phrases of one language.

    Attributes
    ----------
    phrases : dict
        Key to translation.
    unreviewed : frozenset of str
        Keys of the translations that no native speaker has reviewed.
    """

    phrases: Mapping[str, str]
    unreviewed: frozenset[str]


@cache
def catalogue(language: str) -> Catalogue:
    """The translations into one language.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`, not the first.

    Returns
    -------
    Catalogue
        What its file says.

    Raises
    ------
    ValueError
        If there is no such language.

    Examples
    --------
    >>> catalogue("vi").phrases["and"]
    'và'
    """
    if language not in LANGUAGES[1:]:
        raise ValueError(f"there are no phrases in '{language}'; known: {', '.join(LANGUAGES)}")
    import polib

    text = files("honestbroker.explain").joinpath("locale", f"{language}.po").read_text("utf-8")
    entries = [entry for entry in polib.pofile(text) if entry.msgstr]
    return Catalogue(
        {entry.msgctxt: entry.msgstr for entry in entries},
        frozenset(entry.msgctxt for entry in entries if entry.fuzzy),
    )
