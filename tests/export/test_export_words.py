"""How things are worded in every format."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.minutes import Action, Provenance, Sentence


@pytest.mark.parametrize(
    "indices, label",
    [
        ((), ""),
        ((0,), "[#1]"),
        ((2, 4, 5, 6), "[#3,5-7]"),
        ((6, 5, 4, 4), "[#5-7]"),
        ((0, 2, 4, 6, 8, 10, 12, 14), "[#1,3,5,7,9,11,+2]"),
    ],
)
def test_evidence(indices: tuple[int, ...], label: str) -> None:
    assert words.evidence(indices) == label


@settings(max_examples=60)
@given(st.lists(st.integers(0, 200), max_size=60))
def test_ranges_hold_exactly_the_indices(indices: list[int]) -> None:
    runs = words.ranges(indices)
    assert [i for first, last in runs for i in range(first, last + 1)] == sorted(set(indices))


@settings(max_examples=60)
@given(st.text())
def test_clean_text_cannot_steer_a_terminal(text: str) -> None:
    cleaned = words.clean(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize("seconds, shown", [(0, "0:00"), (247.4, "4:07"), (3847, "1:04:07")])
def test_clock(seconds: float, shown: str) -> None:
    assert words.clock(seconds) == shown


@pytest.mark.parametrize(
    "said, day, shown",
    [
        ("", None, ""),
        ("by Friday", None, "by Friday"),
        ("by Friday", date(2026, 3, 6), "by Friday, 2026-03-06"),
        ("", date(2026, 3, 6), "2026-03-06"),
    ],
)
def test_due(said: str, day: date | None, shown: str) -> None:
    assert words.due(Action("Anna", "call", said, day)) == shown


def test_doubts() -> None:
    assert words.doubts(Sentence("x")) == ""
    assert words.doubts(Sentence("x", supported=False)) == "unsupported"
    assert words.doubts(Sentence("x", supported=False, doubts=("a", "b"))) == "unsupported: a; b"


def test_provenance_says_that_energy_is_estimated() -> None:
    made = Provenance("model", "adapter", "full", 2, 8, 12.34, 99.6, "estimate", "0.1.0")
    assert words.made_by(made) == (
        "Made by slmsum 0.1.0 · model with adapter · full (2 threads, 8 candidates)"
        " · 12.3 s · 100 J estimated"
    )
    assert words.made_by(Provenance(left_out=1)) == "Made by slmsum · 1 doubtful sentence left out"
    assert words.made_by(Provenance()) == "Made by slmsum"


def test_facts_of_an_empty_conversation() -> None:
    assert words.facts(Conversation(())) == "0 turns"
