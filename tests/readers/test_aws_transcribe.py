import pytest
from own_samples import read, read_json, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.aws_transcribe import READER


def test_speaker_labels() -> None:
    call = read(READER, "aws_transcribe/speakers.json")
    assert (call.format, call.title, call.language) == ("aws_transcribe", "budget", "en")
    assert rows(call) == [
        ("said", "spk_0", "Shall we start?"),
        ("said", "spk_0", "The budget is fine."),
        ("said", "spk_1", "Yes, please go"),
        ("said", "spk_1", "on"),
    ]
    assert spans(call) == [(0.0, 1.1), (1.2, 2.7), (4.0, 5.1), (7.2, 7.5)]


def test_channels_that_overlap_stay_whole_sentences() -> None:
    call = read(READER, "aws_transcribe/channels.json")
    assert rows(call) == [
        ("said", "ch_0", "Hello, who is there?"),
        ("said", "ch_1", "It is Max."),
        ("said", "ch_1", "Sorry."),
    ]


def test_items_without_any_label() -> None:
    items = [
        {"type": "pronunciation", "start_time": "1", "alternatives": [{"content": "Hello"}]},
        {"type": "punctuation", "alternatives": [{"content": "."}]},
        {"type": "pronunciation", "alternatives": []},
        7,
    ]
    call = read_json(READER, {"results": {"transcripts": [], "items": items}})
    assert rows(call) == [("said", None, "Hello.")]


@pytest.mark.parametrize(
    "results", [None, [], {"items": 3}, {"items": []}, {"channel_labels": {"channels": [None]}}]
)
def test_wrong_shapes(results: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, {"results": results})
