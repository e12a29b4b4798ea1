"""Messenger and Instagram messages from a download of one's own data."""

from __future__ import annotations

import re
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.inside import files, first
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str, dicts, epoch
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads, by_time, moment, skipped

_FILES = re.compile(r"^message_\d+\.json$")
_MEDIA = (
    ("photos", "photo"),
    ("videos", "video"),
    ("audio_files", "voice message"),
    ("gifs", "gif"),
    ("files", "file"),
    ("media", "media"),
    ("sticker", "sticker"),
)
_SYSTEM_TYPES = ("Subscribe", "Unsubscribe", "Call", "call", "placeholder")
_SYSTEM_TEXT = re.compile(r"^(?:Reacted .{1,20} to your message|Liked a message)\s*$")


def repair(text: str) -> str:
    """Undo the export's mistake: UTF-8 bytes written as if each were a Latin-1 character."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def sniff(source: Source) -> float:
    """Certain where messages name their sender and carry a time in milliseconds."""
    inner = first(source, _FILES)
    rows = dicts(as_dict(inner.json).get("messages")) if inner is not None else []
    return CERTAIN if any(_is_message(row) for row in rows[:20]) else NO


def read(source: Source) -> Conversation:
    """Every message from the first to the last; several chats one after another."""
    threads: dict[str, Thread] = {}
    dropped, is_instagram = 0, False
    for inner in files(source, _FILES):
        data = as_dict(inner.json)
        if not isinstance(data.get("messages"), list):
            raise MalformedInput(inner.name, "Messenger JSON", "it has no list of messages")
        is_instagram = is_instagram or _is_instagram(inner.name, data)
        key = inner.name.rpartition("/")[0]
        thread = threads.setdefault(key, Thread(_title(data)))
        rows = dicts(data["messages"])
        usable = [row for row in rows if _is_message(row)]
        dropped += len(data["messages"]) - len(usable)
        turns = [_turn(row) for row in usable]
        if turns and moment(turns[0].time) >= moment(turns[-1].time):
            turns.reverse()  # newest first, so that equal times are in the wrong order too
        thread.turns.extend(turns)
    for thread in threads.values():
        thread.turns = by_time(thread.turns)
    return build_threads(
        list(threads.values()),
        format="instagram" if is_instagram else "messenger",
        source=source.name,
        warnings=skipped(dropped),
    )


def _is_message(row: dict[str, Any]) -> bool:
    return ("sender_name" in row and "timestamp_ms" in row) or (
        "senderName" in row and "timestamp" in row
    )


def _is_instagram(name: str, data: dict[str, Any]) -> bool:
    """The two apps write the same keys; only paths and Instagram's lean variant differ."""
    paths = [name, as_str(data.get("thread_path"))]
    for row in dicts(data["messages"]):
        paths += [as_str(item.get("uri")) for key, _ in _MEDIA for item in dicts(row.get(key))]
    return any("instagram" in path.lower() for path in paths)


def _title(data: dict[str, Any]) -> str:
    title = _name(data.get("title")) or _name(data.get("threadName"))
    if title:
        return title
    people = (
        _name(p.get("name")) if isinstance(p, dict) else _name(p)
        for p in as_list(data.get("participants"))
    )
    return ", ".join(filter(None, people))


def _name(value: Any) -> str:
    """A repaired name; repaired first, for a broken "Å" holds what looks like a line end."""
    return as_label(repair(as_str(value)))


def _turn(row: dict[str, Any]) -> Turn:
    speaker = _name(row.get("sender_name")) or _name(row.get("senderName")) or None
    stamp = row.get("timestamp_ms") if "timestamp_ms" in row else row.get("timestamp")
    time = epoch(stamp, 0.001)
    text = repair(as_str(row.get("content")) or as_str(row.get("text"))).strip()
    link = as_str(as_dict(row.get("share")).get("link"))
    if link and link not in text:
        text = f"{text} {link}".strip()
    if row.get("type") in _SYSTEM_TYPES or _SYSTEM_TEXT.match(text):
        return Turn(0, speaker, text, Kind.SYSTEM, time)
    if row.get("is_unsent") is True or row.get("isUnsent") is True:
        return Turn(0, speaker, text or "message unsent", Kind.SYSTEM, time)
    if text:
        return Turn(0, speaker, text, Kind.SAID, time)
    labels = [label for key, label in _MEDIA if row.get(key)]
    return Turn(0, speaker, ", ".join(labels), Kind.MEDIA, time)


READER = Reader("messenger", "Messenger or Instagram JSON", sniff, read)
