"""Verbs about case files: check, cases, schema, new, import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import honestbroker as hb
from honestbroker.case.problems import CaseError, Problem, near

__all__ = ["add_verbs", "save"]

Show = Callable[[Any], None]
Write = Callable[[dict[str, Any]], None]

_FORMAT = "honestbroker/1"


def save(text: str, output: Path | None, *, force: bool) -> None:
    """Write a text to a file, or to standard output.

    Parameters
    ----------
    text : str
        What to write.
    output : Path or None
        Where to; None for standard output.
    force : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    CaseError
        If the file is there already, or cannot be written.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        told = f"'{output}' is there already"
        hint = "choose another name, or --force to replace it"
        raise CaseError([Problem(told, None, hint)]) from None
    except OSError as error:
        raise CaseError([Problem(f"'{output}' cannot be written ({error.strerror})")]) from None
    click.echo(f"written: {output}", err=True)


def add_verbs(main: click.Group, show: Show, write: Write, size: click.ParamType[int]) -> None:
    """Add the verbs to the command line.

    Parameters
    ----------
    main : click.Group
        The command line.
    show, write : callable
        Print sections, and JSON.
    size : click.ParamType
        How a size of memory is written.
    """
    output = click.option(
        "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File to write."
    )
    force = click.option("--force", is_flag=True, help="Replace a file that is there already.")
    as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

    @main.command()
    @click.argument("case")
    @click.option("--sources", type=click.Path(path_type=Path), help="Folder of source texts.")
    @click.option("--max-memory", type=size, help="Memory allowed, e.g. 500M, 8G.")
    @as_json_option
    @click.option(
        "--language", "-l", type=click.Choice(["en", "vi"]), default="en", help="en or vi."
    )
    def check(
        case: str, sources: Path | None, max_memory: int | None, as_json: bool, language: str
    ) -> None:
        """Read a case, list every problem, and run the analyst's own checks.

        With --sources, also verify the paragraph hashes against your own copies of the texts:
        FOLDER/<source id>.txt, paragraphs separated by empty lines.
        """
        from honestbroker.explain.checking import checking

        found = hb.read(case)
        told = hb.checks(found, max_memory)
        if sources is not None:
            told = told.with_paragraphs(_paragraphs(found, sources))
        if as_json:
            write(told.to_dict())
        else:
            show(checking(found, told, language))
        if not told.passed:
            raise SystemExit(1)

    @main.command()
    @as_json_option
    def cases(as_json: bool) -> None:
        """The cases that come with the package."""
        found = [hb.read(id) for id in hb.shipped()]
        if as_json:
            told = [
                {
                    "case": case.id,
                    "title": dict(case.title.languages),
                    "parties": len(case.parties),
                    "options": len(case.options),
                    "profiles": [profile.id for profile in case.profiles],
                }
                for case in found
            ]
            write({"format": _FORMAT, "kind": "cases", "cases": told})
            return
        width = max(len(case.id) for case in found)
        for case in found:
            size = f"{len(case.parties)} parties, {len(case.options)} options"
            click.echo(f"{case.id:<{width}}  {case.title} ({size})")

    @main.command()
    @click.argument("document", required=False)
    @as_json_option
    def schema(document: str | None, as_json: bool) -> None:
        """The JSON Schema of DOCUMENT: what --json prints, or `case` for the case file."""
        from honestbroker.result.schemas import SCHEMAS

        names = ["case", *SCHEMAS]
        if document is None:
            if as_json:
                write({"format": _FORMAT, "kind": "schemas", "schemas": names})
            else:
                click.echo("\n".join(names))
        elif document == "case":
            from honestbroker.casefile.schema import json_schema

            write(json_schema())
        elif document in SCHEMAS:
            write(SCHEMAS[document])
        else:
            told = f"there is no schema '{document}'"
            raise CaseError([Problem(told, None, near(document, names))])

    @main.command()
    @click.argument("id")
    @output
    @force
    @as_json_option
    def new(id: str, output: Path | None, force: bool, as_json: bool) -> None:
        """A commented starter case with this ID, to be changed into your own."""
        from honestbroker.casefile.starter import starter

        text = starter(id)
        if as_json:
            write({"format": _FORMAT, "kind": "casefile", "text": text, "notes": []})
        else:
            save(text, output, force=force)

    @main.command(name="import")
    @click.argument("file", type=click.Path(path_type=Path))
    @output
    @force
    @as_json_option
    def import_(file: Path, output: Path | None, force: bool, as_json: bool) -> None:
        """A .gmcr FILE as a case file; says what could not be carried over."""
        from honestbroker.casefile.gmcr import read_gmcr

        text, notes = read_gmcr(file)
        if as_json:
            write({"format": _FORMAT, "kind": "casefile", "text": text, "notes": notes})
            return
        save(text, output, force=force)
        for note in notes:
            click.echo(note, err=True)


def _paragraphs(case: hb.Case, folder: Path) -> list[dict[str, Any]]:
    from honestbroker.casefile.hashes import check_sources

    return [
        {
            "source": paragraph.source,
            "locator": paragraph.locator,
            "matched": paragraph.matched,
            "file": paragraph.file,
            "number": paragraph.number,
        }
        for paragraph in check_sources(case, folder)
    ]
