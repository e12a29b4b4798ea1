"""Files that hold the old or the new content, whatever happens while they are written."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from slmsum.errors import OutputFailed

# Hidden, with what mkstemp puts behind the name.
_DRAFT = re.compile(r"\.(.+)\.[a-z0-9_]{8}", re.DOTALL)


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


def remove_drafts(folder: Path, is_ours: Callable[[str], bool]) -> None:
    """Remove what processes that were killed left of files that they were writing to `folder`.

    `is_ours` tells by a file's name whether it is such a one; nobody may be writing it meanwhile.
    """
    # One that stays takes room, but does no harm.
    with suppress(OSError):
        for path in list(folder.iterdir()):
            found = _DRAFT.fullmatch(path.name)
            if found and is_ours(found[1]):
                path.unlink()


def _rights(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
