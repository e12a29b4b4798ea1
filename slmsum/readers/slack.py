"""Slack's workspace export, zip or folder: one folder a channel, one file a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.archive import Archive
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_number, as_str, dicts, epoch
from slmsum.readers.reader import CERTAIN, LIKELY, NO, POSSIBLE, Reader
from slmsum.readers.slack_markup import plain
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads, skipped

_DAY_FILE = re.compile(r"(?:^|/)([^/]+)/\d{4}-\d{2}-\d{2}\.json$")
_CHANNEL_LISTS = ("channels.json", "groups.json", "mpims.json", "dms.json")
_SYSTEM = re.compile(
    r"^(?:channel|group|mpim)_|^bot_(?:add|remove|enable|disable)$|^(?:un)?pinned_item$"
    r"|^reminder_add$|^tombstone$|^huddle_|^sh_room_|^joiner_|^app_conversation_"
)
_LEGACY_FILE = re.compile(
    r"^<@[^>]+> (?:uploaded|shared|commented on) .*?(?: and commented: (.*))?$", re.S
)


@dataclass
class _Names:
    """Who and what the ids in messages stand for."""

    users: dict[str, str] = field(default_factory=dict)
    bots: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)


def sniff(source: Source) -> float:
    """Certain where day files lie beside Slack's lists of users and channels."""
    members = source.members
    if members is None:
        rows = dicts(source.json)
        is_day = bool(rows) and all("ts" in row and row.get("type") == "message" for row in rows)
        return LIKELY if is_day else NO
    if not any(_DAY_FILE.search(name) for name in members.names):
        return NO
    files = {PurePosixPath(name).name for name in members.names}
    return CERTAIN if files & {"users.json", *_CHANNEL_LISTS} else POSSIBLE


def read(source: Source) -> Conversation:
    """Every message, channel by channel, replies directly after what they reply to."""
    members = source.members
    if members is None:
        days, names = {"": as_list(source.json)}, _Names()
    else:
        days, names = _channel_rows(members), _names(members)
    if not any(days.values()):
        raise MalformedInput(source.name, "Slack", "there are no messages in it")
    _learn_from_messages(days, names)
    threads, dropped = [], 0
    for folder, rows in days.items():
        usable = [row for row in dicts(rows) if _stamp(row, "ts") is not None]
        dropped += len(rows) - len(usable)
        usable.sort(key=_thread_order)
        turns = [_turn(row, names) for row in usable]
        threads.append(Thread(names.folders.get(folder) or folder, turns))
    return build_threads(
        threads, format="slack", source=source.name, what="channels", warnings=skipped(dropped)
    )


def _channel_rows(members: Archive) -> dict[str, list[Any]]:
    days: dict[str, list[Any]] = {}
    for name in members.names:
        match = _DAY_FILE.search(name)
        if match:
            days.setdefault(match[1], []).extend(as_list(members.open(name).json))
    return days


def _names(members: Archive) -> _Names:
    names = _Names()
    for path in members.names:
        file = PurePosixPath(path).name
        if file == "users.json":
            for user in dicts(members.open(path).json):
                name = _user_name(user, as_dict(user.get("profile")))
                names.users[as_label(user.get("id"))] = name
                names.bots[as_label(as_dict(user.get("profile")).get("bot_id"))] = name
    for path in members.names:
        file = PurePosixPath(path).name
        if file in _CHANNEL_LISTS:
            for channel in dicts(members.open(path).json):
                _learn_channel(channel, names)
    return names


def _learn_channel(channel: dict[str, Any], names: _Names) -> None:
    identifier, name = as_label(channel.get("id")), as_label(channel.get("name"))
    if name:
        names.channels[identifier] = name
        names.folders[name] = f"#{name}"
    else:
        people = map(as_label, as_list(channel.get("members")))
        names.folders[identifier] = ", ".join(names.users.get(p) or p for p in people)


def _user_name(user: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    for value in (
        profile.get("display_name"),
        profile.get("real_name"),
        user.get("real_name"),
        user.get("name"),
    ):
        if label := as_label(value):
            return label
    return ""


def _learn_from_messages(days: Mapping[str, list[Any]], names: _Names) -> None:
    """Guests from other workspaces are in no list, only in the profile beside what they wrote."""
    for rows in days.values():
        for row in dicts(rows):
            user, profile = as_label(row.get("user")), as_dict(row.get("user_profile"))
            if user and profile and not names.users.get(user):
                names.users[user] = _user_name(profile, profile)


def _stamp(row: Mapping[str, Any], key: str) -> float | None:
    return as_number(row.get(key))


def _thread_order(row: Mapping[str, Any]) -> tuple[float, float]:
    own = _stamp(row, "ts") or 0.0
    return (_stamp(row, "thread_ts") or own, own)


def _turn(row: dict[str, Any], names: _Names) -> Turn:
    subtype = as_str(row.get("subtype"))
    kind, text = _content(row, subtype)
    return Turn(
        0,
        _speaker(row, names),
        plain(text, names.users, names.channels),
        kind,
        epoch(row.get("ts")),
    )


def _speaker(row: Mapping[str, Any], names: _Names) -> str | None:
    comment = as_dict(row.get("comment"))
    user = as_label(row.get("user")) or as_label(comment.get("user"))
    bot = as_label(row.get("bot_id"))
    bot_name = as_label(row.get("username")) or as_label(
        as_dict(row.get("bot_profile")).get("name")
    )
    if user:
        return names.users.get(user) or bot_name or user
    return bot_name or names.bots.get(bot) or bot or None


def _content(row: Mapping[str, Any], subtype: str) -> tuple[Kind, str]:
    text = as_str(row.get("text"))
    if _SYSTEM.search(subtype):
        return Kind.SYSTEM, text
    legacy = _LEGACY_FILE.match(text) if "file" in row else None
    comment = as_str(as_dict(row.get("comment")).get("comment"))
    if comment or (legacy and legacy[1]):
        return Kind.SAID, comment or (legacy[1] if legacy else "")
    if legacy:
        return Kind.MEDIA, text
    if text.strip():
        return Kind.SAID, text
    attached = "\n".join(filter(None, map(_attachment_text, dicts(row.get("attachments")))))
    if attached:
        return Kind.SAID, attached
    shared = dicts(row.get("files")) or [as_dict(row.get("file"))]
    titles = (as_label(f.get("title")) or as_label(f.get("name")) for f in shared)
    return Kind.MEDIA, ", ".join(filter(None, titles))


def _attachment_text(attachment: Mapping[str, Any]) -> str:
    parts = [as_str(attachment.get(key)).strip() for key in ("pretext", "title", "text")]
    return "\n".join(filter(None, parts)) or as_str(attachment.get("fallback")).strip()


READER = Reader("slack", "Slack export", sniff, read)
