"""Signal as text, of export tools and of signal-cli."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from slmsum.conversation import Conversation, Kind
from slmsum.readers.reader import LIKELY
from slmsum.readers.signal import READER
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "signal"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) >= LIKELY
    return READER.read(source)


def test_export_without_quotes_reactions_and_links() -> None:
    chat = read("export.md")
    assert [turn.speaker for turn in chat.turns] == ["Me", "Lena Fox", "Lena Fox", "Me"]
    assert [turn.kind for turn in chat.turns] == [
        Kind.SAID, Kind.SAID, Kind.MEDIA, Kind.SYSTEM
    ]  # fmt: skip
    assert chat.turns[1].text == "Yes, to Monday\nat ten"
    assert chat.turns[0].time == datetime(2024, 2, 10, 9)


def test_signal_cli_envelopes_without_receipts() -> None:
    chat = read("signal_cli.txt")
    assert [turn.speaker for turn in chat.turns] == ["Lena Fox", "+15550102"]
    assert chat.turns[0].text.startswith("The draft is done\nand sent")
    assert chat.turns[0].time == datetime(2024, 2, 10, 9, tzinfo=UTC)
