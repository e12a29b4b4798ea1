"""Encrypt a library, decrypt it, or change its passphrase (SQLCipher: AES-256, HMAC on each page).

The database is written anew beside the old one and takes its place in one step, so that a crash
leaves the one or the other, whole.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from slmsum.errors import BadOption, LibraryError, LibraryLocked
from slmsum.library import keys
from slmsum.library.backup import backups
from slmsum.library.database import (
    APPLICATION_ID,
    cipher_module,
    connect,
    is_encrypted,
    quoted,
    translated,
    unlock,
)
from slmsum.library.keys import KeyHolder
from slmsum.library.opening import BACKUPS, DATABASE, alone, open_database


def encrypt(folder: Path, new: str | None, old: str | None = None) -> None:
    """Encrypt the library in `folder`, or change the passphrase from `old` to `new`.

    None for `new` makes one up and leaves it to the system's keyring. Copies of the database that
    slmsum made before are deleted. No connection of this process may be open: only those of others
    are seen. Raises BadOption for an empty passphrase, LibraryLocked, LibraryError.
    """
    who = KeyHolder.KEYRING if new is None else KeyHolder.USER
    passphrase = secrets.token_hex(32) if new is None else new
    if not passphrase.strip() or "\0" in passphrase:
        raise BadOption("the passphrase is empty", hint="Give some words that only you know.")
    before = keys.holder(folder)
    with _rewritten(folder, old, passphrase):
        if who is KeyHolder.KEYRING:
            keys.to_keyring(folder, passphrase)
        keys.mark(folder, who)
    if before is KeyHolder.KEYRING and who is KeyHolder.USER:
        _forget_in_keyring(folder)


def decrypt(folder: Path, old: str | None = None) -> None:
    """Write the library in plain again, under the same conditions as `encrypt`."""
    if not is_encrypted(folder / DATABASE):
        raise LibraryError(folder, "not encrypted")
    with _rewritten(folder, old, ""):
        pass
    if keys.holder(folder) is KeyHolder.KEYRING:
        _forget_in_keyring(folder)
    keys.mark(folder, None)


def _forget_in_keyring(folder: Path) -> None:
    # The library opens without it now; a keyring that is locked may keep what opens nothing.
    with suppress(LibraryError):
        keys.to_keyring(folder, None)


@contextmanager
def _rewritten(folder: Path, old: str | None, new: str) -> Iterator[None]:
    """Write the database anew under the passphrase `new` ("": in plain).

    What is done within happens once that is written, and before it takes the old one's place.
    """
    # This brings an older library up to date, and finds the passphrase that the keyring holds.
    connection, _, old = open_database(folder, old)
    connection.close()
    path, draft = folder / DATABASE, folder / f".{DATABASE}.part"
    with alone(folder), translated(path):
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        try:
            _export(path, old, draft, new)
            _verify(draft, new or None)
            yield
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        for copy in backups(folder / BACKUPS):
            copy.unlink(missing_ok=True)


def _export(path: Path, old: str | None, draft: Path, new: str) -> None:
    """Copy all that is in the database at `path` into an empty file; nobody else may have it open.

    SQLite lets a database leave its write-ahead log only where no other connection is.
    """
    connection: Any = cipher_module(path).connect(str(path), timeout=1.0, isolation_level=None)
    try:
        if is_encrypted(path) and old is not None:
            unlock(connection, old)
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise LibraryLocked(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"ATTACH DATABASE {quoted(str(draft))} AS other KEY {quoted(new)}")
        connection.execute("PRAGMA other.auto_vacuum = INCREMENTAL")
        connection.execute("SELECT sqlcipher_export('other')").fetchall()
        connection.execute(f"PRAGMA other.user_version = {version}")
        connection.execute(f"PRAGMA other.application_id = {APPLICATION_ID}")
        connection.execute("DETACH DATABASE other")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _verify(draft: Path, passphrase: str | None) -> None:
    connection = connect(draft, passphrase)
    try:
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise LibraryError(draft, f"the new copy is not whole: {problem}", hint="Try again.")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
