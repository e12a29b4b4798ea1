"""`slmsum serve`: tools for assistants, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options
from slmsum.errors import UnreadableFile
from slmsum.extras import ExtraMissing


def serve(
    *,
    allow: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="A folder that may be read; may be repeated."),
    ] = None,
    power: Annotated[
        options.PowerRequest, typer.Option(help="How hard the machine may work.")
    ] = options.PowerRequest.AUTO,
    debug: options.Debug = False,
) -> None:
    """Serve an assistant over MCP: summarize, read, search, ask.

    It speaks over standard input and output and opens no network port. Files may be read in the
    folders that --allow names, by default the current one, and in the library.
    """
    if find_spec("mcp") is None:
        raise ExtraMissing("slmsum serve", "serve")
    from slmsum.serve.server import serve as run

    folders = allow or [Path.cwd()]
    for folder in folders:
        if not folder.is_dir():
            raise UnreadableFile(folder, "no such folder")
    run(folders, power)
