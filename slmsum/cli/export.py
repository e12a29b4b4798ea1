"""`slmsum export`: minutes that are there already, in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output
from slmsum.cli.errors import note, warn
from slmsum.errors import BadOption
from slmsum.export.formats import Format, choose, render
from slmsum.files import replace_file
from slmsum.minutes import Minutes


def export(
    minutes: Annotated[
        Path, typer.Argument(metavar="MINUTES", help="Minutes that -f json has written.")
    ],
    conversation: Annotated[
        Path, typer.Argument(metavar="FILE", help="The chat or transcript that they are of.")
    ],
    *,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="How to write the minutes.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
    since: options.Since = "",
    until: options.Until = "",
    speaker: options.Speakers = None,
    format_hint: options.FormatHint = "",
    debug: options.Debug = False,
) -> None:
    """Write minutes again in another format, without any model.

    FILE is read as it was when the minutes were made, so give the same --since, --until and
    --speaker. Of a recording, give the JSON of 'slmsum read --json'.
    """
    chosen = choose(format, out)
    if out is None:
        output.refuse_terminal(chosen)
    kept = _minutes(minutes)
    (request,) = options.requests([conversation], since, until, speaker, format_hint)
    if request.needs_listening():
        raise BadOption(
            f"{conversation}: a recording, and this command does not listen",
            hint="Give the JSON of: slmsum read --json",
        )
    found = request.read()
    warn(found, request.path.name)
    content = render(chosen, kept, found, warn=lambda told: note([told], minutes.name))
    if out is None:
        output.write_stdout(content)
    else:
        replace_file(out, content)


def _minutes(path: Path) -> Minutes:
    from slmsum.readers.source import Source

    return Minutes.from_json(Source.of_path(path).json, str(path))
