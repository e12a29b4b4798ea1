"""Discord channels as DiscordChatExporter writes them in JSON."""

from __future__ import annotations

import re
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.inside import files, first
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str, dicts, iso_time
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads, skipped

_FILES = re.compile(r"\[\d{15,20}\](?: \[part \d+\])?\.json$")
_SAID_TYPES = ("", "Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "0", "19")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")
_MENTION = re.compile(r"<@!?(\d+)>")


def sniff(source: Source) -> float:
    """Certain where a guild, a channel and its messages are named."""
    inner = first(source, _FILES)
    data = as_dict(inner.json) if inner is not None else {}
    named = isinstance(data.get("guild"), dict) and isinstance(data.get("channel"), dict)
    return CERTAIN if named and isinstance(data.get("messages"), list) else NO


def read(source: Source) -> Conversation:
    """Every message; several channels one after another."""
    threads: dict[str, Thread] = {}
    dropped = 0
    for inner in files(source, _FILES):
        data = as_dict(inner.json)
        if not isinstance(data.get("messages"), list):
            raise MalformedInput(inner.name, "Discord JSON", "it has no list of messages")
        name = _channel_name(data)
        thread = threads.setdefault(name, Thread(name))
        for row in as_list(data["messages"]):
            if isinstance(row, dict) and ("content" in row or "author" in row):
                thread.turns.append(_turn(row))
            else:
                dropped += 1
    return build_threads(
        list(threads.values()),
        format="discord",
        source=source.name,
        what="channels",
        warnings=skipped(dropped),
    )


def _channel_name(data: dict[str, Any]) -> str:
    guild = as_label(as_dict(data.get("guild")).get("name"))
    channel = as_label(as_dict(data.get("channel")).get("name"))
    return " #".join(filter(None, (guild, channel)))


def _turn(row: dict[str, Any]) -> Turn:
    author = as_dict(row.get("author"))
    speaker = as_label(author.get("nickname")) or as_label(author.get("name"))
    speaker = speaker or as_label(author.get("id"))
    time = iso_time(row.get("timestamp"))
    text = _text(row)
    if as_label(row.get("type")) not in _SAID_TYPES:
        return Turn(0, speaker or None, text, Kind.SYSTEM, time)
    if text:
        return Turn(0, speaker or None, text, Kind.SAID, time)
    return Turn(0, speaker or None, _media_label(row), Kind.MEDIA, time)


def _text(row: dict[str, Any]) -> str:
    people = {as_label(m.get("id")): _mention_name(m) for m in dicts(row.get("mentions"))}
    text = _EMOJI.sub(r"\1", as_str(row.get("content")))
    text = _MENTION.sub(lambda m: "@" + (people.get(m[1]) or m[1]), text).strip()
    if text:
        return text
    pieces = (
        as_str(embed.get(key)).strip()
        for embed in dicts(row.get("embeds"))
        for key in ("title", "description")
    )
    return "\n".join(filter(None, pieces))


def _mention_name(person: dict[str, Any]) -> str:
    return as_label(person.get("nickname")) or as_label(person.get("name"))


def _media_label(row: dict[str, Any]) -> str:
    names = [as_label(a.get("fileName")) for a in dicts(row.get("attachments"))]
    names += [f"sticker {as_label(s.get('name'))}" for s in dicts(row.get("stickers"))]
    return ", ".join(filter(None, names))


READER = Reader("discord", "Discord JSON", sniff, read)
