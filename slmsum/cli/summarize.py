"""`slmsum summarize`: conversations in, minutes out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slmsum.cli import options, output, progress
from slmsum.cli.errors import note, report, warn
from slmsum.cli.library_access import made_findable, opened
from slmsum.errors import BadOption, BadTemplate, InputError, OutputFailed
from slmsum.export.formats import Format, choose, render
from slmsum.files import replace_file
from slmsum.jobs import SummarizeJob
from slmsum.summarize.settings import Length, SummarizeSettings

if TYPE_CHECKING:
    from slmsum.library import Library

FAILED = 2


def summarize(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="A chat, a transcript, a recording, or '-'."),
    ],
    *,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="How to write the minutes.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="Write to a file, or into a folder."),
    ] = None,
    length: Annotated[
        Length | None, typer.Option(help="How long the summary is, by default medium.")
    ] = None,
    template: options.TemplateName = "auto",
    power: Annotated[
        options.PowerRequest, typer.Option(help="How hard the machine may work.")
    ] = options.PowerRequest.AUTO,
    model: Annotated[str, typer.Option(metavar="NAME", help="Another model to write with.")] = "",
    since: options.Since = "",
    until: options.Until = "",
    speaker: options.Speakers = None,
    format_hint: options.FormatHint = "",
    language: options.Language = "",
    glossary: options.Glossary = None,
    term: options.Terms = None,
    speakers: options.SpeakerCount = None,
    name: options.NewNames = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep conversation and minutes in the library.")
    ] = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Write minutes whose every sentence names the turns behind it.

    They go to standard output, or with -o to a file whose suffix picks the format. The power mode
    auto saves power on battery and when the system asks for it.
    """
    from slmsum import power as modes
    from slmsum.machine import inspect_machine
    from slmsum.templates import store as templates

    folder = _output_folder(out, len(files))
    chosen = choose(format, None if folder else out)
    if chosen.is_whole and len(files) > 1 and folder is None:
        raise BadOption(f"several {chosen} files cannot go to one output", hint="Say -o FOLDER.")
    if out is None:
        output.refuse_terminal(chosen)
    plan = modes.plan(power, inspect_machine())
    layout = templates.choice(template)
    settings = SummarizeSettings(plan, length, model or None, template=layout)
    requests = options.requests(files, since, until, speaker, format_hint, names=name)
    speech = options.speech(plan, language, glossary, term, speakers=speakers)
    jobs = [SummarizeJob(request, settings, speech) for request in requests]
    # Opened first, so that nobody waits for minutes that then cannot be kept.
    with ExitStack() as stack:
        library = stack.enter_context(opened(to_change=True)) if keep else None
        if library is not None:
            stack.enter_context(made_findable(library, plan, quiet))
        whole = _write_all(jobs, chosen, out=out, folder=folder, quiet=quiet, library=library)
    if not whole:
        raise typer.Exit(FAILED)


def _write_all(
    jobs: Sequence[SummarizeJob],
    format: Format,
    *,
    out: Path | None,
    folder: Path | None,
    quiet: bool,
    library: Library | None,
) -> bool:
    """Write the minutes of each; returns whether all inputs of several could be read."""
    taken: set[Path] = set()
    whole = True
    for number, job in enumerate(jobs):
        try:
            content = _minutes(job, format, out, quiet, library)
        except InputError as error:
            if len(jobs) == 1:
                raise
            report(error)
            whole = False
            continue
        if out is None:
            if number and format is not Format.JSON:
                output.write_lines([""])
            output.write_stdout(content)
        elif folder is None:
            replace_file(out, content)
        else:
            path = output.file_in(folder, job.request.path.stem, format.suffix, taken)
            replace_file(path, content)
    return whole


def _output_folder(out: Path | None, count: int) -> Path | None:
    """The folder to write into, None for one file or standard output."""
    if out is None or (count == 1 and not out.is_dir()):
        return None
    if out.exists() and not out.is_dir():
        raise BadOption(f"{out} is a file, and there are {count} minutes", hint="Say -o FOLDER.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(out, error.strerror or str(error)) from error
    return out


def _minutes(
    job: SummarizeJob, format: Format, out: Path | None, quiet: bool, library: Library | None
) -> str | bytes:
    from slmsum.engine import worker

    with progress.shown(job.request.path.name, quiet) as sink:
        conversation, minutes = worker.run(job, sink)
    warn(conversation, job.request.path.name)
    if library is not None:
        library.add(conversation, minutes, audio=job.request.recording())
    terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 80
    colour = terminal and output.shows_colours()
    layout = job.settings.template
    template = layout.named(minutes.template) if layout is not None else None
    shown = partial(
        render,
        format,
        minutes,
        conversation,
        width=width,
        colour=colour,
        warn=lambda told: note([told], job.request.path.name),
    )
    try:
        return shown(template=template)
    except BadTemplate as error:
        # The minutes took their time to make: show them, if not as the template's body would.
        report(error)
        return shown()
