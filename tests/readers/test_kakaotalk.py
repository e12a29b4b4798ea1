"""KakaoTalk exports of phone, PC and as CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from slmsum.conversation import Conversation
from slmsum.errors import MalformedInput
from slmsum.readers.kakaotalk import READER
from slmsum.readers.reader import CERTAIN
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "kakaotalk"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) == CERTAIN
    return READER.read(source)


def test_android() -> None:
    chat = read("android.txt")
    assert [(turn.speaker, turn.kind.value) for turn in chat.turns] == [
        ("하늘", "said"), ("바다", "said"), ("바다", "media"), ("하늘", "system"), (None, "system")
    ]  # fmt: skip
    assert chat.turns[1].text == "아홉 시요\n공원 앞에서요"
    assert chat.turns[0].time == datetime(2024, 5, 2, 11, 58)
    assert chat.turns[1].time == datetime(2024, 5, 2, 12, 1)
    assert chat.title == "산책 모임"


def test_pc() -> None:
    chat = read("pc.txt")
    assert [(turn.speaker, turn.kind.value) for turn in chat.turns] == [
        (None, "system"), ("하늘", "said"), ("바다", "said"), ("하늘", "said")
    ]  # fmt: skip
    assert chat.turns[2].text == "아홉 시요\n공원 앞에서요"
    assert chat.turns[-1].time == datetime(2024, 5, 3, 8, 30)


def test_english_phone() -> None:
    chat = read("english.txt")
    assert [(turn.speaker, turn.kind.value) for turn in chat.turns] == [
        ("Haneul", "said"), ("Bada", "media")
    ]  # fmt: skip
    assert chat.turns[1].time == datetime(2024, 5, 2, 12, 1)
    assert chat.title == "Trail Club"


def test_csv() -> None:
    chat = read("chat.csv")
    assert [(turn.speaker, turn.kind.value) for turn in chat.turns] == [
        ("하늘", "said"), ("바다", "said"), ("시스템", "system")
    ]  # fmt: skip
    assert chat.turns[0].text == "내일 몇 시에 만나요?\n공원 앞?"
    assert chat.turns[1].text == "네, 좋아요"


def test_csv_with_a_field_that_never_ends() -> None:
    data = b'Date,User,Message\n2024-05-02 11:58:00,A,"' + b"x" * 200_000
    with pytest.raises(MalformedInput):
        READER.read(Source.of_bytes("chat.csv", data))
