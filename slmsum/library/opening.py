"""Find and open the library's database, whatever state it is in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slmsum.errors import LibraryLocked, LibraryUnwritable
from slmsum.library import keys
from slmsum.library.database import BUSY_SECONDS, Connection, connect, is_encrypted, translated
from slmsum.library.migrate import check_version, migrate
from slmsum.paths import home

DATABASE = "library.db"
BACKUPS = "backups"


def default_folder() -> Path:
    """Where the user's library is."""
    return home() / "library"


def open_database(folder: Path, passphrase: str | None) -> tuple[Connection, bool, str | None]:
    """The database below `folder`, whether it can be changed, and the passphrase that opened it.

    It is made, or brought to the newest schema, where that is needed.
    """
    path = folder / DATABASE
    with translated(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        passphrase = keys.of(folder, passphrase) if is_encrypted(path) else None
    if not _takes_writing(folder, path):
        return _read_only(path, passphrase), False, passphrase
    with alone(folder):
        connection = connect(path, passphrase)
        try:
            with translated(path):
                if not check_version(connection, path):
                    migrate(connection, path, folder / BACKUPS, passphrase)
        except BaseException:
            connection.close()
            raise
    return connection, True, passphrase


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold off other processes that open the library meanwhile; raises LibraryLocked."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / ".lock", timeout=BUSY_SECONDS, mode=0o600):
            yield
    except Timeout:
        raise LibraryLocked(folder / DATABASE) from None


def _takes_writing(folder: Path, path: Path) -> bool:
    return os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _read_only(path: Path, passphrase: str | None) -> Connection:
    """A library on a disk that takes no writing, as it was when it was last closed."""
    if not path.exists():
        raise LibraryUnwritable(path, "the disk or folder is read-only")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise LibraryUnwritable(path, "it was not closed, and the disk or folder is read-only")
    connection = connect(path, passphrase, immutable=True)
    try:
        with translated(path):
            if not check_version(connection, path):
                raise LibraryUnwritable(path, "it must be brought up to date, but is read-only")
    except BaseException:
        connection.close()
        raise
    return connection
