"""Give the lines of an IRC log their moments, though most logs write a clock and no day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from slmsum.readers.clock import hour_of_day
from slmsum.readers.irc_dialects import Stamp

TWELVE_HOURS = "a 12-hour clock without am or pm: times may be 12 hours off"
_NEW_DAY = 3600


@dataclass(frozen=True, slots=True)
class Moment:
    """Either a clock time, or seconds since the first day's midnight where no day is known."""

    time: datetime | None = None
    start: float | None = None


def has_half_clock(stamps: Iterable[Stamp]) -> bool:
    """Whether hours go 12, 1, 2 with nothing to tell the half of the day."""
    hours = [stamp.hour for stamp in stamps if stamp.day is None and not stamp.half]
    if not hours or min(hours) < 1 or max(hours) > 12:
        return False
    return any(a == 12 and b == 1 for a, b in pairwise(hours))


class Calendar:
    """Turns stamps into moments, in order; `day` is today where something told it."""

    def __init__(self, day: date | None, stamps: Sequence[Stamp]) -> None:
        self.half_clock = has_half_clock(stamps)
        self._day = day
        self._days_passed = 0
        self._last = 0

    def announce(self, day: date) -> None:
        """A line of the log says which day it is."""
        self._day, self._last = day, 0

    def moment(self, stamp: Stamp) -> Moment:
        """When a stamped line was written; a clock that falls back by an hour means a new day."""
        hour = hour_of_day(stamp.hour, stamp.half)
        seconds = hour * 3600 + stamp.minute * 60 + stamp.second
        if stamp.day is None and not self.half_clock and seconds < self._last - _NEW_DAY:
            self._days_passed += 1
            if self._day is not None and self._day < date.max:
                self._day += timedelta(days=1)
        self._last = seconds
        day = stamp.day or self._with_year(stamp.month_day)
        if day is None:
            return Moment(start=float(seconds + self._days_passed * 86400))
        time = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
        return Moment(time=_in_zone(time, stamp.zone))

    def _with_year(self, month_day: tuple[int, int] | None) -> date | None:
        if month_day is None or self._day is None:
            return self._day if month_day is None else None
        try:
            return date(self._day.year, *month_day)
        except ValueError:
            return None


def _in_zone(time: datetime, zone: str) -> datetime:
    """The time with its zone; a zone that cannot be leaves it local."""
    try:
        return datetime.fromisoformat(time.isoformat() + zone)
    except ValueError:
        return time
