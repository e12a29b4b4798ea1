"""What slmsum keeps on this machine, by kind, and how to delete all of it."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from slmsum.errors import OutputFailed


class DataKind(StrEnum):
    """What there is to keep: all but models and settings tells of the user's conversations."""

    LIBRARY = "library"
    RECORDINGS = "recordings"
    WORK = "work"
    MODELS = "models"
    SETTINGS = "settings"


# Folders and files in the user's data; whatever is not named here counts as settings.
_PLACES = {
    DataKind.LIBRARY: ("library",),
    DataKind.RECORDINGS: ("recordings",),
    DataKind.WORK: ("work", "scratch"),
    DataKind.MODELS: ("models", "locks"),
}


@dataclass(frozen=True, slots=True)
class DataPart:
    """One kind of data and the bytes it takes."""

    kind: DataKind
    bytes: int


def data_parts(home: Path) -> list[DataPart]:
    """All kinds with their size on disk; what cannot be looked at counts as nothing."""
    return [DataPart(kind, sum(map(_size, _paths(home, kind)))) for kind in DataKind]


def delete(home: Path, kinds: set[DataKind]) -> None:
    """Delete all data of some kinds; raises OutputFailed where something would not go.

    Nobody may be using the data: close the library and let recordings end before.
    """
    for kind in DataKind:
        for path in _paths(home, kind) if kind in kinds else ():
            try:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputFailed(path, error.strerror or str(error)) from error


def _paths(home: Path, kind: DataKind) -> list[Path]:
    if kind in _PLACES:
        return [home / name for name in _PLACES[kind] if (home / name).exists()]
    named = {name for names in _PLACES.values() for name in names}
    try:
        return [path for path in sorted(home.iterdir()) if path.name not in named]
    except OSError:
        return []


def _size(path: Path) -> int:
    total = 0
    for below in (path, *path.rglob("*")) if path.is_dir() else (path,):
        with contextlib.suppress(OSError):
            total += below.lstat().st_size if below.is_file() else 0
    return total
