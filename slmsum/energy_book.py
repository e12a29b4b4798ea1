"""A book of the energy that minutes took, so that a week can be looked at as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock

from slmsum.errors import OutputFailed
from slmsum.files import replace_file
from slmsum.minutes import Provenance

_FILE = "energy.json"
# Older entries are dropped, so that the book stays small.
_KEPT_DAYS = 366


@dataclass(frozen=True, slots=True)
class Spent:
    """What one piece of work took; `source` says how `joules` are known, as `Energy` does."""

    when: datetime
    what: str
    joules: float
    source: str
    seconds: float
    power: str


@dataclass(frozen=True, slots=True)
class DaySpent:
    """The joules of one day, in total and the part of them that is only estimated."""

    day: date
    joules: float = 0.0
    estimated: float = 0.0


class EnergyBook:
    """The book in the user's data; several processes may write to it."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE

    def note(self, what: str, made_by: Provenance, when: datetime) -> None:
        """Write down what minutes took; does nothing where their energy is not known.

        Raises OutputFailed.
        """
        if made_by.joules is None:
            return
        spent = Spent(
            when,
            what,
            made_by.joules,
            made_by.joules_source,
            made_by.seconds,
            made_by.power,
        )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock")):
                oldest = when - timedelta(days=_KEPT_DAYS)
                kept = [entry for entry in self.entries() if entry.when >= oldest]
                rows = [_row(entry) for entry in (*kept, spent)]
                replace_file(self._path, json.dumps(rows, ensure_ascii=False), private=True)
        except OSError as error:
            raise OutputFailed(self._path, error.strerror or str(error)) from error

    def entries(self) -> list[Spent]:
        """All entries in the order of writing; a book that cannot be read counts as empty."""
        try:
            rows: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return [_entry(row) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return []


def days(entries: Iterable[Spent], last: date, count: int = 7) -> list[DaySpent]:
    """The last `count` days up to `last`, the oldest first, those without work included."""
    first = last - timedelta(days=count - 1)
    total = dict.fromkeys((first + timedelta(days=n) for n in range(count)), 0.0)
    estimated = dict(total)
    for entry in entries:
        day = entry.when.date()
        if day in total:
            total[day] += entry.joules
            estimated[day] += entry.joules if entry.source == "estimate" else 0.0
    return [DaySpent(day, total[day], estimated[day]) for day in total]


def _row(entry: Spent) -> dict[str, Any]:
    return {**asdict(entry), "when": entry.when.isoformat()}


def _entry(row: dict[str, Any]) -> Spent:
    return Spent(
        when=datetime.fromisoformat(row["when"]),
        what=str(row["what"]),
        joules=float(row["joules"]),
        source=str(row["source"]),
        seconds=float(row["seconds"]),
        power=str(row["power"]),
    )
