"""A sentence is supported only if its evidence holds every name, number and day in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talk import BOAT, embed, grounder, talk

from slmsum.summarize.ground import Grounder

TRUE = [
    ("The harbour office wants 340 euros for the winter berth by Friday.", {0}),
    ("Tobias says it was 280 euros last year.", {1}),
    ("Erik says the crane costs 90.", {2}),
    ("Maren will call Pelle's yard in Kalmar tomorrow.", {3, 4}),
    ("Tobias takes the sails home on Sunday and washes them.", {5}),
    ("Tobias will order a new mast light for 35 euros tonight.", {6, 7}),
    ("They meet at 7:30 at the gate with the 12 metre rope.", {9}),
]


@pytest.mark.parametrize("sentence, evidence", TRUE)
def test_a_true_sentence_is_supported_by_its_turns(sentence: str, evidence: set[int]) -> None:
    (found,) = grounder(BOAT).check([sentence])
    assert found.supported, found.doubts
    assert evidence <= set(found.evidence)
    assert 0.24 <= found.support <= 1
    assert found.doubts == ()


NAMES = ["Maren", "Tobias", "Erik", "Pelle", "Kalmar", "Friday", "Sunday"]
NUMBERS = ["340", "280", "90", "35", "7:30", "12"]
STRANGERS = ["Zelda", "Ömer", "Wei", "Quentin", "Malmö", "Thursday", "Saturday", "Élise"]


def swapped(sentence: str, old: str, new: str) -> str:
    return sentence.replace(old, new, 1)


@given(st.sampled_from(TRUE), st.sampled_from(STRANGERS), st.data())
@settings(max_examples=60)
def test_a_name_or_day_that_nobody_says_is_never_supported(
    case: tuple[str, set[int]], stranger: str, data: st.DataObject
) -> None:
    held = [name for name in NAMES if name in case[0]]
    if held:
        sentence = swapped(case[0], data.draw(st.sampled_from(held)), stranger)
        (found,) = grounder(BOAT).check([sentence])
        assert not found.supported
        assert any(stranger in doubt for doubt in found.doubts)


@given(st.sampled_from(TRUE), st.integers(2, 100_000), st.booleans(), st.data())
@settings(max_examples=60)
def test_a_number_that_nobody_says_is_never_supported(
    case: tuple[str, set[int]], number: int, separated: bool, data: st.DataObject
) -> None:
    held = [known for known in NUMBERS if known in case[0]]
    said = {340, 280, 2, 80, 90, 35, 7, 30, 12}
    if held and number not in said:
        new = f"{number:,}" if separated else str(number)
        sentence = swapped(case[0], data.draw(st.sampled_from(held)), new)
        (found,) = grounder(BOAT).check([sentence])
        assert not found.supported, sentence


@pytest.mark.parametrize(
    "sentence, doubt",
    [
        ("They meet at 8:30 at the gate.", "8:30 is not said there"),
        ("Erik says the crane costs 9 million.", "9 million is not said there"),
        ("Tobias thinks the yard in Malmö is dear.", "Malmö is not said there"),
        ("Penguins waddle over glaciers.", "little in the conversation supports it"),
        (
            "The sails and the rope, the sails and the rope, the sails and the rope.",
            "it repeats itself",
        ),
        ("Maren will order the mast light tonight.", "it may have been Tobias, not Maren"),
    ],
)
def test_doubts_name_what_is_wrong(sentence: str, doubt: str) -> None:
    (found,) = grounder(BOAT).check([sentence])
    assert doubt in found.doubts
    assert not found.supported
    assert found.support <= 0.5


@pytest.mark.parametrize(
    "sentence, doubt",
    [
        ("The harbour office wants 35 euros for the winter berth.", "it may be 340, not 35"),
        ("Erik says the crane costs 35.", "it may be ninety, not 35"),
        ("Tobias takes the sails home on Friday and washes them.", "it may be Sunday, not Friday"),
    ],
)
def test_a_number_or_day_that_belongs_elsewhere_is_doubted(sentence: str, doubt: str) -> None:
    (found,) = grounder(BOAT).check([sentence])
    assert not found.supported
    assert doubt in found.doubts


def test_only_the_span_counts_as_evidence() -> None:
    ground = grounder(BOAT)
    sentence = "Tobias will order a new mast light."
    assert ground.check([sentence], 6, 7)[0].supported
    outside = ground.check([sentence], 0, 3)[0]
    assert not outside.supported
    assert set(outside.evidence) <= {0, 1, 2, 3}


def test_evidence_are_indices_of_turns_and_not_places() -> None:
    turns = [turn for turn in talk(BOAT) if turn.index in (2, 5, 9)]
    ground = Grounder(turns, embed([turn.text for turn in turns]), embed)
    (found,) = ground.check(["Tobias takes the sails home on Sunday."])
    assert found.evidence == (5,)
    assert ground.check([]) == []


@given(st.lists(st.text(max_size=80), min_size=1, max_size=3))
@settings(max_examples=50)
def test_any_sentence_is_checked(sentences: list[str]) -> None:
    for text, found in zip(sentences, grounder(BOAT).check(sentences), strict=True):
        assert found.text == text
        assert 0 <= found.support <= 1
        assert found.supported == (not found.doubts)
        assert found.evidence


def test_one_turn_without_a_speaker_is_enough() -> None:
    (turn,) = talk("A: The crane costs ninety euros.")
    ground = Grounder([turn], np.zeros((1, 256), np.float32), lambda texts: embed(texts) * 0)
    assert ground.check(["The crane costs 90 euros."])[0].supported
