import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_samples import read, rows, spans

from slmsum.errors import MalformedInput
from slmsum.readers.reader import NO
from slmsum.readers.source import Source
from slmsum.readers.vtt import READER


def of_text(text: str) -> Source:
    return Source.of_bytes("x.bin", text.encode())


def test_zoom_names_with_parentheses_and_repeated_cues() -> None:
    chat = read(READER, "vtt/zoom.vtt")
    assert rows(chat) == [
        ("said", "Marta Olsen (She/Her)", "Shall we begin?"),
        ("said", "J. R. Okafor (Depot)", "Yes. The van is late: it left at 10:30."),
        ("said", "pk", "Okay."),
        ("said", "pk", "Okay."),
        ("said", "Marta Olsen (She/Her)", "Then we wait…"),
    ]
    assert spans(chat)[0] == (2.1, 4.0)
    assert spans(chat)[-1] == (3612.0, 3614.0)


def test_teams_voice_tags_over_lines_notes_styles_and_short_times() -> None:
    chat = read(READER, "vtt/teams.vtt")
    assert rows(chat) == [
        ("said", "Iria Lobo", "We could move the\nmarket to Sunday & see."),
        ("said", "Tom O'Neil", "No, Sunday is taken."),
        ("said", "Iria Lobo", "Saturday then?"),
        ("said", "Tom O'Neil", "Saturday."),
    ]
    assert spans(chat) == [(1.0, 3.5), (3.5, 5.0), (5.0, 6.5), (5.0, 6.5)]


def test_rolling_captions_are_shown_once() -> None:
    chat = read(READER, "vtt/rolling.vtt")
    assert [turn.text for turn in chat.turns] == [
        "the garden needs water",
        "before the weekend",
        "so who comes",
    ]
    assert spans(chat) == [(0.0, 2.01), (2.01, 4.01), (4.01, 6.0)]
    assert chat.language == "en"


def test_growing_captions_become_one_turn_each() -> None:
    chat = read(READER, "vtt/growing.vtt")
    assert rows(chat) == [
        ("said", "Lena", "We need paint and brushes."),
        ("said", "Raj", "I have brushes."),
    ]
    assert spans(chat) == [(0.0, 3.0), (3.2, 5.0)]


def test_a_sentence_with_a_colon_names_nobody() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nThe answer is this: rain.\n"
    text += "".join(f"\n00:0{n}.000 --> 00:0{n}.500\nMore of it\n" for n in range(3, 9))
    assert {turn.speaker for turn in READER.read(of_text(text)).turns} == {None}


def test_header_without_cues_is_refused() -> None:
    with pytest.raises(MalformedInput, match="no line like"):
        READER.read(of_text("WEBVTT\n\nNOTE nothing\n"))


def test_words_that_only_begin_like_the_header_are_not_known() -> None:
    assert READER.sniff(of_text("WEBVTTX\n\n00:01.000 --> 00:02.000\na")) == NO


NAMES = st.sampled_from(["Ann", "Li Wei", "Óscar (Depot)", "J. R. Okafor"])
WORDS = st.lists(
    st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x2FFF), min_size=1, max_size=8),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, WORDS, st.integers(1, 9_000)), min_size=1, max_size=12))
def test_what_is_written_is_read_back(said: list[tuple[str, list[str], int]]) -> None:
    lines, expected, start = ["WEBVTT", ""], [], 0
    for number, (name, words, length) in enumerate(said):
        text = f"{number} " + " ".join(words)
        end = start + length
        lines += [f"{_stamp(start)} --> {_stamp(end)}", f"<v {name}>{text}</v>", ""]
        expected.append((name, text, start / 1000, end / 1000))
        start = end + 700
    turns = READER.read(of_text("\n".join(lines))).turns
    assert [(t.speaker, t.text, t.start, t.end) for t in turns] == expected


def _stamp(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
