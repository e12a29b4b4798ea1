"""A new name holds in the turns, the list of speakers, the owners and the text."""

import pytest

from slmsum.conversation import Turn, build
from slmsum.errors import BadOption
from slmsum.minutes import Action, Chapter, Minutes, Point, Sentence
from slmsum.rename import rename, rename_in_minutes

TALK = build(
    [
        Turn(0, "Speaker 1", "Hello"),
        Turn(1, "Speaker 2", "Speaker 1, hello"),
        Turn(2, None, "a line"),
        Turn(3, "Speaker 1", "Bye"),
    ],
    format="test",
    source="test",
)


def names(talk: object) -> list[str]:
    return [speaker.name for speaker in talk.speakers]  # type: ignore[attr-defined]


def test_turns_and_speakers_get_the_new_name() -> None:
    renamed = rename(TALK, {"Speaker 1": "Anna"})
    assert [turn.speaker for turn in renamed.turns] == ["Anna", "Speaker 2", None, "Anna"]
    assert names(renamed) == ["Anna", "Speaker 2"]
    assert renamed.turns[1].text == "Speaker 1, hello"


def test_a_name_that_is_taken_makes_two_speakers_one() -> None:
    renamed = rename(TALK, {"Speaker 2": "Speaker 1"})
    assert names(renamed) == ["Speaker 1"]
    assert {turn.speaker for turn in renamed.said if turn.speaker} == {"Speaker 1"}


def test_two_speakers_may_swap_names() -> None:
    renamed = rename(TALK, {"Speaker 1": "Speaker 2", "Speaker 2": "Speaker 1"})
    assert names(renamed) == ["Speaker 2", "Speaker 1"]


def test_an_unknown_or_empty_name_is_one_clear_error() -> None:
    with pytest.raises(BadOption, match="no speaker is called 'Speaker 9'") as error:
        rename(TALK, {"Speaker 9": "Anna"})
    assert "Speaker 1, Speaker 2" in error.value.hint
    with pytest.raises(BadOption, match="is empty"):
        rename(TALK, {"Speaker 1": " "})


def test_minutes_follow() -> None:
    minutes = Minutes(
        "Talk with Speaker 1",
        (Sentence("Speaker 1 met Speaker 12 and Will.", doubts=("Speaker 1 did not say it",)),),
        chapters=(Chapter("Speaker 1's plan", 0, 1, (Sentence("Speaker 1 plans."),)),),
        actions=(Action("Speaker 1", "call Speaker 12"), Action("Will", "wait")),
        decisions=(Point("Speaker 1 leads"),),
        questions=(Point("Will Speaker 1 come?"),),
    )
    renamed = rename_in_minutes(minutes, {"Speaker 1": "Anna", "Will": "William"})
    assert renamed.title == "Talk with Anna"
    assert renamed.summary[0].text == "Anna met Speaker 12 and Will."
    assert renamed.summary[0].doubts == ("Anna did not say it",)
    assert renamed.chapters[0].title == "Anna's plan"
    assert renamed.chapters[0].summary[0].text == "Anna plans."
    assert [action.owner for action in renamed.actions] == ["Anna", "William"]
    assert renamed.decisions[0].text == "Anna leads"
    assert renamed.questions[0].text == "Will Anna come?"


def test_no_names_change_nothing() -> None:
    minutes = Minutes("Speaker 1", ())
    assert rename_in_minutes(minutes, {}) == minutes
    assert rename(TALK, {}) == TALK
