import json

import pytest
from own_samples import DATA, read, read_json, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.source import Source
from slmsum.readers.whisper_json import READER


def test_whisperx() -> None:
    talk = read(READER, "stt_json/whisperx.json")
    assert (talk.format, talk.language) == ("whisper", "en")
    assert rows(talk) == [
        ("said", "SPEAKER_01", "We ship on Friday."),
        ("said", "SPEAKER_00", "Who tests it?"),
        ("said", None, "I do."),
    ]
    assert spans(talk) == [(0.0, 2.5), (2.5, 4.0), (4.5, 5.25)]
    assert talk.warnings == ("1 segments left out: they have no text",)


def test_whisper_cpp() -> None:
    talk = read(READER, "stt_json/whisper_cpp.json")
    assert talk.language == "de"
    assert [turn.text for turn in talk.turns] == ["Guten Morgen.", "Fangen wir an."]
    assert spans(talk) == [(0.0, 1.5), (1.5, 2.75)]


def test_chunks() -> None:
    assert spans(read(READER, "stt_json/chunks.json")) == [(0.0, 1.2), (1.2, None)]


def test_a_bare_list_of_segments() -> None:
    segments = json.loads((DATA / "stt_json" / "whisperx.json").read_text())["segments"]
    source = Source.of_bytes("x", json.dumps(segments).encode())
    assert READER.sniff(source) == 1.0
    assert len(READER.read(source).turns) == 3


@pytest.mark.parametrize("value", [{}, [], {"segments": 3}, {"segments": [3, {"text": 5}]}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)


def test_other_segments_are_not_taken() -> None:
    source = Source.of_path(DATA / "podcast_json" / "episode.json")
    assert READER.sniff(source) == 0.0
