"""The verbs that write for readers: `honestbroker report` and `honestbroker provenance`."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.cli_doors import draw_options, guarded, versions, work_of, work_options

__all__ = ["add_verbs"]

SECTIONS = (
    "roadmaps", "stones", "brokers", "whatif", "sensitivity", "compare", "timeline", "views",
)  # fmt: skip
"""The names in `honestbroker.render.sections`, which is too slow to load for a help text."""

Asked = Callable[..., Case]
CaseOptions = Callable[..., Callable[[Any], Any]]
Show = Callable[[Any], None]
Write = Callable[[dict[str, Any]], None]


def _day(text: str | None) -> datetime.date:
    """The day a report is of: as given, by SOURCE_DATE_EPOCH, or else today."""
    if text is not None:
        return datetime.date.fromisoformat(text)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).astimezone().date()


class _Date(click.ParamType[str]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return datetime.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fail(f"'{value}' is no date; write for example 2017-11-30", param, ctx)


def add_verbs(
    main: click.Group, case_options: CaseOptions, asked: Asked, show: Show, write: Write
) -> None:
    """Add the verbs to the command line.

    Parameters
    ----------
    main : click.Group
        The command line.
    case_options : callable
        Makes the decorator with the options of every verb that asks something of a case.
    asked : callable
        From those options to the case.
    show, write : callable
        Print sections, and JSON.
    """

    @main.command()
    @case_options()
    @click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write.")
    @click.option(
        "--format",
        "form",
        type=click.Choice(["html", "pdf", "md", "json"]),
        help="Default: by the file's ending, or html.",
    )
    @click.option("--date", type=_Date(), help="The day of the report; default: today.")
    @click.option("--force", is_flag=True, help="Replace a file that is there already.")
    @click.option(
        "--with",
        "sections",
        multiple=True,
        metavar="SECTION,...",
        help=f"More sections, asked for now: {', '.join(SECTIONS)}. The first three come unasked "
        "where the case has plans and brokers, and answers within seconds.",
    )
    @click.option(
        "--without",
        "unwanted",
        multiple=True,
        metavar="SECTION,...",
        help="Sections to leave out that would come unasked.",
    )
    @click.option(
        "--from",
        "stored",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Slower sections from results written with --json before; repeatable.",
    )
    @click.option(
        "--make",
        multiple=True,
        metavar="OUTCOME",
        help="For the section whatif; default: every named outcome.",
    )
    @click.option(
        "--against",
        multiple=True,
        metavar="PROFILE|FILE",
        help="For the section compare; default: the other profiles.",
    )
    @draw_options
    @work_options
    def report(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        output: Path | None,
        form: str | None,
        date: str | None,
        force: bool,
        sections: tuple[str, ...],
        unwanted: tuple[str, ...],
        stored: tuple[Path, ...],
        make: tuple[str, ...],
        against: tuple[str, ...],
        draws: int,
        swaps: int,
        seed: int,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
    ) -> None:
        """A briefing to hand on: HTML, PDF, Markdown or JSON, every claim with its source.

        Without -o the report goes into CASE-PROFILE.html (or .pdf, ...) in the current folder; with
        -o - it is printed.
        """
        from honestbroker.render.document import report as written
        from honestbroker.render.sections import Asking, more_results, named_kinds, stored_results

        if store is not None:
            raise click.UsageError("a store is of one question: keep it with the verb, use --from")
        names = [name for some in sections for name in some.split(",") if name]
        left_out = [name for some in unwanted for name in some.split(",") if name]
        found = asked(case, profile, changes, flags, opened)
        named_kinds([*names, *left_out])
        chosen = "json" if as_json else form or _form_of(output)
        more = [result for _, result in stored_results(found, stored)]
        if names:
            work = work_of(workers, cluster, None, quiet)
            others = versions(asked, found, against, (changes, flags, opened))
            asking = Asking(found, make, others, draws, swaps, seed, work, max_memory)
            more += [result for _, result in guarded(lambda: more_results(asking, names))]
        told = written(
            found,
            language=language,
            date=_day(date),
            sections=[*more, *(f"-{name}" for name in left_out)],
            max_memory=max_memory,
        )
        if as_json and output is None:
            write(told.to_dict())
            return
        _save(told.written(chosen), output or Path(f"{_stem(found)}.{chosen}"), force=force)

    @main.command()
    @case_options()
    @click.argument("item", required=False)
    @click.option("--source", help="Everything that rests on this source.")
    @click.option("--unsourced", is_flag=True, help="Everything that rests on nothing.")
    def provenance(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        item: str | None,
        source: str | None,
        unsourced: bool,
    ) -> None:
        """Where ITEM comes from (a statement such as 'DPRK: talks', an option, a rule, ...).

        Without ITEM: every source with how much rests on it, and what has no source.
        """
        from honestbroker.analyses.provenance import find_items
        from honestbroker.analyses.provenance import provenance as ask
        from honestbroker.explain import provenance as told

        if sum((item is not None, source is not None, unsourced)) > 1:
            raise click.UsageError("give one of ITEM, --source and --unsourced")
        about = asked(case, profile, changes, flags, opened)
        found = ask(about)
        if as_json:
            write(_chosen(found.to_dict(), _keys(found, item, source, unsourced=unsourced)))
        elif source is not None:
            show(told.source(about, found, _source(found, source), language))
        elif item is not None:
            show(told.entries(about, found, find_items(found, item), language))
        elif unsourced:
            show(told.entries(about, found, found.unsourced, language))
        else:
            show(told.overall(about, found, language))


def _form_of(output: Path | None) -> str:
    ending = "" if output is None else output.suffix.removeprefix(".").lower()
    return ending if ending in ("pdf", "md", "json") else "html"


def _stem(case: Case) -> str:
    parts = [case.id, *([case.profile] if case.profile else [])]
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in "-".join(parts))


def _save(content: bytes, path: Path, *, force: bool) -> None:
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        with path.open("wb") if force else path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        told = f"'{path}' is there already"
        raise CaseError(
            [Problem(told, None, "choose another name, or --force to replace it")]
        ) from None
    except OSError as error:
        raise CaseError([Problem(f"'{path}' cannot be written ({error.strerror})")]) from None
    click.echo(f"written: {path}", err=True)


def _source(found: Any, id: str) -> Any:
    for cited in found.sources:
        if cited.id == id:
            return cited
    known = [cited.id for cited in found.sources]
    raise CaseError([Problem(f"there is no source '{id}'", None, near(id, known))])


def _keys(
    found: Any, item: str | None, source: str | None, *, unsourced: bool
) -> tuple[str, ...] | None:
    """Keys of the entries asked for; None for all."""
    from honestbroker.analyses.provenance import find_items

    if item is not None:
        return tuple(entry.key for entry in find_items(found, item))
    if source is not None:
        items: tuple[str, ...] = _source(found, source).items
        return items
    return tuple(entry.key for entry in found.unsourced) if unsourced else None


def _chosen(document: dict[str, Any], keys: tuple[str, ...] | None) -> dict[str, Any]:
    if keys is None:
        return document
    entries = [entry for entry in document["entries"] if entry["key"] in keys]
    cited = {place["source"] for entry in entries for place in entry["cites"]}
    sources = [source for source in document["sources"] if source["id"] in cited]
    return {**document, "entries": entries, "sources": sources}
