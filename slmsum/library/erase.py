"""Delete conversations so that no word of them is left in any file of the library."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from slmsum.errors import LibraryCorrupt, PassphraseNeeded, WrongPassphrase
from slmsum.library.backup import backups
from slmsum.library.database import Connection, connect, transaction, translated

# A sound file that is to go: noted in the transaction that forgets it, so that a crash before it
# is unlinked leaves nothing behind.
_DOOMED = "unlink/"


def doom(connection: Connection, condition: str, values: Sequence[object]) -> None:
    """Note the sound files of some conversations for `tidy`; within a transaction."""
    connection.execute(
        f"INSERT OR REPLACE INTO setting SELECT '{_DOOMED}' || audio, '' FROM conversation "
        f"WHERE audio IS NOT NULL AND {condition}",
        values,
    )


def tidy(connection: Connection, audio_folder: Path) -> None:
    """Unlink the sound files that were noted."""
    doomed = connection.execute(
        "SELECT key FROM setting WHERE key >= ? AND key < ?", (_DOOMED, _DOOMED[:-1] + "0")
    ).fetchall()
    for (key,) in doomed:
        (audio_folder / Path(key.removeprefix(_DOOMED)).name).unlink(missing_ok=True)
        connection.execute("DELETE FROM setting WHERE key = ?", (key,))


def erase(connection: Connection, uids: Sequence[str], *, sound: bool = True) -> None:
    """Delete conversations by uid, with all that hangs on them, and compact the file.

    SQLite overwrites what it deletes (secure_delete); merging the word index drops the words that
    it would otherwise still hold as deleted, and the emptied write-ahead log those in it. With
    `sound`, their sound files are noted for `tidy`.
    """
    with transaction(connection):
        for uid in uids:
            if sound:
                doom(connection, "uid = ?", (uid,))
            connection.execute("DELETE FROM conversation WHERE uid = ?", (uid,))
    compact(connection)


def erase_in_backups(folder: Path, uids: Sequence[str], passphrase: str | None) -> None:
    """Delete conversations from the copies in `folder` too; a copy that cannot be read goes."""
    for path in backups(folder):
        try:
            connection = connect(path, passphrase)
            with closing(connection), translated(path):
                erase(connection, uids, sound=False)
        except (LibraryCorrupt, WrongPassphrase, PassphraseNeeded):
            path.unlink(missing_ok=True)


def compact(connection: Connection) -> None:
    """Drop what was deleted from the word index, give back room, and empty the log."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'turn_words'").fetchone():
        connection.execute("INSERT INTO turn_words (turn_words) VALUES ('optimize')")
    # A statement without result columns is stepped once only by execute, but to its end by this.
    connection.executescript("PRAGMA incremental_vacuum")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
