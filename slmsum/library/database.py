"""The library's database file: how it is opened, changed in one step, and what can go wrong."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from slmsum.errors import (
    LibraryCorrupt,
    LibraryError,
    LibraryLocked,
    LibraryUnwritable,
    PassphraseNeeded,
    SlmsumError,
    WrongPassphrase,
)
from slmsum.library.keys import holder

Connection = sqlite3.Connection

# How long one process waits for another one's change, in seconds.
BUSY_SECONDS = 10.0
# "slms" in ASCII: tells a library from any other SQLite file.
APPLICATION_ID = 0x736C6D73
_PLAIN = b"SQLite format 3\0"
_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}


def connect(path: Path, passphrase: str | None = None, *, immutable: bool = False) -> Connection:
    """Open a database file, made private to its owner where it is new.

    `immutable` opens without a lock or a write, for disks that take none. Raises LibraryError.
    """
    with translated(path):
        if is_encrypted(path):
            if passphrase is None and holder(path.parent) is None:
                raise LibraryCorrupt(path, "it does not begin as a database")
            if passphrase is None:
                raise PassphraseNeeded(path)
            return _connect_encrypted(path, passphrase, immutable)
        if not immutable:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            _address(path, immutable), timeout=BUSY_SECONDS, isolation_level=None, uri=True
        )
        return _prepared(connection)


def create(path: Path, passphrase: str | None = None) -> Connection:
    """A new database, private to its owner, at a path where none is; encrypted if so asked."""
    path.touch(mode=0o600)
    if passphrase is None:
        return _prepared(sqlite3.connect(path, isolation_level=None))
    connection: Connection = cipher_module(path).connect(str(path), isolation_level=None)
    unlock(connection, passphrase)
    return _prepared(connection)


def is_encrypted(path: Path) -> bool:
    """Whether a file is there that is not plainly SQLite's: then it is encrypted, or damaged."""
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_PLAIN))
    except FileNotFoundError:
        return False
    return head not in (_PLAIN, b"")


def quoted(text: str) -> str:
    """A text as it is written in SQL, for the few places that take no parameter."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All changes within it happen, or none; it waits for another process's change first."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file at `path` into a LibraryError."""
    try:
        yield
    except SlmsumError:
        raise
    except OSError as error:
        raise LibraryUnwritable(path, error.strerror or str(error)) from error
    except Exception as error:  # SQLCipher's errors have no base in common with sqlite3's
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            raise
        raise _meaning(path, code & 0xFF, str(error)) from error


def _meaning(path: Path, code: int, reason: str) -> LibraryError:
    if code in _CORRUPT:
        return LibraryCorrupt(path, reason)
    if code in _BUSY:
        return LibraryLocked(path)
    if code in _UNWRITABLE:
        return LibraryUnwritable(path, reason)
    return LibraryError(path, reason)


def _connect_encrypted(path: Path, passphrase: str, immutable: bool) -> Connection:
    module = cipher_module(path)
    if not passphrase or "\0" in passphrase:
        raise WrongPassphrase(path)
    connection: Connection = module.connect(
        _address(path, immutable), timeout=BUSY_SECONDS, isolation_level=None, uri=True
    )
    unlock(connection, passphrase)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except module.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise WrongPassphrase(path) from None
        raise
    return _prepared(connection)


def cipher_module(path: Path) -> Any:
    """The library that reads encrypted databases; raises LibraryError where it is not there."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise LibraryError(
            path,
            "encryption needs a library that is not installed",
            hint="Run: pip install 'slmsum[encryption]'",
        ) from error
    return dbapi2


def unlock(connection: Connection, passphrase: str) -> None:
    """Say the passphrase of an encrypted database before anything else is asked of it."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = {quoted(passphrase)}")


def _address(path: Path, immutable: bool) -> str:
    return path.absolute().as_uri() + ("?immutable=1" if immutable else "")


def _prepared(connection: Connection) -> Connection:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
