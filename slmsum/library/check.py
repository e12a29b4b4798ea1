"""Whether a library is whole: its database, its word index, and the sound files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import time

from slmsum.errors import LibraryCorrupt
from slmsum.library.database import Connection, translated
from slmsum.library.store import Library

# A sound file younger than this may belong to a conversation that is being added, in seconds.
_SETTLED = 24 * 3600.0


def problems(library: Library) -> list[str]:
    """What is wrong, in words; empty where all is well."""
    try:
        with translated(library.path):
            found = list(_in_database(library.connection))
            if library.writable and not _index_agrees(library.connection):
                found.append("the word index is not that of the turns")
    except LibraryCorrupt as error:
        return [error.message]
    if not found:
        found += [f"the sound file {name} is missing" for name in missing_sound(library)]
        found += [f"the sound file {path.name} belongs to nothing" for path in stray_sound(library)]
    return found


def mend(library: Library) -> None:
    """Mend what needs no other database: the word index, and sound files that are not as noted."""
    with translated(library.path), library.changing() as connection:
        connection.execute("INSERT INTO turn_words (turn_words) VALUES ('rebuild')")
        connection.executemany(
            "UPDATE conversation SET audio = NULL WHERE audio = ?",
            [(name,) for name in missing_sound(library)],
        )
    for path in stray_sound(library):
        path.unlink(missing_ok=True)


def missing_sound(library: Library) -> list[str]:
    """Names of sound files that are kept but not there."""
    return [name for name in _kept_sound(library) if not (library.audio_folder / name).exists()]


def stray_sound(library: Library) -> list[Path]:
    """Sound files that a crash left behind."""
    kept = set(_kept_sound(library))
    return [
        path
        for path in sorted(library.audio_folder.glob("*"))
        if path.name not in kept and path.is_file() and path.stat().st_mtime < time() - _SETTLED
    ]


def _kept_sound(library: Library) -> list[str]:
    with library.reading() as connection:
        rows = connection.execute("SELECT audio FROM conversation WHERE audio IS NOT NULL")
        return [name for (name,) in rows]


def _index_agrees(connection: Connection) -> bool:
    """Whether the word index holds the words of all turns; it can be asked only by a write."""
    try:
        connection.execute(
            "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)"
        )
    except connection.DatabaseError:
        return False
    return True


def _in_database(connection: Connection) -> Iterator[str]:
    for (problem,) in connection.execute("PRAGMA integrity_check(20)"):
        if problem != "ok":
            yield f"the database is damaged: {problem}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to no {parent}"
    counted = connection.execute(
        "SELECT id FROM conversation WHERE turns != "
        "(SELECT count(*) FROM turn WHERE conversation_id = conversation.id)"
    )
    for (number,) in counted:
        yield f"conversation {number} lacks turns"
