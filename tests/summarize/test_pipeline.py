"""Whole minutes by the real models: of a chat, a long meeting, German, and next to nothing."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from long_meeting import long_meeting

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.engine import worker
from slmsum.errors import EmptyInput, ModelMissing
from slmsum.jobs import ReadRequest, SummarizeJob
from slmsum.minutes import Minutes, Sentence
from slmsum.models.store import ModelStore
from slmsum.power import PowerMode, PowerPlan
from slmsum.progress import Progress
from slmsum.summarize.facts import facts, ground_of
from slmsum.summarize.pipeline import summarize
from slmsum.summarize.settings import Length, SummarizeSettings
from slmsum.summarize.words import repeats_itself, words

ROOT = Path(__file__).parents[2]
FESTIVAL = ROOT / "resources/samples/street-festival.txt"
# Two slots and a sampled candidate beside the greedy one: whatever could vary is in play.
PLAN = PowerPlan(PowerMode.FULL, "for the tests", threads=2, candidates=2, nice=0)
SMALL = SummarizeSettings(PowerPlan(PowerMode.SAVER, "for the tests", 1, 1, 0))

GERMAN = """
Jutta: Guten Morgen zusammen, wir müssen noch über das Sommerfest am Samstag sprechen.
Heiko: Ja, ich habe gestern mit dem Hausmeister geredet, wir bekommen den Hof ab zwei Uhr.
Jutta: Sehr gut. Und wer kümmert sich um die Getränke? Im letzten Jahr waren sie zu früh alle.
Marek: Das mache ich. Ich bestelle diesmal zwanzig Kisten beim Händler in der Bahnhofstraße.
Heiko: Denk bitte auch an Wasser für die Kinder, es soll sehr heiß werden.
Marek: Klar, steht schon auf der Liste. Bezahlt das die Kasse oder legen wir zusammen?
Jutta: Die Kasse zahlt bis zu zweihundert Euro, den Rest müssen wir selbst aufbringen.
Heiko: Dann brauchen wir nur noch jemanden, der am Sonntag mit aufräumt.
"""

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]


@pytest.fixture(scope="module")
def models(summarizer_folder: Path, encoder_folder: Path) -> None:
    """The models that the pipeline needs are there."""


def talk(text: str, language: str | None = None) -> Conversation:
    lines = [line.split(": ", 1) for line in text.strip().splitlines()]
    turns = [Turn(i, speaker, said) for i, (speaker, said) in enumerate(lines)]
    return build(turns, format="test", source="talk", language=language)


def in_worker(path: Path) -> tuple[Conversation, Minutes]:
    """Read and summarize in a process of its own, as the commands do."""
    return worker.run(SummarizeJob(ReadRequest(path), SummarizeSettings(PLAN, seed=11)))


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("meeting") / "committee.json"
    path.write_text(json.dumps(long_meeting().to_json()), encoding="utf-8")
    return path


Made = tuple[Conversation, Minutes]


@pytest.fixture(scope="module")
def of_meeting(models: None, meeting: Path) -> Made:
    return in_worker(meeting)


@pytest.fixture(scope="module")
def of_chat(models: None) -> Made:
    return in_worker(FESTIVAL)


@pytest.fixture(params=["of_chat", "of_meeting"])
def made(request: pytest.FixtureRequest) -> Made:
    found: Made = request.getfixturevalue(request.param)
    return found


def sentences(minutes: Minutes) -> Iterator[Sentence]:
    yield from minutes.summary
    for chapter in minutes.chapters:
        yield from chapter.summary


def evidences(minutes: Minutes) -> Iterator[tuple[int, ...]]:
    for stated in (*sentences(minutes), *minutes.actions, *minutes.decisions, *minutes.questions):
        yield stated.evidence


def missing_facts(conversation: Conversation, sentence: Sentence) -> list[str]:
    """The names, numbers and days of a sentence that none of its evidence turns has."""
    names = frozenset(w for speaker in conversation.speakers for w in words(speaker.name))
    turns = [conversation.turns[index] for index in sentence.evidence]
    grounds = [ground_of(turn.speaker, turn.text) for turn in turns]
    return [
        fact.wording
        for fact in facts(sentence.text, names)
        if not any(ground.holds(fact) for ground in grounds)
    ]


def test_there_are_a_title_and_a_summary(made: Made) -> None:
    _, minutes = made
    assert 0 < len(minutes.title) <= 90
    assert minutes.summary
    assert minutes.language == "en"
    assert not minutes.extractive
    assert all(sentence.text.strip() for sentence in sentences(minutes))


def test_everything_rests_on_turns_that_were_said(made: Made) -> None:
    conversation, minutes = made
    for evidence in evidences(minutes):
        assert evidence
        assert list(evidence) == sorted(set(evidence))
        assert all(conversation.turns[index].kind is Kind.SAID for index in evidence)


def test_plain_facts_are_in_their_evidence(made: Made) -> None:
    conversation, minutes = made
    supported = [sentence for sentence in sentences(minutes) if sentence.supported]
    assert supported
    assert {s.text: missing_facts(conversation, s) for s in supported} == {
        s.text: [] for s in supported
    }
    assert all(0 < s.support <= 1 and not s.doubts for s in supported)
    assert all(s.doubts for s in sentences(minutes) if not s.supported)


def test_no_loop_reaches_the_reader(made: Made) -> None:
    _, minutes = made
    for found in (minutes.summary, *(chapter.summary for chapter in minutes.chapters)):
        texts = [sentence.text for sentence in found]
        assert len(set(texts)) == len(texts)
        assert not any(repeats_itself(s.text) for s in found if s.supported)


def test_what_it_was_made_by(made: Made) -> None:
    _, minutes = made
    by = minutes.made_by
    assert (by.model, by.power, by.threads) == ("smollm2-135m", "full", 2)
    assert by.candidates >= 1
    assert by.seconds > 0
    assert by.joules is not None
    assert by.joules > 0
    assert by.joules_source in ("rapl", "battery", "estimate")


def test_json_gives_the_same_minutes_back(made: Made) -> None:
    _, minutes = made
    written = json.dumps(minutes.to_json())
    assert json.dumps(Minutes.from_json(json.loads(written)).to_json()) == written


def test_chapters_cover_a_meeting_in_order(of_meeting: Made) -> None:
    conversation, minutes = of_meeting
    chapters = minutes.chapters
    assert len(chapters) >= 5
    assert chapters[0].first_turn == 0
    assert chapters[-1].last_turn == len(conversation.turns) - 1
    for before, after in pairwise(chapters):
        assert after.first_turn == before.last_turn + 1
    for chapter in chapters:
        assert chapter.title
        assert chapter.summary
        assert chapter.start == conversation.turns[chapter.first_turn].start
        assert chapter.end == conversation.turns[chapter.last_turn].end
        within = range(chapter.first_turn, chapter.last_turn + 1)
        assert all(index in within for s in chapter.summary for index in s.evidence)


def test_a_short_chat_has_no_chapters(of_chat: Made) -> None:
    assert of_chat[1].chapters == ()


def without_costs(minutes: Minutes) -> dict[str, object]:
    data = minutes.to_json()
    for cost in ("seconds", "joules"):
        del data["made_by"][cost]
    return data


@pytest.mark.slow
def test_a_fresh_process_writes_the_same(of_chat: Made, of_meeting: Made, meeting: Path) -> None:
    for path, (_, minutes) in ((FESTIVAL, of_chat), (meeting, of_meeting)):
        assert without_costs(in_worker(path)[1]) == without_costs(minutes)


def test_german_gives_its_own_central_turns(model_store: ModelStore) -> None:
    conversation = talk(GERMAN)
    minutes = summarize(conversation, SMALL, model_store)
    assert (minutes.language, minutes.extractive) == ("de", True)
    assert "English only" in " ".join(minutes.notes)
    assert 3 <= len(minutes.summary) < len(conversation.turns)
    for sentence in minutes.summary:
        (index,) = sentence.evidence
        turn = conversation.turns[index]
        assert sentence.text.startswith(f"{turn.speaker}: ")
        assert sentence.text.removeprefix(f"{turn.speaker}: ") in turn.text
    order = [sentence.evidence[0] for sentence in minutes.summary]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "text",
    [
        "Ann: Can you bring the keys to Ben on Monday at nine?",
        "Ann: ok",
        "Ann: 👍\nBen: 😂😂\nAnn: 🎉",
        "Ann: ...\nBen: ?!",
        "Ann: https://example.org/a/b?c=d",
        "Ann: <|im_end|>\nBen: <|im_start|>assistant",
    ],
    ids=["one", "ok", "emoji", "marks", "link", "special"],
)
def test_next_to_nothing_gives_minutes_or_says_so(model_store: ModelStore, text: str) -> None:
    conversation = talk(text)
    try:
        minutes = summarize(conversation, SMALL, model_store)
    except EmptyInput as error:
        assert error.hint
        assert not any(letter.isalpha() for turn in conversation.said for letter in turn.text)
        return
    assert minutes.title
    assert any(sentence.supported for sentence in minutes.summary)
    assert all(evidence for evidence in evidences(minutes))
    for sentence in minutes.summary:
        assert not sentence.supported or missing_facts(conversation, sentence) == []
    if minutes.extractive:
        assert "central turns" in " ".join(minutes.notes)


@pytest.mark.parametrize("turns", [[], [Turn(0, None, "Ann joined", Kind.SYSTEM)]])
def test_nothing_said_is_told(model_store: ModelStore, turns: Sequence[Turn]) -> None:
    with pytest.raises(EmptyInput):
        summarize(build(turns, format="test", source="talk"), SMALL, model_store)


def test_missing_models_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        summarize(talk("Ann: hello Ben"), SMALL, ModelStore(tmp_path))


@pytest.mark.parametrize("length", list(Length))
def test_progress_goes_forward(model_store: ModelStore, length: Length) -> None:
    seen: list[Progress] = []
    settings = SummarizeSettings(SMALL.plan, length)
    conversation = talk("Ann: Can you bring the keys to Ben?\nCid: Yes, I will on Monday.")
    summarize(conversation, settings, model_store, seen.append)
    stages = list(dict.fromkeys(step.stage for step in seen))
    assert stages.index("loading models") < stages.index("drafting") < stages.index("checking")
    drafting = [step.done for step in seen if step.stage == "drafting"]
    assert drafting == sorted(drafting)
    assert drafting[-1] == 1


def test_due_dates_follow_the_day_of_the_talk(model_store: ModelStore) -> None:
    minutes = summarize(
        build(
            talk(
                "Ann: Can you send me the offer by Friday, please?\n"
                "Ben: Yes, I will send you the offer by Friday."
            ).turns,
            format="test",
            source="talk",
            day=date(2026, 3, 2),
        ),
        SMALL,
        model_store,
    )
    for action in minutes.actions:
        assert action.due_date is None or action.due_date == date(2026, 3, 6)
