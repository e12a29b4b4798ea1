"""Files that hold the old or the new content, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from slmsum.errors import OutputFailed


def replace_file(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Replace a file in one step; text is written as UTF-8. Raises OutputFailed.

    It keeps the rights it had; a new one gets the usual rights, or with `private` always only its
    owner's.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", errors="replace")
    with replacing(path, private=private) as stream:
        stream.write(data)


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A stream for content too large for memory, which replaces the file as `replace_file` does.

    An error within leaves the file as it was; one of the system is raised as OutputFailed.
    """
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(0o600 if private else _rights(path))
        Path(draft).replace(path)
    except OSError as error:
        raise OutputFailed(path, error.strerror or str(error)) from error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)


def _rights(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
