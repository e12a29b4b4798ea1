"""Takes that are being recorded, or were when the program died: a note for each, with a lock.

The note lies in the user's data and is held locked while the take is written, so whoever finds
one unlocked has found an interrupted take, wherever its file is.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from slmsum.audio.take import mend
from slmsum.errors import OutputFailed

_FOLDER = ".unfinished"
_HEADERS_AT_MOST = 4096


@dataclass(frozen=True, slots=True)
class Recovered:
    """An interrupted take made whole; `problem` is set where that was not possible."""

    path: Path
    seconds: float
    problem: str = ""


def recordings(home: Path) -> Path:
    """The folder for takes without a name of their own, made for the user alone.

    Raises OutputFailed.
    """
    folder = home / "recordings"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _FOLDER).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise OutputFailed(folder, error.strerror or str(error)) from error
    return folder


def new_path(home: Path, now: datetime) -> Path:
    """A name in that folder, of the time, that nothing has yet; raises OutputFailed."""
    folder = recordings(home)
    stem = f"{now:%Y-%m-%d %H.%M.%S}"
    names = (f"{stem}{'' if n == 1 else f' {n}'}.opus" for n in range(1, 1000))
    return next(folder / name for name in names if not (folder / name).exists())


class Note:
    """The note of a take that is being recorded; `close` removes it once the file is whole."""

    def __init__(self, home: Path, path: Path) -> None:
        self._path = recordings(home) / _FOLDER / f"{uuid.uuid4().hex}.json"
        self._lock = _lock(self._path)
        self._lock.acquire()
        try:
            self._path.write_text(json.dumps({"path": str(path.absolute())}), encoding="utf-8")
        except OSError as error:
            self.close()
            raise OutputFailed(self._path, error.strerror or str(error)) from error

    def close(self) -> None:
        """Forget the take."""
        _remove(self._path, self._lock)


def interrupted(home: Path) -> list[Path]:
    """The takes that nobody is recording any more and that were not finished."""
    return [take for _note, _lock, take in _abandoned(home)]


def recover(home: Path) -> list[Recovered]:
    """Make all interrupted takes whole; an empty one is removed and not told of."""
    done = []
    for note, lock, take in _abandoned(home):
        if take.parent.is_dir() and not take.exists():
            _remove(note, lock)
            continue
        try:
            seconds = mend(take)
        except OutputFailed as error:
            # The note stays, for the disk may only be away.
            done.append(Recovered(take, 0.0, error.message))
            continue
        if seconds:
            done.append(Recovered(take, seconds))
        elif _is_empty_take(take):
            take.unlink(missing_ok=True)
        _remove(note, lock)
    return done


def _abandoned(home: Path) -> Iterator[tuple[Path, FileLock, Path]]:
    """Notes that no living process holds, with their takes; each is held while it is looked at."""
    for note in sorted((home / "recordings" / _FOLDER).glob("*.json")):
        lock = _lock(note)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        try:
            take = _take_of(note)
            if take is None:
                _remove(note, lock)
            else:
                yield note, lock, take
        finally:
            lock.release()


def _take_of(note: Path) -> Path | None:
    """The take that a note tells of; None for a note that was cut off or is nonsense."""
    try:
        told: Any = json.loads(note.read_text(encoding="utf-8"))
        return Path(told["path"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _is_empty_take(path: Path) -> bool:
    """Whether nothing but an Ogg file's headers is in it: no other file may be removed."""
    with path.open("rb") as file:
        data = file.read(_HEADERS_AT_MOST)
    return len(data) < _HEADERS_AT_MOST and (not data or data.startswith(b"OggS"))


def _lock(note: Path) -> FileLock:
    return FileLock(note.with_suffix(".lock"), thread_local=False)


def _remove(note: Path, lock: FileLock) -> None:
    with contextlib.suppress(OSError):
        note.unlink(missing_ok=True)
    lock.release()
    with contextlib.suppress(OSError):
        note.with_suffix(".lock").unlink(missing_ok=True)
