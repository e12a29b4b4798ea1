"""Plain prose, the last resort: each sentence a turn of nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.marks import without_marks
from slmsum.readers.reader import LAST_RESORT, NO, Reader
from slmsum.readers.sentences import sentences
from slmsum.readers.source import Source

_SAMPLE_CHARS = 20_000
_MIN_LETTERS = 0.6
_MARKUP = re.compile(r"\s*(?:<[?!a-zA-Z/]|[{\[]\s*[\"{\[]|%PDF-|\{\\rtf)")
_LONG_TOKEN = 200
_PARAGRAPH_CHARS = 100_000


def sniff(source: Source) -> float:
    """The last resort for anything that reads as words."""
    return NO if _why_not(source) else LAST_RESORT


def read(source: Source) -> Conversation:
    """One turn a sentence; raises MalformedInput for what is no prose, such as data or markup."""
    if reason := _why_not(source):
        raise MalformedInput(source.name, "text", reason)
    return build(_turns(source.lines()), format="prose", source=source.name)


def _why_not(source: Source) -> str:
    """Why the content is not prose, empty where it is."""
    if source.is_folder or source.is_zip or source.encoding is None:
        return "it holds binary data, not text"
    sample = source.text_head[:_SAMPLE_CHARS]
    if _MARKUP.match(sample) or source.looks_json:
        return "it holds data or markup, not prose"
    visible = [char for char in sample if not char.isspace()]
    letters = sum(char.isalpha() or 0x300 <= ord(char) < 0x1000 for char in visible)
    if not letters or letters < len(visible) * _MIN_LETTERS:
        return "it holds hardly any words"
    if "\ufffd" in sample or any(ord(char) < 32 for char in visible):
        return "it holds control characters"
    long = sum(len(word) for word in sample.split() if len(word) > _LONG_TOKEN and word.isascii())
    if long * 2 > len(visible):
        return "it holds no words"
    return ""


def _turns(lines: Iterable[str]) -> Iterator[Turn]:
    for paragraph in _paragraphs(lines):
        for sentence in sentences(paragraph):
            yield Turn(0, None, sentence, Kind.SAID)


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Blocks between empty lines; a block that never ends is cut."""
    held: list[str] = []
    size = 0
    for raw in lines:
        line = without_marks(raw).strip()
        if line:
            held.append(line)
            size += len(line)
        if held and (not line or size > _PARAGRAPH_CHARS):
            yield " ".join(held)
            held, size = [], 0
    if held:
        yield " ".join(held)


READER = Reader("prose", "plain text", sniff, read)
