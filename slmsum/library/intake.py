"""Take in what `exchange.export` wrote, all of it or nothing, and trust none of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from slmsum.conversation import Conversation
from slmsum.errors import BadOption, MalformedInput
from slmsum.library import changes, rows, sound
from slmsum.library.database import Connection
from slmsum.library.entry import ConversationKind, Edit, Origin, Version
from slmsum.library.exchange import INDEX, SCHEMA
from slmsum.library.shapes import misfit
from slmsum.library.store import Library
from slmsum.minutes import Minutes
from slmsum.readers.source import Source

_FORMAT = "slmsum library"
_FAULTS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
_UID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True)
class _Record:
    uid: str
    digest: str
    added: datetime
    changed: datetime
    kind: ConversationKind
    audio: str | None
    tags: tuple[str, ...]
    voices: Mapping[str, str]
    conversation: Conversation
    versions: tuple[Version, ...]
    edits: tuple[Edit, ...]


def import_file(library: Library, path: Path) -> tuple[int, int]:
    """Keep all conversations of an export; gives how many are new, and how many were there.

    Nothing is kept where anything is wrong: raises MalformedInput, UnsafeArchive, TooLarge,
    UnreadableFile, LibraryError.
    """
    source = Source.of_path(path)
    members = source.members if source.is_zip else None
    index = source if members is None else members.open(INDEX)
    data = index.json
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise MalformedInput(path, _FORMAT, f"schema is not {SCHEMA}")
    records = _records(data, str(path))
    # What leaves this stack early unlinks the sound files taken in so far.
    with ExitStack() as cleaning:
        names: dict[str, str] = {}
        for record in records:
            if record.audio is not None and members is not None and not _has(library, record):
                name = sound.take_in(members.open(record.audio), library.audio_folder, record.uid)
                cleaning.callback((library.audio_folder / name).unlink, missing_ok=True)
                names[record.uid] = name
        with library.changing() as connection:
            new = [record for record in records if _insert(connection, record, names)]
        cleaning.pop_all()
    return len(new), len(records) - len(new)


def _records(data: Mapping[str, Any], name: str) -> list[_Record]:
    try:
        records = [_record(item, name) for item in data["conversations"]]
    except (*_FAULTS, RecursionError, BadOption) as error:
        raise MalformedInput(name, _FORMAT, _told(error)) from error
    for attribute in ("uid", "digest"):
        if len({getattr(record, attribute) for record in records}) < len(records):
            raise MalformedInput(name, _FORMAT, "it holds one conversation twice")
    return records


def _told(error: Exception) -> str:
    """What is wrong, cut short, since it may quote the file."""
    return f"{type(error).__name__}: {error}"[:200].splitlines()[0]


def _record(item: Mapping[str, Any], name: str) -> _Record:
    told = item["conversation"]
    # Readers put the file's name where these are empty; here they come back as they were.
    conversation = replace(
        Conversation.from_json(told, name), format=told["format"], source=told["source"]
    )
    versions = tuple(
        Version(
            number,
            _moment(made["made"]),
            Origin(made["origin"]),
            Minutes.from_json(made["minutes"], name),
        )
        for number, made in enumerate(item["minutes"], 1)
    )
    edits = tuple(
        Edit(
            edit["version"],
            _moment(edit["made"]),
            edit["path"],
            edit["before"],
            edit["after"],
        )
        for edit in item["edits"]
    )
    for value in (conversation, *versions, *edits):
        where = misfit(value)
        if where:
            raise ValueError(f"a wrong value at {type(value).__name__.lower()}{where}")
    _check_turns(versions, len(conversation.turns))
    if any(edit.version is not None and not 1 <= edit.version <= len(versions) for edit in edits):
        raise ValueError("an edit of minutes that are not there")
    audio, voices = item["audio"], item["voices"]
    if not all(isinstance(text, str) for text in (*voices.keys(), *voices.values(), audio or "")):
        raise ValueError("names that are no text")
    return _Record(
        uid=_matching(_UID, item["uid"]),
        digest=_matching(_HASH, item["content_hash"]),
        added=_moment(item["added"]),
        changed=_moment(item["changed"]),
        kind=ConversationKind(item["kind"]),
        audio=audio,
        tags=tuple(changes.tag_name(tag) for tag in item["tags"]),
        voices=voices,
        conversation=conversation,
        versions=versions,
        edits=edits,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"{text!r} is no name of a conversation")
    return text


def _check_turns(versions: tuple[Version, ...], count: int) -> None:
    """Evidence must point at turns that are there, on which every export format relies."""
    for minutes in (version.minutes for version in versions):
        sentences = [*minutes.summary, *(s for c in minutes.chapters for s in c.summary)]
        sentences += [s for section in minutes.sections for s in section.sentences]
        turns = [index for sentence in sentences for index in sentence.evidence]
        turns += [index for action in minutes.actions for index in action.evidence]
        points = (*minutes.decisions, *minutes.questions)
        turns += [index for point in points for index in point.evidence]
        turns += [index for c in minutes.chapters for index in (c.first_turn, c.last_turn)]
        if not all(0 <= index < count for index in turns):
            raise ValueError("evidence that is no turn of the conversation")


def _has(library: Library, record: _Record) -> bool:
    with library.reading() as connection:
        return _there(connection, record)


def _there(connection: Connection, record: _Record) -> bool:
    query = "SELECT 1 FROM conversation WHERE content_hash = ?"
    return connection.execute(query, (record.digest,)).fetchone() is not None


def _insert(connection: Connection, record: _Record, names: Mapping[str, str]) -> bool:
    """Add a record unless its content is there; a uid that is taken gives way to a new one."""
    if _there(connection, record):
        return False
    query = "SELECT 1 FROM conversation WHERE uid = ?"
    taken = connection.execute(query, (record.uid,)).fetchone()
    number = rows.insert_conversation(
        connection,
        record.conversation,
        uid=uuid4().hex if taken else record.uid,
        digest=record.digest,
        added=rows.moment(record.added),
        audio=names.get(record.uid),
        voices={rows.storable(k): rows.storable(v) for k, v in record.voices.items()},
    )
    for tag in record.tags:
        changes.add_tag(connection, number, tag)
    ids = [changes.insert_version(connection, number, version) for version in record.versions]
    for edit in record.edits:
        minutes = None if edit.version is None else ids[edit.version - 1]
        changes.insert_edit(connection, number, minutes, edit)
    connection.execute(
        "UPDATE conversation SET changed = ?, kind = ? WHERE id = ?",
        (rows.moment(record.changed), record.kind.value, number),
    )
    return True
