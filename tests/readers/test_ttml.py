import pytest
from own_samples import read, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.source import Source
from slmsum.readers.ttml import READER
from slmsum.readers.ttml_time import Clock


def of_text(text: str) -> Source:
    return Source.of_bytes("x.bin", text.encode())


def test_agents_breaks_frames_ticks_and_nested_times() -> None:
    chat = read(READER, "ttml/agents.ttml")
    assert (chat.title, chat.language) == ("Allotment meeting", "en")
    assert rows(chat) == [
        ("said", "Vera Quist", "The pump\nis broken."),
        ("said", "Dov", "Since when?"),
        ("said", "Vera Quist", "Since May."),
        ("said", "Dov", "I will fix it."),
    ]
    assert spans(chat) == [(11.2, 12.0), (12.5, 14.0), (12.0, 15.0), (30.0, 0.5)]


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [
        ("00:01:02.5", 62.5),
        ("01:02", 62.0),
        ("00:00:01:12", 1.5),
        ("90f", 3.75),
        ("48t", 2.0),
        ("1.5h", 5400.0),
        ("250ms", 0.25),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_time_expressions(expression: str | None, seconds: float | None) -> None:
    assert Clock(frame_rate=24.0, tick_rate=24.0).seconds(expression) == seconds


def test_frame_rate_multiplier() -> None:
    root = '<tt xmlns:p="urn:p" p:frameRate="30" p:frameRateMultiplier="1000 1001"><body><div>'
    chat = READER.read(of_text(root + '<p begin="30f">Hi</p></div></body></tt>'))
    assert chat.turns[0].start == pytest.approx(1.001)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<tt><body><div><p>cut", "no element found"),
        ("<tt><head/></tt>", "no body"),
        ('<!DOCTYPE tt [<!ENTITY a "b">]><tt><body><p>&a;</p></body></tt>', "entities"),
    ],
)
def test_broken_xml_is_refused(text: str, reason: str) -> None:
    with pytest.raises(MalformedInput, match=reason):
        READER.read(of_text(text))
