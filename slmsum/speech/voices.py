"""Voices that the user chose to have remembered, in a file that only the user can read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slmsum.errors import BadOption, MalformedInput, OutputFailed, UnreadableFile
from slmsum.files import replace_file

SCHEMA = "slmsum.voices/1"
_FILE = "voices.json"
_WIDTH = 256

# Voices at least this alike are one person's. tests/bench/diarize.py --voices measures it: no error
# among ten speakers at close microphones; across rooms, 2 in 100 pairs of two people pass it. The
# voice of one person at a close and at a far microphone does not: it is not recognised then.
ALIKE = 0.9

Print = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class VoiceBook:
    """The remembered voices below `folder`; there is no file until one is remembered."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file, there or not."""
        return self.folder / _FILE

    def voices(self) -> dict[str, Print]:
        """All voice prints by name, in order of names; raises UnreadableFile or MalformedInput."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError as error:
            raise self._malformed("not text") from error
        except OSError as error:
            raise UnreadableFile(self.path, error.strerror or str(error)) from error
        try:
            data = json.loads(text)
            if data["schema"] != SCHEMA:
                raise self._malformed(f"schema is not {SCHEMA}")
            found = {str(name): _print(values) for name, values in data["voices"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self._malformed(repr(error)) from error
        return dict(sorted(found.items()))

    def remember(self, name: str, voice: Sequence[float]) -> bool:
        """Keep a voice under a name; returns whether another was kept under it before.

        Raises BadOption for a name that is none, UnreadableFile, MalformedInput, OutputFailed.
        """
        if not name.strip() or not name.isprintable():
            raise BadOption("a voice needs a name", hint="Give a name of printable characters.")
        with self._locked():
            known = self.voices()
            self._write({**known, name: _print(voice)})
        return name in known

    def forget(self, name: str) -> None:
        """Delete a voice, and the file with the last one; raises BadOption for an unknown name."""
        with self._locked():
            known = self.voices()
            if name not in known:
                raise BadOption(
                    f"no voice is remembered as {name!r}",
                    hint="Remembered: " + (", ".join(known) or "none") + ".",
                )
            del known[name]
            if known:
                self._write(known)
            else:
                self.path.unlink()

    def recognise(self, voices: Sequence[Sequence[float]]) -> dict[int, str]:
        """The names of those `voices` that are remembered, by their places.

        A name goes to the voice most like it, and no two voices get the same.
        """
        pairs = sorted(
            (
                (-_alike(voice, known), place, name)
                for place, voice in enumerate(voices)
                for name, known in self.voices().items()
            ),
        )
        names: dict[int, str] = {}
        for unlike, place, name in pairs:
            if -unlike >= ALIKE and place not in names and name not in names.values():
                names[place] = name
        return names

    def _malformed(self, reason: str) -> MalformedInput:
        return MalformedInput(self.path, "voices", reason)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else changes the file meanwhile."""
        from filelock import FileLock

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / f".{_FILE}.lock")
            lock.acquire()
        except OSError as error:
            raise OutputFailed(self.path, error.strerror or str(error)) from error
        try:
            yield
        finally:
            lock.release()

    def _write(self, voices: Mapping[str, Print]) -> None:
        data = {"schema": SCHEMA, "voices": {name: list(print) for name, print in voices.items()}}
        replace_file(self.path, json.dumps(data), private=True)


def _print(values: Sequence[float]) -> Print:
    """Checked: 256 numbers of a vector of length 1."""
    found = tuple(float(value) for value in values)
    if len(found) != _WIDTH or not abs(_alike(found, found) - 1) < 0.01:
        raise ValueError("a voice is no vector of 256 numbers with length 1")
    return found


def _alike(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
