"""Of several candidates, the one that the turns support is chosen."""

from itertools import permutations

import pytest
from talk import BOAT, grounder

from slmsum.minutes import Sentence
from slmsum.summarize.prompts import Draft
from slmsum.summarize.rank import Checked, RankSettings, choose, plain_facts, without_repeats

GOOD = Draft("Boat", ("Maren will call the yard in Kalmar.", "Tobias orders a new mast light."))
CANDIDATES = [
    GOOD,
    Draft("Boat", ("Zelda will call the yard in Malmö.", "Tobias orders 40 mast lights.")),
    Draft("Boat", ("They talk about penguins and glaciers.",)),
    Draft("Boat", ()),
]


def chosen(drafts: list[Draft]) -> Checked:
    return choose(drafts, grounder(BOAT), 0, 9, RankSettings())


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_supported_candidate_is_chosen(order: tuple[int, ...]) -> None:
    best = chosen([CANDIDATES[i] for i in order])
    assert best.draft == GOOD
    assert [sentence.text for sentence in best.sentences] == list(GOOD.sentences)
    assert all(sentence.supported for sentence in best.sentences)


def test_a_single_candidate_is_taken_as_it_is() -> None:
    assert chosen([CANDIDATES[1]]).draft == CANDIDATES[1]
    assert chosen([CANDIDATES[3]]).sentences == ()
    assert chosen([CANDIDATES[3], CANDIDATES[3]]).sentences == ()


def test_the_candidate_most_others_agree_with_wins_a_tie() -> None:
    light = Draft("", ("Tobias orders a new mast light.",))
    again = Draft("", ("Tobias will order a new mast light tonight.",))
    sails = Draft("", ("Tobias takes the sails home on Sunday.",))
    assert chosen([sails, light, again]).draft in (light, again)


def said(text: str, *, supported: bool = True, doubt: str = "x is not said there") -> Sentence:
    return Sentence(text, (0,), 0.5, supported, () if supported else (doubt,))


def test_repeats_are_dropped() -> None:
    first, other = said("Tobias will order the mast light."), said("Maren calls the yard.")
    again = said("The mast light will be ordered by Tobias.")
    assert without_repeats([first, other, again, first]) == [first, other]
    assert without_repeats([]) == []


def test_doubtful_sentences_are_cut_while_others_carry_the_summary() -> None:
    true, doubtful = said("a"), said("b", supported=False)
    looping = said("c", supported=False, doubt="it repeats itself")
    assert plain_facts([true, doubtful]) == [true]
    assert plain_facts([true, doubtful, looping]) == [true, doubtful]
    assert plain_facts([doubtful, doubtful]) == [doubtful, doubtful]
    assert plain_facts([looping, looping]) == [looping]
    assert plain_facts([]) == []
