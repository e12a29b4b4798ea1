"""Summaries put together from several candidates hold only what the turns bear out."""

from hypothesis import given
from hypothesis import strategies as st

from slmsum.minutes import Sentence
from slmsum.summarize.compose import ComposeSettings, compose

SETTINGS = ComposeSettings()
YARD = "Maren will call the yard in Kalmar."
LIGHT = "Tobias orders a new mast light."
SAILS = "The crew will wash the sails on Sunday."


def said(text: str, turn: int, *, supported: bool = True) -> Sentence:
    return Sentence(text, (turn,), 0.6, supported, () if supported else ("x is not said there",))


def texts(*candidates: list[Sentence]) -> list[str]:
    return [sentence.text for sentence in compose(candidates, SETTINGS)]


def test_what_two_candidates_each_say_in_part_is_said_whole_in_order() -> None:
    yard, light, sails = said(YARD, 7), said(LIGHT, 3), said(SAILS, 5)
    assert texts([yard, light], [yard, sails], [light, sails]) == [LIGHT, SAILS, YARD]


def test_what_one_of_many_candidates_says_is_left_out() -> None:
    yard, light = said(YARD, 1), said(LIGHT, 2)
    odd = said("Penguins breed on distant glaciers while nobody of the crew listens to them.", 3)
    assert texts([yard, light], [yard, light], [yard, light], [odd]) == [YARD, LIGHT]


def test_a_doubtful_sentence_votes_but_is_never_taken() -> None:
    doubtful = said(LIGHT, 2, supported=False)
    again = said("Tobias will order a new light for the mast.", 2)
    assert texts([doubtful], [doubtful], [again]) == [again.text]
    assert texts([doubtful], [doubtful]) == []
    assert texts([], []) == []
    assert texts() == []


def test_the_same_is_not_said_twice() -> None:
    assert texts([said(LIGHT, 2)], [said("A new mast light is ordered by Tobias.", 3)]) == [LIGHT]


def test_a_sentence_that_points_back_does_not_stand_alone() -> None:
    back = said("She calls the yard in Kalmar tonight.", 1)
    assert texts([back, said(YARD, 2)], [said(YARD, 2)]) == [YARD]
    assert texts([back]) == [back.text]


WORD = st.sampled_from("maren tobias yard mast light sails kalmar sunday calls orders she".split())
SENTENCE = st.builds(
    lambda words, turn, supported: said(" ".join(words), turn, supported=supported),
    st.lists(WORD, min_size=1, max_size=6),
    st.integers(0, 20),
    st.booleans(),
)


@given(st.lists(st.lists(SENTENCE, max_size=4), max_size=5))
def test_only_supported_sentences_each_once(candidates: list[list[Sentence]]) -> None:
    supported = [s.text for candidate in candidates for s in candidate if s.supported]
    composed = compose(candidates, SETTINGS)
    found = [sentence.text for sentence in composed]
    assert len(set(found)) == len(found)
    assert set(found) <= set(supported)
    assert bool(found) == bool(supported)
    assert composed == sorted(composed, key=lambda s: s.evidence)
