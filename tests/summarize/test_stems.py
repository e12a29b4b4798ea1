"""Words, stems and sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.summarize.words import content_stems, repeats_itself, sentences, unigram_f1, words


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_sentences_lose_nothing(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in found)


@pytest.mark.parametrize(
    "text, count",
    [
        ("One. Two! Three? Four", 4),
        ("Dr. Holm and Mr. Berg pay 3.50 each.", 1),
        ("J. R. Holm came. He left.", 2),
        ("He said “Go.” Then he left…  Really?!", 3),
        ("approx. five boats etc. were there", 1),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_how_many_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words_and_stems() -> None:
    assert words("Ömer's boat, 3.50 at 7:30!") == ["ömer's", "boat", "3.50", "at", "7:30"]
    assert content_stems("The boats' owners were asking") == content_stems("boat owner asking")
    assert content_stems("and what is that to you") == frozenset()


def test_overlap() -> None:
    assert unigram_f1("abc", "abc") == 1
    assert unigram_f1("abcd", "cdef") == 0.5
    assert unigram_f1("ab", "") == 0


def test_a_loop_is_five_words_twice_or_three_thrice() -> None:
    assert repeats_itself("he pays for it all and he pays for it all")
    assert repeats_itself("he pays now and he pays now or he pays now")
    assert repeats_itself("no " * 6)
    assert not repeats_itself("he pays for it and he pays for her")
    assert not repeats_itself("no no no no")
