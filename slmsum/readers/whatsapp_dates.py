"""Decide in which order a WhatsApp export writes day, month and year, from all of its dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_PARTS = re.compile(r"\d+")
_ORDERS = {"day/month/year": (2, 1, 0), "month/day/year": (2, 0, 1), "year/month/day": (0, 1, 2)}
_BUDDHIST_YEARS = 543
_FIRST_YEAR = 2009
"""WhatsApp began in it, so that no two digits below 09 are a year."""
_YEAR_FIRST = "year/month/day"


@dataclass(frozen=True, slots=True)
class DateOrder:
    """The order's name, each date read in it (None where there is no such day), and the warning."""

    name: str
    days: tuple[date | None, ...]
    warnings: tuple[str, ...] = ()


def decide(written: Sequence[str], half_days: bool) -> DateOrder:
    """Read the distinct dates of an export, given as written and in order of appearance.

    The order wins under which most of them are days of the calendar, then the one under which
    time runs backwards least. `half_days` says that the export writes AM and PM.
    """
    if not written:
        return DateOrder("", ())
    parts = [tuple(_PARTS.findall(text)) for text in written]
    readings = {
        name: tuple(_day(numbers, places) for numbers in parts)
        for name, places in _ORDERS.items()
        if all(_year_fits(numbers, places[0]) for numbers in parts)
    }
    if not readings:
        readings = {name: tuple(_day(n, places) for n in parts) for name, places in _ORDERS.items()}
    costs = {name: (days.count(None), _steps_back(days)) for name, days in readings.items()}
    least = min(costs.values())
    best = _without_short_years([name for name, cost in costs.items() if cost == least], written)
    if len({readings[name] for name in best}) == 1:
        name, warnings = best[0], []
    else:
        name = _likeliest(best, readings, written, half_days)
        others = " or ".join(other for other in best if other != name)
        warnings = [f"the order of the dates is ambiguous: read as {name}, could be {others}"]
    if missing := readings[name].count(None):
        warnings.append(f"{missing:,} dates are not in the calendar; their messages have no time")
    return DateOrder(name, readings[name], tuple(warnings))


def _year_fits(numbers: tuple[str, ...], place: int) -> bool:
    """A year has two or four digits, and where any part has four, that one is the year."""
    long = [index for index, digits in enumerate(numbers) if len(digits) == 4]
    return long == [place] if long else len(numbers[place]) == 2


def _day(numbers: tuple[str, ...], places: tuple[int, int, int]) -> date | None:
    year, month, day = (int(numbers[place]) for place in places)
    if year < _FIRST_YEAR - 2000:
        return None
    if year < 100:
        year += 2000
    elif year > 2400:
        year -= _BUDDHIST_YEARS
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_short_years(best: list[str], written: Sequence[str]) -> list[str]:
    """Two digits of a year come first in Korean dates only, which end in a stop."""
    if _YEAR_FIRST not in best or re.match(r"\d{4}", written[0]):
        return best
    if all(text.endswith(".") for text in written):
        return [_YEAR_FIRST]
    return [name for name in best if name != _YEAR_FIRST] or best


def _steps_back(days: Sequence[date | None]) -> int:
    known = [day for day in days if day is not None]
    return sum(later < earlier for earlier, later in pairwise(known))


def _likeliest(
    best: list[str],
    readings: dict[str, tuple[date | None, ...]],
    written: Sequence[str],
    half_days: bool,
) -> str:
    """Between orders that fit equally: the denser one of many dates, else what locales write."""
    if len(written) >= 4:
        spans = {name: _span(readings[name]) for name in best}
        dense = min(best, key=lambda name: spans[name])
        if all(spans[name] >= 3 * spans[dense] for name in best if name != dense):
            return dense
    if "month/day/year" in best and half_days and all(map(_looks_american, written)):
        return "month/day/year"
    return best[0]


def _span(days: Sequence[date | None]) -> int:
    known = [day for day in days if day is not None]
    return (max(known) - min(known)).days + 1


def _looks_american(written: str) -> bool:
    return "/" in written and not written.startswith("0")
