"""Otter.ai's text export: a line `Name  0:01`, then what was said, then an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.readers.clock import elapsed
from slmsum.readers.marks import clean_name, without_marks
from slmsum.readers.reader import CERTAIN, LIKELY, NO, POSSIBLE, Reader
from slmsum.readers.source import Source

_LINES_LOOKED_AT = 300
_HEAD = re.compile(
    r"(?P<name>[^\W_][^\n:]{0,60}?)(?P<gap>[ \t\u00a0]{1,40})(?P<at>\d{1,3}:\d{2}(?::\d{2})?)\s*$"
)
_TRAILER = re.compile(r"Transcribed by https?://otter\.ai", re.IGNORECASE)


def sniff(source: Source) -> float:
    """Sure by how many lines of a name and a time begin a paragraph."""
    lines = source.head_lines[:_LINES_LOOKED_AT]
    if any(_TRAILER.match(line) for line in lines):
        return CERTAIN
    heads = [
        match
        for before, line in zip(["", *lines], lines, strict=False)
        if (match := _HEAD.match(line)) and not before.strip()
    ]
    paragraphs = sum(
        bool(line.strip()) and not before.strip()
        for before, line in zip(["", *lines], lines, strict=False)
    )
    if not heads or len(heads) * 2 < paragraphs:
        return NO
    wide = all(len(match["gap"]) > 1 or "\t" in match["gap"] for match in heads)
    return LIKELY if wide or len(heads) > 2 else POSSIBLE


def read(source: Source) -> Conversation:
    """The transcript, with starts in seconds; text above the first name is its title."""
    title: list[str] = []
    turns = list(_turns(source.lines(), title))
    return build(turns, format="otter", source=source.name, title=title[0] if title else "")


def _turns(lines: Iterable[str], title: list[str]) -> Iterator[Turn]:
    head: re.Match[str] | None = None
    body: list[str] = []
    for raw in lines:
        line = without_marks(raw)
        if _TRAILER.match(line):
            continue
        match = _HEAD.match(line)
        if match is not None and not any(body[-1:]):
            if head is not None:
                yield _turn(head, body)
            head, body = match, []
        elif head is not None:
            body.append(line.strip())
        elif line.strip():
            title.append(line.strip())
    if head is not None:
        yield _turn(head, body)


def _turn(head: re.Match[str], body: list[str]) -> Turn:
    paragraphs = "\n".join(body).strip().split("\n\n")
    text = "\n".join(" ".join(part.split()) for part in paragraphs if part.strip())
    return Turn(0, clean_name(head["name"]), text, Kind.SAID, start=elapsed(head["at"]))


READER = Reader("otter", "Otter transcript", sniff, read)
