"""The energy of a week."""

from datetime import date, datetime, timedelta
from pathlib import Path

from slmsum.energy_book import DaySpent, EnergyBook, days
from slmsum.minutes import Provenance

NOON = datetime(2026, 11, 24, 12)


def made(joules: float | None, source: str = "rapl") -> Provenance:
    return Provenance(power="saver", seconds=4.0, joules=joules, joules_source=source)


def test_a_week_adds_up_by_day(tmp_path: Path) -> None:
    book = EnergyBook(tmp_path / "home")
    book.note("a", made(100), NOON)
    book.note("b", made(50, "estimate"), NOON)
    book.note("c", made(7), NOON - timedelta(days=6))
    book.note("d", made(9), NOON - timedelta(days=7))
    week = days(book.entries(), NOON.date())
    assert len(week) == 7
    assert week[0] == DaySpent(date(2026, 11, 18), 7, 0)
    assert week[-1] == DaySpent(date(2026, 11, 24), 150, 50)
    assert sum(day.joules for day in week) == 157


def test_what_is_not_known_is_not_noted(tmp_path: Path) -> None:
    book = EnergyBook(tmp_path)
    book.note("a", made(None), NOON)
    assert book.entries() == []


def test_old_entries_go(tmp_path: Path) -> None:
    book = EnergyBook(tmp_path)
    book.note("old", made(1), NOON - timedelta(days=400))
    book.note("new", made(2), NOON)
    assert [entry.what for entry in book.entries()] == ["new"]


def test_a_broken_book_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "energy.json").write_text("[{")
    book = EnergyBook(tmp_path)
    assert book.entries() == []
    book.note("a", made(3), NOON)
    assert [entry.joules for entry in book.entries()] == [3]
