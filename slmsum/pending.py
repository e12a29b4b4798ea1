"""Recordings whose minutes wait until the machine runs on mains.

Each is a small file in the user's data, written in one step, so that it survives the end of the
program at any moment. Who works on one holds its lock; the file goes when its minutes are there.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from slmsum.errors import OutputFailed
from slmsum.files import replace_file

_FOLDER = Path("recordings") / ".pending"


@dataclass(frozen=True, slots=True)
class Pending:
    """A recording that waits; `note` is the file that says so."""

    path: Path
    note: Path


def put_off(home: Path, path: Path) -> Pending:
    """Let a recording wait; raises OutputFailed."""
    folder = home / _FOLDER
    note = folder / f"{uuid.uuid4().hex}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(note, error.strerror or str(error)) from error
    replace_file(note, json.dumps({"path": str(path.absolute())}), private=True)
    return Pending(path.absolute(), note)


def waiting(home: Path) -> list[Pending]:
    """All that wait, the oldest first, those included that somebody works on."""
    found = []
    for note in (home / _FOLDER).glob("*.json"):
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            told: Any = json.loads(note.read_text(encoding="utf-8"))
            found.append((note.stat().st_mtime, Pending(Path(told["path"]), note)))
    return [pending for _time, pending in sorted(found, key=lambda one: one[0])]


@contextmanager
def taken(pending: Pending) -> Iterator[bool]:
    """Hold a recording while its minutes are made; False where another process has it or had it.

    It is done with, once the block ends without an error; after one it waits again.
    """
    lock = FileLock(pending.note.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        there = pending.note.exists()
        yield there
        if there:
            pending.note.unlink(missing_ok=True)
    finally:
        lock.release()
        if not pending.note.exists():
            with contextlib.suppress(OSError):
                pending.note.with_suffix(".lock").unlink(missing_ok=True)
