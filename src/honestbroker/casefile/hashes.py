"""Whether an analyst's copy of a source is the text that a case was read from.

A case stores the first digits of the SHA-256 of each cited paragraph. The paragraph is brought to
Unicode form NFC and its white space to single blanks before it is hashed, so that line breaks and
indentation do not matter. Nothing of a source is stored or shown.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem
from honestbroker.case.sources import Place

__all__ = ["Paragraph", "check_sources", "paragraph_hash"]

MAX_BYTES: Final = 50_000_000
"""The longest copy of a source that is read."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a source that a case knows, and where it was found.

    Attributes
    ----------
    source : str
        The source's id.
    locator : str
        The paragraph's locator in the case.
    file : str or None
        The name of the file that has it; None if no file has.
    number : int or None
        Which paragraph of that file it is, counted from 1.
    """

    source: str
    locator: str
    file: str | None = None
    number: int | None = None

    @property
    def matched(self) -> bool:
        """Whether it was found."""
        return self.file is not None


def paragraph_hash(paragraph: str) -> str:
    """The hash of a paragraph.

    Parameters
    ----------
    paragraph : str
        Its text.

    Returns
    -------
    str
        The 64 hexadecimal digits of its SHA-256; a case stores the first 8 or more.

    Examples
    --------
    >>> paragraph_hash("Peace is  not war.") == paragraph_hash(" Peace is not war.")
    True
    >>> paragraph_hash("")[:8]
    'e3b0c442'
    """
    plain = " ".join(unicodedata.normalize("NFC", paragraph).split())
    return hashlib.sha256(plain.encode()).hexdigest()


def check_sources(case: Case, folder: str | Path) -> list[Paragraph]:
    """Which paragraphs of a case's sources stand in the copies that somebody has.

    Parameters
    ----------
    case : Case
        The case.
    folder : str or Path
        Where the copies are, as UTF-8 text files whose paragraphs are separated by empty lines.
        ``<source id>.txt`` is the copy of a source; for one without, every ``.txt`` file in the
        folder is looked through.

    Returns
    -------
    list of Paragraph
        One for each paragraph that has a hash, in the case's order.

    Raises
    ------
    CaseError
        If the folder or one of the files cannot be read.

    Examples
    --------
    >>> import honestbroker as hb, tempfile
    >>> korea = hb.read("korea-2017")
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     found = check_sources(korea, empty)
    >>> len(found), any(paragraph.matched for paragraph in found)
    (36, False)
    """
    copies = _copies(Path(folder))
    every: dict[str, tuple[str, int]] = {}
    for copy in copies.values():
        for digits, where in copy.items():
            every.setdefault(digits, where)
    found = []
    for source in case.sources:
        known = copies.get(f"{source.id}.txt", every)
        for locator, prefix in source.paragraphs:
            hits = (where for digits, where in known.items() if digits.startswith(prefix))
            found.append(Paragraph(source.id, locator, *next(hits, (None, None))))
    return found


def _copies(folder: Path) -> dict[str, dict[str, tuple[str, int]]]:
    """For each text file the hashes of its paragraphs, with the file's name and their numbers."""
    problems: list[Problem] = []
    copies: dict[str, dict[str, tuple[str, int]]] = {}
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".txt")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no path"
        told = f"'{folder}' is no folder that can be read ({reason})"
        raise CaseError([Problem(told, None, "name the folder with your copies")]) from None
    for path in files:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise ValueError(f"it has more than {MAX_BYTES:,} bytes")
            text = data.decode("utf-8-sig")
        except (OSError, ValueError) as error:
            is_text = not isinstance(error, UnicodeDecodeError)
            reason = str(error) if is_text else "it is not UTF-8 text"
            told = f"'{path.name}' cannot be read: {reason}"
            problems.append(Problem(told, Place(str(path), 1, 1), "save it as UTF-8 text"))
            continue
        paragraphs = re.split(r"(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*", text.strip())
        numbered = enumerate((one for one in paragraphs if one.strip()), start=1)
        hashes: dict[str, tuple[str, int]] = {}
        for number, paragraph in numbered:
            hashes.setdefault(paragraph_hash(paragraph), (path.name, number))
        copies[path.name] = hashes
    if problems:
        raise CaseError(problems)
    return copies
