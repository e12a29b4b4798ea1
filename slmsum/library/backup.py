"""Copies of the library's database, of which a few are kept."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from slmsum.library.database import Connection, create

KEPT = 5


def back_up(
    connection: Connection, folder: Path, label: str, passphrase: str | None = None
) -> Path:
    """Copy the database as it is now into `folder`, drop the oldest beyond five; gives the copy."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    path = folder / f"library-{moment}-{label}.db"
    copy(connection, path, passphrase)
    for old in backups(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def backups(folder: Path) -> list[Path]:
    """The copies in `folder`, newest first."""
    return sorted(folder.glob("library-*.db"), reverse=True)


def copy(connection: Connection, path: Path, passphrase: str | None = None) -> None:
    """Copy a database, encrypted as it is, into a file that is there whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with closing(create(draft, passphrase)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
