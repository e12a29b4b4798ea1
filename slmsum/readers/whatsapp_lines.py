"""Cut the lines of a WhatsApp export into messages, in one pass that holds only what it needs."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from sys import intern

from slmsum.conversation import Kind, Turn
from slmsum.readers.clock import hour_of_day, is_half_day
from slmsum.readers.marks import MARK, clean_name, without_marks
from slmsum.readers.whatsapp_words import EXACT, understood

_M = f"[{MARK}]{{0,4}}"
_GAP = "[ \t\u00a0\u202f]"
HEADER = re.compile(
    rf"""{_M}(?P<open>\[)?{_M}
    (?P<date>\d{{1,4}}{_M}[./-]{_GAP}?{_M}\d{{1,2}}{_M}[./-]{_GAP}?{_M}\d{{1,4}}\.?)
    {_M}(?:[,،]{_GAP}*|{_GAP}+){_M}
    (?P<clock>(?:[^\W\d_][^\s\d:]{{0,11}}{_GAP}?)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?
        (?:{_GAP}?[^\W\d_][^\d\]:\[–-]{{0,10}}?)?){_M}
    (?:\]{_GAP}?|{_GAP}+[–-]{_GAP}|:{_GAP})""",
    re.VERBOSE,
)
"""The beginning of a message, up to its name; `open` is there on iOS."""

# Most lines of most exports are of this plainest form, which is found in half the time.
_PLAIN_HEADER = re.compile(
    r"(\[)?(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}),? "
    r"(\d{1,2}:\d{2}(?::\d{2})?(?:[ \u202f][AaPp][Mm])?)(?:\] | - )"
)
_CLOCK = re.compile(r"(\D*)(\d+)[:.](\d+)(?:[:.](\d+))?(.*)")
_MAX_NAME = 80
_UNSEEN = -2
_CLOSERS = (">", ")")
_QUOTES = re.compile('["“”„«»]')


@dataclass(slots=True)
class Messages:
    """The messages of an export, column by column; `dates` indexes `written`."""

    written: list[str] = field(default_factory=list)
    dates: array[int] = field(default_factory=lambda: array("L"))
    seconds: array[int] = field(default_factory=lambda: array("l"))
    speakers: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    half_days: bool = False
    chat_name: str = ""

    def turns(self, days: tuple[date | None, ...]) -> Iterator[Turn]:
        """The turns, given the day that each written date means."""
        midnights = [datetime(d.year, d.month, d.day) if d is not None else None for d in days]
        columns = zip(self.speakers, self.texts, self.kinds, self.dates, self.seconds, strict=True)
        for index, (speaker, text, kind, written, clock) in enumerate(columns):
            day = midnights[written]
            time = day + timedelta(0, clock) if day is not None else None
            yield Turn(index, speaker, text, kind, time)


def collect(lines: Iterable[str]) -> Messages:  # noqa: PLR0912
    """Read all messages; lines before the first one are left out.

    A million lines pass here, so that what would be functions is written out in the loop.
    """
    messages = Messages()
    numbers: dict[str, int] = {}
    clocks: dict[str, int] = {}
    names: dict[str, str | None] = {}
    plain_header, header, add = _PLAIN_HEADER.match, HEADER.match, _adder(messages)
    add_date, add_second = messages.dates.append, messages.seconds.append
    name: str | None = None
    opened: str | None = None
    body: str | None = None
    more: list[str] = []
    for line in lines:
        match = plain_header(line) or header(line)
        if match is not None:
            now_opened, day, reading = match.groups()
            clock = clocks.get(reading, _UNSEEN)
            if clock == _UNSEEN:
                clock = clocks[reading] = _clock(reading, messages)
        if match is None or clock < 0:
            more.append(line)
            continue
        if body is not None:
            add(name, "\n".join([body, *more]).rstrip() if more else body, opened)
        opened = now_opened
        if more:
            more.clear()
        number = numbers.get(day)
        if number is None:
            number = numbers[day] = len(numbers)
            messages.written.append(without_marks(day))
        add_date(number)
        add_second(clock)
        body = line[match.end() :]
        label, colon, words = body.partition(":")
        if not colon:
            name = None
            continue
        try:
            name = names[label]
        except KeyError:
            name = names[label] = _name(label)
        if name is not None:
            if words[:1] == " ":
                body = words[1:]
            elif _may_follow(words, label):
                body = words
            else:
                name = None
    if body is not None:
        add(name, "\n".join([body, *more]).rstrip(), opened)
    return messages


def _clock(reading: str, messages: Messages) -> int:
    """Seconds since midnight, -1 where there is no such time; notes AM and PM."""
    match = _CLOCK.match(without_marks(reading))
    if match is None:
        return -1
    before, hour, minute, second, after = match.groups()
    marker = before.strip() or after.strip()
    hours, minutes, seconds = hour_of_day(int(hour), marker), int(minute), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return -1
    messages.half_days = messages.half_days or is_half_day(marker)
    return hours * 3600 + minutes * 60 + seconds


def _name(label: str) -> str | None:
    """The name before a colon, None where the colon belongs to a line of the app itself."""
    name = clean_name(label).removeprefix("~").lstrip()
    if not name or len(name) > _MAX_NAME or len(_QUOTES.findall(name)) % 2:
        return None
    return intern(name)


def _may_follow(words: str, label: str) -> bool:
    """Whether a colon with no space after it can end a name: not in a link or a clock reading."""
    return not words.startswith("//") and not (label[-1:].isdigit() and words[:1].isdigit())


def _is_plain(text: str) -> bool:
    """Quickly, whether no direction mark can be in the text; those are not printable."""
    return text.isascii() or text.isprintable()


def _adder(messages: Messages) -> Callable[[str | None, str, str | None], None]:
    """A function that judges a message and adds its name, words and kind to the columns."""
    add_speaker, add_text = messages.speakers.append, messages.texts.append
    add_kind, said = messages.kinds.append, Kind.SAID

    def add(name: str | None, body: str, opened: str | None) -> None:
        kind = said
        if name is None:
            kind, body = Kind.SYSTEM, without_marks(body)
        elif body in EXACT or body[-1:] in _CLOSERS or not _is_plain(body):
            kind, body, names_speaker = understood(body, ios=opened is not None)
            if not names_speaker:
                messages.chat_name = messages.chat_name or name
                name = None
        add_speaker(name)
        add_text(body)
        add_kind(kind)

    return add
