import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_samples import read, read_json, rows

from slmsum.errors import MalformedInput
from slmsum.readers.qmsum import READER, tidy


def test_meeting() -> None:
    meeting = read(READER, "qmsum/meeting.json")
    assert (meeting.format, meeting.title) == ("qmsum", "meeting")
    assert rows(meeting) == [
        ("said", "Project Manager", "Okay, so we're going to decide on the buttons."),
        ("media", "Marketing", "{vocalsound} {gap}"),
        ("said", "Industrial Designer", "I don't think plastic it's too cold. Rubber, please!"),
        ("said", "Project Manager", "Rubber then."),
    ]
    assert meeting.warnings == ("1 utterances left out: not understood",)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_tidy_is_done_in_one_go(text: str) -> None:
    assert tidy(tidy(text)).split() == tidy(text).split() or "{" in text


@pytest.mark.parametrize("value", [{}, {"meeting_transcripts": 3}, {"meeting_transcripts": []}, []])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)
