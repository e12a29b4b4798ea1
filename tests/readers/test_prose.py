"""Prose, the last resort."""

from __future__ import annotations

from pathlib import Path

import pytest

from slmsum.errors import MalformedInput
from slmsum.readers.prose import READER
from slmsum.readers.reader import LAST_RESORT, NO
from slmsum.readers.sentences import sentences
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "prose"


def test_letter() -> None:
    source = Source.of_path(DATA / "letter.txt")
    assert READER.sniff(source) == LAST_RESORT
    letter = READER.read(source)
    assert [turn.text for turn in letter.turns] == [
        "Dr. Ode wrote to us in May.",
        "She asked for two new pumps, e.g. the larger model!",
        "Nobody answered.",
        "In June the board met.",
        '"We will pay," it said.',
    ]
    assert letter.speakers == ()


def test_sentences_without_spaces() -> None:
    assert sentences("会議は九時です。資料を送ります！") == ["会議は九時です。", "資料を送ります！"]


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": [1, 2, 3]}', b'{"a": [1, 2', b"<?xml version='1.0'?><a/>", b"<p>hi</p>",
        bytes(range(256)) * 8, b"1;2;3;4\n5;6;7;8\n", b"QUJD" * 5000, b"%PDF-1.7 words words words",
        b"\x01\x02 words \x03",
    ],
)  # fmt: skip
def test_data_and_markup_are_refused(data: bytes) -> None:
    source = Source.of_bytes("x", data)
    assert READER.sniff(source) == NO
    with pytest.raises(MalformedInput):
        READER.read(source)
