"""Save what can be read of a damaged library; the damaged file itself is only put aside."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from slmsum.errors import LibraryError
from slmsum.library import keys, rows
from slmsum.library.backup import backups, copy
from slmsum.library.damaged import DamagedDatabase
from slmsum.library.database import (
    Connection,
    connect,
    create,
    is_encrypted,
    transaction,
    translated,
)
from slmsum.library.migrate import migrate
from slmsum.library.opening import BACKUPS, DATABASE, alone

_TABLES = ("setting", "conversation", "speaker", "turn", "minutes", "edit", "tag", "vectors")
_PARTS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of it: `aside` is the damaged file, `backup` the copy taken in its place if any.

    `lost` counts turns of which only the place is known; they read "[lost]" now.
    """

    aside: Path
    backup: Path | None
    conversations: int
    turns: int
    lost: int


def recover(folder: Path, passphrase: str | None = None) -> Recovered:
    """Make the library in `folder` whole again: from itself, else from the newest good backup.

    No connection of this process may be open. Raises LibraryError, and leaves everything as it is,
    where nothing can be read and no backup is there.
    """
    path, draft = folder / DATABASE, folder / f".{DATABASE}.part"
    passphrase = keys.of(folder, passphrase) if is_encrypted(path) else None
    with alone(folder), translated(path):
        draft.unlink(missing_ok=True)
        try:
            lost = _salvaged(path, draft, passphrase)
            source = None
            if lost is None:
                source = _restored(folder, draft, passphrase)
            with closing(connect(draft, passphrase)) as connection:
                conversations = _count(connection, "conversation")
                turns = _count(connection, "turn")
            aside = _put_aside(path)
            draft.replace(path)
        finally:
            for part in _PARTS:
                draft.with_name(draft.name + part).unlink(missing_ok=True)
    return Recovered(aside, source, conversations, turns, lost or 0)


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _put_aside(path: Path) -> Path:
    """The damaged file under another name; its log follows it, so that it stays what it was."""
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    for part in _PARTS:
        old = path.with_name(path.name + part)
        if old.exists():
            old.rename(aside.with_name(aside.name + part))
    return aside


def _restored(folder: Path, draft: Path, passphrase: str | None) -> Path:
    """Copy the newest backup that is whole into `draft`, brought up to date; gives the backup."""
    for backup in backups(folder / BACKUPS):
        draft.unlink(missing_ok=True)
        try:
            with closing(connect(backup, passphrase)) as connection, translated(backup):
                if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    continue
                copy(connection, draft, passphrase)
            with closing(connect(draft, passphrase)) as connection, translated(draft):
                migrate(connection, draft, folder / BACKUPS, passphrase)
                connection.execute("PRAGMA journal_mode = WAL")
        except LibraryError:
            continue
        return backup
    raise LibraryError(
        folder,
        "damaged, nothing can be read in it, and there is no backup",
        hint=f"It is left as it is; move {DATABASE} away to begin a new library.",
    )


def _salvaged(path: Path, draft: Path, passphrase: str | None) -> int | None:
    """Copy each row that can be read into a new database; counts lost turns, None for nothing.

    It reads a copy, since SQLite may change even a file that is only read.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".recover-") as name:
        for part in _PARTS[:2]:
            old = path.with_name(path.name + part)
            if old.exists():
                shutil.copyfile(old, Path(name, DATABASE + part))
        try:
            source = DamagedDatabase(Path(name, DATABASE), passphrase)
        except LibraryError:
            return None
        with closing(source), closing(create(draft, passphrase)) as target:
            migrate(target, draft, path.parent / BACKUPS)
            target.execute("PRAGMA foreign_keys = OFF")
            with transaction(target):
                for table in _TABLES:
                    _copy_rows(source, target, table)
                lost = _mend(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return lost if _count(target, "conversation") else None


def _copy_rows(source: DamagedDatabase, target: Connection, table: str) -> None:
    columns = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    target.executemany(
        f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", source.rows(table, names)
    )


def _mend(target: Connection) -> int:
    """Give each row what it belongs to, and each missing turn a place; counts the latter."""
    orphans = target.execute(
        "SELECT DISTINCT conversation_id FROM turn "
        "WHERE conversation_id NOT IN (SELECT id FROM conversation)"
    ).fetchall()
    for (number,) in orphans:
        target.execute(
            "INSERT INTO conversation (id, uid, content_hash, title, kind, format, source, added, "
            "changed, warnings, turns, words) "
            "VALUES (?, ?, ?, 'Recovered', 'other', '', '', ?, ?, '[]', 0, 0)",
            (number, uuid4().hex, uuid4().hex, rows.now(), rows.now()),
        )
    target.execute(
        "UPDATE turn SET speaker_id = NULL WHERE speaker_id NOT IN (SELECT id FROM speaker)"
    )
    for table in ("speaker", "minutes", "edit", "tag", "vectors"):
        target.execute(
            f"DELETE FROM {table} WHERE conversation_id NOT IN (SELECT id FROM conversation)"
        )
    target.execute(
        "DELETE FROM edit WHERE minutes_id IS NOT NULL "
        "AND minutes_id NOT IN (SELECT id FROM minutes)"
    )
    return sum(
        _fill(target, number)
        for (number,) in target.execute("SELECT id FROM conversation").fetchall()
    )


def _fill(target: Connection, number: int) -> int:
    """Put a line where a turn is lost, so that evidence still points at the right turns."""
    positions = {
        position
        for (position,) in target.execute(
            "SELECT position FROM turn WHERE conversation_id = ?", (number,)
        )
    }
    (expected,) = target.execute(
        "SELECT turns FROM conversation WHERE id = ?", (number,)
    ).fetchone()
    count = max(expected, max(positions, default=-1) + 1)
    lost = [position for position in range(count) if position not in positions]
    target.executemany(
        "INSERT INTO turn (conversation_id, position, kind, text) "
        "VALUES (?, ?, 'system', '[lost]')",
        ((number, position) for position in lost),
    )
    target.execute("UPDATE conversation SET turns = ? WHERE id = ?", (count, number))
    return len(lost)
