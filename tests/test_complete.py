"""Nothing is left half done: every concept, verb, document, edit and case has all its parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import honestbroker as hb
import oracle
from honestbroker.casefile.models import EDIT_KINDS
from honestbroker.cli import main
from honestbroker.explain.phrases import PHRASES
from honestbroker.kernel import stability as kernel
from honestbroker.result import CONCEPTS
from honestbroker.result.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parent.parent
DOCS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")}
EVERYTHING = "\n".join(DOCS.values())
BIBLIOGRAPHY = (ROOT / "docs" / "bibliography.bib").read_text(encoding="utf-8")
PUBLISHED = (ROOT / "tests" / "published.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)
def test_every_concept_has_all_its_parts(concept: object) -> None:
    assert concept.id in kernel.CONCEPTS
    assert concept.words.endswith(".")
    assert "R_i+" in concept.symbols
    assert concept.sources
    for source in concept.sources:
        assert f"{{{source}," in BIBLIOGRAPHY, source
    model = oracle.Model(
        ("a",), (0,), ("both",), frozenset({frozenset(), frozenset({0})}),
        ({frozenset(): 0, frozenset({0}): 1},),
    )  # fmt: skip
    assert not oracle.stable(model, concept.id, 0, frozenset())
    assert re.search(rf"\b{concept.id}: \[", PUBLISHED)
    theory = (ROOT / "docs" / "theory" / "stability.md").read_text(encoding="utf-8")
    assert concept.id in theory or "concepts" in theory


def test_concepts_stand_in_one_order() -> None:
    assert tuple(concept.id for concept in CONCEPTS) == kernel.CONCEPTS


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_is_documented(verb: str) -> None:
    assert main.commands[verb].help
    assert f"honestbroker {verb}" in EVERYTHING


@pytest.mark.parametrize("document", sorted(SCHEMAS))
def test_every_json_document_is_documented(document: str) -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    assert f"`{document}`" in page


@pytest.mark.parametrize("kind", EDIT_KINDS)
def test_every_edit_is_documented(kind: str) -> None:
    page = (ROOT / "docs" / "reference" / "case-format.md").read_text(encoding="utf-8")
    assert f"`{kind}" in page or f"{kind}:" in page


@pytest.mark.parametrize("id", hb.shipped())
def test_every_case_has_its_notes_and_numbers(id: str) -> None:
    folder = ROOT / "src" / "honestbroker" / "cases" / id
    assert (folder / "notes.md").read_text(encoding="utf-8").strip()
    expected = (folder / "expected.yaml").read_text(encoding="utf-8")
    assert "locator:" in expected


def test_every_phrase_is_used() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "honestbroker").rglob("*.py")
        if not path.name.startswith("phrases")
    )
    families = {match.split("{")[0] for match in re.findall(r'f"([\w.]+\{)', source)}
    unused = [
        key
        for key in PHRASES
        if f'"{key}"' not in source
        and not any(key.startswith(family) for family in families if family)
        and not (key.endswith(".one") and f'"{key[:-4]}"' in source)
    ]
    assert not unused
