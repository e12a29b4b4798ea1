"""Bring a library's database to the newest schema, one numbered step after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from slmsum.errors import LibraryCorrupt, LibraryTooNew
from slmsum.library.backup import back_up
from slmsum.library.database import APPLICATION_ID, Connection, transaction


@cache
def steps() -> tuple[str, ...]:
    """The SQL of each step; the n-th, from 1, leads to version n."""
    folder = files("slmsum.library") / "schema"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple((folder / name).read_text(encoding="utf-8") for name in names)


def version(connection: Connection) -> int:
    """The schema of a database: 0 where it is new."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def check_version(connection: Connection, path: Path) -> bool:
    """Whether the schema is the newest.

    Raises LibraryTooNew for a later one, LibraryCorrupt where it is a database of something else.
    """
    found = version(connection)
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and not _is_new(connection):
        raise LibraryCorrupt(path, "a database of another program")
    if found > len(steps()):
        raise LibraryTooNew(path, found, len(steps()))
    return found == len(steps())


def migrate(
    connection: Connection,
    path: Path,
    backups: Path,
    passphrase: str | None = None,
    *,
    upto: int | None = None,
) -> None:
    """Make what is missing in one transaction; a library with content is checked and backed up.

    `upto` stops at an earlier version. Only one process may be here at a time. Raises LibraryError.
    """
    if _is_new(connection):
        # Both can be set only before there is a table.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
    elif not check_version(connection, path):
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise LibraryCorrupt(path, problem)
        back_up(connection, backups, f"v{version(connection)}", passphrase)
    with transaction(connection):
        for number in range(version(connection) + 1, (upto or len(steps())) + 1):
            for statement in _statements(steps()[number - 1]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _is_new(connection: Connection) -> bool:
    if version(connection):
        return False
    return not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def _statements(script: str) -> Iterator[str]:
    """The statements one by one: sqlite3's own executescript would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
