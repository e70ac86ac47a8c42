"""What the command line lends the modules that add verbs to it: options, work, printing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem
from honestbroker.sweep import Progress, StoreMismatch, SweepLost, Work

__all__ = [
    "Asked",
    "CaseOptions",
    "Doors",
    "Show",
    "Write",
    "draw_options",
    "guarded",
    "parquet_option",
    "save_table",
    "versions",
    "work_of",
    "work_options",
]

Command = TypeVar("Command", bound=Callable[..., Any])

Asked = Callable[..., Case]
CaseOptions = Callable[..., Callable[[Any], Any]]
Show = Callable[[Any], None]
Write = Callable[[dict[str, Any]], None]


class Doors(NamedTuple):
    """What the command line lends its verbs: options, reading a case, printing."""

    case_options: CaseOptions
    asked: Asked
    show: Show
    write: Write


def work_options(command: Command) -> Command:
    """Who does the work, and where finished work is kept."""
    for decorator in (
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            help="Local processes; default: as many as there are processors.",
        ),
        click.option("--cluster", help="Address of a Dask scheduler, such as tcp://host:8786."),
        click.option(
            "--store",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Keep finished work in this file, and go on from it.",
        ),
        click.option("--quiet", is_flag=True, help="Show no progress."),
    ):
        command = decorator(command)
    return command


def _with_pyarrow(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a table that could not be written before the work for it is done."""
    del ctx, param
    if path is not None and find_spec("pyarrow") is None:
        told = "Parquet needs pyarrow, which is not installed"
        hint = "pip install 'honestbroker[parquet]', or use --json"
        raise CaseError([Problem(told, None, hint)])
    return path


def parquet_option(command: Command) -> Command:
    """Where a large result is written as a table."""
    return click.option(
        "--parquet",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=_with_pyarrow,
        help="Also write every draw, or every answer, into this Parquet file.",
    )(command)


def save_table(result: Any, path: Path | None) -> None:
    """Write a result as Parquet where that was asked for, and say so."""
    if path is not None:
        from honestbroker.render.parquet import save_parquet

        rows = save_parquet(result, path)
        click.echo(f"written: {path}, {rows} rows", err=True)


def versions(
    asked: Callable[..., Case], first: Case, others: Sequence[str], made: Sequence[Any]
) -> tuple[tuple[str, Case], ...]:
    """Versions to compare a case with.

    Parameters
    ----------
    asked : callable
        Reads a case, takes a profile, and makes changes.
    first : Case
        The case they are compared with.
    others : sequence of str
        Ids of its other profiles, of shipped cases, or paths of case files.
    made : sequence
        The changes that are made in each of them, as `asked` takes them.

    Returns
    -------
    tuple of (str, Case)
        Each with a label of its own.
    """
    home = first.file if first.file not in ("", f"{first.id}/case.yaml") else first.id
    profiles = {profile.id for profile in first.profiles}
    labels = {first.profile or first.id}
    told = []
    for other in others:
        label = other if other not in labels else f"{other} (2)"
        if label in labels:
            raise click.UsageError(f"'{other}' is named twice")
        labels.add(label)
        of_profile = other in profiles
        version = asked(home if of_profile else other, other if of_profile else None, *made)
        told.append((label, version))
    return tuple(told)


def work_of(processes: int | None, cluster: str | None, store: Path | None, quiet: bool) -> Work:
    """Who does the work, from those options."""
    return Work(processes or 0, cluster, store, _listener(quiet))


def _listener(quiet: bool) -> Callable[[Progress], None] | None:
    """A line of progress on standard error, where somebody is looking."""
    if quiet or not sys.stderr.isatty():
        return None

    def hear(told: Progress) -> None:
        click.echo(f"\r{told.part}: {told.done} of {told.total}   ", err=True, nl=False)
        if told.done == told.total:
            click.echo(err=True)

    return hear


def guarded(work: Callable[[], Any]) -> Any:
    """Call, and tell what is wrong with the machinery as a problem; keep what is finished."""
    try:
        return work()
    except (SweepLost, StoreMismatch) as error:
        hint = "run the same command again to go on" if isinstance(error, SweepLost) else ""
        raise CaseError([Problem(str(error), None, hint)]) from None
    except KeyboardInterrupt:
        click.echo("\nstopped; with --store the same command goes on from here", err=True)
        raise SystemExit(130) from None


def draw_options(command: Command) -> Command:
    """How many perturbed cases are drawn, with how many swaps, from which seed."""
    for decorator in (
        click.option(
            "--draws",
            type=click.IntRange(min=0),
            default=0,
            help="Also perturb every list at random, so many times.",
        ),
        click.option(
            "--swaps",
            type=click.IntRange(min=1),
            default=1,
            help="Random adjacent swaps in every list; default: 1.",
        ),
        click.option("--seed", type=click.IntRange(min=0), default=0, help="Default: 0."),
    ):
        command = decorator(command)
    return command
