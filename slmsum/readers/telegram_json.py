"""Telegram Desktop's JSON: one chat, the full export, and a channel as a flat list."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.inside import files, first
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str, dicts, epoch, iso_time
from slmsum.readers.reader import CERTAIN, LIKELY, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads, by_time, skipped

_FILES = re.compile(r"^result\.json$")
_FLAT_KEYS = {"sender_id", "text", "date"}
_SERVICE = {
    "invite_members": "invited {members}",
    "remove_members": "removed {members}",
    "join_group_by_link": "joined by link",
    "join_group_by_request": "joined by request",
    "create_group": 'created the group "{title}"',
    "create_channel": 'created the channel "{title}"',
    "edit_group_title": 'changed the title to "{title}"',
    "edit_group_photo": "changed the group photo",
    "pin_message": "pinned a message",
    "phone_call": "called",
    "group_call": "held a group call",
    "clear_history": "cleared the history",
}


def sniff(source: Source) -> float:
    """Certain where messages carry Telegram's keys."""
    inner = first(source, _FILES)
    data = inner.json if inner is not None else None
    if isinstance(data, list):
        return LIKELY if data and as_dict(data[0]).keys() >= _FLAT_KEYS else NO
    chats = _chats(as_dict(data))
    if not chats:
        return NO
    if "chats" in as_dict(data) or any(_is_message(m) for m in _messages(chats[0])[:20]):
        return CERTAIN
    return NO


def read(source: Source) -> Conversation:
    """Every message and service line; several chats one after another."""
    threads: list[Thread] = []
    dropped = 0
    for inner in files(source, _FILES):
        data = inner.json
        if isinstance(data, list):
            thread = Thread("", [turn for row in dicts(data) if (turn := _flat_turn(row))])
            thread.turns = by_time(thread.turns)
            dropped += len(data) - len(thread.turns)
            threads.append(thread)
            continue
        chats = _chats(as_dict(data))
        if not chats:
            raise MalformedInput(source.name, "Telegram JSON", "it has no list of messages")
        for chat in chats:
            thread = Thread(_chat_name(chat))
            for row in as_list(chat.get("messages")):
                turn = _turn(as_dict(row), thread.name)
                if turn is None:
                    dropped += 1
                else:
                    thread.turns.append(turn)
            threads.append(thread)
    return build_threads(threads, format="telegram", source=source.name, warnings=skipped(dropped))


def _chats(data: dict[str, Any]) -> list[dict[str, Any]]:
    if isinstance(data.get("messages"), list):
        return [data]
    groups = (as_dict(data.get(key)).get("list") for key in ("chats", "left_chats"))
    return [chat for group in groups for chat in dicts(group)]


def _messages(chat: dict[str, Any]) -> list[dict[str, Any]]:
    return dicts(chat.get("messages"))


def _is_message(row: dict[str, Any]) -> bool:
    return row.get("type") in ("message", "service") and ("date" in row or "date_unixtime" in row)


def _chat_name(chat: dict[str, Any]) -> str:
    if chat.get("type") == "saved_messages":
        return "Saved Messages"
    return as_label(chat.get("name"))


def _turn(row: dict[str, Any], chat_name: str) -> Turn | None:
    time = _time(row)
    if row.get("type") == "service":
        return Turn(0, None, _service_text(row), Kind.SYSTEM, time)
    if row.get("type") != "message":
        return None
    speaker = as_label(row.get("from")) or as_label(row.get("from_id")) or chat_name or None
    text = _text(row.get("text")).strip() or _poll_text(as_dict(row.get("poll")))
    if text:
        return Turn(0, speaker, text, Kind.SAID, time)
    return Turn(0, speaker, _media_label(row), Kind.MEDIA, time)


def _text(value: Any) -> str:
    """A message's text: a string, or a list of strings and formatted pieces."""
    if isinstance(value, list):
        return "".join(
            as_str(as_dict(p).get("text")) if isinstance(p, dict) else as_str(p) for p in value
        )
    return as_str(value)


def _poll_text(poll: dict[str, Any]) -> str:
    question = _text(poll.get("question"))
    if not question:
        return ""
    answers = [_text(answer.get("text")) for answer in dicts(poll.get("answers"))]
    return f"Poll: {question} ({' / '.join(answers)})" if answers else f"Poll: {question}"


def _media_label(row: dict[str, Any]) -> str:
    kind = as_label(row.get("media_type")).replace("_", " ")
    if kind == "sticker":
        return f"sticker {as_str(row.get('sticker_emoji'))}".strip()
    if kind:
        return kind
    for key in ("photo", "file", "location_information", "contact_information"):
        if row.get(key):
            return key.partition("_")[0]
    return ""


def _service_text(row: dict[str, Any]) -> str:
    action = as_label(row.get("action"))
    members = ", ".join(filter(None, map(as_label, as_list(row.get("members")))))
    words = _SERVICE.get(action, action.replace("_", " ")).format(
        members=members or "somebody", title=as_label(row.get("title"))
    )
    actor = as_label(row.get("actor")) or as_label(row.get("from"))
    return f"{actor} {words}".strip()


def _time(row: dict[str, Any]) -> datetime | None:
    """Wall clock and Unix time together tell the zone; either alone will do."""
    moment, wall = epoch(row.get("date_unixtime")), iso_time(row.get("date"))
    if moment is None or wall is None or wall.tzinfo is not None:
        return wall or moment
    offset = wall - moment.replace(tzinfo=None)
    if abs(offset) > timedelta(hours=15):
        return wall
    return wall.replace(tzinfo=timezone(timedelta(minutes=round(offset.total_seconds() / 60))))


def _flat_turn(row: dict[str, Any]) -> Turn | None:
    if not row.keys() >= _FLAT_KEYS:
        return None
    text = _text(row["text"]).strip()
    kind = Kind.SAID if text else Kind.MEDIA
    return Turn(0, as_label(row["sender_id"]) or None, text, kind, iso_time(row["date"]))


READER = Reader("telegram", "Telegram JSON", sniff, read)
