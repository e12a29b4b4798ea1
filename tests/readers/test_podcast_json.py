import pytest
from own_samples import DATA, read, read_json, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.podcast_json import READER
from slmsum.readers.source import Source


def test_episode() -> None:
    episode = read(READER, "podcast_json/episode.json")
    assert episode.format == "podcast_json"
    assert rows(episode) == [
        ("said", "Ida", "Welcome back."),
        ("said", None, "Thanks for having me."),
    ]
    assert spans(episode) == [(0.0, 2.0), (2.0, 3.5)]
    assert episode.warnings == ("1 segments left out: they have no text",)


@pytest.mark.parametrize("value", [{}, [], {"segments": {}}, {"segments": [None, {"body": 4}]}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)


def test_whisper_segments_are_not_taken() -> None:
    assert READER.sniff(Source.of_path(DATA / "stt_json" / "whisperx.json")) == 0.0
