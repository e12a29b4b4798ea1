import pytest
from own_samples import kinds, read, spans

from slmsum.errors import MalformedInput
from slmsum.readers.rttm import READER
from slmsum.readers.source import Source


def test_who_spoke_when() -> None:
    talk = read(READER, "rttm/two_speakers.rttm")
    assert talk.format == "rttm"
    assert kinds(talk) == {"media": 3}
    assert [turn.speaker for turn in talk.turns] == ["anna", "jürgen", "anna"]
    assert spans(talk) == [(0.1, 3.0), (3.2, 4.7), (4.0, 4.5)]
    assert not talk.said
    assert "no words" in talk.warnings[0]
    assert talk.warnings[1] == "1 lines left out: not understood"


def test_two_recordings_in_one_file() -> None:
    line = "SPEAKER {} 1 0.0 1.0 <NA> <NA> a <NA> <NA>\n"
    source = Source.of_bytes("x", (line.format("one") + line.format("two")).encode())
    assert "2 recordings" in READER.read(source).warnings[-1]


@pytest.mark.parametrize("text", ["SPEAKER x 1 a b", "Speaker 1: hello", ";; only a comment", "\n"])
def test_other_text_is_refused(text: str) -> None:
    source = Source.of_bytes("x", text.encode())
    assert READER.sniff(source) == 0.0
    with pytest.raises(MalformedInput):
        READER.read(source)
