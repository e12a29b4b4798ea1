import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from own_samples import DATA, read, rows, times

from slmsum.errors import MalformedInput, SlmsumError
from slmsum.readers.imessage import READER
from slmsum.readers.source import Source

DATABASE = DATA / "imessage" / "chat.db"
TURNS = [
    ("said", "ola@example.org", "Old times"),
    ("system", "ola@example.org", 'named the chat "Choir"'),
    ("said", "ola@example.org", " ".join(["We sing on Sunday."] * 10)),
    ("said", "+4915100000001", "I am in"),
    ("said", "+4915100000001", "Are you home?"),
    ("said", "me", "Yes, since six – come over"),
    ("media", "+4915100000001", ""),
    ("system", "+4915100000001", "Liked “Yes, since six”"),
]


def changed(tmp_path: Path, *statements: str) -> Source:
    path = tmp_path / "chat.db"
    shutil.copyfile(DATABASE, path)
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return Source.of_path(path)


def test_chats_one_after_another() -> None:
    chats = read(READER, "imessage/chat.db")
    assert chats.format == "imessage"
    assert rows(chats) == TURNS
    assert chats.warnings == (
        "3 chats in one export, read one after another: ola@example.org, Choir, +4915100000001",
    )


def test_seconds_and_nanoseconds_since_2001() -> None:
    chats = read(READER, "imessage/chat.db")
    assert times(chats)[0] == "2010-07-05T05:20:00+00:00"
    assert times(chats)[4] == "2023-10-26T08:00:00+00:00"


def test_a_database_in_memory_says_the_same() -> None:
    source = Source.of_bytes("-", DATABASE.read_bytes())
    assert READER.sniff(source) == 1.0
    assert rows(READER.read(source)) == rows(read(READER, "imessage/chat.db"))


def test_nothing_is_written_beside_the_database(tmp_path: Path) -> None:
    source = changed(tmp_path, "PRAGMA journal_mode = WAL")
    before = (tmp_path / "chat.db").read_bytes()
    READER.read(source)
    assert [path.name for path in tmp_path.iterdir()] == ["chat.db"]
    assert (tmp_path / "chat.db").read_bytes() == before
    assert len(READER.read(Source.of_bytes("-", before)).turns) == 8


def test_a_log_that_is_not_read_is_told(tmp_path: Path) -> None:
    shutil.copyfile(DATABASE, tmp_path / "chat.db")
    (tmp_path / "chat.db-wal").write_bytes(b"x" * 100)
    chats = READER.read(Source.of_path(tmp_path / "chat.db"))
    assert "chat.db-wal" in chats.warnings[0]


def test_old_databases_without_chats(tmp_path: Path) -> None:
    drops = [f"DROP TABLE {name}" for name in ("chat", "chat_handle_join", "chat_message_join")]
    source = changed(tmp_path, *drops, "ALTER TABLE message DROP COLUMN item_type")
    assert len(READER.read(source).turns) == 8


def test_a_view_in_place_of_the_table_is_refused(tmp_path: Path) -> None:
    source = changed(
        tmp_path,
        "DROP TABLE message",
        "CREATE VIEW message AS WITH RECURSIVE n(date) AS (SELECT 1 UNION ALL SELECT date + 1"
        " FROM n) SELECT date, 1 AS is_from_me, 1 AS handle_id FROM n",
    )
    with pytest.raises(MalformedInput, match="no table of messages"):
        READER.read(source)


def test_values_of_wrong_types(tmp_path: Path) -> None:
    source = changed(
        tmp_path,
        "UPDATE message SET text = x'c3', attributedBody = 'x', date = 'soon', handle_id = 'me'",
        "UPDATE handle SET id = x'ff'",
    )
    assert {turn.kind for turn in READER.read(source).turns} <= {"media", "system"}


def test_damaged_databases() -> None:
    whole = DATABASE.read_bytes()
    for position in range(20, len(whole), 97):
        raw = bytearray(whole)
        raw[position : position + 8] = b"\xff" * 8
        with suppress(SlmsumError):
            READER.read(Source.of_bytes("-", bytes(raw)))
    for length in range(16, len(whole), 511):
        with suppress(SlmsumError):
            READER.read(Source.of_bytes("-", whole[:length]))


def test_no_database() -> None:
    source = Source.of_bytes("x", b"hello")
    assert READER.sniff(source) == 0.0
    with pytest.raises(MalformedInput):
        READER.read(source)
