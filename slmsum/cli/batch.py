"""`slmsum batch`: minutes of many conversations."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slmsum.cli import options, output, progress
from slmsum.cli.errors import note, report
from slmsum.errors import BadOption
from slmsum.export.formats import Format
from slmsum.power import PowerPlan
from slmsum.progress import Progress
from slmsum.summarize.settings import Length

if TYPE_CHECKING:
    from slmsum.many.batch import BatchSettings, Ended, Report
    from slmsum.many.workers import Workers

FAILED = 1

Out = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the minutes go.")
]
AsFormat = Annotated[Format, typer.Option("--format", "-f", help="How to write the minutes.")]
HowLong = Annotated[Length | None, typer.Option(help="How long the summaries are.")]
WithModel = Annotated[str, typer.Option(metavar="NAME", help="Another model to write with.")]
Power = Annotated[options.PowerRequest, typer.Option(help="How hard the machine may work.")]
WorkerCount = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="How many processes work side by side."),
]


def batch(
    places: Annotated[
        list[Path],
        typer.Argument(metavar="PLACE", help="Folders, files, or patterns such as '*.vtt'."),
    ],
    *,
    out: Out,
    format: AsFormat = Format.MARKDOWN,
    length: HowLong = None,
    template: options.TemplateName = "auto",
    power: Power = options.PowerRequest.AUTO,
    model: WithModel = "",
    workers: WorkerCount = None,
    dask: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Send the work to this Dask scheduler.")
    ] = "",
    language: options.Language = "",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Write minutes of all conversations in folders into another.

    An export that is a folder of files counts as one conversation. What is done already is skipped,
    so a batch that was stopped goes on where it was. Notes, and what failed, are listed at the end;
    where something failed, the exit code is 1.
    """
    from slmsum.many.batch import run_batch
    from slmsum.many.journal import Journal
    from slmsum.many.units import find_units

    settings = chosen(power, length, format, template=template, model=model, language=language)
    began = time.monotonic()
    notes: dict[str, tuple[str, ...]] = {}
    with ExitStack() as held:
        # Told of even where an interrupt or an error ends the batch: what is made is not made anew.
        held.callback(_tell_notes, notes)
        journal = held.enter_context(Journal(out))
        inside = out.absolute()
        units = find_units(places, lambda path: path == inside or journal.is_output(path))
        if not units:
            raise BadOption("there are no conversations in what was given")
        bar = held.enter_context(_bar(len(units), quiet))
        hands = held.enter_context(staff(settings.plan, workers, dask, quiet))

        def on_ended(ended: Ended) -> None:
            bar(ended)
            if ended.made is not None and ended.made.warnings:
                notes[ended.unit.name] = ended.made.warnings

        result = run_batch(units, settings, hands, journal, on_ended)
    _tell(result, time.monotonic() - began)
    if result.failed:
        raise typer.Exit(FAILED)


def chosen(
    power: str,
    length: Length | None,
    format: Format,
    *,
    template: str,
    model: str,
    language: str,
) -> BatchSettings:
    """How minutes are made, for the options given.

    Raises BadOption, BadTemplate and UnreadableFile.
    """
    from slmsum import power as modes
    from slmsum.machine import inspect_machine
    from slmsum.many.batch import BatchSettings
    from slmsum.summarize.settings import SummarizeSettings
    from slmsum.templates import store as templates

    plan = modes.plan(power, inspect_machine())
    speech = options.speech(plan, language, None, None)
    layout = templates.choice(template)
    settings = SummarizeSettings(plan, length, model or None, template=layout)
    return BatchSettings(settings, format, speech)


def staff(plan: PowerPlan, wanted: int | None, dask: str, quiet: bool) -> Workers:
    """The processes that work: here, or on the cluster at the address `dask`."""
    import psutil

    from slmsum.many.workers import WORKER_BYTES, LocalWorkers, worker_count

    if dask:
        from slmsum.many.cluster import Cluster

        return Cluster(dask, plan)
    count = wanted or worker_count(plan, psutil.virtual_memory().available)
    if not quiet:
        many = "1 process takes" if count == 1 else f"{count} processes take"
        memory = count * WORKER_BYTES / 1e9
        typer.echo(f"slmsum: {many} up to {memory:.1f} GB of memory", err=True)
    return LocalWorkers(plan, count)


def _tell_notes(notes: dict[str, tuple[str, ...]]) -> None:
    for name, warnings in notes.items():
        note(warnings, name)


def _tell(result: Report, seconds: float) -> None:
    said = [f"{count:,} {state}" for state, count in result.counts.items() if count]
    line = ", ".join(said) + f"; {seconds:,.0f} s"
    if result.joules_source:
        how = "estimated" if result.joules_source == "estimate" else "measured"
        line += f", {result.joules:,.0f} J {how}"
    output.write_stdout(line + "\n")
    for ended in result.failed:
        assert ended.error is not None
        report(ended.error, brief=True)


@contextmanager
def _bar(total: int, quiet: bool) -> Iterator[Callable[[Ended], None]]:
    """A sink for conversations that are through."""
    began, done, made = time.monotonic(), 0, 0
    with progress.shown(f"{total:,} conversations", quiet) as sink:
        sink(Progress("", 0, total))

        def show(ended: Ended) -> None:
            nonlocal done, made
            done += 1
            made += ended.made is not None
            # What was there already took no time and foretells nothing.
            left = (time.monotonic() - began) / made * (total - done) if made else None
            sink(Progress(ended.unit.name, done, total, left))

        yield show
