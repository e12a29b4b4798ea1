"""Damaged, locked, read-only or full: one clear error, and nothing lost."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from slmsum.conversation import Conversation
from slmsum.errors import LibraryCorrupt, LibraryError, LibraryLocked
from slmsum.library import Library, database, opening
from slmsum.library.check import mend, problems
from slmsum.library.recover import recover

Talk = Callable[..., Conversation]
RunCode = Callable[..., CompletedProcess[str]]
PAGE = 4096


def may_mount() -> bool:
    """Whether this user may make disks of a process's own."""
    if sys.platform != "linux":
        return False
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True
    )
    return tried.returncode == 0


needs_mounts = pytest.mark.skipif("not may_mount()", reason="only root may mount a small disk")


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table, from 1."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
    content = path.read_bytes()
    page = content[(root - 1) * PAGE : root * PAGE]
    count = int.from_bytes(page[3:5], "big")
    places = [int.from_bytes(page[12 + 2 * i : 14 + 2 * i], "big") for i in range(count)]
    return [int.from_bytes(page[place : place + 4], "big") for place in places]


def spoil(path: Path, page: int) -> bytes:
    """Overwrite a page with rubbish; gives the whole file as it is then."""
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    path.write_bytes(content)
    return bytes(content)


@pytest.fixture
def full(folder: Path, talk: Talk) -> Path:
    """A closed library of two conversations, the second with 300 turns."""
    with Library.open(folder) as library:
        library.add(talk("first", "one"))
        library.add(talk(*(f"turn {i} {'and so on ' * 20}" for i in range(300)), title="long"))
    return folder


def test_damaged_turns_are_told_and_the_rest_is_saved(full: Path) -> None:
    path = full / "library.db"
    damaged = spoil(path, pages_of(path, "turn")[5])
    with Library.open(full) as library:
        assert any("damaged" in problem for problem in problems(library))
    done = recover(full)
    assert done.backup is None and done.conversations == 2
    assert 5 < done.lost < 40
    assert done.aside.read_bytes() == damaged
    with Library.open(full) as library:
        assert problems(library) == []
        (long,) = library.entries(text="long")
        turns = library.conversation(long.id).turns
        assert [turn.index for turn in turns] == list(range(300))
        assert sum(turn.text == "[lost]" for turn in turns) == done.lost
        kept = [turn for turn in turns if turn.text != "[lost]"]
        assert all(turn.text.startswith(f"turn {turn.index} ") and turn.speaker for turn in kept)


def test_turns_without_their_conversation_are_saved(full: Path) -> None:
    with closing(sqlite3.connect(full / "library.db")) as connection:
        connection.execute("DELETE FROM conversation WHERE title = 'long'")
        connection.commit()
    with Library.open(full) as library:
        assert any("belongs to no conversation" in problem for problem in problems(library))
    assert recover(full).conversations == 2
    with Library.open(full) as library:
        (entry,) = library.entries(text="recovered")
        assert entry.turns == 300 and problems(library) == []


def test_a_file_that_is_no_database_gives_way_to_the_backup(full: Path) -> None:
    with Library.open(full) as library:
        before = library.entries()
        backup = library.back_up()
    path = full / "library.db"
    path.write_bytes(b"\xa5" * 10_000)
    with pytest.raises(LibraryCorrupt, match="does not begin as a database"):
        Library.open(full)
    done = recover(full)
    assert done.backup == backup and done.aside.read_bytes() == b"\xa5" * 10_000
    with Library.open(full) as library:
        assert library.entries() == before and problems(library) == []


def test_without_a_backup_all_is_left_as_it_is(full: Path) -> None:
    path = full / "library.db"
    path.write_bytes(b"\xa5" * 10_000)
    with pytest.raises(LibraryError, match="there is no backup"):
        recover(full)
    assert path.read_bytes() == b"\xa5" * 10_000
    assert sorted(p.name for p in full.iterdir() if p.name != ".lock") == ["library.db"]


def test_a_wrong_word_index_is_built_anew(library: Library, talk: Talk) -> None:
    library.add(talk("the zebra"))
    library.connection.execute("INSERT INTO turn_words (turn_words) VALUES ('delete-all')")
    assert problems(library) == ["the word index is not that of the turns"]
    mend(library)
    assert problems(library) == []


def test_missing_sound_is_told(library: Library, talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    entry = library.add(talk("a"), audio=tmp_path / "a.wav")
    (library.audio_folder / str(entry.audio)).unlink()
    assert problems(library) == [f"the sound file {entry.audio} is missing"]
    mend(library)
    assert library.entry(entry.id).audio is None


def test_locked_by_another_connection(
    library: Library, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = library.add(talk("a"))
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with Library.open(library.folder) as other, library.changing():
        with pytest.raises(LibraryLocked, match="in use by another program"):
            other.tag(entry.id, "x")
        assert other.entry(entry.id) == entry
    with opening.alone(library.folder), pytest.raises(LibraryLocked):
        Library.open(library.folder)


FILL = """
import sys
from pathlib import Path
from slmsum.conversation import Conversation, Turn
from slmsum.errors import SlmsumError
from slmsum.library import Library
from slmsum.library.check import problems
with Library.open(Path(sys.argv[1]) / "library") as library:
    try:
        for number in range(1000):
            turns = tuple(Turn(i, "Ann", f"{number} {i} " * 50) for i in range(100))
            library.add(Conversation(turns))
    except SlmsumError as error:
        print(type(error).__name__, error.message.partition(": ")[2])
    whole = all(len(library.turns(entry.id)) == 100 for entry in library.entries())
    print(number > 2 and len(library.entries()) == number, whole, problems(library))
"""


@needs_mounts
def test_a_full_disk(tmp_path: Path, in_process: RunCode) -> None:
    mount = f"mount -t tmpfs -o size=4m none '{tmp_path}'"
    run = in_process(FILL, tmp_path, before=mount)
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "LibraryUnwritable cannot be written: database or disk is full",
        "True True []",
    ]


READ = """
import sys
from pathlib import Path
from slmsum.errors import SlmsumError
from slmsum.library import Library
for folder in sys.argv[1:]:
    try:
        with Library.open(Path(folder)) as library:
            print(len(library.entries()), len(library.conversation(2).turns))
            library.tag(1, "x")
    except SlmsumError as error:
        print(type(error).__name__, error.message.partition(": ")[2])
"""


@needs_mounts
def test_a_read_only_disk_can_be_read(full: Path, in_process: RunCode) -> None:
    parent = full.parent
    mount = f"mount --bind '{parent}' '{parent}' && mount -o remount,ro,bind '{parent}'"
    before = (full / "library.db").read_bytes()
    run = in_process(READ, full, parent / "new", before=mount)
    assert run.stderr == ""
    first, second, third = run.stdout.splitlines()
    assert first == "2 300"
    assert second == "LibraryUnwritable cannot be written: the disk or folder is read-only"
    assert third == "LibraryUnwritable cannot be written: Read-only file system"
    assert (full / "library.db").read_bytes() == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind the superuser"
)
def test_a_folder_without_rights_can_be_read(full: Path) -> None:
    full.chmod(0o500)
    try:
        with Library.open(full) as library:
            assert len(library.entries()) == 2 and not library.writable
    finally:
        full.chmod(0o700)
