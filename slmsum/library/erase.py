"""Delete conversations so that no word of them is left in any file of the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from slmsum.library.database import Connection, transaction

# A sound file that is to go: noted in the transaction that forgets it, so that a crash before it
# is unlinked leaves nothing behind.
_DOOMED = "unlink/"


def doom(connection: Connection, audio: Iterable[str]) -> None:
    """Note sound files that `tidy` unlinks; within a transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO setting VALUES (?, '')", ((_DOOMED + name,) for name in audio)
    )


def tidy(connection: Connection, audio_folder: Path) -> None:
    """Unlink the sound files that were noted."""
    doomed = connection.execute(
        "SELECT key FROM setting WHERE key >= ? AND key < ?", (_DOOMED, _DOOMED[:-1] + "0")
    ).fetchall()
    for (key,) in doomed:
        (audio_folder / Path(key.removeprefix(_DOOMED)).name).unlink(missing_ok=True)
        connection.execute("DELETE FROM setting WHERE key = ?", (key,))


def erase(connection: Connection, uids: Sequence[str]) -> None:
    """Delete conversations by uid, with all that hangs on them, and compact the file.

    SQLite overwrites what it deletes (secure_delete); merging the word index drops the words that
    it would otherwise still hold as deleted, and the emptied write-ahead log those in it.
    """
    with transaction(connection):
        for uid in uids:
            audio = connection.execute(
                "SELECT audio FROM conversation WHERE uid = ? AND audio IS NOT NULL", (uid,)
            ).fetchall()
            doom(connection, (name for (name,) in audio))
            connection.execute("DELETE FROM conversation WHERE uid = ?", (uid,))
    compact(connection)


def compact(connection: Connection) -> None:
    """Drop what was deleted from the word index, give back room, and empty the log."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'turn_words'").fetchone():
        connection.execute("INSERT INTO turn_words (turn_words) VALUES ('optimize')")
    connection.execute("PRAGMA incremental_vacuum").fetchall()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
