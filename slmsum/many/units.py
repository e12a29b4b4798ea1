"""Find the conversations in files and folders: an export of many files counts as one."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slmsum.errors import SlmsumError, UnknownFormat, UnreadableFile
from slmsum.models.store import sha256_of
from slmsum.readers.reader import POSSIBLE
from slmsum.readers.sniff import choose
from slmsum.readers.source import Source


@dataclass(frozen=True, slots=True)
class Unit:
    """One conversation: a file, or the folder of an export.

    `name` is its path below what was searched, with "/". `named` says that the user gave it
    itself, and not only a folder or pattern that holds it.
    """

    path: Path
    name: str
    named: bool = False

    def fingerprint(self) -> str:
        """The SHA-256 of its content, in hexadecimal; raises UnreadableFile."""
        try:
            return _folder_hash(self.path) if self.path.is_dir() else sha256_of(self.path)
        except OSError as error:
            raise UnreadableFile(self.path, error.strerror or str(error)) from error


def find_units(
    places: Sequence[Path], skip: Callable[[Path], bool] = lambda _path: False
) -> list[Unit]:
    """The conversations in files, folders and patterns, in order of their names, each once.

    Hidden files, symbolic links in folders and what `skip` names are left out. A folder is one
    conversation where a reader knows it as an export. A place that is not there is a unit, too, so
    that reading it tells what is wrong.
    """
    found: dict[Path, bool] = {}
    for place in places:
        for path in _matching(place):
            if path.is_dir() and not is_export(path):
                for inner in _below(path, skip):
                    found.setdefault(inner, False)
            else:
                found[path] = path == place.absolute()
    base = _base(places, list(found))
    units = [Unit(path, path.relative_to(base).as_posix(), named) for path, named in found.items()]
    return sorted(units, key=lambda unit: unit.name)


def is_export(folder: Path) -> bool:
    """Whether a folder is the export of an app, and not a folder that holds exports or chats."""
    form = _format(folder)
    if form is None:
        return False
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir() and _format(path) is not None:
            return False
        if path.is_file() and _format(path, at_least=POSSIBLE) not in (None, form):
            return False
    return True


def _format(path: Path, at_least: float = 0.0) -> str | None:
    try:
        source = Source.of_path(path)
        reader = choose(source)
        return reader.format if reader.sniff(source) >= at_least else None
    except SlmsumError:
        return None


def is_foreign(path: Path) -> bool:
    """Whether a file is neither text nor sound nor a zip nor of a known format: a photo, say."""
    from slmsum.audio.media import is_media

    try:
        source = Source.of_path(path)
        if source.is_folder or source.is_zip or source.encoding or is_media(source.head):
            return False
        choose(source)
    except UnknownFormat:
        return True
    except SlmsumError:
        return False
    return False


def _matching(place: Path) -> list[Path]:
    if place.exists() or not glob.has_magic(str(place)):
        return [place.absolute()]
    found = glob.glob(str(place), recursive=True)  # noqa: PTH207  (patterns may be absolute)
    return [Path(name).absolute() for name in sorted(found)]


def _below(folder: Path, skip: Callable[[Path], bool]) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in inside:
        if path.name.startswith(".") or path.is_symlink() or skip(path):
            continue
        if path.is_dir() and not is_export(path):
            yield from _below(path, skip)
        elif path.is_dir() or path.is_file():
            yield path


def _base(places: Sequence[Path], found: Sequence[Path]) -> Path:
    """The folder below which the names of units are told apart."""
    if len(places) == 1 and places[0].is_dir() and found != [places[0].absolute()]:
        return places[0].absolute()
    parents = [str(path.parent) for path in found]
    try:
        return Path(os.path.commonpath(parents)) if parents else Path.cwd()
    except ValueError:  # on several drives of Windows
        return Path(found[0].anchor)


def _folder_hash(folder: Path) -> str:
    members = Source.of_path(folder).members
    assert members is not None
    whole = hashlib.sha256()
    for name in members.names:
        whole.update(f"{name}\0{sha256_of(folder / name)}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()
