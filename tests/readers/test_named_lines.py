"""Plain `Name: words` transcripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.conversation import Conversation
from slmsum.readers.named_lines import READER
from slmsum.readers.reader import NO, POSSIBLE
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "named_lines"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) == POSSIBLE
    return READER.read(source)


def test_wrapped_lines_and_heading() -> None:
    talk = read("wrapped.txt")
    assert talk.title == "Site visit"
    assert [(turn.speaker, turn.text) for turn in talk.turns] == [
        ("Nora", "We start at the gate and walk along the fence to the shed."),
        ("Sam", "Who has the keys?"),
        ("Nora", "I do."),
        ("Sam", "Good: then let us go."),
    ]


@pytest.mark.parametrize("name", ["timed.txt", "behind.txt"])
def test_times(name: str) -> None:
    assert [(turn.speaker, turn.text, turn.start) for turn in read(name).turns] == [
        ("Nora", "We start now.", 12.0), ("Sam", "Fine.", 15.0), ("Nora", "We are done.", 3723.0)
    ]  # fmt: skip


def test_clock_times() -> None:
    assert [turn.start for turn in read("clock.txt").turns] == [34200.0, 43500.0, 47700.0]


@pytest.mark.parametrize(
    "text",
    [
        "This is prose. It has one remark: none.\nAnd it goes on\nfor some lines.\n",
        '{"Ana": "hi"}',
        "<a>\nAna: hi\nBo: hi\n</a>\n",
        "Warning: this may fail.\n",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    assert READER.sniff(Source.of_bytes("x", text.encode())) == NO


_NAMES = st.sampled_from(["Ana", "Ben Okoro", "Élodie Roux", "Speaker 1", "大介"])
_WORDS = st.lists(
    st.from_regex(r"[A-Za-zäöü,.!?]{1,9}", fullmatch=True), min_size=1, max_size=8
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.lists(st.tuples(_NAMES, _WORDS), min_size=2, max_size=12))
def test_what_is_written_is_read_back(timed: bool, said: list[tuple[str, str]]) -> None:
    lines = [
        f"[00:{index:02}] {name}: {words}" if timed else f"{name}: {words}"
        for index, (name, words) in enumerate(said)
    ]
    source = Source.of_bytes("x.txt", "\n".join(lines).encode())
    assert READER.sniff(source) == POSSIBLE
    talk = READER.read(source)
    assert [(turn.speaker, turn.text) for turn in talk.turns] == said
    if timed:
        assert [turn.start for turn in talk.turns] == list(range(len(said)))
