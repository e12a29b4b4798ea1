import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_samples import read, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.source import Source
from slmsum.readers.srt import READER


def test_speakers_named_at_the_first_cue_of_a_turn_are_inherited() -> None:
    chat = read(READER, "srt/turns.srt")
    assert rows(chat) == [
        ("said", "Nadia", "The bridge closes on\nMonday, and the detour"),
        ("said", "Nadia", "is twenty minutes longer."),
        ("said", "Oskar", "For how long?\nIt says: unknown."),
        ("said", "Nadia", "Six weeks, they say,"),
        ("said", "Nadia", "maybe seven."),
        ("said", None, "And the buses?"),
        ("said", "Oskar", "Via the harbour."),
    ]


def test_missing_numbers_styles_and_blank_lines_inside() -> None:
    chat = read(READER, "srt/loose.srt")
    assert rows(chat) == [
        ("said", None, "The answer is: yes"),
        ("said", None, "- Really?\n- Really.\n1984"),
        ("said", None, "Last"),
        ("said", None, "without a gap"),
    ]
    assert spans(chat) == [(1.0, 2.0), (2.5, 3.0), (4.5, 5.0), (5.5, 6.0)]


def test_unnamed_cues_among_named_ones_stay_unnamed() -> None:
    said = ["Ann: One.", "Ben: Two.", "Three.", "Ann: Four.", "Ben: Five.", "Six.", "Ann: Seven."]
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n" for n, text in enumerate(said, 1)]
    chat = READER.read(Source.of_bytes("x", "\n".join(cues).encode()))
    assert [turn.speaker for turn in chat.turns] == ["Ann", "Ben", None, "Ann", "Ben", None, "Ann"]


def test_legacy_encoding() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nDas Café schließt früher, später öffnet es.\n"
    chat = READER.read(Source.of_bytes("x", text.encode("cp1252")))
    assert chat.turns[0].text == "Das Café schließt früher, später öffnet es."


def test_no_cue_is_refused() -> None:
    with pytest.raises(MalformedInput, match="SubRip"):
        READER.read(Source.of_bytes("x.srt", b"1\nno times here\n"))


TEXTS = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x2FFF), min_size=1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, st.integers(1, 9_000)), min_size=1, max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(
    said: list[tuple[str, int]], newline: str, encoding: str
) -> None:
    lines, expected, start = [], [], 0
    for number, (text, length) in enumerate(said, 1):
        end = start + length
        words = f"w{number} {text}"
        lines += [str(number), f"{_stamp(start)} --> {_stamp(end)}", words, ""]
        expected.append((words, start / 1000, end / 1000))
        start = end + 700
    source = Source.of_bytes("x", newline.join(lines).encode(encoding))
    assert [(t.text, t.start, t.end) for t in READER.read(source).turns] == expected


def _stamp(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"
