"""Ranking by words and by meaning, and fusing, on values in memory."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmsum.conversation import Turn
from slmsum.search.bm25 import rank_words
from slmsum.search.fuse import fuse
from slmsum.search.match import admits, highlights
from slmsum.search.meaning import rank_meaning
from slmsum.search.query import parse
from slmsum.search.windows import windows

TEXTS = [
    "The budget was approved yesterday.",
    "Did anyone see the cat?",
    "Budgets, budgets, budgets: approving another budget takes time.",
    "我们星期五讨论预算",
    "Der Überschuss ist groß",
    "🎉🎉",
    "วันนี้ประชุมเรื่องงบประมาณ",
    "הפגישה נקבעה ליום שני",
]


@pytest.mark.parametrize(
    "text, places",
    [
        ("approve budget", [2, 0]),
        ('"budget was approved"', [0]),
        ("budget -yesterday", [2]),
        ("budg*", [2, 0]),
        ("预算", [3]),
        ("讨论预算吗", [3]),
        ("uberschuss", [4]),
        ("🎉", [5]),
        ("งบประมาณ", [6]),
        ("הפגישה", [7]),
        ("was the", [0, 1]),
        ("nothing of the kind", []),
        ("", []),
        ("-cat", []),
    ],
)
def test_texts_are_ranked_by_words(text: str, places: list[int]) -> None:
    found = [place for place, _ in rank_words(TEXTS, parse(text))]
    assert found == places


def test_meanings_are_ranked_by_their_nearness() -> None:
    vectors = np.eye(3, dtype=np.float32)
    query = np.array([0.6, 0.0, 0.8], np.float32)
    assert [row for row, _ in rank_meaning(vectors, query)] == [2, 0, 1]
    assert rank_meaning(vectors[:0], query) == []


def test_what_two_rankings_agree_on_comes_first() -> None:
    assert [key for key, _ in fuse([["a", "b", "c"], ["b", "d"]])] == ["b", "a", "d", "c"]
    assert fuse([["a", "b"]]) == [("a", 1 / 61), ("b", 1 / 62)]
    assert fuse([[], []]) == []


RANKING = st.lists(st.integers(0, 9), unique=True)


@given(st.lists(RANKING, max_size=4))
def test_fusing_keeps_each_thing_once(rankings: list[list[int]]) -> None:
    fused = fuse(rankings)
    assert sorted(key for key, _ in fused) == sorted({key for r in rankings for key in r})
    assert [score for _, score in fused] == sorted((s for _, s in fused), reverse=True)


@given(st.text(), st.text())
def test_places_are_in_order_and_apart(text: str, query: str) -> None:
    found = highlights(parse(query), text)
    flat = [edge for place in found for edge in place]
    assert flat == sorted(flat)
    assert all(0 <= a < b <= len(text) for a, b in found)
    admits(parse(query), text)


def turns(*texts: str) -> list[Turn]:
    return [Turn(i, "Ann" if i % 2 else None, text) for i, text in enumerate(texts)]


def test_windows_name_who_speaks_and_keep_the_indices() -> None:
    (window,) = windows(turns("One.", "", " ", "Two\nthree."))
    assert (window.first, window.last, window.text) == (0, 3, "One. Ann: Two three.")
    assert windows([]) == []


@given(st.lists(st.text(alphabet="ab ", max_size=30), max_size=30), st.integers(1, 12))
def test_windows_cover_every_turn_and_never_go_back(texts: list[str], length: int) -> None:
    said = {i for i, text in enumerate(texts) if text.strip()}
    made = windows(turns(*texts), length)
    assert said <= {i for window in made for i in range(window.first, window.last + 1)}
    assert all(a.first <= b.first for a, b in pairwise(made))
    assert all(len(window.text.split()) >= length for window in made[:-1])
