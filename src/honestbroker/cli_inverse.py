"""Verbs that ask what would have to change, and how sure an answer is.

`honestbroker.cli` adds these verbs to its own: see `add_verbs`.
"""

from __future__ import annotations

from pathlib import Path

import click

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import in_profile
from honestbroker.cli_doors import (
    Asked,
    CaseOptions,
    Doors,
    Show,
    Write,
    draw_options,
    guarded,
    parquet_option,
    save_table,
    versions,
    work_of,
    work_options,
)

__all__ = ["add_verbs"]

_CONCEPT = click.Choice(["nash", "gmr", "smr", "seq", "sseq"])


def _add_whatif(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.option("--make", "make", metavar="OUTCOME", help="An outcome's id, or a formula.")
    @click.option("--state", metavar="STATE", help="One exact state, as for explain.")
    @click.option("--stops", is_flag=True, help="Ask instead what would make it stop holding.")
    @click.option(
        "--via",
        type=click.Choice(["open", "closed"]),
        default="open",
        help="closed: count deals of groups without a channel, too.",
    )
    @click.option("--all", "every", is_flag=True, help="Ask it of every equilibrium reached.")
    @click.option("--anywhere", is_flag=True, help="Reached from today or not.")
    @click.option("--concept", type=_CONCEPT, default="nash", help="Default: nash.")
    @click.option(
        "--size",
        type=click.IntRange(min=1),
        help="Sets of up to so many changes; default: one, then two if one is not enough.",
    )
    @parquet_option
    @work_options
    def whatif(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        make: str | None,
        state: str | None,
        stops: bool,
        via: str,
        every: bool,
        anywhere: bool,
        concept: str,
        size: int | None,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
        parquet: Path | None,
    ) -> None:
        """What would have to change for an outcome to hold: all smallest sets of changes."""
        from honestbroker.analyses.whatif import whatif as question
        from honestbroker.explain.whatif import whatif as told
        from honestbroker.result.whatif import Target

        text = make if make is not None else state
        if text is None or (make is not None and state is not None):
            raise click.UsageError("say what shall hold: either --make OUTCOME or --state STATE")
        target = Target(text, state is not None, concept, via == "closed", every, anywhere, stops)
        found = doors.asked(case, profile, changes, flags, opened)
        answer = guarded(
            lambda: question(
                found,
                target,
                size=size,
                work=work_of(workers, cluster, store, quiet),
                max_memory=max_memory,
            )
        )
        save_table(answer, parquet)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


def _add_rankings(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.argument("state")
    @click.argument("party", required=False)
    @click.option("--concept", type=_CONCEPT, default="nash", help="Default: nash.")
    def rankings(
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
        concept: str,
    ) -> None:
        """Which rankings, of one PARTY or of all, make STATE stable, and how many there are."""
        from honestbroker.analyses.rankings import TooManySets
        from honestbroker.analyses.rankings import rankings as question
        from honestbroker.explain.whatif import rankings as told
        from honestbroker.result import TooBig

        found = doors.asked(case, profile, changes, flags, opened)
        try:
            answer = question(found, state, party, concept=concept, max_memory=max_memory)
        except TooManySets as error:
            raise CaseError([Problem(str(error), None, "ask under nash, or whatif")]) from None
        except ValueError as error:
            if isinstance(error, CaseError | TooBig):
                raise
            raise CaseError([Problem(str(error))]) from None
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


def _add_sensitivity(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @draw_options
    @parquet_option
    @work_options
    def sensitivity(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        draws: int,
        swaps: int,
        seed: int,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
        parquet: Path | None,
    ) -> None:
        """How sure the headline claims are, and on which judgements they rest."""
        from honestbroker.analyses.sensitivity import Sample
        from honestbroker.analyses.sensitivity import sensitivity as question
        from honestbroker.explain.sensitivity import sensitivity as told

        found = doors.asked(case, profile, changes, flags, opened)
        answer = guarded(
            lambda: question(
                found,
                sample=Sample(draws, swaps, seed) if draws else None,
                work=work_of(workers, cluster, store, quiet),
                max_memory=max_memory,
            )
        )
        save_table(answer, parquet)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


def _add_compare(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.option(
        "--with",
        "others",
        multiple=True,
        required=True,
        metavar="PROFILE|FILE",
        help="Another profile of the case, or another case file; repeatable.",
    )
    @draw_options
    @parquet_option
    @work_options
    def compare(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        others: tuple[str, ...],
        draws: int,
        swaps: int,
        seed: int,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
        parquet: Path | None,
    ) -> None:
        """Analysts side by side: their conclusions, and which statements make the difference."""
        from honestbroker.analyses.compare import compare as question
        from honestbroker.analyses.sensitivity import Sample
        from honestbroker.explain.sensitivity import compare as told

        first = doors.asked(case, profile, changes, flags, opened)
        found = versions(doors.asked, first, others, (changes, flags, opened))
        answer = guarded(
            lambda: question(
                [(first.profile or case, first), *found],
                sample=Sample(draws, swaps, seed) if draws else None,
                max_memory=max_memory,
                work=work_of(workers, cluster, store, quiet),
            )
        )
        save_table(answer, parquet)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(first, answer, language))


def _add_timeline(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    def timeline(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
    ) -> None:
        """What held at each date, what changed between dates, and which trigger did it."""
        from honestbroker.analyses.timeline import timeline as question
        from honestbroker.explain.sensitivity import timeline as told

        found: Case = in_profile(doors.asked(case, profile, changes, flags, opened), profile)
        answer = question(found, max_memory)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


def _add_views(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.option("--concept", type=click.Choice(["seq", "sseq"]), default="seq")
    def views(
        case: str,
        profile: str | None,
        changes: tuple[str, ...],
        flags: tuple[tuple[str, bool], ...],
        opened: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        concept: str,
    ) -> None:
        """Who is mistaken about whom: what holds by mistake, and where play then leads."""
        from honestbroker.analyses.views import views as question
        from honestbroker.explain.views import views as told

        found = doors.asked(case, profile, changes, flags, opened)
        answer = question(found, concept=concept, max_memory=max_memory)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


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
    doors = Doors(case_options, asked, show, write)
    for add in (
        _add_whatif,
        _add_rankings,
        _add_sensitivity,
        _add_compare,
        _add_timeline,
        _add_views,
    ):
        add(main, doors)
