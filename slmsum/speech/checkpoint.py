"""What has been heard of a recording so far, on disk, so that a killed run can go on."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO, Any

from slmsum.audio.sound import RATE, Sound
from slmsum.speech.pieces import Place
from slmsum.speech.spoken import Utterance, Word

# Counted up whenever the same sound may be heard otherwise than before.
VERSION = 1
_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a piece of a channel, in which language, and where the next one begins."""

    channel: int
    after: Place
    language: str
    utterances: tuple[Utterance, ...]


class Checkpoint:
    """The finished pieces of a run; each is on the disk before the next one is begun."""

    def __init__(self, path: Path | None, stream: IO[str] | None, done: tuple[Heard, ...]) -> None:
        self._path = path
        self._stream = stream
        self.done = done

    def add(self, heard: Heard) -> None:
        """Note a finished piece."""
        if self._stream is None:
            return
        # A full disk costs only the chance to go on after a kill.
        with suppress(OSError):
            self._stream.write(json.dumps(_to_json(heard), ensure_ascii=False) + "\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def remove(self) -> None:
        """Forget the run, which is complete."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()
                _lock_of(self._path).unlink()


@contextmanager
def checkpoint(folder: Path | None, key: str) -> Iterator[Checkpoint]:
    """The checkpoint of a run in `folder`; None, or a run that another process does, keeps none.

    Checkpoints that nobody came back to for a month are deleted.
    """
    if folder is None:
        yield Checkpoint(None, None, ())
        return
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    _delete_old(folder)
    path = folder / f"{key}.jsonl"
    with ExitStack() as stack:
        try:
            stack.enter_context(FileLock(_lock_of(path), timeout=0))
        except Timeout:
            yield Checkpoint(None, None, ())
            return
        done, size = _read(path)
        stream = stack.enter_context(path.open("a", encoding="utf-8"))
        # What a killed process wrote half would spoil the line after it.
        stream.truncate(size)
        yield Checkpoint(path, stream, done)


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def key_of(sound: Sound, *choices: object) -> str:
    """A name for the hearing of this very sound with these choices."""
    digest = hashlib.sha256(repr((VERSION, sound.channels, *choices)).encode())
    step = RATE * 600
    for at in range(0, sound.samples.shape[1], step):
        digest.update(sound.samples[:, at : at + step].tobytes())
    return digest.hexdigest()[:40]


def _delete_old(folder: Path) -> None:
    limit = time.time() - _KEPT_SECONDS
    for path in folder.glob("*.jsonl*"):
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()


def _read(path: Path) -> tuple[tuple[Heard, ...], int]:
    """The whole lines of a checkpoint, and how many bytes they take."""
    done: list[Heard] = []
    size = 0
    try:
        data = path.read_bytes()
    except OSError:
        return (), 0
    for line in data.splitlines(keepends=True):
        try:
            if not line.endswith(b"\n"):
                break
            done.append(_from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            break
        size += len(line)
    return tuple(done), size


def _to_json(heard: Heard) -> dict[str, Any]:
    return {
        "channel": heard.channel,
        "after": [heard.after.start, heard.after.held],
        "language": heard.language,
        "utterances": [
            [utterance.channel, [astuple(word) for word in utterance.words]]
            for utterance in heard.utterances
        ],
    }


def _from_json(data: dict[str, Any]) -> Heard:
    start, held = data["after"]
    return Heard(
        data["channel"],
        Place(int(start), tuple((int(first), int(last)) for first, last in held)),
        data["language"],
        tuple(
            Utterance(tuple(Word(*word) for word in words), channel)
            for channel, words in data["utterances"]
        ),
    )
