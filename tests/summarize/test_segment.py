"""Segments hold every turn once, in order, within their sizes, and end where topics do."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.conversation import Turn
from slmsum.summarize.segment import Piece, SegmentSettings, segments, split_turns


def count(text: str) -> int:
    """Tokens as a byte-level tokenizer at its worst makes them: one for every two bytes."""
    return (len(text.encode()) + 1) // 2


texts = st.one_of(
    st.text(min_size=1, max_size=300),
    st.text("ab .!?", min_size=1, max_size=400),
    st.lists(st.sampled_from(["Yes.", "word", "😀" * 50, "x" * 130, "Dr."]), max_size=40).map(
        " ".join
    ),
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.lists(texts, min_size=1, max_size=5), st.integers(8, 60))
@settings(max_examples=60)
def test_pieces_keep_to_the_limit_and_lose_nothing(said: list[str], most: int) -> None:
    turns = [Turn(i, "Maren" if i % 2 else None, text) for i, text in enumerate(said)]
    pieces = split_turns(turns, count, most)
    for place, text in enumerate(said):
        own = [piece for piece in pieces if piece.place == place]
        assert squeezed("".join(piece.text for piece in own)) == squeezed(text)
        assert all(count(piece.text) <= most for piece in own)
        assert all(piece.speaker == turns[place].speaker for piece in own)
    assert [piece.place for piece in pieces] == sorted(piece.place for piece in pieces)


def test_a_long_turn_is_cut_at_the_ends_of_sentences() -> None:
    text = "The crane is dear. Dr. Holm said so. We ask the yard in Kalmar. They store it indoors."
    pieces = split_turns([Turn(0, "A", text)], count, 20)
    assert [piece.text for piece in pieces] == [
        "The crane is dear. Dr. Holm said so.",
        "We ask the yard in Kalmar.",
        "They store it indoors.",
    ]
    assert pieces[0].tokens == count("A: The crane is dear. Dr. Holm said so.\n")


def test_a_long_text_without_spaces_is_cut_soon() -> None:
    pieces = split_turns([Turn(0, "A", "😀" * 30_000)], count, 500)
    assert all(count(piece.text) <= 500 for piece in pieces)
    assert len(pieces) < 300


SIZES = SegmentSettings(whole=60, least=20, ideal=40, most=50, window=3)


def pieces_of(sizes: list[int]) -> list[Piece]:
    return [Piece(i, "A", str(i), size) for i, size in enumerate(sizes)]


@given(st.lists(st.integers(1, 70), min_size=1, max_size=60), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_segments_cover_all_pieces_once_within_the_sizes(sizes: list[int], seed: int) -> None:
    pieces = pieces_of(sizes)
    vectors = np.random.default_rng(seed).normal(size=(len(sizes), 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = segments(pieces, vectors, SIZES)
    assert [piece for segment in found for piece in segment.pieces] == pieces
    assert all(before.last < after.first for before, after in pairwise(found))
    if sum(sizes) <= SIZES.whole:
        assert len(found) == 1
    else:
        assert all(s.tokens <= SIZES.most or len(s.pieces) == 1 for s in found)


def test_vectors_of_zeros_do_no_harm() -> None:
    found = segments(pieces_of([10] * 20), np.zeros((20, 3), np.float32), SIZES)
    assert sum(len(segment.pieces) for segment in found) == 20


@pytest.mark.parametrize("lengths", [(4, 3, 4), (3, 4, 4), (3, 3, 3, 4), (4, 4)])
def test_cuts_fall_between_topics(lengths: tuple[int, ...]) -> None:
    topics = [topic for topic, length in enumerate(lengths) for _ in range(length)]
    vectors = np.eye(len(lengths), dtype=np.float32)[topics]
    found = segments(pieces_of([11] * len(topics)), vectors, SIZES)
    assert [len(segment.pieces) for segment in found] == list(lengths)
    assert [segment.tokens for segment in found] == [11 * length for length in lengths]
