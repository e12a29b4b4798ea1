"""The chat of a Zoom meeting: of a cloud recording (tabs) or as the desktop app saves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.readers.clock import elapsed
from slmsum.readers.marks import clean_name, without_marks
from slmsum.readers.reader import CERTAIN, LIKELY, NO, Reader
from slmsum.readers.source import Source

_LINES_LOOKED_AT = 100
_CLOUD = re.compile(r"(?P<at>\d{1,2}:\d{2}:\d{2})\t(?P<name>[^\t\n]{1,120}):\t(?P<text>.*)")
_DESKTOP = re.compile(
    r"(?P<at>\d{1,2}:\d{2}:\d{2})[\t ]{1,9}"
    r"(?:From|Von|De|Da|Van|Od|От|Från|Fra|Dari|Kimden)[\t ]{1,9}"
    r"(?P<name>\S.{0,120}?)"
    r"(?:[\t ]{1,9}(?:to|an|à|a|para|para:|aan|do|для|till|til|kepada|için)[\t ]{1,9}"
    r"(?P<to>\S.{0,120}?))?[\t ]{0,9}:(?:[\t ]{1,9}(?P<text>.*)|[\t ]{0,9})$"
)
_REACTION = re.compile(
    r"(?:(?:Reacted to|Removed an? .{1,8} reaction from|Removed a reaction from) .+"
    r"|Hat auf .+ reagiert|A réagi à .+|Reaccion[óo] a .+|Reagiu a .+|Ha reagito a .+)",
    re.DOTALL,
)
_REPLY = re.compile(
    r"(?:Replying to|Antwort auf|Antworten auf|En réponse à|Respondiendo a|Respondendo a"
    r"|In risposta a) (?:\"[^\n]*\"|“[^\n]*”)\s*\n\s*(?=\S)"
)


def sniff(source: Source) -> float:
    """Certain where the first line is a message in one of the two forms."""
    lines = [line for line in source.head_lines[:_LINES_LOOKED_AT] if line.strip()]
    if not lines:
        return NO
    if _head(lines[0]):
        return CERTAIN
    return LIKELY if sum(_head(line) is not None for line in lines) * 3 > len(lines) else NO


def read(source: Source) -> Conversation:
    """The chat, times in seconds: since the recording began, or since midnight on the desktop.

    Reactions are lines of the app that keep their author; a reply's quoted beginning is left out.
    """
    return build(_turns(source.lines()), format="zoom_chat", source=source.name)


def _head(line: str) -> re.Match[str] | None:
    return _CLOUD.match(line) or _DESKTOP.match(line) if line[:1].isdigit() else None


def _turns(lines: Iterable[str]) -> Iterator[Turn]:
    head: re.Match[str] | None = None
    body: list[str] = []
    for line in lines:
        match = _head(line)
        if match is None:
            body.append(line[1:] if line.startswith("\t") else line)
            continue
        if head is not None:
            yield _turn(head, body)
        head, body = match, [match["text"] or ""]
    if head is not None:
        yield _turn(head, body)


def _turn(head: re.Match[str], body: list[str]) -> Turn:
    text = without_marks("\n".join(body)).strip()
    kind = Kind.SYSTEM if _REACTION.fullmatch(text) else Kind.SAID
    if kind is Kind.SAID:
        reply = _REPLY.match(text)
        text = text[reply.end() :] if reply else text
    return Turn(0, clean_name(head["name"]), text, kind, start=elapsed(head["at"]))


READER = Reader("zoom_chat", "Zoom chat", sniff, read)
