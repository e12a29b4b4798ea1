"""What own sections are filled with where no model is needed: people's own words."""

from pathlib import Path

import pytest

from slmsum.conversation import Turn
from slmsum.jobs import ReadRequest
from slmsum.minutes import Sentence
from slmsum.templates.pairs import questions_and_answers
from slmsum.templates.pieces import all_pieces, pieces_with
from slmsum.templates.polarity import Polarity
from slmsum.templates.quotes import quotes_with, terms
from slmsum.templates.speakers import cue_of, said_by_speaker
from slmsum.templates.template import Cue, SectionPlan

DATA = Path(__file__).parents[1] / "data/templates"


def turns_of(name: str) -> list[Turn]:
    return ReadRequest(DATA / f"{name}.txt").read().said


def shown(found: list[Sentence]) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.evidence) for sentence in found]


def test_a_round_is_sorted_by_what_people_say_of_themselves() -> None:
    turns = turns_of("stand-up")
    assert shown(said_by_speaker(turns, Cue.BLOCKED, 4)) == [
        ("Priya: I'm blocked on the staging server, it has been down since Monday.", (3,)),
        ("Mara: I'm waiting for the logo from the design team.", (6,)),
    ]
    assert [text for text, _ in shown(said_by_speaker(turns, Cue.DONE, 4))] == [
        "Tomas: Yesterday I finished the export button and merged it.",
        "Priya: I fixed the crash on the login page.",
        "Mara: I reviewed Tomas's pull request and talked to the customer about the report.",
    ]
    assert len(said_by_speaker(turns, Cue.NEXT, 4)) == 3


@pytest.mark.parametrize(
    "text, cue",
    [
        ("I finished the migration.", Cue.DONE),
        ("Fixed two bugs in the parser.", Cue.DONE),
        ("The migration is done.", Cue.DONE),
        ("I'll start on the report.", Cue.NEXT),
        ("Today I want to write tests.", Cue.NEXT),
        ("I’m going to pair with Ann.", Cue.NEXT),
        ("I'm stuck on the build.", Cue.BLOCKED),
        ("I can't deploy until the key is there.", Cue.BLOCKED),
        ("I need the password from Ben.", Cue.BLOCKED),
        ("I have no blockers.", None),
        ("I'm not really blocked.", None),
        ("Nothing is blocking me.", None),
        ("The weather is nice.", None),
    ],
)
def test_kinds_of_statements(text: str, cue: Cue | None) -> None:
    assert cue_of(text) is cue


def test_questions_go_with_their_answers() -> None:
    pairs = shown(questions_and_answers(turns_of("interview"), 12))
    assert len(pairs) == 6
    assert pairs[1] == (
        "What made you stay with it? – Ilse: The smell of the spruce, honestly. And I'm too "
        "stubborn for an office.",
        (2, 3),
    )
    assert len(questions_and_answers(turns_of("interview"), 2)) == 2


def test_an_answer_may_go_on_after_a_nod_but_not_after_another_question() -> None:
    turns = [
        Turn(0, "A", "How did the harvest go this year?"),
        Turn(1, "B", "It was late, because of all the rain."),
        Turn(2, "A", "Mm-hmm."),
        Turn(3, "B", "But the apples were good."),
        Turn(4, "A", "And how were the pears this time?"),
        Turn(5, "A", "Or the plums?"),
    ]
    assert shown(questions_and_answers(turns, 9)) == [
        (
            "How did the harvest go this year? – B: It was late, because of all the rain. But the "
            "apples were good.",
            (0, 1, 3),
        )
    ]


def test_terms_are_quoted_where_they_are_explained() -> None:
    found = shown(terms(turns_of("lecture"), 9))
    assert [text.split()[0:2] for text, _ in found] == [
        ["A", "delta"],
        ["Sediment", "is"],
        ["A", "distributary"],
        ["An", "estuary"],
    ]
    assert terms([Turn(0, "A", "It is a nice day. This is the problem. What is a delta?")], 9) == []


def test_quotes_hold_a_word_and_are_by_whom_they_should_be() -> None:
    plan = SectionPlan("Plan", words=("I'd like you to", "prescri*"), by=("doctor",))
    assert shown(quotes_with(turns_of("clinic-visit"), plan)) == [
        (
            "Doctor: I'd like you to stop the ramipril, and I'll prescribe losartan instead. Come "
            "back in three weeks, please.",
            (16,),
        )
    ]
    others = SectionPlan("Plan", words=("I'd like you to",), not_by=("doctor",))
    assert quotes_with(turns_of("clinic-visit"), others) == []


@pytest.mark.parametrize(
    "text, doubt",
    [
        ("The patient has a fever.", "fever was denied"),
        ("The patient denies fever.", ""),
        ("There is no fever or chills.", ""),
        ("The patient has a cough.", ""),
        ("The patient has no cough.", "cough was affirmed"),
        ("The patient drinks alcohol.", "alcohol was denied"),
        ("The patient smokes.", ""),
        ("The patient does not smoke.", "smoke was affirmed"),
        ("The patient has a rash.", ""),
    ],
)
def test_what_was_denied_is_not_told_as_so(text: str, doubt: str) -> None:
    talk = (
        ("Doctor", "Do you have a fever?"),
        ("Patient", "No."),
        ("Doctor", "Any cough?"),
        ("Patient", "Yes, at night."),
        ("Doctor", "Do you smoke or drink alcohol?"),
        ("Patient", "I do smoke but no alcohol."),
    )
    polarity = Polarity([Turn(i, *pair) for i, pair in enumerate(talk)])
    assert polarity.doubts(text) == ([doubt] if doubt else [])


def test_pieces_hold_whole_turns_and_share_one() -> None:
    turns = [Turn(i, "AB"[i % 2], "word " * 100) for i in range(7)]
    pieces = all_pieces(turns)
    assert [[turn.index for turn in piece] for piece in pieces] == [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 5],
        [5, 6],
    ]
    assert pieces_with(turns_of("clinic-visit"), ["allerg*"])[0][0].index == 7
    assert pieces_with(turns, ["nothing"]) == []
