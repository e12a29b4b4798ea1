"""What the library tells about the conversations it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from slmsum.minutes import Minutes


class ConversationKind(StrEnum):
    """How people talked with each other."""

    CHAT = "chat"
    MEETING = "meeting"
    RECORDING = "recording"
    MAIL = "mail"
    OTHER = "other"


class Origin(StrEnum):
    """Who wrote a version of minutes."""

    MODEL = "model"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Entry:
    """One conversation of the library, without its turns.

    `date` is the day it took place where known, `added` when it was kept (UTC). `speakers` are
    names, `turns` and `words` counts, `seconds` the length of a recording. `audio` is the name of
    its sound file below the library's audio folder.
    """

    id: int
    uid: str
    title: str
    kind: ConversationKind
    format: str
    source: str
    language: str | None
    date: date | None
    added: datetime
    speakers: tuple[str, ...]
    turns: int
    words: int
    seconds: float | None
    has_minutes: bool
    audio: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """Minutes as they were at one time; `number` counts from 1, `made` is in UTC."""

    number: int
    made: datetime
    origin: Origin
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing the user changed, with the original beside it.

    `version` is that of the minutes it made, None for a change of the conversation itself. `path`
    leads to the place ("summary/0/text", "turns/12/text"); `before` and `after` are the text there,
    or JSON for anything else; None means that nothing stood there.
    """

    version: int | None
    made: datetime
    path: str
    before: str | None
    after: str | None


_KINDS = {
    ConversationKind.CHAT: "assistant chatgpt claude discord grok imessage instagram irc kakaotalk "
    "messenger signal slack sms telegram telegram_html whatsapp zoom_chat",
    ConversationKind.MAIL: "eml email_body mbox",
    ConversationKind.RECORDING: "recording",
    ConversationKind.MEETING: "aws_transcribe bbc_kaldi markdown_minutes meetbot named_lines otter "
    "podcast_html podcast_json qmsum rttm sbv srt ttml vtt whisper",
}


def kind_of(format: str) -> ConversationKind:
    """How people talked in a conversation that came in this format."""
    for kind, formats in _KINDS.items():
        if format in formats.split():
            return kind
    return ConversationKind.OTHER
