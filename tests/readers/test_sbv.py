import pytest
from own_samples import read, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.reader import NO
from slmsum.readers.sbv import READER
from slmsum.readers.source import Source


def test_named_cues() -> None:
    chat = read(READER, "sbv/named.sbv")
    assert rows(chat) == [
        ("said", "ILSE", "Is the oven on?"),
        ("said", "BRAM", "It is\nand warm."),
        ("said", "ILSE", "Good."),
        ("said", None, "[music]"),
    ]
    assert spans(chat)[0] == (1.0, 2.5)
    assert spans(chat)[-1] == (3605.0, 3606.0)


def test_two_clock_times_without_fractions_are_not_captions() -> None:
    assert READER.sniff(Source.of_bytes("x", b"10:00,11:00\nopening hours\n")) == NO


def test_no_cue_is_refused() -> None:
    with pytest.raises(MalformedInput, match="SubViewer"):
        READER.read(Source.of_bytes("x", b"nothing\n"))
