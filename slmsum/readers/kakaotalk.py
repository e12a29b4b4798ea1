"""KakaoTalk exports: the text of phones, the text of the PC app, and CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.clock import hour_of_day
from slmsum.readers.marks import clean_name, without_marks
from slmsum.readers.reader import CERTAIN, LIKELY, NO, Reader
from slmsum.readers.source import Source

_LINES_LOOKED_AT = 100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?:(오전|오후)\s?)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp]\.?[Mm]\.?))?"
_DAY = (
    r"(?:(\d{4})(?:년|\.)\s?(\d{1,2})(?:월|\.)\s?(\d{1,2})(?:일|\.)"
    r"|(?:\w+day, )?([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4}))"
)
_PHONE = re.compile(rf"{_DAY}(?: at|,)?\s+{_CLOCK}(?P<more>[,:] ?(?P<rest>.*))?$")
_PC = re.compile(rf"\[(?P<name>[^\]\n]{{1,60}})\] \[{_CLOCK}\] (?P<text>.*)")
_PC_DAY = re.compile(rf"-{{3,}} {_DAY}[^-]*-{{3,}}$")
_TITLE = re.compile(
    r"(?P<name>.+?)\s?(?:님과(?:의)?\s)?카카오톡 대화$"
    r"|KakaoTalk Chats? with (?P<english>.+?)$|(?P<short>.+?) KakaoTalk Chats$"
)
_CSV_HEAD = re.compile(r'"?Date"?,"?User"?,"?Message"?\s*$')
_NOTICE = re.compile(
    r"(?:님이|님을|님께서) .{0,60}(?:들어왔|나갔|초대|내보냈|참여|가렸|강퇴)\w*습니다\.?$"
    r"|.{1,60} (?:joined this chatroom|left this chatroom|invited .+)\.?$"
)
_MEDIA = re.compile(
    r"(?:사진(?: \d+장)?|동영상|이모티콘|음성메시지|연락처|지도|파일: .+|<(?:사진|동영상)[^>]*>|"
    r"Photos?(?: \d+)?|Videos?|Emoticons?|Voice (?:Note|message)|File: .+|\d+ photos)$"
)
_DELETED = re.compile(
    r"(?:삭제된 메시지입니다|메시지가 삭제되었습니다|This message was deleted)\.?$"
)
_NOTICE_CHARS = 200
_SYSTEM_USER = "시스템"


def sniff(source: Source) -> float:
    """Certain for each of the three forms, likely where only single lines are of it."""
    lines = [line for line in source.head_lines[:_LINES_LOOKED_AT] if line.strip()]
    if not lines:
        return NO
    if _CSV_HEAD.match(lines[0]):
        return CERTAIN
    phone = sum((m := _PHONE.match(line)) is not None and bool(m["rest"]) for line in lines)
    pc = sum(_PC.match(line) is not None for line in lines)
    if not phone and not pc:
        return NO
    titled = any(_TITLE.match(line) for line in lines[:3])
    korean = phone and any("년" in line[:8] for line in lines)
    dated = any(_PC_DAY.match(line) for line in lines)
    return CERTAIN if titled or korean or (pc and dated) else LIKELY


def read(source: Source) -> Conversation:
    """The chat; raises MalformedInput for CSV that cannot be parsed."""
    head = next((line for line in source.head_lines if line.strip()), "")
    if _CSV_HEAD.match(head):
        return build(_csv(source), format="kakaotalk", source=source.name)
    pc = any(_PC.match(line) for line in source.head_lines)
    turns = _pc(source.lines()) if pc else _phone(source.lines())
    title = _TITLE.match(without_marks(head).strip())
    name = clean_name(title["name"] or title["english"] or title["short"]) if title else ""
    return build(turns, format="kakaotalk", source=source.name, title=name)


def _phone(lines: Iterable[str]) -> Iterator[Turn]:
    head: re.Match[str] | None = None
    body: list[str] = []
    for line in lines:
        match = _PHONE.match(line)
        if match is None:
            body.append(line)
            continue
        if head is not None and head["more"]:
            yield _phone_turn(head, body)
        head, body = match, []
    if head is not None and head["more"]:
        yield _phone_turn(head, body)


def _phone_turn(head: re.Match[str], more: list[str]) -> Turn:
    day = _day(head.groups()[:6])
    time = _at(day, head.groups()[6:11])
    name, separator, words = head["rest"].partition(" : ")
    if not separator:
        text = "\n".join([head["rest"], *more]).strip()
        return Turn(0, None, text, Kind.SYSTEM, time)
    return _message(name, "\n".join([words, *more]), time)


def _pc(lines: Iterable[str]) -> Iterator[Turn]:
    day: date | None = None
    head: re.Match[str] | None = None
    body: list[str] = []
    for line in lines:
        new_day, match = _PC_DAY.match(line), _PC.match(line)
        notice = _NOTICE.search(line) if match is None and len(line) < _NOTICE_CHARS else None
        if not (new_day or match or notice):
            body.append(line)
            continue
        if head is not None:
            yield _pc_turn(head, body, day)
        head, body = match, []
        if new_day:
            day = _day(new_day.groups()[:6]) or day
        elif notice:
            yield Turn(0, None, without_marks(line).strip(), Kind.SYSTEM)
    if head is not None:
        yield _pc_turn(head, body, day)


def _pc_turn(head: re.Match[str], more: list[str], day: date | None) -> Turn:
    time = _at(day, head.groups()[1:6])
    return _message(head["name"], "\n".join([head["text"], *more]), time)


def _csv(source: Source) -> Iterator[Turn]:
    rows = csv.reader(line + "\n" for line in source.lines())
    try:
        next(rows, None)
        for row in rows:
            if len(row) < 3:
                continue
            yield _message(row[1], ",".join(row[2:]), _iso(row[0]))
    except csv.Error as error:
        where = f"line {rows.line_num}"
        raise MalformedInput(source.name, "KakaoTalk CSV", str(error), where=where) from error


def _message(name: str, text: str, time: datetime | None) -> Turn:
    speaker, words = clean_name(name), without_marks(text).strip()
    kind = Kind.SAID
    if speaker == _SYSTEM_USER or _DELETED.match(words):
        kind = Kind.SYSTEM
    elif not words or _MEDIA.match(words):
        kind = Kind.MEDIA
    return Turn(0, speaker, words, kind, time)


def _day(groups: tuple[str | None, ...]) -> date | None:
    year, month, day, name, english_day, english_year = groups
    try:
        if name is not None:
            number = _MONTHS.index(name[:3].casefold()) + 1
            return date(int(english_year or 0), number, int(english_day or 0))
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def _at(day: date | None, groups: tuple[str | None, ...]) -> datetime | None:
    before, hour, minute, second, after = groups
    if day is None:
        return None
    hours = hour_of_day(int(hour or 0), before or after)
    try:
        return datetime(day.year, day.month, day.day, hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return None


READER = Reader("kakaotalk", "KakaoTalk chat", sniff, read)
