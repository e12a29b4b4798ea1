"""The JSON log that the HCoop MeetBot keeps of an IRC meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.irc import action_text
from slmsum.readers.jsonshape import as_dict, as_label, as_str, dicts, iso_time
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source

_KEYS = frozenset(("channel", "chair", "messages"))


def sniff(source: Source) -> float:
    """Certain where the meeting's keys are there and messages have a sender and a payload."""
    if not source.looks_json or '"messages"' not in source.text_head:
        return NO
    data = as_dict(source.json)
    if not data.keys() >= _KEYS:
        return NO
    return CERTAIN if any("payload" in message for message in dicts(data["messages"])) else NO


def read(source: Source) -> Conversation:
    """All messages of the meeting, its commands such as `#action` included."""
    data = as_dict(source.json)
    if not data.keys() >= _KEYS:
        raise MalformedInput(source.name, "MeetBot", "channel, chair or messages are missing")
    return build(
        _turns(dicts(data["messages"])),
        format="meetbot",
        source=source.name,
        title=as_label(data.get("name")) or as_label(data["channel"]),
    )


def _turns(messages: list[dict[str, Any]]) -> Iterator[Turn]:
    for message in messages:
        text = as_str(message.get("payload")).strip()
        if message.get("action") is True:
            text = action_text(text)
        sender = as_label(message.get("sender")) or None
        yield Turn(0, sender, text, Kind.SAID, iso_time(message.get("timestamp")))


READER = Reader("meetbot", "MeetBot log", sniff, read)
