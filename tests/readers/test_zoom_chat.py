"""Zoom chats: tabs of cloud recordings, and the desktop app's two styles."""

from __future__ import annotations

from pathlib import Path

from slmsum.conversation import Conversation, Kind
from slmsum.readers.reader import CERTAIN, NO
from slmsum.readers.source import Source
from slmsum.readers.zoom_chat import READER

DATA = Path(__file__).parent.parent / "data" / "zoom_chat"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) == CERTAIN
    return READER.read(source)


def test_cloud_recording() -> None:
    chat = read("cloud.txt")
    assert [(turn.speaker, turn.kind, turn.start) for turn in chat.turns] == [
        ("Rosa Lind", Kind.SAID, 65.0),
        ("Kofi | Ops", Kind.SAID, 80.0),
        ("Rosa Lind", Kind.SYSTEM, 85.0),
        ("Petra", Kind.SYSTEM, 3723.0),
        ("Petra", Kind.SAID, 3730.0),
    ]
    assert chat.turns[1].text == "Yes, since the start"
    assert chat.turns[4].text == "Slides: https://example.org/s\n\nNotes follow"


def test_desktop() -> None:
    chat = read("desktop.txt")
    assert [turn.speaker for turn in chat.turns] == ["Rosa Lind", "Kofi", "Petra"]
    assert chat.turns[1].text == "No\nnone from ops"


def test_older_desktop() -> None:
    chat = read("desktop_old.txt")
    assert [(turn.speaker, turn.text) for turn in chat.turns] == [
        ("Rosa Lind", "good morning all"), ("Kofi", "hello: ready")
    ]  # fmt: skip


def test_reaction_words_inside_a_message_are_said() -> None:
    text = b"00:00:01\tAna:\tI think he reacted to the news\n"
    assert READER.read(Source.of_bytes("x", text)).turns[0].kind is Kind.SAID


def test_other_text_is_refused() -> None:
    assert READER.sniff(Source.of_bytes("x", b"At 10:00:00 nothing happened.\n")) == NO
