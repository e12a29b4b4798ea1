"""Numbers and days that stand beside the wrong words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmsum.conversation import Turn
from slmsum.summarize.binding import Bindings, Rival
from slmsum.summarize.facts import facts, ground_of
from slmsum.summarize.words import content_stems

FESTIVAL = (
    "The stage costs 250 euros to rent, from Marlow's.",
    "And the curry?",
    "Chickpea curry at 7 euros a plate, for 60 people.",
    "I can pick up the stage on Thursday.",
    "Thanks!",
    "The fire brigade wants to see the plan by Monday.",
)


def rival(sentence: str, wording: str, said: tuple[str, ...] = FESTIVAL) -> Rival | None:
    turns = [Turn(place, "Ida", text) for place, text in enumerate(said)]
    bindings = Bindings(
        turns,
        [content_stems(text) for text in said],
        [ground_of("Ida", text) for text in said],
        lambda _stem: 1.0,
    )
    stated = list(facts(sentence))
    fact = next(fact for fact in stated if fact.wording == wording)
    everywhere = range(len(said))
    return bindings.rival(sentence, fact, stated, everywhere, everywhere)


@pytest.mark.parametrize(
    "sentence, wording",
    [
        ("Renting the stage from Marlow's costs 250 euros.", "250"),
        ("There will be chickpea curry at 7 euros for 60 people.", "7"),
        ("There will be chickpea curry at 7 euros for 60 people.", "60"),
        ("The stage is picked up on Thursday.", "Thursday"),
        ("The fire brigade sees the plan by Monday.", "Monday"),
    ],
)
def test_what_was_said_together_has_no_near_rival(sentence: str, wording: str) -> None:
    found = rival(sentence, wording)
    assert found is None or found.margin < 0.2


@pytest.mark.parametrize(
    "sentence, wording, meant",
    [
        ("Renting the stage from Marlow's costs 7 euros.", "7", "250"),
        ("The chickpea curry is at 250 euros a plate.", "250", "7"),
        ("Ida picks up the stage on Monday.", "Monday", "Thursday"),
        ("The fire brigade sees the plan by Thursday.", "Thursday", "Monday"),
    ],
)
def test_what_was_exchanged_has_one(sentence: str, wording: str, meant: str) -> None:
    found = rival(sentence, wording)
    assert found is not None
    assert found.fact.wording == meant
    assert found.margin > 0.25


def test_a_number_with_nothing_around_it_says_nothing() -> None:
    assert rival("It is 7.", "7") is None


def test_names_have_no_rivals() -> None:
    assert rival("The curry comes from Marlow's.", "Marlow's") is None


@given(st.lists(st.sampled_from(FESTIVAL), min_size=1, max_size=6), st.sampled_from(FESTIVAL))
def test_a_turn_in_its_own_words_has_no_rival(said: list[str], sentence: str) -> None:
    turns = (*said, sentence)
    for fact in facts(sentence):
        assert rival(sentence, fact.wording, turns) is None
