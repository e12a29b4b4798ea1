"""Results go to standard output, or whole into files."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from slmsum.errors import OutputFailed


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


def write_file(path: Path, content: str | bytes) -> None:
    """Replace a file in one step, so that it holds the old or the new content, whatever happens.

    Text is written as UTF-8. Raises OutputFailed.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", errors="replace")
    draft = ""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(mode)
        Path(draft).replace(path)
    except OSError as error:
        raise OutputFailed(path, error.strerror or str(error)) from error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def file_in(folder: Path, stem: str, suffix: str, taken: set[Path]) -> Path:
    """A name in `folder` that this run has not used; it is added to `taken`."""
    path, number = folder / f"{stem}{suffix}", 2
    while path in taken:
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    taken.add(path)
    return path
