"""Copies of sources against the hashes in a case, with an invented text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

import honestbroker as hb
from honestbroker.casefile.hashes import Paragraph, check_sources, paragraph_hash
from test_casefile import changed

FIRST = "The city may grant a permit.\nIt need not."
SECOND = "Cảng phải nạo vét vịnh."
THIRD = "The third paragraph."


def case_with(*paragraphs: str, digits: int = 8) -> hb.Case:
    """The harbour case whose report has these paragraphs."""
    hashes = ", ".join(
        f'P{number}: "{paragraph_hash(text)[:digits]}"'
        for number, text in enumerate(paragraphs, start=1)
    )
    return hb.read_text(changed(('{P1: "0123abcd", P2: "4567cdef"}', f"{{{hashes}}}")))


def test_the_hash_by_hand() -> None:
    # printf 'The third paragraph.' | sha256sum
    assert paragraph_hash(THIRD) == (
        "637fbe198c99cdf7552ab0f5ad82250b8c1538cc371104b86ada03c08a0bc0ca"
    )
    assert paragraph_hash("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    )


@pytest.mark.parametrize(
    "variant",
    [
        SECOND,
        unicodedata.normalize("NFD", SECOND),
        "  Cảng phải\n nạo\tvét \r\n\n vịnh. ",
        "Cảng\u00a0phải nạo vét vịnh.",
    ],
)
def test_form_and_white_space_do_not_matter(variant: str) -> None:
    assert paragraph_hash(variant) == paragraph_hash(SECOND)


def test_words_do_matter() -> None:
    assert paragraph_hash(THIRD) != paragraph_hash(THIRD.lower())
    assert paragraph_hash(THIRD) != paragraph_hash(THIRD[:-1])


@pytest.mark.parametrize("digits", [8, 20, 64])
def test_a_copy_under_the_name_of_the_source(tmp_path: Path, digits: int) -> None:
    text = f"\ufeff{FIRST}\r\n \t\r\n\r\n{unicodedata.normalize('NFD', SECOND)}\n\n\nAnother.\n"
    (tmp_path / "report.txt").write_bytes(text.encode())
    assert check_sources(case_with(FIRST, SECOND, THIRD, digits=digits), tmp_path) == [
        Paragraph("report", "P1", "report.txt", 1),
        Paragraph("report", "P2", "report.txt", 2),
        Paragraph("report", "P3"),
    ]


def test_copies_under_other_names(tmp_path: Path) -> None:
    (tmp_path / "b.TXT").write_text(f"{FIRST}\n\n{THIRD}", encoding="utf-8")
    (tmp_path / "a.txt").write_text(f"Something.\n\n{SECOND}\n\n{THIRD}", encoding="utf-8")
    (tmp_path / "c.md").write_text(THIRD, encoding="utf-8")
    found = check_sources(case_with(FIRST, SECOND, THIRD), tmp_path)
    assert [(one.file, one.number) for one in found] == [("b.TXT", 1), ("a.txt", 2), ("a.txt", 3)]
    assert all(one.matched for one in found)


def test_a_copy_of_the_source_is_the_only_one_asked(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "report.txt").write_text(SECOND, encoding="utf-8")
    assert [one.matched for one in check_sources(case_with(FIRST, SECOND), tmp_path)] == [
        False,
        True,
    ]


def test_sources_without_hashes_are_passed_over(tmp_path: Path) -> None:
    assert check_sources(hb.read("elmira-1991"), tmp_path) == []


def test_what_cannot_be_read(tmp_path: Path) -> None:
    case = case_with(FIRST)
    for folder in (tmp_path / "none", "no\0path"):
        with pytest.raises(hb.CaseError, match="is no folder that can be read"):
            check_sources(case, folder)
    (tmp_path / "a.txt").write_bytes("vịnh".encode("utf-16"))
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(hb.CaseError) as caught:
        check_sources(case, tmp_path)
    assert ["not UTF-8" in str(p) or "cannot be read" in str(p) for p in caught.value.problems] == [
        True,
        True,
    ]


def test_nothing_of_the_source_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(f"{FIRST}\n\n{SECOND}", encoding="utf-8")
    told = repr(check_sources(case_with(FIRST, THIRD), tmp_path))
    for word in ("permit", "need", "third", "vịnh"):
        assert word not in told
