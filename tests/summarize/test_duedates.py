"""What "by Friday" and the like mean for one who says them on a known day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.summarize.duedates import due_date

WEDNESDAY = date(2025, 12, 24)

KNOWN = [
    ("today", "2025-12-24"),
    ("tonight", "2025-12-24"),
    ("this afternoon", "2025-12-24"),
    ("end of the day", "2025-12-24"),
    ("EOD", "2025-12-24"),
    ("Tomorrow morning", "2025-12-25"),
    ("by end of day tomorrow", "2025-12-25"),
    ("the day after tomorrow", "2025-12-26"),
    ("by Friday", "2025-12-26"),
    ("end of day Friday", "2025-12-26"),
    ("fri", "2025-12-26"),
    ("by the end of the week", "2025-12-26"),
    ("this Sunday", "2025-12-28"),
    ("on sat.", "2025-12-27"),
    ("Wednesday", "2025-12-31"),
    ("next Wednesday", "2025-12-31"),
    ("next Friday", "2026-01-02"),
    ("next Monday", "2025-12-29"),
    ("Friday next week", "2026-01-02"),
    ("next week on Tuesday", "2025-12-30"),
    ("end of the month", "2025-12-31"),
    ("in a week", "2025-12-31"),
    ("in two weeks", "2026-01-07"),
    ("in about 10 days", "2026-01-03"),
    ("in 330 days", "2026-11-19"),
    ("the 30th", "2025-12-30"),
    ("by the 3rd", "2026-01-03"),
    ("the twenty-fourth", "2025-12-24"),
    ("Tuesday the 6th", "2026-01-06"),
    ("Friday the 13th", "2026-02-13"),
    ("the 15th of next month", "2026-01-15"),
    ("January 5th", "2026-01-05"),
    ("5 Jan", "2026-01-05"),
    ("the 2nd of March", "2026-03-02"),
    ("March the second", "2026-03-02"),
    ("the second of May", "2026-05-02"),
    ("Sept. 9", "2026-09-09"),
    ("31 December", "2025-12-31"),
    ("5 March 2027", "2027-03-05"),
    ("June 1, 2026", "2026-06-01"),
    ("2026-02-28", "2026-02-28"),
]
UNKNOWN = [
    "", "soon", "next week", "asap", "later", "whenever", "every Monday", "last Friday", "in a bit",
    "after the second draft", "the first time", "the end", "February 30", "2026-02-30", "decide 3",
    "separate 2 piles", "Tuesday or Thursday", "in a few days", "the 45th", "a week from Friday",
    "in 999999999 days", "sunrise", "31 June", "99 99 99",
]  # fmt: skip


@pytest.mark.parametrize("said, expected", KNOWN)
def test_a_day_that_the_words_tell(said: str, expected: str) -> None:
    assert str(due_date(said, WEDNESDAY)) == expected


@pytest.mark.parametrize("said", UNKNOWN)
def test_words_that_do_not_tell(said: str) -> None:
    assert due_date(said, WEDNESDAY) is None


def test_without_the_day_it_was_said_only_a_full_date_tells() -> None:
    assert due_date("tomorrow", None) is None
    assert due_date("by Friday", None) is None
    assert due_date("2026-02-28", None) == date(2026, 2, 28)


def test_leap_days_and_the_last_day_there_is() -> None:
    assert due_date("tomorrow", date(2024, 2, 28)) == date(2024, 2, 29)
    assert due_date("Feb 29", date(2024, 1, 5)) == date(2024, 2, 29)
    assert due_date("Feb 29", date(2025, 1, 5)) is None
    assert due_date("end of the month", date(2024, 2, 10)) == date(2024, 2, 29)
    assert due_date("tomorrow", date.max) is None
    assert due_date("end of this month", date.max) is None


WORDS = """next this the in of by monday tue fri 3rd first second twenty two weeks days day end may
march 31 30 2025 2025-02-30 month week tomorrow a , . - 99999999 noon""".split()


@given(st.lists(st.sampled_from(WORDS), max_size=7), st.dates())
@settings(max_examples=60)
def test_any_words_are_read(words: list[str], spoken_on: date) -> None:
    due_date(" ".join(words), spoken_on)


@given(st.text(max_size=60), st.dates())
@settings(max_examples=40)
def test_any_text_is_read(text: str, spoken_on: date) -> None:
    due_date(text, spoken_on)


DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@given(st.sampled_from(DAYS), st.dates(max_value=date(9999, 12, 1)))
@settings(max_examples=40)
def test_a_weekday_is_the_next_one(name: str, spoken_on: date) -> None:
    day = due_date(f"by {name}", spoken_on)
    assert day is not None
    assert spoken_on < day <= spoken_on + timedelta(days=7)
    assert DAYS[day.weekday()] == name
