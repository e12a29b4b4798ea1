"""Minutes from the conversation's own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talk import embed

from slmsum.conversation import Turn
from slmsum.summarize.extractive import central_turns
from slmsum.summarize.settings import Length

COUNTS = {Length.SHORT: 3, Length.MEDIUM: 5, Length.LONG: 9}


@pytest.mark.parametrize("length", Length)
@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=14))
@settings(max_examples=20)
def test_whole_turns_in_order_and_none_twice(length: Length, texts: list[str]) -> None:
    turns = [Turn(3 * i, "A" if i % 2 else None, text) for i, text in enumerate(texts)]
    found = central_turns(turns, embed(texts), length)
    places = [sentence.evidence[0] for sentence in found]
    assert len(found) == min(COUNTS[length], len(turns))
    assert places == sorted(set(places))
    for sentence in found:
        (turn,) = [turn for turn in turns if turn.index == sentence.evidence[0]]
        quoted = sentence.text.removeprefix("A: ").removesuffix(" …")
        assert " ".join(turn.text.split()).startswith(quoted.strip())
        assert sentence.supported


def test_central_turns_are_unlike_each_other() -> None:
    crane = ["Der Kran am Hafen kostet neunzig Euro im Winter."] * 4
    sails = ["Die Segel kommen am Sonntag in den Keller zum Waschen."] * 3
    texts = [*crane, *sails, "Ja.", "Der Mast bekommt ein neues Licht von der Werft in Kalmar."]
    turns = [Turn(i, "A", text) for i, text in enumerate(texts)]
    found = central_turns(turns, embed(texts), Length.SHORT)
    assert len({sentence.text for sentence in found}) == 3


def test_an_endless_turn_is_cut() -> None:
    (found,) = central_turns([Turn(0, "A", "wort " * 5000)], embed(["wort"]), Length.LONG)
    assert len(found.text) < 600
    assert found.text.endswith("…")
