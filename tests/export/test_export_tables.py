"""Actions for spreadsheets and calendars, each judged by another library."""

import csv
import io
from datetime import date
from typing import Any

import example
import pytest
import vobject
from icalendar import Calendar

from slmsum.export import csv as actions_csv
from slmsum.export import ics
from slmsum.minutes import Action, Minutes

DAY = date(2026, 3, 6)


def rows(*actions: Action) -> list[list[str]]:
    content = actions_csv.render(Minutes("x", (), actions=actions), example.conversation())
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def calendar(*actions: Action, title: str = "Hall") -> bytes:
    return ics.render(Minutes(title, (), actions=actions), example.conversation())


def test_the_table() -> None:
    assert rows(Action('O\'Brien; "Bo"', "call\nhim, now", "by Friday", DAY, (1, 2, 4))) == [
        ["Owner", "Task", "Due as said", "Due date", "Turns"],
        ['O\'Brien; "Bo"', "call him, now", "by Friday", "2026-03-06", "#2-3 #5"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r+", " =", "\x00=", "＝", "＠"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    _, (owner, task, due, *_) = rows(Action(text, text, text))
    for cell in (owner, task, due):
        assert cell.startswith("'")


@pytest.mark.parametrize("read", [Calendar.from_ical, lambda data: data])
def test_a_dated_action_is_an_event_of_its_day(read: Any) -> None:
    content = calendar(Action("Zoë; 😀", "book, the\nhall", "by Friday", DAY, (2,)))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    other = vobject.readOne(content.decode("utf-8")).vevent
    assert str(event["SUMMARY"]) == other.summary.value == "Zoë; 😀: book, the hall"
    assert event.decoded("DTSTART") == other.dtstart.value == DAY
    assert str(event["UID"]) == other.uid.value
    assert str(event["DESCRIPTION"]) == other.description.value
    assert other.description.value.splitlines() == [
        "Due: by Friday",
        "#3 Ben: I can, tomorrow morning.",
        "From the minutes: Hall",
    ]


def uids(content: bytes) -> list[str]:
    return [str(event["UID"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_an_event_keeps_its_identity() -> None:
    action = Action("Ben", "book the hall", "soon", DAY)
    again = Action("Ben", "book the hall", "soon", date(2026, 3, 9), (1,))
    (first,) = uids(calendar(action))
    assert uids(calendar(again, title="Another title")) == [first]
    assert len(set(uids(calendar(action, action, Action("Ben", "pay", "", DAY))))) == 3


def test_actions_without_a_date_are_told_of() -> None:
    told: list[str] = []
    content = ics.render(example.minutes(), example.conversation(), told.append)
    assert len(uids(content)) == 1
    assert told == ["actions in the calendar: 1; left out, because no date is known for them: 1"]
