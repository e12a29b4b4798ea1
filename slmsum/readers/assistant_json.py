"""Talks with ChatGPT, Claude and Grok from their data exports."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.chatgpt_tree import chatgpt_turns, is_chatgpt
from slmsum.readers.inside import files, first
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str, dicts, epoch, iso_time
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads, skipped

_FILES = re.compile(r"^(?:conversations[^/]*|prod-grok-backend)\.json$")
_LABEL = "assistant export"


def sniff(source: Source) -> float:
    """Certain where a talk has the keys of one of the three services."""
    inner = first(source, _FILES)
    talks = _talks(inner.json) if inner is not None else []
    return CERTAIN if any(_service(talk) for talk in talks[:20]) else NO


def read(source: Source) -> Conversation:
    """Every message; several talks one after another, each along the branch last shown."""
    threads: list[Thread] = []
    service = ""
    strange = unshown = 0
    for inner in files(source, _FILES):
        for talk in _talks(inner.json):
            found = _service(talk)
            if not found:
                strange += 1
                continue
            service = service or found
            turns, left = _READ[found](talk)
            unshown += left
            threads.append(Thread(_title(talk), turns))
    if not service:
        raise MalformedInput(source.name, _LABEL, "there are no conversations in it")
    warnings = skipped(strange, "conversations") + skipped(
        unshown, why="on branches that an edited or repeated message replaced"
    )
    return build_threads(
        threads, format=service, source=source.name, what="conversations", warnings=warnings
    )


def _talks(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return dicts(data)
    if isinstance(data, dict):
        several = data.get("conversations")
        return dicts(several) if isinstance(several, list) else [data]
    return []


def _service(talk: dict[str, Any]) -> str:
    if is_chatgpt(talk):
        return "chatgpt"
    if isinstance(talk.get("chat_messages"), list):
        return "claude"
    if isinstance(talk.get("conversation"), dict) and isinstance(talk.get("responses"), list):
        return "grok"
    return ""


def _title(talk: dict[str, Any]) -> str:
    inner = as_dict(talk.get("conversation"))
    return as_label(talk.get("title")) or as_label(talk.get("name")) or as_label(inner.get("title"))


def _claude_turns(talk: dict[str, Any]) -> tuple[list[Turn], int]:
    turns = []
    for row in dicts(talk.get("chat_messages")):
        pieces = [
            as_str(part.get("text"))
            for part in dicts(row.get("content"))
            if part.get("type", "text") == "text"
        ]
        text = "\n\n".join(filter(None, pieces)) or as_str(row.get("text"))
        files = dicts(row.get("attachments")) + dicts(row.get("files"))
        media = ", ".join(filter(None, (as_label(f.get("file_name")) for f in files)))
        speaker = as_label(row.get("sender")) or None
        turns.append(_turn(speaker, text, media, iso_time(row.get("created_at"))))
    return turns, 0


def _grok_turns(talk: dict[str, Any]) -> tuple[list[Turn], int]:
    turns = []
    for row in dicts(talk.get("responses")):
        response = as_dict(row.get("response", row))
        media = "file" if as_list(response.get("file_attachments")) else ""
        speaker = as_label(response.get("sender")).lower() or None
        time = _mongo_time(response.get("create_time"))
        turns.append(_turn(speaker, as_str(response.get("message")), media, time))
    return turns, 0


def _turn(speaker: str | None, text: str, media: str, time: datetime | None) -> Turn:
    text = text.strip()
    return Turn(0, speaker, text or media, Kind.SAID if text else Kind.MEDIA, time)


def _mongo_time(value: Any) -> datetime | None:
    """ISO text, or MongoDB's {"$date": {"$numberLong": "milliseconds"}} in any of its spellings."""
    if isinstance(value, dict):
        value = value.get("$date")
    if isinstance(value, dict):
        value = value.get("$numberLong")
    return iso_time(value) or epoch(value, 0.001)


_READ = {"chatgpt": chatgpt_turns, "claude": _claude_turns, "grok": _grok_turns}

READER = Reader("assistant", "ChatGPT, Claude or Grok export", sniff, read)
