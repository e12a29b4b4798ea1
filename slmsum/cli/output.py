"""Results go to standard output, or whole into files."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.errors import BadOption

if TYPE_CHECKING:
    from slmsum.export.formats import Format


def write_stdout(content: str | bytes) -> None:
    """Print as it is; characters of text that the terminal cannot show become question marks."""
    if isinstance(content, str):
        write_lines([content.removesuffix("\n")])
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def refuse_terminal(format: Format) -> None:
    """Raise BadOption where a format that no terminal can show would go to one."""
    if format.is_binary and sys.stdout.isatty():
        raise BadOption(f"{format} is nothing for a terminal", hint=f"Say -o FILE{format.suffix}.")


def write_lines(lines: Iterable[str]) -> None:
    """Print lines as they come, so that a million of them need no memory."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def file_in(folder: Path, stem: str, suffix: str, taken: set[Path]) -> Path:
    """A name in `folder` that this run has not used; it is added to `taken`."""
    path, number = folder / f"{stem}{suffix}", 2
    while path in taken:
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    taken.add(path)
    return path


def shows_colours() -> bool:
    """Whether a terminal on standard output may be sent colours and bold words."""
    if "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb":
        return False
    if sys.platform != "win32":
        return True
    from rich.console import detect_legacy_windows

    return not detect_legacy_windows()
