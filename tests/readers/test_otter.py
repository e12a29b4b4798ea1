"""Otter's text export."""

from __future__ import annotations

from pathlib import Path

from slmsum.readers.otter import READER
from slmsum.readers.reader import CERTAIN, NO
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "otter"


def test_meeting() -> None:
    source = Source.of_path(DATA / "meeting.txt")
    assert READER.sniff(source) == CERTAIN
    meeting = READER.read(source)
    assert [(turn.speaker, turn.text, turn.start) for turn in meeting.turns] == [
        ("Nora Lim", "Let us look at travel first. It is over by a fifth.", 3.0),
        ("Unknown Speaker", "We could meet online.", 760.0),
        ("Nora Lim", "Agreed.", 3725.0),
    ]
    assert meeting.title == "Budget review"


def test_prose_with_a_time_is_refused() -> None:
    text = b"We met at\n\nthe station. The train left at 10:30\n\nand we waited.\n"
    assert READER.sniff(Source.of_bytes("x.txt", text)) == NO
