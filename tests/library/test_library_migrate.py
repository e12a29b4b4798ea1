"""A library of any earlier version is brought up to date, and one of a later is left alone."""

import hashlib
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from slmsum.conversation import Conversation
from slmsum.errors import LibraryCorrupt, LibraryTooNew
from slmsum.library import Library
from slmsum.library.backup import KEPT, backups
from slmsum.library.database import create, transaction
from slmsum.library.migrate import migrate, steps
from slmsum.library.rows import insert_conversation

Talk = Callable[..., Conversation]
RunCode = Callable[..., CompletedProcess[str]]


def make_old(folder: Path, version: int, conversation: Conversation) -> None:
    """A library as an earlier slmsum left it."""
    folder.mkdir()
    with closing(create(folder / "library.db")) as connection:
        migrate(connection, folder / "library.db", folder / "backups", upto=version)
        with transaction(connection):
            insert_conversation(
                connection,
                conversation,
                uid="0" * 32,
                digest="1" * 64,
                added="2026-03-01T00:00:00.000000+00:00",
                audio=None,
                voices={},
            )


def shape(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 2").fetchall()


@pytest.mark.parametrize("version", range(1, len(steps())))
def test_from_each_earlier_version(folder: Path, tmp_path: Path, talk: Talk, version: int) -> None:
    make_old(folder, version, talk("the zebra", "hi"))
    with Library.open(folder) as library, Library.open(tmp_path / "new") as new:
        assert shape(library.connection) == shape(new.connection)
        assert library.conversation(1) == talk("the zebra", "hi")
        found = library.connection.execute(
            "SELECT rowid FROM turn_words WHERE turn_words MATCH 'zeb*'"
        ).fetchall()
        assert found == [(1,)]
        (backup,) = backups(library.backup_folder)
    with closing(sqlite3.connect(backup)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (version,)
        assert old.execute("SELECT text FROM turn WHERE id = 1").fetchone() == ("the zebra",)


def test_only_the_newest_backups_are_kept(library: Library) -> None:
    made = [library.back_up() for _ in range(KEPT + 2)]
    assert backups(library.backup_folder) == made[:1:-1]


def test_a_backup_elsewhere_is_whole(library: Library, talk: Talk, tmp_path: Path) -> None:
    library.add(talk("a"))
    (tmp_path / "copy").mkdir()
    library.back_up(tmp_path / "copy" / "library.db")
    with Library.open(tmp_path / "copy") as copy:
        assert copy.entries() == library.entries()


def test_a_later_version_is_left_as_it_is(folder: Path) -> None:
    Library.open(folder).close()
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = hashlib.sha256((folder / "library.db").read_bytes()).digest()
    with pytest.raises(LibraryTooNew, match=r"made by a later slmsum \(schema 99") as caught:
        Library.open(folder)
    assert (caught.value.found, caught.value.known) == (99, len(steps()))
    assert hashlib.sha256((folder / "library.db").read_bytes()).digest() == before
    assert not (folder / "backups").exists()


def test_a_database_of_another_program_is_left_as_it_is(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    with pytest.raises(LibraryCorrupt, match="of another program"):
        Library.open(folder)


def test_a_damaged_library_is_not_migrated(folder: Path, talk: Talk) -> None:
    make_old(folder, 1, talk(*("much to say " * 50 for _ in range(200))))
    path = folder / "library.db"
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 9 * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(LibraryCorrupt):
        Library.open(folder)
    assert path.read_bytes() == content


OPEN = """
import sys
from pathlib import Path
from slmsum.conversation import Conversation, Turn
from slmsum.library import Library
with Library.open(Path(sys.argv[1])) as library:
    for number in range(20):
        library.add(Conversation((Turn(0, "Ann", f"{sys.argv[2]} {number}"),)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="uses a shell")
def test_processes_that_make_and_fill_it_at_once(folder: Path, in_process: RunCode) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda name: in_process(OPEN, folder, name), "abc"))
    assert [run.stderr for run in runs] == [""] * 3
    with Library.open(folder) as library:
        assert len(library.entries()) == 60
