"""Results go to standard output, or whole into files."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path


def write_stdout(text: str) -> None:
    """Print text as it is; characters the terminal cannot show become question marks."""
    write_lines([text.removesuffix("\n")])


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
