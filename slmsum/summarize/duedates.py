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
_DAY = re.compile(r"\b(next |this )?(mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH})\b"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_OF_MONTH = re.compile(r"\bthe (?:(\d{1,2})(?:st|nd|rd|th)?|([a-z]+(?:[- ][a-z]+)?))\b")
_IN = re.compile(r"\bin (?:about )?(\w+(?: \w+)?) (day|week)s?\b")


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
    for reading in (_relative, _named_date, _weekday, _day_of_month):
        day = reading(text, spoken_on)
        if day is not None:
            return day
    return None


def _relative(text: str, today: date) -> date | None:
    fixed: tuple[tuple[str, Callable[[], date]], ...] = (
        (r"\bday after tomorrow\b", lambda: today + timedelta(days=2)),
        (r"\btomorrow\b", lambda: today + timedelta(days=1)),
        (r"\b(today|tonight|this (morning|afternoon|evening)|end of (the )?day)\b", lambda: today),
        (r"\bend of (the|this) week\b", lambda: today + timedelta(days=(4 - today.weekday()) % 7)),
        (r"\bend of (the|this) month\b", lambda: _month_end(today)),
        (r"\ba week today\b", lambda: today + timedelta(days=7)),
    )
    for pattern, day in fixed:
        if re.search(pattern, text):
            return day()
    if found := _IN.search(text):
        count = "1" if found[1] in ("a", "one") else next(iter(number_values(found[1])), "")
        if count.isdigit():
            return today + timedelta(days=int(count) * (7 if found[2] == "week" else 1))
    return None


def _named_date(text: str, today: date) -> date | None:
    found = _DATE.search(text)
    if not found:
        return None
    name, day = (found[1], found[2]) if found[1] else (found[4], found[3])
    month = next(i for i, full in enumerate(_MONTHS, start=1) if full.startswith(name))
    this_year = _safe(today.year, month, int(day))
    if this_year is not None and this_year < today:
        return _safe(today.year + 1, month, int(day))
    return this_year


def _weekday(text: str, today: date) -> date | None:
    found = _DAY.search(text)
    if not found or re.search(r"\b(every|each|last)\b", text):
        return None
    wanted = next(i for i, day in enumerate(_DAYS) if day.startswith(found[2]))
    ahead = (wanted - today.weekday()) % 7 or 7
    if found[1] == "next " and ahead < 7 - today.weekday():
        ahead += 7
    return today + timedelta(days=ahead)


def _day_of_month(text: str, today: date) -> date | None:
    found = _OF_MONTH.search(text)
    if not found:
        return None
    values = {found[1]} if found[1] else set(number_values(found[2]))
    days = [int(value) for value in values if value.isdigit() and 1 <= int(value) <= 31]
    if len(days) != 1:
        return None
    year, month = today.year, today.month
    if days[0] < today.day:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return _safe(year, month, days[0])


def _month_end(today: date) -> date:
    first_of_next = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
