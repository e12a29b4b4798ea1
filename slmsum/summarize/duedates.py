"""When something is due, as said, turned into a date where the conversation's date allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from slmsum.summarize.numbers import number_values

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_DAY = re.compile(
    r"\b(next |this )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
)
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"((?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
)
_YEAR = r"(?:,? (\d{4}))?"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\.? (?:the )?(?:(\d{{1,2}})(?:st|nd|rd|th)?|{_ORDINAL})|"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?|{_ORDINAL})(?: of)? {_MONTH}){_YEAR}\b"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
# An ordinal in words may also count something: "the second draft".
_OF_MONTH = re.compile(
    rf"\bthe (?:(\d{{1,2}})(?:st|nd|rd|th)\b|{_ORDINAL}\b(?=$|[.,;!?)]| at | by | of ))"
    r"( of next month)?"
)
_IN = re.compile(r"\bin (?:about )?(\w+(?: \w+)?) (day|week)s?\b")
_END_OF_DAY = re.compile(r"\b(?:end of (?:the |business )?day|eod|cob)\b")


def due_date(said: str, spoken_on: date | None) -> date | None:
    """The date that the words mean for someone who says them on `spoken_on`.

    None where they do not tell ("soon", "next week"), or where the day they were said is unknown.
    A past day is never meant: "Friday" is the next one, "the 3rd" may be next month's.
    """
    text = said.lower().strip()
    if found := _ISO.search(text):
        return _safe(int(found[1]), int(found[2]), int(found[3]))
    if spoken_on is None or not text:
        return None
    try:
        for reading in (_relative, _named_date, _weekday_and_day, _day_of_month, _weekday):
            day = reading(text, spoken_on)
            if day is not None:
                return day
    except OverflowError:  # "in 9,999,999 days" lies beyond the last date there is
        return None
    return spoken_on if _END_OF_DAY.search(text) else None


def _relative(text: str, today: date) -> date | None:
    fixed: tuple[tuple[str, Callable[[], date]], ...] = (
        (r"\bday after tomorrow\b", lambda: today + timedelta(days=2)),
        (r"\btomorrow\b", lambda: today + timedelta(days=1)),
        (r"\b(today|tonight|this (morning|afternoon|evening))\b", lambda: today),
        (r"\bend of (the|this) week\b", lambda: today + timedelta(days=(4 - today.weekday()) % 7)),
        (r"\bend of (the|this) month\b", lambda: _month_end(today)),
        (r"\ba week today\b", lambda: today + timedelta(days=7)),
    )
    for pattern, day in fixed:
        if re.search(pattern, text):
            return day()
    if (found := _IN.search(text)) and not _DAY.search(text):
        count = "1" if found[1] in ("a", "one") else _count(found[1], 10**6)
        if count:
            return today + timedelta(days=int(count) * (7 if found[2] == "week" else 1))
    return None


def _count(said: str, most: int) -> str:
    """The one whole number from 1 to `most` that is said, empty for none."""
    found = [v for v in number_values(said) if v.isdigit() and 1 <= int(v) <= most]
    return found[0] if len(found) == 1 else ""


def _named_date(text: str, today: date) -> date | None:
    found = _DATE.search(text)
    if not found:
        return None
    name = found[1] or found[6]
    day = int(found[2] or found[4] or _count(found[3] or found[5], 31))
    month = next(i for i, full in enumerate(_MONTHS, start=1) if full.startswith(name[:3]))
    if found[7]:
        return _safe(int(found[7]), month, day)
    this_year = _safe(today.year, month, day)
    if this_year is not None and this_year < today:
        return _safe(today.year + 1, month, day)
    return this_year


def _weekday_and_day(text: str, today: date) -> date | None:
    """ "Friday the 12th": the next day that is both."""
    weekday, number = _weekday(text, today), _day_of_month(text, today)
    if weekday is None or number is None:
        return None
    for ahead in range(1, 366):
        day = today + timedelta(days=ahead)
        if day.day == number.day and day.weekday() == weekday.weekday():
            return day
    return None


def _weekday(text: str, today: date) -> date | None:
    """The next such day; None for repeated or past ones, and where the words leave a choice."""
    if re.search(r"\b(every|each|last|weeks?)\b", text.replace("next week", "")):
        return None
    named = list(_DAY.finditer(text))
    wanted = {next(i for i, day in enumerate(_DAYS) if day.startswith(m[2])) for m in named}
    if len(wanted) != 1:
        return None
    weekday = wanted.pop()
    if "next week" in text:
        return today + timedelta(days=7 - today.weekday() + weekday)
    ahead = (weekday - today.weekday()) % 7 or 7
    if any(m[1] == "next " for m in named) and ahead < 7 - today.weekday():
        ahead += 7
    return today + timedelta(days=ahead)


def _day_of_month(text: str, today: date) -> date | None:
    found = _OF_MONTH.search(text)
    if not found:
        return None
    day = int(found[1] or _count(found[2], 31))
    year, month = today.year, today.month
    if day < today.day or found[3]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return _safe(year, month, day)


def _month_end(today: date) -> date:
    first_of_next = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
