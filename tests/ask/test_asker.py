"""Answers come from the conversation's own turns, with the real models."""

import queue
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from slmsum.ask import clinic
from slmsum.ask.answer import Answer, AskSettings
from slmsum.ask.asker import Asker
from slmsum.ask.jobs import AskJob, AskStream
from slmsum.ask.pipeline import asker_of
from slmsum.conversation import Conversation, Turn, build
from slmsum.engine import worker
from slmsum.engine.loaded import LoadedModels
from slmsum.errors import BadOption, Cancelled, EmptyInput
from slmsum.jobs import ReadRequest
from slmsum.machine import inspect_machine
from slmsum.models.store import ModelStore
from slmsum.power import plan
from slmsum.summarize.prompts import NOT_SAID

CHAT = (
    ("Anna", "Hi Peter, are we still meeting for dinner tomorrow?"),
    ("Peter", "Yes, I booked a table at Luigi's."),
    ("Anna", "Good. Marta can't come, she is in Lisbon until Friday."),
    ("Peter", "Pity. The contract costs 4,500 euros a year, she should see that."),
)
VISIT = (
    ("Doctor", "How often have you had the headaches?"),
    ("Patient", "Nearly every day since the summer."),
    ("Doctor", "Take one tablet of 50 milligrams every evening before you sleep."),
    ("Patient", "All right, one tablet in the evening."),
)
GERMAN = (
    ("Anna", "Hallo Peter, wann ist das Essen morgen und wer kommt noch mit?"),
    ("Peter", "Das Essen ist um sieben Uhr, und ich komme mit Marta und dem Hund."),
)


def made(*turns: tuple[str | None, str]) -> Conversation:
    rows = (Turn(i, speaker, text) for i, (speaker, text) in enumerate(turns))
    return build(rows, format="test", source="chat")


def settings() -> AskSettings:
    return AskSettings(plan("saver", inspect_machine()))


@pytest.fixture(scope="module")
def asking(
    model_store: ModelStore, model_folder: Callable[[str], Path]
) -> Callable[[Conversation], Asker]:
    model_folder("smollm2-135m")
    model_folder("minilm-l6")
    models = LoadedModels(model_store)
    return lambda conversation: asker_of(conversation, settings(), models)


@pytest.mark.models
def test_what_is_said_is_answered_with_the_turn(asking: Callable[[Conversation], Asker]) -> None:
    answer = asking(made(*CHAT)).answer("Why can't Marta come?")
    assert answer.said
    assert 2 in answer.citations
    assert "Lisbon" in answer.text
    assert [quote.turn for quote in answer.quotes] == list(answer.citations)


@pytest.mark.models
def test_what_is_not_said_is_not_answered(asking: Callable[[Conversation], Asker]) -> None:
    answer = asking(made(*CHAT)).answer("What colour is the landlord's bicycle?")
    assert (answer.text, answer.said, answer.citations) == (NOT_SAID, False, ())


@pytest.mark.models
def test_a_short_reply_answers_only_what_it_tells(asking: Callable[[Conversation], Asker]) -> None:
    turns = ("Anna", "When is the dinner?"), ("Peter", "At seven."), ("Anna", "I will bring wine.")
    asker = asking(made(*turns))
    answer = asker.answer("When is the dinner?")
    assert "seven" in answer.text
    assert 1 in answer.citations
    assert not asker.answer("Where is the dinner?").said


@pytest.mark.models
def test_who_said_that_names_the_speaker(asking: Callable[[Conversation], Asker]) -> None:
    asker = asking(made(*CHAT))
    first = asker.answer("Why can't Marta come?")
    assert asker.answer("And who said that?", [first]).text == "Anna said it."


@pytest.mark.models
def test_a_visit_is_quoted_with_a_note(asking: Callable[[Conversation], Asker]) -> None:
    answer = asking(made(*VISIT)).answer("How often should I take the tablet?")
    assert answer.extractive
    assert answer.citations in ((2,), (3,))
    assert clinic.NOTE in answer.notes


@pytest.mark.models
def test_another_language_is_only_quoted_and_said_so(
    asking: Callable[[Conversation], Asker],
) -> None:
    answer = asking(made(*GERMAN)).answer("Wann ist das Essen?")
    assert answer.said
    assert answer.extractive
    assert any("English only" in note for note in answer.notes)


@pytest.mark.models
def test_nothing_said_in_another_language_claims_no_turn(
    asking: Callable[[Conversation], Asker],
) -> None:
    answer = asking(made(*GERMAN)).answer("Who repaired the bicycle?")
    assert (answer.text, answer.notes) == (NOT_SAID, ())


@pytest.mark.models
def test_a_question_in_another_script_does_no_harm(asking: Callable[[Conversation], Asker]) -> None:
    assert asking(made(*CHAT)).answer("这是什么?").text


@pytest.mark.models
def test_the_worker_answers(asking: Callable[[Conversation], Asker]) -> None:
    job = AskJob(made(*CHAT), "Why can't Marta come?", settings())
    _, answer = worker.run(job)
    assert answer.said
    assert "Lisbon" in answer.text


@pytest.mark.models
@pytest.mark.usefixtures("asking")
def test_a_stream_answers_what_leans_on_the_question_before() -> None:
    chat = "Ann: Who can help?\nBen: I will repair the roof on Friday at nine.\nAnn: Good.\n"
    updates: queue.SimpleQueue[object] = queue.SimpleQueue()
    request = ReadRequest(Path("chat.txt"), chat.encode())
    stream = worker.Stream(AskStream(request, settings()), updates.put)
    try:
        for question in ("Who will repair the roof?", "???", "And when?"):
            stream.send(question.encode())
        stream.send(b"")
        assert stream.ended.wait(60)
    finally:
        stream.close()
    assert stream.error is None
    got = [updates.get_nowait() for _ in range(updates.qsize())]
    conversation, first, refused, second = [
        one for one in got if isinstance(one, Conversation | Answer | BadOption)
    ]
    assert isinstance(conversation, Conversation)
    assert isinstance(refused, BadOption)
    assert isinstance(first, Answer) and first.said
    assert isinstance(second, Answer) and 1 in second.citations
    assert "Friday" in second.text


def test_a_cancelled_question_ends() -> None:
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        worker.run(AskJob(made(*CHAT), "Why?", settings()), cancelled=cancelled)


def test_nobody_speaking_is_told(model_store: ModelStore) -> None:
    with pytest.raises(EmptyInput):
        asker_of(made(("Anna", "🎉🎉")), settings(), LoadedModels(model_store))
