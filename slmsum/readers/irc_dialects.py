"""What one line of an IRC log is, whichever client or bot wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

_PREFIX = re.compile(
    r"""\[?(?:(?P<date>\d{4}-\d{2}-\d{2})[T ]\s?|(?P<month>[A-Z][a-z]{2})\s{1,2}(?P<day>\d{1,2})\s)?
    (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d{1,9})?
    (?P<zone>Z|[+-]\d{2}:?\d{2})?(?:\s?(?P<half>[AaPp][Mm]))?\]?(?P<gap>[ \t]+|$)""",
    re.VERBOSE,
)
_SAID = re.compile(r"<[ ]?(?P<nick>[^<>\s]{1,64})>(?:[ \t](?P<text>.*)|$)")
_ACTION = re.compile(r"(?:\*|-\*-|—|•)[ \t]+(?P<nick>[^\s:]{1,64})[ \t]+(?P<text>.*)")
_APP = re.compile(
    r"(?:-->|<--|<->|->|<-|→|←|⇐|⇒|⇄|={2,3}|\*{2,3}|-!-|--|=!=|-[^\s-]\S{0,63}-)(?:[ \t]|$)"
)
_TABBED = re.compile(r"(?P<nick>[^\s<>*=-][^\s<>]{0,63})\t(?P<text>.*)")
_APP_ACTION = re.compile(
    r"(?:[(\[]\S*[)\]] )?(?:has )?(?:→ |joined|left|quit|parted|(?:been )?kicked|sets? mode|"
    r"gives |removes |is now known as|changes? topic|changed? (?:the )?topic|was kicked)"
)
_APP_NICKS = frozenset(
    ("Now", "Topic", "Disconnected", "Attempting", "Rejoined", "Users", "Set", "Logging", "Ops")
)
# Bots of W3C meetings report what they did as actions; nobody says that.
_BOTS = frozenset(("Zakim", "RRSAgent", "agendabot", "trackbot", "ghbot", "MeetBot", "meetbot"))
_DAY_LINE = re.compile(
    r"(?:--- (?:Log opened|Log closed|Day changed)|Session (?:Start|Time|Close|Ident):?"
    r"|\*{4} (?:BEGIN|ENDING) LOGGING AT) ?(?P<when>.*)"
)
_DAY = re.compile(
    r"(?:\w{3} )?(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})(?: [\d:]+)? (?P<year>\d{4})"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MODES = "@+%&~!"


class Sort(Enum):
    """What a line is."""

    SAID = auto()
    ACTION = auto()
    APP = auto()
    DAY = auto()
    MORE = auto()


@dataclass(frozen=True, slots=True)
class Stamp:
    """The time before a line, as far as it is written; `zone` as in ISO 8601."""

    hour: int
    minute: int
    second: int = 0
    day: date | None = None
    month_day: tuple[int, int] | None = None
    zone: str = ""
    half: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line understood; `day` is what a day line announces."""

    sort: Sort
    text: str
    nick: str = ""
    stamp: Stamp | None = None
    day: date | None = None


def understand(line: str) -> Line:
    """The line's sort, nick, words and time."""
    if announced := _DAY_LINE.match(line):
        return Line(Sort.DAY, line, day=_announced_day(announced["when"]))
    prefix = _PREFIX.match(line)
    stamp = _stamp(prefix) if prefix else None
    if prefix is None or stamp is None:
        return _body(line, None, tabs=False) or Line(Sort.MORE, line)
    rest = line[prefix.end() :]
    tabs = prefix["gap"].startswith("\t")
    return _body(rest, stamp, tabs=tabs) or Line(Sort.APP, rest.strip(), stamp=stamp)


def _body(rest: str, stamp: Stamp | None, *, tabs: bool) -> Line | None:
    if _APP.match(rest):
        return Line(Sort.APP, rest.strip(), stamp=stamp)
    if match := _SAID.match(rest):
        return Line(Sort.SAID, match["text"] or "", match["nick"].lstrip(_MODES), stamp)
    if match := _ACTION.match(rest):
        nick, text = match["nick"], match["text"]
        if nick in _BOTS or nick in _APP_NICKS or _APP_ACTION.match(text):
            return Line(Sort.APP, f"{nick} {text}".strip(), stamp=stamp)
        return Line(Sort.ACTION, text, nick.lstrip(_MODES), stamp)
    if tabs and (match := _TABBED.match(rest)):
        return Line(Sort.SAID, match["text"], match["nick"].lstrip(_MODES), stamp)
    return None


def _stamp(prefix: re.Match[str]) -> Stamp | None:
    hour, minute, second = int(prefix["hour"]), int(prefix["minute"]), int(prefix["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    day, month_day = None, None
    if prefix["date"]:
        try:
            day = date.fromisoformat(prefix["date"])
        except ValueError:
            return None
    elif prefix["month"]:
        if prefix["month"] not in _MONTHS:
            return None
        month_day = (_MONTHS.index(prefix["month"]) + 1, int(prefix["day"]))
    zone, half = prefix["zone"] or "", (prefix["half"] or "").lower()
    return Stamp(hour, minute, second, day, month_day, zone, half)


def _announced_day(text: str) -> date | None:
    match = _DAY.search(text)
    if match is None or match["month"] not in _MONTHS:
        return None
    try:
        return date(int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return None
