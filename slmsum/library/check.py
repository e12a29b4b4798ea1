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
    except LibraryCorrupt as error:
        return [error.message]
    if not found:
        found += [f"the sound file {name} is missing" for name in missing_sound(library)]
        found += [f"the sound file {path.name} belongs to nothing" for path in stray_sound(library)]
    return found


def mend_index(library: Library) -> None:
    """Build the word index anew from the turns."""
    with library.changing() as connection:
        connection.execute("INSERT INTO turn_words (turn_words) VALUES ('rebuild')")


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
