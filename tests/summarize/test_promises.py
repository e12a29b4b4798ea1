"""What somebody says they will do is an action item in their own words."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import BOAT, talk

from slmsum.conversation import Turn
from slmsum.minutes import Action
from slmsum.summarize.promises import promised_actions, with_promises

WEDNESDAY = date(2025, 10, 1)


def found(text: str) -> list[tuple[str, str, str]]:
    return [(a.owner, a.task, a.due_text) for a in promised_actions(talk(text), WEDNESDAY)]


def test_promises_of_a_talk() -> None:
    assert found(BOAT) == [("Tobias", "take the sails home and wash them", "on Sunday")]


@pytest.mark.parametrize(
    "said, expected",
    [
        ("Ida: I'll ring the council tomorrow.", [("Ida", "ring the council", "tomorrow")]),
        ("Ida: ok i will print the posters, ok?", []),
        (
            "Ida: Sure, I’ll print the posters by Friday!",
            [("Ida", "print the posters", "by Friday")],
        ),
        ("Ida: I'm going to fix the old fence", [("Ida", "fix the old fence", "")]),
        ("Ida: I'll see the red house", []),
        ("Ida: I'll do it", []),
        ("Ida: I'll take this one myself", []),
        ("Ida: If I'll print the posters", []),
        ("Ida: You'll print the posters", []),
        (
            "Ida: I'll send you your red keys.\nOtto: Thanks.",
            [("Ida", "send Otto Otto's red keys", "")],
        ),
        ("Ida: I'll send you the keys.\nOtto: Ok.\nRosa: Ok.", [("Ida", "send you the keys", "")]),
    ],
)
def test_a_promise(said: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(said) == expected


def test_the_day_is_that_of_the_turn() -> None:
    turn = Turn(0, "Ida", "I'll ring the council tomorrow.", time=datetime(2025, 10, 6, 9))
    (action,) = promised_actions([turn], WEDNESDAY)
    assert action.due_date == date(2025, 10, 7)
    assert action.evidence == (0,)


def test_a_promise_that_is_known_already_is_not_said_twice() -> None:
    known = Action("Ida", "phone the council", evidence=(4,))
    same_turn = Action("Ida", "ring them up quickly", evidence=(4,))
    same_words = Action("Ida", "phone the council again", evidence=(7,))
    other = Action("Otto", "phone the council", evidence=(2,))
    assert with_promises([known], [same_turn, same_words, other]) == [other, known]


@given(
    st.lists(st.tuples(st.sampled_from(["Ida", "Otto", None]), st.text(max_size=80)), max_size=6)
)
def test_any_talk_gives_owners_that_spoke(said: list[tuple[str | None, str]]) -> None:
    turns = [Turn(i, speaker, f"I'll {text}") for i, (speaker, text) in enumerate(said)]
    for action in promised_actions(turns, None):
        (index,) = action.evidence
        assert action.owner == turns[index].speaker
        assert action.task
