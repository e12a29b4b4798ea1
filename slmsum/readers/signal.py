"""Signal as text: `[date, time] Name: words` as export tools write it, and signal-cli's output."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.readers.marks import clean_name, without_marks
from slmsum.readers.reader import CERTAIN, LIKELY, NO, POSSIBLE, Reader
from slmsum.readers.source import Source

_LINES_LOOKED_AT = 200
_MESSAGE = re.compile(
    r"\[(\d{4}-\d{2}-\d{2}),?[ T](\d{2}:\d{2}(?::\d{2})?)\] "
    r"([^:\n<>\u2010-\u21ff]{1,80}?):(?: (.*)|$)"
)
_ENVELOPE = re.compile(r"Envelope from: (?:[“\"](?P<name>.*?)[”\"] )?(?P<number>\S+)")
_ATTACHMENT = re.compile(r"!?\[[^\]\n]{0,200}\]\([^)\n]{1,500}\)")
_REACTIONS = re.compile(r"\(- [^\n]{1,2000}: [^\n]{1,40} -\)")
_DELETED = ("This message was deleted.", "This message was deleted")


def sniff(source: Source) -> float:
    """Likely where lines carry an ISO date in brackets and a name; certain for signal-cli."""
    lines = [line for line in source.head_lines[:_LINES_LOOKED_AT] if line.strip()]
    if any(_ENVELOPE.match(line) for line in lines[:20]):
        return CERTAIN
    matches = [match for line in lines if (match := _MESSAGE.match(line))]
    if not matches:
        return NO
    return LIKELY if _MESSAGE.match(lines[0]) else POSSIBLE


def read(source: Source) -> Conversation:
    """The chat, with reactions, quoted lines and attachment links taken out of the words."""
    if any(_ENVELOPE.match(line) for line in source.head_lines[:_LINES_LOOKED_AT]):
        turns = _envelopes(source.lines())
    else:
        turns = _messages(source.lines())
    return build(turns, format="signal", source=source.name)


def _messages(lines: Iterable[str]) -> Iterator[Turn]:
    head: re.Match[str] | None = None
    body: list[str] = []
    for line in lines:
        match = _MESSAGE.match(line)
        if match is None:
            body.append(line)
            continue
        if head is not None:
            yield _turn(head, body)
        head, body = match, [match[4] or ""]
    if head is not None:
        yield _turn(head, body)


def _turn(head: re.Match[str], body: list[str]) -> Turn:
    kept = [line for line in body if not line.startswith("> ")]
    text = without_marks("\n".join(kept)).strip()
    reactions = text.rfind("(- ")
    if reactions >= 0 and _REACTIONS.fullmatch(text, reactions):
        text = text[:reactions].rstrip()
    words = _ATTACHMENT.sub("", text).strip()
    kind = Kind.SAID
    if text in _DELETED:
        kind = Kind.SYSTEM
    elif not words:
        kind, words = Kind.MEDIA, text
    return Turn(0, clean_name(head[3]), words, kind, _time(f"{head[1]} {head[2]}"))


def _time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _envelopes(lines: Iterable[str]) -> Iterator[Turn]:
    """signal-cli prints a block for each envelope; receipts and typing notes have no body."""
    block: list[str] = []
    for line in lines:
        if _ENVELOPE.match(line) and block:
            yield from _of_envelope(block)
            block = []
        block.append(line)
    yield from _of_envelope(block)


def _of_envelope(block: list[str]) -> Iterator[Turn]:
    head = _ENVELOPE.match(block[0]) if block else None
    if head is None:
        return
    name = clean_name(head["name"] or head["number"])
    stamp = next((m for line in block if (m := re.match(r"Timestamp: (\d{10,14})", line))), None)
    time = datetime.fromtimestamp(int(stamp[1]) / 1000, UTC) if stamp else None
    body = _field(block, "Body: ")
    if body:
        yield Turn(0, name, without_marks(body), Kind.SAID, time)
    elif any(line.startswith("Attachments:") for line in block):
        yield Turn(0, name, "attachment", Kind.MEDIA, time)


def _field(block: list[str], label: str) -> str:
    """A field's text with the lines that follow until the next field."""
    for place, line in enumerate(block):
        if line.startswith(label):
            text = [line.removeprefix(label)]
            for later in block[place + 1 :]:
                if re.match(r"[A-Z][A-Za-z ]{2,30}:(?: |$)", later):
                    break
                text.append(later)
            return "\n".join(text).strip()
    return ""


READER = Reader("signal", "Signal chat", sniff, read)
