"""The tool that keeps the phrase catalogue: nothing is lost, nothing stale or unfinished passes."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tooling import tool

PAIRS = '''"""Phrases."""

from typing import Final

FIRST: Final[dict[str, tuple[str, str]]] = {
    # who does what
    "would": ("{party} would {deeds}", "{party} sẽ {deeds}"),
    "long": (
        "a sentence in “two” "
        "pieces",
        "một câu",
    ),
    **OTHER,
}
"""Key to (English, Vietnamese)."""
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "phrases_first.py").write_text(PAIRS, encoding="utf-8")
    assert tool.main(["--folder", str(tmp_path)]) == 0
    return tmp_path


def entries(folder: Path) -> dict[str, polib.POEntry]:
    return {entry.msgctxt: entry for entry in polib.pofile(str(folder / "locale" / "vi.po"))}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_pairs_are_filed_and_leave_their_english(folder: Path) -> None:
    code = (folder / "phrases_first.py").read_text(encoding="utf-8")
    assert "sẽ" not in code
    assert "dict[str, str]" in code
    space: dict[str, object] = {"OTHER": {}}
    exec(code, space)
    assert space["FIRST"] == {
        "would": "{party} would {deeds}",
        "long": "a sentence in “two” pieces",
    }
    found = entries(folder)
    assert found["would"].msgstr == "{party} sẽ {deeds}"
    assert found["long"].msgstr == "một câu"
    assert all(entry.fuzzy for entry in found.values())


def test_a_second_time_nothing_is_to_be_done(folder: Path) -> None:
    before = (folder / "locale" / "vi.po").read_bytes()
    assert tool.main(["--folder", str(folder), "--check"]) == 0
    assert tool.main(["--folder", str(folder)]) == 0
    assert (folder / "locale" / "vi.po").read_bytes() == before


@pytest.mark.parametrize(
    ("where", "old", "new", "told"),
    [
        ("phrases_first.py", "# who", '"new": "something new",\n    # who', "has no translation"),
        ("phrases_first.py", "would {deeds}", "will {deeds}", "was made for other English"),
        ("locale/vi.po", "{party} sẽ", "{bên} sẽ", "has other blanks"),
        ("locale/vi.po", "một câu", "mo\u0323\u0302t ca\u0302u", "not composed"),
        ("locale/vi.po", "một câu", "", "has no translation"),
        ("phrases_first.py", "# who", '"two": ("a", "b"),\n    # who', "not up to date"),
    ],
)
def test_what_is_unfinished_is_noticed(
    folder: Path, capsys: pytest.CaptureFixture[str], where: str, old: str, new: str, told: str
) -> None:
    edit(folder / where, old, new)
    assert tool.main(["--folder", str(folder), "--check"]) == 1
    assert told in capsys.readouterr().err


def test_changed_english_waits_until_somebody_has_looked(folder: Path) -> None:
    review(folder, "would", "{party} sẽ {deeds}")
    edit(folder / "phrases_first.py", "would {deeds}", "will {deeds}")
    assert tool.main(["--folder", str(folder)]) == 1
    entry = entries(folder)["would"]
    assert entry.previous_msgid == "{party} would {deeds}"
    assert entry.fuzzy, "the review was of another sentence"
    edit(folder / "phrases_first.py", '"{party} will {deeds}"', '("{party} will {deeds}", "{party} sẽ {deeds}")')  # fmt: skip
    assert tool.main(["--folder", str(folder)]) == 0
    assert entries(folder)["would"].previous_msgid is None


def test_english_that_is_changed_back_needs_no_look(folder: Path) -> None:
    edit(folder / "phrases_first.py", "would {deeds}", "will {deeds}")
    assert tool.main(["--folder", str(folder)]) == 1
    edit(folder / "phrases_first.py", "will {deeds}", "would {deeds}")
    assert tool.main(["--folder", str(folder)]) == 0
    assert entries(folder)["would"].previous_msgid is None


def review(folder: Path, key: str, text: str) -> Path:
    """What a translators' program sends back: one sentence looked at, the rest as it was."""
    theirs = polib.pofile(str(folder / "locale" / "vi.po"))
    for entry in theirs:
        if entry.msgctxt == key:
            entry.msgstr = text
            entry.flags = []
    theirs.save(str(folder / "theirs.po"))
    assert tool.main(["--folder", str(folder), "--take", str(folder / "theirs.po")]) == 0
    return folder / "theirs.po"


def test_a_review_is_kept_sentence_by_sentence(folder: Path) -> None:
    review(folder, "long", "một câu khác")
    found = entries(folder)
    assert found["long"].msgstr == "một câu khác"
    assert not found["long"].fuzzy
    assert found["would"].fuzzy
    assert tool.main(["--folder", str(folder)]) == 0
    assert not entries(folder)["long"].fuzzy
    edit(folder / "phrases_first.py", "# who", '"long2": ("x", "y"),\n    # who')
    assert tool.main(["--folder", str(folder)]) == 0
    assert not entries(folder)["long"].fuzzy


def test_a_new_translation_needs_a_new_review(folder: Path) -> None:
    review(folder, "long", "một câu khác")
    code = (folder / "phrases_first.py").read_text(encoding="utf-8")
    english = code[code.index('"long": ') + 8 : code.index("**OTHER")].rstrip().rstrip(",")
    edit(folder / "phrases_first.py", english, f'({english.strip("()")}, "câu")')
    assert tool.main(["--folder", str(folder)]) == 0
    assert entries(folder)["long"].msgstr == "câu"
    assert entries(folder)["long"].fuzzy


def test_a_review_of_other_english_is_not_taken(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = review(folder, "long", "một câu khác")
    edit(folder / "phrases_first.py", "“two” ", "two ")
    assert tool.main(["--folder", str(folder), "--take", str(theirs)]) == 1
    assert "the English has changed since" in capsys.readouterr().err
