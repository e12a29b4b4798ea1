"""IRC logs of irssi, WeeChat, mIRC, HexChat, Quassel, IRCCloud, qwebirc, ZNC and log bots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.readers.irc_dialects import Line, Sort, understand
from slmsum.readers.irc_times import TWELVE_HOURS, Calendar, Moment
from slmsum.readers.marks import without_marks
from slmsum.readers.reader import LIKELY, NO, POSSIBLE, Reader
from slmsum.readers.source import Source

_LINES_LOOKED_AT = 200
_TITLE_CHARS = 300
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|</)", re.IGNORECASE)
_CODES = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04[0-9A-Fa-f]{6}|[\x00-\x08\x0b-\x1f\x7f]")
_CHANNEL = re.compile(r"[#&][^\s,:;()\"]{1,60}")
_JOINED = re.compile(r"(?:joined|talking (?:in|on)|Topic for)\b.*?(?<!\S)([#&][^\s,:;()\"]{1,60})")
_W3C_DAY = re.compile(r"logging to https?://www\.w3\.org/(\d{4})/(\d{2})/(\d{2})-")
_NAME_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


def sniff(source: Source) -> float:
    """Likely where most lines are of the kinds that IRC logs have and somebody says something."""
    lines = [line for line in source.head_lines[:_LINES_LOOKED_AT] if line.strip()]
    if not lines or any(_MARKUP.match(line) for line in lines):
        return NO
    found = [understand(line) for line in lines]
    said = [line for line in found if line.sort is Sort.SAID]
    stamped = sum(line.stamp is not None for line in said)
    known = sum(line.sort not in (Sort.MORE, Sort.DAY) for line in found)
    if not said or known * 2 < len(lines) or len(said) * 20 < len(lines):
        return NO
    if stamped:
        return LIKELY + 0.1
    return LIKELY if len(said) > 1 else POSSIBLE


def read(source: Source) -> Conversation:
    """The log; joins and other notices are system turns, actions are what their nick does."""
    lines = list(_joined(source.lines()))
    stamps = [line.stamp for line in lines if line.stamp is not None]
    calendar = Calendar(_day(lines, source.stem), stamps)
    return build(
        _turns(lines, calendar),
        format="irc",
        source=source.name,
        title=_title(lines),
        warnings=(TWELVE_HOURS,) if calendar.half_clock else (),
    )


def _joined(lines: Iterable[str]) -> Iterator[Line]:
    """Lines understood, with the continuations of a message joined to it."""
    held: Line | None = None
    more: list[str] = []
    for raw in lines:
        text = _CODES.sub("", without_marks(raw)).rstrip()
        if not text:
            continue
        line = understand(text)
        if line.sort is Sort.MORE and held is not None and held.sort in (Sort.SAID, Sort.ACTION):
            # Clients wrap a long message with one space; anything else is a line of its own.
            more.append((" " if text[0] == " " else "\n") + text.strip())
            continue
        if held is not None:
            yield _with_more(held, more)
        held, more = line, []
    if held is not None:
        yield _with_more(held, more)


def _with_more(line: Line, more: list[str]) -> Line:
    return replace(line, text=line.text + "".join(more)) if more else line


def _turns(lines: list[Line], calendar: Calendar) -> Iterator[Turn]:
    for place, line in enumerate(lines):
        if line.sort is Sort.DAY:
            if line.day is not None:
                calendar.announce(line.day)
            continue
        if place == 0 and line.sort is Sort.MORE and _CHANNEL.fullmatch(line.text):
            continue
        moment = calendar.moment(line.stamp) if line.stamp else Moment()
        kind, speaker, text = Kind.SYSTEM, None, line.text.strip()
        if line.sort is Sort.SAID:
            kind, speaker = Kind.SAID, line.nick
        elif line.sort is Sort.ACTION:
            kind, speaker, text = Kind.SAID, line.nick, action_text(text)
        yield Turn(0, speaker or None, text, kind, moment.time, moment.start)


def action_text(text: str) -> str:
    """How the words of a `/me` are kept."""
    return f"*{text}*"


def _day(lines: list[Line], stem: str) -> date | None:
    """The first day, from a bot's note of where it logs or from the file's name."""
    for line in lines[:200]:
        if line.sort is Sort.SAID and (match := _W3C_DAY.match(line.text)):
            return _date(match)
    match = _NAME_DAY.search(stem)
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _title(lines: list[Line]) -> str:
    if lines and lines[0].sort is Sort.MORE and _CHANNEL.fullmatch(lines[0].text):
        return lines[0].text
    for line in lines[:200]:
        if line.sort is Sort.APP and (match := _JOINED.search(line.text[:_TITLE_CHARS])):
            return match[1]
    return ""


READER = Reader("irc", "IRC log", sniff, read)
