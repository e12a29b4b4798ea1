"""Apple's Messages database, chat.db, opened so that nothing of it can change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_label, as_number, as_str, epoch
from slmsum.readers.reader import CERTAIN, NO, POSSIBLE, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads
from slmsum.readers.typedstream import text_of

_MAGIC = b"SQLite format 3\0"
_LABEL = "iMessage chat.db"
_APPLE_EPOCH = 978_307_200
_NANOSECONDS_FROM = 1e11
_OBJECT_PLACEHOLDER = "\ufffc"
_NEEDED = ("date", "is_from_me", "handle_id")
_WANTED = ("text", "attributedBody", "item_type", "associated_message_type", "group_title")


def sniff(source: Source) -> float:
    """Certain for an SQLite file that has the tables of Messages."""
    if not source.head.startswith(_MAGIC):
        return NO
    known = b"attributedBody" in source.head or b"chat_message_join" in source.head
    return CERTAIN if known else POSSIBLE


def read(source: Source) -> Conversation:
    """Every message, chat by chat; the owner of the database is called "me"."""
    if not source.head.startswith(_MAGIC):
        raise MalformedInput(source.name, _LABEL, "it is not an SQLite database")
    try:
        with _connection(source) as database:
            columns = _columns(database, "message")
            if not set(_NEEDED) <= columns:
                raise MalformedInput(source.name, _LABEL, "it has no table of messages")
            threads = _read_threads(database, columns)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        raise MalformedInput(source.name, _LABEL, str(error)) from error
    return build_threads(
        threads, format="imessage", source=source.name, warnings=_log_warning(source)
    )


@contextmanager
def _connection(source: Source) -> Iterator[sqlite3.Connection]:
    if source.path is not None:
        uri = source.path.resolve().as_uri() + "?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True)
    else:
        database = sqlite3.connect(":memory:")
        data = bytearray(source.bytes())
        data[18:20] = b"\x01\x01"  # a database in memory has no write-ahead log to look for
        database.deserialize(bytes(data))
    with closing(database):
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        yield database


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    """The columns of a real table; a view, which could run any query, counts as none."""
    kind = database.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if kind is None or kind[0] != "table":
        return set()
    rows = database.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return {str(row[0]) for row in rows}


def _read_threads(database: sqlite3.Connection, columns: set[str]) -> list[Thread]:
    handles = dict(_rows(database, "handle", "ROWID", "id"))
    chat_of = dict(_rows(database, "chat_message_join", "message_id", "chat_id"))
    people: dict[Any, list[Any]] = {}
    for chat, handle in _rows(database, "chat_handle_join", "chat_id", "handle_id"):
        people.setdefault(chat, []).append(handles.get(handle))
    titles = dict(_rows(database, "chat", "ROWID", "display_name"))
    wanted = ", ".join(name if name in columns else f"NULL AS {name}" for name in _WANTED)
    query = f"SELECT ROWID, date, is_from_me, handle_id, {wanted} FROM message ORDER BY date, ROWID"
    threads: dict[Any, Thread] = {}
    for row in database.execute(query):
        identifier, handle = row[0], row[3]
        chat = chat_of.get(identifier, ("no chat", handle))
        members = [as_label(name) for name in people.get(chat, ()) if as_label(name)]
        other = as_label(handles.get(handle)) or (members[0] if len(members) == 1 else "")
        thread = threads.get(chat)
        if thread is None:
            title = as_label(titles.get(chat)) or ", ".join(members) or other
            thread = threads[chat] = Thread(title)
        thread.turns.append(_turn(row, other or "unknown"))
    return list(threads.values())


def _rows(database: sqlite3.Connection, table: str, key: str, value: str) -> list[tuple[Any, Any]]:
    """Two columns of a table, nothing where the table or a column is not there."""
    columns = _columns(database, table)
    if value not in columns or (key != "ROWID" and key not in columns):
        return []
    return list(database.execute(f"SELECT {key}, {value} FROM {table} ORDER BY {key}"))


def _turn(row: tuple[Any, ...], other: str) -> Turn:
    _, date, is_from_me, _, text, styled, item_type, reaction, group_title = row
    speaker = "me" if is_from_me else other
    body = as_str(text)
    if not body and isinstance(styled, bytes):
        body = text_of(styled) or ""
    body = body.replace(_OBJECT_PLACEHOLDER, "").strip()
    time = _time(date)
    if as_number(item_type) or group_title:
        title = as_label(group_title)
        note = f'named the chat "{title}"' if title else "changed the chat"
        return Turn(0, speaker, body or note, Kind.SYSTEM, time)
    if (as_number(reaction) or 0) >= 2000:
        return Turn(0, speaker, body, Kind.SYSTEM, time)
    return Turn(0, speaker, body, Kind.SAID if body else Kind.MEDIA, time)


def _time(value: Any) -> datetime | None:
    """Apple counts from 2001, in seconds on old systems and in nanoseconds on newer ones."""
    number = as_number(value)
    if not number:
        return None
    unit = 1e-9 if abs(number) >= _NANOSECONDS_FROM else 1.0
    return epoch(number * unit + _APPLE_EPOCH)


def _log_warning(source: Source) -> list[str]:
    log = source.path.with_name(source.path.name + "-wal") if source.path is not None else None
    if log is None or not log.is_file() or log.stat().st_size == 0:
        return []
    return [f"the newest messages may be missing: they are in {log.name}, which is not read"]


READER = Reader("imessage", _LABEL, sniff, read)
