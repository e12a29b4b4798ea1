import pytest
from own_samples import read, read_json, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.kaldi_json import READER


def test_segments() -> None:
    talk = read(READER, "bbc_kaldi/segments.json")
    assert talk.format == "bbc_kaldi"
    assert rows(talk) == [
        ("said", "S0", "Good morning. Who takes notes?"),
        ("said", "S1", "I can do it today"),
        ("media", "S0", ""),
    ]
    assert spans(talk) == [(0.4, 2.95), (3.0, 5.2), (9.0, 10.0)]


def test_words_without_segments_become_sentences() -> None:
    words = [
        {"start": 0.0, "end": 0.5, "word": "yes", "punct": "Yes."},
        {"start": 0.6, "end": 0.9, "word": "we", "punct": "We"},
        {"start": 0.9, "end": 1.2, "word": "can", "punct": "can"},
        {"start": 3.0, "end": 3.2, "word": "bye", "punct": None},
        {"start": None, "word": "lost"},
    ]
    talk = read_json(READER, {"retval": {"words": words}})
    assert [turn.text for turn in talk.turns] == ["Yes.", "We can", "bye"]


@pytest.mark.parametrize("value", [{}, [], {"retval": {"words": 3}}, {"retval": {"words": [{}]}}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)
