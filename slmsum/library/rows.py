"""Conversations as rows of the database, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from slmsum.conversation import Conversation, Kind, Speaker, Turn
from slmsum.library.database import Connection
from slmsum.library.entry import ConversationKind, Entry, kind_of

_COLUMNS = (
    "id, uid, title, kind, format, source, language, date, added, turns, words, seconds, "
    "EXISTS (SELECT 1 FROM minutes WHERE conversation_id = conversation.id), audio"
)


def content_hash(conversation: Conversation) -> str:
    """SHA-256 of what was said by whom and when, whatever the file was called."""
    digest = hashlib.sha256()
    for turn in conversation.turns:
        line = json.dumps(turn.to_json(), ensure_ascii=True, separators=(",", ":"))
        digest.update(line.encode("ascii") + b"\n")
    return digest.hexdigest()


def moment(time: datetime) -> str:
    """A moment as the database keeps it: ISO 8601, UTC, to the microsecond."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def now() -> str:
    """This moment, as `moment` writes it."""
    return moment(datetime.now(UTC))


def storable(text: str) -> str:
    """A text without the halves of surrogate pairs, which UTF-8 cannot hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def insert_conversation(
    connection: Connection,
    conversation: Conversation,
    *,
    uid: str,
    digest: str,
    added: str,
    audio: str | None,
    voices: Mapping[str, str],
) -> int:
    """Add a conversation with its speakers and turns; gives its id.

    `voices` are names of remembered voices by the speakers' names.
    """
    ends = [turn.end for turn in conversation.turns if turn.end is not None]
    values = {
        "uid": uid,
        "content_hash": digest,
        "title": storable(conversation.title),
        "kind": kind_of(conversation.format).value,
        "format": storable(conversation.format),
        "source": storable(conversation.source),
        "language": conversation.language,
        "date": conversation.date.isoformat() if conversation.date else None,
        "added": added,
        "changed": added,
        "seconds": max(ends, default=None),
        "warnings": json.dumps(conversation.warnings),
        "audio": audio,
        "turns": len(conversation.turns),
        "words": conversation.word_count,
    }
    marks = ", ".join(f":{name}" for name in values)
    added_row = connection.execute(
        f"INSERT INTO conversation ({', '.join(values)}) VALUES ({marks})", values
    )
    number = int(added_row.lastrowid or 0)
    speakers = _insert_speakers(connection, number, conversation, voices)
    connection.executemany(
        'INSERT INTO turn (conversation_id, position, speaker_id, kind, text, time, start, "end") '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                position,
                None if turn.speaker is None else speakers[turn.speaker],
                turn.kind.value,
                storable(turn.text),
                turn.time.isoformat() if turn.time else None,
                turn.start,
                turn.end,
            )
            for position, turn in enumerate(conversation.turns)
        ),
    )
    return number


def _insert_speakers(
    connection: Connection, number: int, conversation: Conversation, voices: Mapping[str, str]
) -> dict[str, int]:
    """The ids of all speakers by name; those that only turns name have no position."""
    listed = [speaker.name for speaker in conversation.speakers]
    known = set(listed)
    others = dict.fromkeys(
        turn.speaker
        for turn in conversation.turns
        if turn.speaker is not None and turn.speaker not in known
    )
    ids = {}
    for position, name in [*enumerate(listed), *((None, name) for name in others)]:
        row = connection.execute(
            "INSERT INTO speaker (conversation_id, position, name, voice) VALUES (?, ?, ?, ?)",
            (number, position, storable(name), voices.get(name)),
        )
        ids[name] = int(row.lastrowid or 0)
    return ids


def read_conversation(connection: Connection, number: int) -> Conversation | None:
    """The conversation with this id as it was added, changes made since included."""
    row = connection.execute(
        "SELECT title, format, source, language, date, warnings FROM conversation WHERE id = ?",
        (number,),
    ).fetchone()
    if row is None:
        return None
    title, format, source, language, day, warnings = row
    speakers = connection.execute(
        "SELECT name FROM speaker WHERE conversation_id = ? AND position IS NOT NULL "
        "ORDER BY position",
        (number,),
    )
    return Conversation(
        turns=tuple(read_turns(connection, number)),
        title=title,
        format=format,
        source=source,
        language=language,
        date=date.fromisoformat(day) if day else None,
        speakers=tuple(Speaker(name) for (name,) in speakers),
        warnings=tuple(json.loads(warnings)),
    )


def read_turns(
    connection: Connection, number: int, first: int = 0, count: int | None = None
) -> Iterator[Turn]:
    """Turns in order from index `first` on, at most `count`."""
    names: dict[int, str] = dict(
        connection.execute("SELECT id, name FROM speaker WHERE conversation_id = ?", (number,))
    )
    end = 2**62 if count is None else first + max(0, count)
    rows = connection.execute(
        'SELECT position, speaker_id, text, kind, time, start, "end" FROM turn '
        "WHERE conversation_id = ? AND position >= ? AND position < ? ORDER BY position",
        (number, first, end),
    )
    for position, speaker, text, kind, time, start, stop in rows:
        yield Turn(
            index=position,
            speaker=None if speaker is None else names[speaker],
            text=text,
            kind=Kind(kind),
            time=datetime.fromisoformat(time) if time else None,
            start=start,
            end=stop,
        )


def read_entries(
    connection: Connection, where: str = "", values: Iterable[Any] = ()
) -> list[Entry]:
    """Entries that meet a condition, newest first."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM conversation {where} "
        "ORDER BY coalesce(date, substr(added, 1, 10)) DESC, id DESC",
        tuple(values),
    ).fetchall()
    chosen = {row[0] for row in found}
    speakers = _grouped(
        connection,
        "SELECT conversation_id, name FROM speaker "
        "WHERE position IS NOT NULL ORDER BY conversation_id, position",
        chosen,
    )
    tags = _grouped(
        connection, "SELECT conversation_id, name FROM tag ORDER BY conversation_id, name", chosen
    )
    return [_entry(row, speakers.get(row[0], ()), tags.get(row[0], ())) for row in found]


def _grouped(connection: Connection, query: str, chosen: set[int]) -> dict[int, tuple[str, ...]]:
    if len(chosen) == 1:
        (only,) = chosen
        query = query.replace(
            "ORDER BY",
            f"{'AND' if 'WHERE' in query else 'WHERE'} conversation_id = {only:d} ORDER BY",
        )
    groups: dict[int, list[str]] = {}
    for number, name in connection.execute(query):
        if number in chosen:
            groups.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in groups.items()}


def _entry(row: tuple[Any, ...], speakers: tuple[str, ...], tags: tuple[str, ...]) -> Entry:
    number, uid, title, kind, format, source, language, day, added, turns, words = row[:11]
    seconds, has_minutes, audio = row[11:]
    return Entry(
        id=number,
        uid=uid,
        title=title,
        kind=ConversationKind(kind),
        format=format,
        source=source,
        language=language,
        date=date.fromisoformat(day) if day else None,
        added=datetime.fromisoformat(added),
        speakers=speakers,
        turns=turns,
        words=words,
        seconds=seconds,
        has_minutes=bool(has_minutes),
        audio=audio,
        tags=tags,
    )
