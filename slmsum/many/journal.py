"""What a batch has done, kept in its output folder, so that it can go on where it was stopped.

The file has one JSON object a line and only ever grows while a batch runs: a line is on disk before
the file of minutes it tells of, so whatever moment the process dies, each file of minutes is known
to be ours.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from slmsum.errors import OutputFailed, SlmsumError
from slmsum.files import remove_drafts, replace_file

FILE = ".slmsum-batch.jsonl"
_LOCK = ".slmsum-batch.lock"
_SCHEMA = "slmsum.batch/1"


class FolderInUse(SlmsumError):
    """Another batch writes into the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: another slmsum batch or watch writes here",
            hint="Wait for it, or choose another folder with -o.",
        )


class NotOurs(OutputFailed):
    """Where minutes should go lies a file that no batch wrote, or that was changed since."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the file there is not as a batch of slmsum wrote it")
        self.hint = "Move it away, or choose another folder with -o."


@dataclass(frozen=True, slots=True)
class Line:
    """Minutes in the file `output`, made of the conversation `unit`.

    `key` stands for its content, the settings and the model; `sha256` and `bytes` for the file.
    """

    unit: str
    key: str
    output: str
    sha256: str
    bytes: int


class Journal:
    """The journal of the folder `out`, which is made if need be; for one process at a time.

    Raises OutputFailed or FolderInUse.
    """

    def __init__(self, out: Path) -> None:
        from filelock import FileLock, Timeout

        self.out = out
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(out / _LOCK)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise FolderInUse(out) from error
        except OSError as error:
            raise OutputFailed(out, error.strerror or str(error)) from error
        self._lines = _read(out / FILE)
        # Hashes that a file of minutes may have and be ours, by its name in small letters.
        self._ours: dict[str, set[str]] = {}
        self._owner: dict[str, str] = {}
        for line in self._lines:
            self._learn(line)
        self._latest = {line.unit: line for line in self._lines}
        self._clear()
        # A torn last line goes, and what a file was long before.
        self._rewrite()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()

    def is_output(self, path: Path) -> bool:
        """Whether a file below the folder is one that a batch wrote."""
        try:
            return path.relative_to(self.out.absolute()).as_posix().casefold() in self._ours
        except ValueError:
            return False

    def is_done(self, unit: str, key: str) -> bool:
        """Whether the minutes are there; those that the user has changed are left alone."""
        line = self._latest.get(unit)
        if line is None or line.key != key:
            return False
        path = self.out / line.output
        if not path.is_file():
            return False
        if path.stat().st_size == line.bytes:
            return True
        # A process that died between the journal and the file left the file of before.
        return _hash(path.read_bytes()) not in self._ours[line.output.casefold()] - {line.sha256}

    def write(self, unit: str, key: str, suffix: str, content: str | bytes) -> Path:
        """Note and write minutes; raises NotOurs where that would destroy something of another's.

        The file mirrors the unit's name, with `suffix` after it. Raises OutputFailed.
        """
        data = content if isinstance(content, bytes) else content.encode(errors="replace")
        output = self._output(unit, suffix)
        path = self.out / output
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                known = self._ours.get(output.casefold(), set())
                if not path.is_file() or _hash(path.read_bytes()) not in known:
                    raise NotOurs(path)
            line = Line(unit, key, output, _hash(data), len(data))
            with (self.out / FILE).open("a", encoding="utf-8") as stream:
                stream.write(_text(line))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputFailed(path, error.strerror or str(error)) from error
        self._learn(line)
        self._latest[unit] = line
        replace_file(path, data)
        return path

    def _output(self, unit: str, suffix: str) -> str:
        """A name of its own, on systems that do not tell capitals from small letters as well."""
        number, name = 1, f"{unit}{suffix}"
        while self._owner.get(name.casefold(), unit) != unit:
            number += 1
            name = f"{unit}-{number}{suffix}"
        return name

    def _learn(self, line: Line) -> None:
        self._ours.setdefault(line.output.casefold(), set()).add(line.sha256)
        self._owner.setdefault(line.output.casefold(), line.unit)

    def _clear(self) -> None:
        """Remove what processes that were killed have left half written."""
        out = self.out.absolute()
        for folder in {out, *((out / line.output).parent for line in self._lines)}:
            remove_drafts(folder, partial(self._writes, folder))

    def _writes(self, folder: Path, name: str) -> bool:
        return name == FILE or self.is_output(folder / name)

    def _rewrite(self) -> None:
        if self._lines:
            head = json.dumps({"schema": _SCHEMA}) + "\n"
            replace_file(self.out / FILE, head + "".join(map(_text, self._lines)))
        else:
            replace_file(self.out / FILE, json.dumps({"schema": _SCHEMA}) + "\n")


def _text(line: Line) -> str:
    return json.dumps(asdict(line), ensure_ascii=True) + "\n"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(path: Path) -> list[Line]:
    """All lines that are whole; what is broken is forgotten, and its minutes made again."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OutputFailed(path, error.strerror or str(error)) from error
    return [line for row in text.splitlines() if (line := _line(row)) is not None]


def _line(row: str) -> Line | None:
    try:
        data: Any = json.loads(row)
        line = Line(**data)
    except (ValueError, TypeError, RecursionError):
        return None
    words = (line.unit, line.key, line.output, line.sha256)
    if not all(isinstance(word, str) for word in words) or not isinstance(line.bytes, int):
        return None
    # Whoever changed the journal must not lead us out of the folder.
    output = Path(line.output)
    return None if output.is_absolute() or ".." in output.parts else line
