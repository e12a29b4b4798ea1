"""`slmsum transcribe`: what is said in a recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output, progress
from slmsum.cli.errors import warn
from slmsum.export.transcript import TranscriptFormat, choose, render
from slmsum.files import replace_file
from slmsum.jobs import TranscribeJob


def transcribe(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An audio or video file, or '-'.")],
    *,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
    format: Annotated[
        TranscriptFormat | None, typer.Option("--format", "-f", help="How to write it.")
    ] = None,
    language: options.Language = "",
    glossary: options.Glossary = None,
    term: options.Terms = None,
    speakers: options.SpeakerCount = None,
    no_speakers: options.NoSpeakers = False,
    name: options.NewNames = None,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="Another speech model to listen with.")
    ] = "",
    power: Annotated[
        options.PowerRequest, typer.Option(help="How hard the machine may work.")
    ] = options.PowerRequest.AUTO,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Write down what is said in a recording, when and by whom.

    It goes to standard output as text, or with -o to a file whose suffix picks the format: .txt,
    .vtt, .srt, .json or .docx. A run that was killed goes on where it ended.
    """
    from slmsum import power as modes
    from slmsum.engine import worker
    from slmsum.machine import inspect_machine

    chosen = choose(format, out)
    plan = modes.plan(power, inspect_machine())
    speech = options.speech(
        plan, language, glossary, term, model=model, speakers=speakers, no_speakers=no_speakers
    )
    (request,) = options.requests([file], "", "", None, "", names=name)
    with progress.shown(request.path.name, quiet) as sink:
        conversation, transcript = worker.run(TranscribeJob(request, speech), sink)
    warn(conversation, request.path.name)
    content = render(chosen, conversation, transcript)
    if out is None:
        output.write_stdout(content.decode("utf-8"))
    else:
        replace_file(out, content)
