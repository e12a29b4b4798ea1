"""Questions are understood: what they ask for, and whether they lean on the one before."""

import pytest

from slmsum.ask.answer import Answer, Quote
from slmsum.ask.asker import checked_question
from slmsum.ask.follow_up import asks_who_said, whole_question
from slmsum.ask.question import Kind, understand
from slmsum.errors import BadOption

BEFORE = Answer("When is the dinner?", "At seven.", (3,), (Quote(3, "Peter", "At seven."),))


@pytest.mark.parametrize(
    "text, kind",
    [
        ("When do we meet?", Kind.WHEN),
        ("What time is the train?", Kind.WHEN),
        ("How old is Benji?", Kind.AGE),
        ("How long does it take?", Kind.DURATION),
        ("How often should I take it?", Kind.FREQUENCY),
        ("How much does it cost?", Kind.AMOUNT),
        ("What is the price of the room?", Kind.AMOUNT),
        ("What colour is the sock?", Kind.COLOUR),
        ("What is the lizard called?", Kind.NAME),
        ("Who teaches the beginners?", Kind.WHO),
        ("Where is the key?", Kind.WHERE),
        ("Why was it late?", Kind.WHY),
        ("Is breakfast included?", Kind.WHETHER),
        ("What did she say about the roof?", Kind.OTHER),
    ],
)
def test_the_kind_of_thing_asked_for(text: str, kind: Kind) -> None:
    assert understand(text, []).kind is kind


def test_words_fit_only_where_they_hold_what_is_asked_for() -> None:
    question = understand("How much is the rent?", ["Anna"])
    assert question.fits("It's 900 a month.")
    assert not question.fits("The rent is due soon.")
    assert understand("What colour is it?", []).fits("A dark green one.")
    assert not understand("Who came?", []).fits("somebody did")
    where = understand("Where is the dinner?", [])
    assert where.fits("At the harbour, at seven.")
    assert not where.fits("At seven.")
    assert not where.fits("It is on Friday at 19:00.")


def test_speakers_that_a_question_names_are_known() -> None:
    assert understand("What did anna want?", ["Anna", "Peter"]).named == {"Anna"}


@pytest.mark.parametrize("question", ["and when?", "What about him?", "Where is it?", "Why?"])
def test_a_question_that_leans_on_the_one_before_takes_it_along(question: str) -> None:
    assert whole_question(question, [BEFORE]) == f"When is the dinner? {question}"
    assert whole_question(question, []) == question


def test_a_question_of_its_own_stands_alone() -> None:
    question = "Which hospital did the ambulance take Marta to?"
    assert whole_question(question, [BEFORE]) == question


def test_whose_words_an_answer_rests_on_is_a_question_of_its_own() -> None:
    assert asks_who_said("Who said that?", [BEFORE])
    assert not asks_who_said("Who said that?", [])
    assert not asks_who_said("Who said the rent is late?", [BEFORE])


@pytest.mark.parametrize("question", ["", "  \n", "???", "😀"])
def test_a_question_without_words_is_refused(question: str) -> None:
    with pytest.raises(BadOption, match="no words"):
        checked_question(question)


def test_a_question_of_10000_characters_is_refused() -> None:
    with pytest.raises(BadOption, match="10,000 characters"):
        checked_question("a" * 10_000)


def test_a_question_becomes_one_line() -> None:
    assert checked_question(" When\n do we  meet? ") == "When do we meet?"
