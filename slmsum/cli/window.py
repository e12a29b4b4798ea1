"""`slmsum app`: open the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options
from slmsum.errors import BadOption


def window(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Chats, transcripts, recordings or folders to import."),
    ] = None,
    debug: options.Debug = False,
) -> None:
    """Open the window, or hand files to the one that is open."""
    _require_screen()
    try:
        from slmsum.gui import app
    except ImportError as error:
        raise BadOption(
            f"the window cannot be shown: {error}",
            hint="Install PySide6-Essentials and what it needs, or use the other commands.",
        ) from error
    from slmsum.cli.library_access import PASSPHRASE
    from slmsum.paths import home

    passphrase = os.environ.get(PASSPHRASE) or None
    raise typer.Exit(app.start(home(), files or (), passphrase))


def _require_screen() -> None:
    """Qt ends the whole process where there is no screen, so look before. Raises BadOption."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise BadOption(
            "there is no screen to show the window on",
            hint="Start it within a desktop session, or use the other commands.",
        )
