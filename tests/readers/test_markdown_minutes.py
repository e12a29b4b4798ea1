"""Markdown minutes: names in bold, in bullets and in headings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slmsum.conversation import Conversation, Kind
from slmsum.readers.markdown_minutes import READER
from slmsum.readers.reader import NO, POSSIBLE
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "markdown_minutes"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) >= POSSIBLE
    return READER.read(source)


def test_names_in_bold() -> None:
    minutes = read("bold.md")
    assert [(turn.speaker, turn.text, turn.start) for turn in minutes.turns] == [
        ("Nora", "We close the old office.", None),
        ("Sam Ode", "When?", None),
        ("Nora", "In May. See the plan.", 42.0),
    ]
    assert minutes.title == "Board call"
    assert minutes.date == date(2024, 4, 9)


def test_names_in_bullets_under_headings() -> None:
    minutes = read("bullets.md")
    assert minutes.title == "Weekly sync"
    assert [(turn.speaker, turn.kind, turn.text) for turn in minutes.turns] == [
        (None, Kind.SAID, "Date: 2024-04-09"),
        (None, Kind.SYSTEM, "Discussion"),
        ("Nora", Kind.SAID, "the lease ends in May"),
        ("Sam Ode", Kind.SAID, "I will call the agent"),
        ("Nora", Kind.SAID, "thanks"),
        (None, Kind.SYSTEM, "Decisions"),
        (None, Kind.SAID, "Move on 1 June."),
    ]


def test_names_and_times_in_headings() -> None:
    minutes = read("headings.md")
    assert minutes.title == "Interview"
    assert [(turn.speaker, turn.text, turn.start) for turn in minutes.turns] == [
        ("Nora", "How did it begin?", 5.0),
        ("Sam", "With a letter.", 12.0),
        ("Sam", "Then a call.", 12.0),
    ]


def test_plain_text_is_refused() -> None:
    assert READER.sniff(Source.of_bytes("x", b"No headings here.\nNone at all.\n")) == NO
