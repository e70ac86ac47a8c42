"""The command line: `honestbroker VERB CASE`.

Every verb takes a shipped case's id or the path of a case file, and ``--json``. Results are
printed on standard output, what is wrong on standard error.

Exit codes: 0 done; 1 the case, or something named on the command line, is wrong (every problem is
listed), or a check failed; 2 the command line itself is wrong; 3 the case is too big for the memory
allowed.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

import honestbroker as hb
from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem

__all__ = ["main"]

Command = TypeVar("Command", bound=Callable[..., Any])

PROBLEMS: Final = 1
TOO_BIG: Final = 3

TOLD: Final = 100
"""How many states are told in text unless asked otherwise."""

LISTED: Final = 1000
"""How many are listed in JSON."""

_UNITS: Final = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class _Size(click.ParamType[int]):
    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip().upper().removesuffix("B").removesuffix("I")
        number, unit = (text[:-1], text[-1:]) if text[-1:] in _UNITS else (text, "")
        try:
            return int(float(number) * _UNITS[unit])
        except (ValueError, OverflowError):
            self.fail(f"'{value}' is no size; write for example 500M or 8G", param, ctx)


class _Flag(click.ParamType[tuple[str, bool]]):
    name = "flag=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, bool]:
        if isinstance(value, tuple):
            return value
        flag, _, wanted = str(value).partition("=")
        if wanted not in ("true", "false"):
            self.fail(f"'{value}' sets nothing; write {flag or 'FLAG'}=true or =false", param, ctx)
        return flag.strip(), wanted == "true"


_LATER: Final = {
    "check": "cli_files",
    "cases": "cli_files",
    "schema": "cli_files",
    "new": "cli_files",
    "import": "cli_files",
    "report": "cli_report",
    "provenance": "cli_report",
    "whatif": "cli_inverse",
    "rankings": "cli_inverse",
    "sensitivity": "cli_inverse",
    "compare": "cli_inverse",
    "timeline": "cli_inverse",
    "views": "cli_inverse",
    "roadmap": "cli_brokers",
    "broker": "cli_brokers",
    "brokers": "cli_brokers",
    "conditions": "cli_brokers",
    "escalation": "cli_brokers",
}
"""Verbs whose module is loaded when they are asked for: starting up stays quick."""


class _Guarded(click.Group):
    """Turns what is wrong with a case into problems and exit codes; never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LATER})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _LATER and cmd_name not in self.commands:
            _load(_LATER[cmd_name])
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["as_json"] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        from honestbroker.result import TooBig

        try:
            return super().invoke(ctx)
        except CaseError as error:
            _print_problems(error.problems, as_json=ctx.meta["as_json"])
            ctx.exit(PROBLEMS)
        except TooBig as error:
            click.echo(f"honestbroker: {error}", err=True)
            ctx.exit(TOO_BIG)
        except MemoryError:
            click.echo("honestbroker: memory ran out; allow less with --max-memory", err=True)
            ctx.exit(TOO_BIG)


def _print_problems(problems: tuple[Problem, ...], *, as_json: bool) -> None:
    if as_json:
        told = [
            {
                "message": problem.message,
                "suggestion": problem.suggestion,
                "file": problem.place.file if problem.place else None,
                "line": problem.place.line if problem.place else None,
                "column": problem.place.column if problem.place else None,
            }
            for problem in problems
        ]
        document = {"format": "honestbroker/1", "kind": "problems", "problems": told}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        click.echo(str(problem), err=True)
    if len(problems) > 1:
        click.echo(f"{len(problems)} problems", err=True)


def _case_options(*, language: bool = True) -> Callable[[Command], Command]:
    """The options of every verb that asks something of a case."""

    def add(command: Command) -> Command:
        decorators = [
            click.argument("case"),
            click.option("--profile", help="Profile to take; default: the case's own choice."),
            click.option(
                "--change", "changes", multiple=True, help="A named change to make; repeatable."
            ),
            click.option(
                "--set", "flags", multiple=True, type=_Flag(), help="Set a flag; repeatable."
            ),
            click.option(
                "--open", "opened", multiple=True, metavar="A,B", help="Open a group's channel."
            ),
            click.option("--max-memory", type=_Size(), help="Memory allowed, e.g. 500M, 8G."),
            click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        ]
        if language:
            choice = click.Choice(["en", "vi"])
            decorators.append(
                click.option("--language", "-l", type=choice, default="en", help="en or vi.")
            )
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return add


def _limit(command: Command) -> Command:
    """The option of verbs that list states."""
    told = f"Most states told; default: {TOLD} in text, {LISTED:,} in JSON; 0 for all."
    return click.option("--limit", type=click.IntRange(min=0), help=told)(command)


def _most(limit: int | None, *, as_json: bool) -> int | None:
    """What --limit means: how many states are told, None for all."""
    if limit is None:
        return LISTED if as_json else TOLD
    return limit or None


def _asked(
    case: str,
    profile: str | None,
    changes: tuple[str, ...],
    flags: tuple[tuple[str, bool], ...],
    opened: tuple[str, ...],
) -> Case:
    """The case a command line asks about: read, in its profile, changed."""
    found = hb.in_profile(hb.read(case), profile)
    groups = [[member.strip() for member in group.split(",")] for group in opened]
    return hb.variant(found, None, [*changes, *hb.ad_hoc(found, flags=flags, opened=groups)])


def _write(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _show(sections: Any) -> None:
    from honestbroker.render.terminal import show

    show(sections)


def _load(module: str) -> None:
    """Add the verbs of one module."""
    if module == "cli_files":
        from honestbroker import cli_files

        cli_files.add_verbs(main, _show, _write, _Size())
    else:
        doors = importlib.import_module(f"honestbroker.{module}")
        doors.add_verbs(main, _case_options, _asked, _show, _write)


@click.group(cls=_Guarded, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(hb.__version__, prog_name="honestbroker")
def main() -> None:
    """Which outcomes of a crisis hold, what can be reached from today, and who must move.

    CASE is the id of a shipped case (see `honestbroker cases`) or the path of a case file.
    """


@main.command()
@_case_options()
@_limit
def run(
    case: str,
    profile: str | None,
    changes: tuple[str, ...],
    flags: tuple[tuple[str, bool], ...],
    opened: tuple[str, ...],
    max_memory: int | None,
    as_json: bool,
    language: str,
    limit: int | None,
) -> None:
    """The main job: a briefing on where the crisis stands and what could be reached."""
    found = _asked(case, profile, changes, flags, opened)
    told = hb.overview(found, max_memory=max_memory, limit=_most(limit, as_json=as_json))
    if as_json:
        _write(told.to_dict())
        return
    from honestbroker.explain.briefing import briefing

    _show(briefing(found, told, language))


@main.command()
@_case_options()
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    type=click.Choice(["nash", "gmr", "smr", "seq", "sseq"]),
    help="Concepts to ask for; default: all five.",
)
@click.option("--verdicts", is_flag=True, help="With --json: every verdict with its witness.")
@click.option("--state", "states", multiple=True, help="With --verdicts: of this state only.")
@_limit
def stability(
    case: str,
    profile: str | None,
    changes: tuple[str, ...],
    flags: tuple[tuple[str, bool], ...],
    opened: tuple[str, ...],
    max_memory: int | None,
    as_json: bool,
    language: str,
    concepts: tuple[str, ...],
    verdicts: bool,
    states: tuple[str, ...],
    limit: int | None,
) -> None:
    """Which states hold, under which stability concepts."""
    found = _asked(case, profile, changes, flags, opened)
    asked = concepts or ("nash", "gmr", "smr", "seq", "sseq")
    told = hb.stability(found, concepts=asked, max_memory=max_memory, play=as_json)
    if as_json:
        for state in states:
            try:
                told.names.index(state)
            except KeyError:
                problem = Problem(f"there is no state '{state}'", None, "state ids are in the JSON")
                raise CaseError([problem]) from None
        most = _most(limit, as_json=True)
        _write(told.labelled().to_dict(verdicts=verdicts, states=states or None, limit=most))
        return
    from honestbroker.explain.listing import stability as listing

    _show(listing(found, told, language))


@main.command()
@_case_options()
@click.option("--pareto", is_flag=True, help="Deals in which nobody loses and somebody gains.")
@click.option("--max-changes", type=click.IntRange(min=1), help="Most options one deal may flip.")
@click.option(
    "--group-size",
    type=click.IntRange(min=2),
    help="Coalition stability against every group of up to this many parties.",
)
@_limit
def paths(
    case: str,
    profile: str | None,
    changes: tuple[str, ...],
    flags: tuple[tuple[str, bool], ...],
    opened: tuple[str, ...],
    max_memory: int | None,
    as_json: bool,
    language: str,
    pareto: bool,
    max_changes: int | None,
    group_size: int | None,
    limit: int | None,
) -> None:
    """Every state that holds, how it is reached from today, and what it does to whom."""
    found = _asked(case, profile, changes, flags, opened)
    told = hb.paths(
        found,
        strict=not pareto,
        max_changes=max_changes,
        group_size=group_size,
        max_memory=max_memory,
    ).limited(_most(limit, as_json=as_json))
    if as_json:
        _write(told.to_dict())
        return
    from honestbroker.explain.listing import paths as listing

    _show(listing(found, told, language))


@main.command()
@_case_options()
@click.argument("state")
@click.argument("party", required=False)
@click.option("--over", help="Why STATE is preferred to this state, or not.")
@click.option("--from", "start", help="How to get from this state to STATE.")
@click.option("--full", is_flag=True, help="Tell every improvement.")
@click.option("--output", type=click.Path(), help="Write a page: .html, .pdf, .md or .txt.")
def explain(
    case: str,
    profile: str | None,
    changes: tuple[str, ...],
    flags: tuple[tuple[str, bool], ...],
    opened: tuple[str, ...],
    max_memory: int | None,
    as_json: bool,
    language: str,
    state: str,
    party: str | None,
    over: str | None,
    start: str | None,
    full: bool,
    output: str | None,
) -> None:
    """Why STATE holds or does not, for all or for one PARTY.

    A state is written {option, option}, or as what differs from today: '+option -option', or
    `today`, or by its id. Write one that begins with a minus after two of them: -- '-option'.
    """
    from honestbroker.explain import reasons

    if over is not None and start is not None:
        raise click.UsageError("--over and --from ask different questions; give one")
    found = _asked(case, profile, changes, flags, opened)
    if over is not None:
        chosen = hb.preferred(found, state, over, party=party, max_memory=max_memory)
        sections, document = reasons.preferred(found, chosen, language), chosen.to_dict()
    elif start is not None:
        way = hb.route(found, state, start, max_memory=max_memory)
        sections, document = reasons.route(found, way, language), way.to_dict()
    else:
        told = hb.why(found, state, party=party, max_memory=max_memory)
        sections, document = reasons.why(found, told, language, full=full), told.to_dict()
    if as_json:
        _write(document)
    elif output is not None:
        from honestbroker.render.telling import Telling

        Telling(tuple(sections), language).save(output)
        click.echo(f"written: {output}", err=True)
    else:
        _show(sections)


@main.command()
@_case_options()
@click.option("--to", "to_profile", help="Compare with this profile.")
def diff(
    case: str,
    profile: str | None,
    changes: tuple[str, ...],
    flags: tuple[tuple[str, bool], ...],
    opened: tuple[str, ...],
    max_memory: int | None,
    as_json: bool,
    language: str,
    to_profile: str | None,
) -> None:
    """What a change changes: the case before, and after --to, --change, --set and --open."""
    if to_profile is None and not changes and not flags and not opened:
        raise click.UsageError("nothing to compare with: give --to, --change, --set or --open")
    before = hb.in_profile(hb.read(case), profile)
    after = _asked(case, to_profile or profile, changes, flags, opened)
    told = hb.difference(before, after, max_memory)
    if as_json:
        _write(told.to_dict())
        return
    from honestbroker.explain.reasons import difference

    _show(difference(after, told, language))


if __name__ == "__main__":
    main()
