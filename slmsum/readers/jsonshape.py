"""Typed looks into JSON of unknown shape: each gives a value of the asked type or an empty one.

Readers use these instead of indexing, so that a wrong type or a missing key never raises.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def as_dict(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, other items left out."""
    return [item for item in as_list(value) if isinstance(item, dict)]


def as_str(value: Any) -> str:
    """The string, or an empty one; halves of surrogate pairs, which cannot be written, replaced."""
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_label(value: Any) -> str:
    """A string or whole number as text without white space around it, for names and ids."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
        return str(value)
    return " ".join(as_str(value).split())


def as_number(value: Any) -> float | None:
    """A finite number, also where it is written as a string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def seconds(value: Any, unit: float = 1.0) -> float | None:
    """Seconds into a recording from a number of `unit` seconds; None where there is none."""
    number = as_number(value)
    if number is None or number < 0:
        return None
    return round(number * unit, 3)


def epoch(value: Any, unit: float = 1.0) -> datetime | None:
    """The moment, in UTC, that is `value` times `unit` seconds after the beginning of 1970."""
    number = as_number(value)
    if number is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=round(number * unit * 1e6))
    except OverflowError:
        return None


def iso_time(value: Any) -> datetime | None:
    """A moment in ISO 8601; aware of its zone only where one is written."""
    try:
        return datetime.fromisoformat(as_str(value).strip())
    except ValueError:
        return None
