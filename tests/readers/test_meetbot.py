"""MeetBot's JSON log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from slmsum.errors import MalformedInput
from slmsum.readers.meetbot import READER
from slmsum.readers.reader import CERTAIN, NO
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "meetbot"


def test_meeting() -> None:
    source = Source.of_path(DATA / "meeting.json")
    assert READER.sniff(source) == CERTAIN
    meeting = READER.read(source)
    assert [(turn.speaker, turn.text) for turn in meeting.turns] == [
        ("mara", "#startmeeting"), ("olof", "*waves*"), ("mara", "#action olof orders soil")
    ]  # fmt: skip
    assert meeting.title == "#garden"
    assert meeting.turns[-1].time == datetime(2024, 2, 1, 18, 5)


def test_other_json_is_refused() -> None:
    source = Source.of_bytes("x.json", b'{"messages": []}')
    assert READER.sniff(source) == NO
    with pytest.raises(MalformedInput):
        READER.read(source)
