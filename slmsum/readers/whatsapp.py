"""WhatsApp chat exports of Android and iOS: the text file, or the zip as a phone shares it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from slmsum.conversation import Conversation, build
from slmsum.errors import MalformedInput
from slmsum.readers.marks import clean_name
from slmsum.readers.reader import CERTAIN, LIKELY, NO, POSSIBLE, Reader
from slmsum.readers.source import Source
from slmsum.readers.whatsapp_dates import decide
from slmsum.readers.whatsapp_lines import HEADER, Messages, collect

_LINES_LOOKED_AT = 200
_MAX_TITLE = 300
_CHAT_FILE = re.compile(r"(?:^|/)(?:_chat|[^/]*whatsapp[^/]*)\.txt$", re.IGNORECASE)
_FILE_TITLE = re.compile(
    r"whatsapp.*?\s(?:with|mit|con|com|avec|met|med|с|z|ile|dengan)\s(.+)$",
    re.IGNORECASE,
)
_CREATED = re.compile(
    r"(?:created (?:the )?group|Gruppe|grupo|groupe|gruppo|groep|группу|grup\w*|群组|그룹).*?"
    r"[\"“„«](.{1,80}?)[\"”“»]"
)


def sniff(source: Source) -> float:
    """Certain where the first line begins a message in a form that no other app writes."""
    if source.is_zip:
        return CERTAIN if _chat_member(source) else NO
    lines = [line for line in source.head_lines[:_LINES_LOOKED_AT] if line.strip()]
    matches = [(match, line) for line in lines if (match := HEADER.match(line))]
    named = sum(":" in line[m.end() :] and line[m.end()] != "<" for m, line in matches)
    if not matches:
        return NO
    first = matches[0][0]
    if named * 3 < len(matches):
        # A chat in which nobody has written yet is nothing but lines of the app itself.
        return POSSIBLE if len(matches) == len(lines) and not first["open"] else NO
    if first["open"] and len(re.findall(r"\d+", first["clock"])) < 3:
        return POSSIBLE
    return CERTAIN if HEADER.match(lines[0]) else LIKELY


def read(source: Source) -> Conversation:
    """The chat; raises MalformedInput where a zip holds none."""
    chat, name = source, source.name
    if source.is_zip:
        member = _chat_member(source)
        if member is None or source.members is None:
            raise MalformedInput(source.name, "WhatsApp", "the zip holds no chat text")
        chat = source.members.open(member)
        if not PurePosixPath(member).stem.startswith("_"):
            name = member
    with _collector_paused():
        messages = collect(chat.lines())
        order = decide(messages.written, messages.half_days)
        return build(
            messages.turns(order.days),
            format="whatsapp",
            source=source.name,
            title=_title(name, messages),
            warnings=order.warnings,
        )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the search for garbage cycles among a million turns that are all kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _chat_member(source: Source) -> str | None:
    names = source.members.names if source.members else []
    return next((name for name in names if _CHAT_FILE.search(name)), None)


def _title(name: str, messages: Messages) -> str:
    """The chat's name from the file's name, from the group's creation, or from iOS's first line."""
    stem = PurePosixPath(name.replace("\\", "/")).stem[:_MAX_TITLE]
    if match := _FILE_TITLE.search(stem):
        return clean_name(match[1])
    for speaker, text in zip(messages.speakers[:50], messages.texts[:50], strict=True):
        if speaker is None and (match := _CREATED.search(text[:_MAX_TITLE])):
            return match[1]
    return messages.chat_name


READER = Reader("whatsapp", "WhatsApp chat", sniff, read)
