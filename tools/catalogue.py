"""The phrases: English in ``explain/phrases*.py``, translations in ``explain/locale/*.po``.

::

    python tools/catalogue.py                  file new pairs, bring the catalogue up to date
    python tools/catalogue.py --check          change nothing; exit with 1 if anything is to be done
    python tools/catalogue.py --take THEIRS    take over a catalogue that a translator sent back

Whoever writes a new sentence may write it as a pair, ``"key": ("English", "Vietnamese")``; the
first command leaves the English where it stands and files the Vietnamese under its key. A sentence
whose English has changed keeps its translation and a line ``#| msgid`` with the English it was made
for, until somebody has looked at it and deletes that line, or writes a pair. Entries that no native
speaker has reviewed are flagged ``fuzzy``, as translators' programs do; such a program takes the
flag off when its user has looked at the sentence, and nothing else does.
"""

from __future__ import annotations

import argparse
import ast
import string
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polib

EXPLAIN = Path(__file__).resolve().parent.parent / "src" / "honestbroker" / "explain"
LOCALE = EXPLAIN / "locale"
LANGUAGE = "vi"
METADATA = {
    "Project-Id-Version": "honestbroker",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
HEADER = """The Vietnamese of honestbroker.
Entries flagged "fuzzy" have not been reviewed by a native speaker.
msgctxt is the phrase's key in src/honestbroker/explain/phrases*.py."""
OLD_TYPE = "dict[str, tuple[str, str]]"
NEW_TYPE = "dict[str, str]"


def phrase_files(folder: Path) -> list[Path]:
    """The modules that hold phrases, the first one first."""
    return sorted(folder.glob("phrases*.py"))


def dicts(tree: ast.Module) -> Iterator[ast.Dict]:
    """Every dict that a module binds to a name."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            if isinstance(statement.value, ast.Dict):
                yield statement.value


def phrases_in(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """A module's English by key, and the Vietnamese of what stands there as a pair."""
    english: dict[str, str] = {}
    vietnamese: dict[str, str] = {}
    for found in dicts(ast.parse(path.read_text(encoding="utf-8"))):
        for key, value in zip(found.keys, found.values, strict=True):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                continue
            said = ast.literal_eval(value)
            if isinstance(said, tuple):
                said, vietnamese[key.value] = said
            if isinstance(said, str):
                english[key.value] = said
    return english, vietnamese


def without_pairs(text: str) -> str:
    """A module's text with the English alone of every pair."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    source = text.encode()

    def piece(node: ast.expr) -> slice:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return slice(
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
        )

    pairs = [
        value
        for found in dicts(ast.parse(text))
        for value in found.values
        if isinstance(value, ast.Tuple)
    ]
    for pair in sorted(pairs, key=lambda pair: pair.lineno, reverse=True):
        english = source[piece(pair.elts[0])]
        if b"\n" in english:
            english = b"(" + english + b")"
        whole = piece(pair)
        source = source[: whole.start] + english + source[whole.stop :]
    told = source.decode().replace(OLD_TYPE, NEW_TYPE)
    return told.replace('"""Key to (English, Vietnamese)', '"""Key to English')


def filed(folder: Path, catalogue: polib.POFile) -> polib.POFile:
    """A catalogue with an entry for every phrase, in the modules' order.

    Translations that stand beside their English replace those of the catalogue.
    """
    before = {entry.msgctxt: entry for entry in catalogue}
    after = polib.POFile(wrapwidth=98)
    after.metadata = dict(METADATA)
    after.header = HEADER
    for path in phrase_files(folder):
        english, vietnamese = phrases_in(path)
        for key, said in english.items():
            old = before.get(key)
            entry = polib.POEntry(
                msgctxt=key,
                msgid=said,
                msgstr="" if old is None else old.msgstr,
                previous_msgid=None if old is None else old.previous_msgid,
                flags=["fuzzy"] if old is None else list(old.flags),
                tcomment="" if old is None else old.tcomment,
                occurrences=[(f"explain/{path.name}", "")],
            )
            if old is not None and old.msgid != said:
                entry.previous_msgid = old.previous_msgid or old.msgid
            if key in vietnamese and entry.msgstr != vietnamese[key]:
                entry.msgstr = vietnamese[key]
                entry.flags = ["fuzzy"]
            if key in vietnamese or entry.previous_msgid == said:
                entry.previous_msgid = None
            if entry.previous_msgid is not None and "fuzzy" not in entry.flags:
                entry.flags.append("fuzzy")
            after.append(entry)
    return after


def blanks(text: str) -> set[str]:
    """The names of a phrase's blanks."""
    return {name for _, name, *_ in string.Formatter().parse(text) if name is not None}


def wrong(catalogue: polib.POFile) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    for entry in catalogue:
        place = f"{LANGUAGE}.po: {entry.msgctxt}"
        if not entry.msgstr:
            yield f"{place}: has no translation of “{entry.msgid}”"
            continue
        if entry.previous_msgid is not None:
            yield f"{place}: was made for other English: “{entry.previous_msgid}”"
        dated = entry.msgctxt.startswith(("date", "month."))  # the month's name or its number
        if blanks(entry.msgid) != blanks(entry.msgstr) and not dated:
            yield f"{place}: has other blanks than “{entry.msgid}”"
        if entry.msgstr != unicodedata.normalize("NFC", entry.msgstr):
            yield f"{place}: letters and their marks are not composed (NFC)"


def taken(catalogue: polib.POFile, theirs: polib.POFile) -> Iterator[str]:
    """Take over what a translator wrote, into `catalogue`; yield what could not be taken."""
    ours = {entry.msgctxt: entry for entry in catalogue}
    for entry in theirs:
        mine = ours.get(entry.msgctxt)
        if mine is None or mine.msgid != entry.msgid:
            yield f"{entry.msgctxt}: the English has changed since; not taken"
        elif entry.msgstr:
            mine.msgstr = unicodedata.normalize("NFC", entry.msgstr)
            mine.flags = list(entry.flags)
            mine.tcomment = entry.tcomment
            mine.previous_msgid = None


def main(arguments: list[str] | None = None) -> int:
    """File, check or take over, as asked; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--take", type=Path, metavar="THEIRS", help="a translator's .po file")
    parser.add_argument("--folder", type=Path, default=EXPLAIN, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    place = asked.folder / "locale" / f"{LANGUAGE}.po"
    stored = polib.pofile(str(place), wrapwidth=98) if place.exists() else polib.POFile()
    catalogue = filed(asked.folder, stored)
    problems = list(taken(catalogue, polib.pofile(str(asked.take)))) if asked.take else []
    files = {place: str(catalogue)}
    for path in phrase_files(asked.folder):
        files[path] = text = path.read_text(encoding="utf-8")
        if phrases_in(path)[1]:
            files[path] = without_pairs(text)
    for path, text in files.items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if asked.check:
            problems.append(f"{path.name}: not up to date; run python tools/catalogue.py")
            continue
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"written: {path.name}")
        if path.suffix == ".py":
            subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(path)], check=True)
    problems += wrong(catalogue)
    reviewed = sum("fuzzy" not in entry.flags for entry in catalogue)
    print(f"{len(catalogue)} phrases, {reviewed} reviewed by a native speaker")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
