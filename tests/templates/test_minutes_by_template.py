"""Minutes laid out by a template, written by the real models."""

from dataclasses import replace
from pathlib import Path

import pytest

from slmsum.engine import worker
from slmsum.jobs import ReadRequest, SummarizeJob
from slmsum.minutes import Minutes, Part, Provenance, Section, Sentence
from slmsum.power import PowerMode, PowerPlan
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.summarize.settings import Length, SummarizeSettings
from slmsum.templates import store
from slmsum.templates.fill import NOT_TALKED_OF
from slmsum.templates.parse import parse
from slmsum.templates.template import Choice

DATA = Path(__file__).parents[1] / "data/templates"
PLAN = PowerPlan(PowerMode.SAVER, "for the tests", 1, 1, 0)

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]


@pytest.fixture(scope="module")
def models(summarizer_folder: Path, encoder_folder: Path) -> None:
    """The models that the pipeline needs are there."""


def minutes_of(
    name: str, choice: Choice | None, progress: ProgressSink = ignore, length: Length | None = None
) -> Minutes:
    settings = SummarizeSettings(PLAN, length, template=choice)
    job = SummarizeJob(ReadRequest(DATA / f"{name}.txt"), settings)
    return worker.run(job, progress)[1]


def own(minutes: Minutes) -> dict[str, tuple[Sentence, ...]]:
    return {s.heading: s.sentences for s in minutes.sections if s.part is Part.OWN}


def test_a_visit_becomes_a_note_that_the_talk_bears_out() -> None:
    stages: list[Progress] = []
    minutes = minutes_of("clinic-visit", store.choice("auto"), stages.append)
    assert minutes.template == "clinic-visit"
    assert minutes.title == "Clinic visit"
    assert any("the template general" in note for note in minutes.notes)
    sections = own(minutes)
    assert list(sections) == ["Subjective", "Objective", "Assessment", "Plan"]
    assert all(s.supported and s.evidence for found in sections.values() for s in found)
    subjective = " ".join(sentence.text for sentence in sections["Subjective"])
    assert "cough" in subjective
    assert "penicillin" in subjective
    assert "losartan" in sections["Plan"][0].text
    assert "lungs sound clear" in sections["Objective"][0].text
    # The plan is the doctor's, and must not be told as the patient's story.
    assert "losartan" not in subjective
    assert "writing Subjective" in {progress.stage for progress in stages}
    assert minutes.sections[-1] == Section("Still open", Part.QUESTIONS)


def test_the_general_template_changes_nothing() -> None:
    usual = minutes_of("chat", None)
    for name in ("general", "auto"):
        minutes = minutes_of("chat", store.choice(name))
        assert replace(minutes, made_by=Provenance()) == replace(usual, made_by=Provenance())
    assert (usual.template, usual.sections) == ("", ())


def test_what_nobody_speaks_of_is_said_to_be_empty() -> None:
    minutes = minutes_of("chat", store.choice("clinic-visit"))
    sections = own(minutes)
    for heading in ("Objective", "Assessment"):
        assert [sentence.text for sentence in sections[heading]] == [NOT_TALKED_OF]
    assert minutes.notes == ()


def test_a_question_is_answered_or_left_out() -> None:
    text = """
    name = "x"
    title = "X"
    [[sections]]
    heading = "When"
    fill = "ask"
    question = "When will Oskar be there?"
    [[sections]]
    heading = "Tax"
    fill = "ask"
    question = "Which tax office is responsible for the inheritance?"
    [[sections]]
    heading = "On the blanket"
    fill = "quotes"
    about = "the blanket"
    """
    minutes = minutes_of("chat", Choice(asked=parse(text.encode(), "x.toml")))
    sections = own(minutes)
    assert "eight" in sections["When"][0].text
    assert 1 in sections["When"][0].evidence
    assert "Tax" not in sections
    assert any(2 in sentence.evidence for sentence in sections["On the blanket"])


def test_a_template_sets_the_length_where_the_user_does_not() -> None:
    own_length = parse(b'name = "x"\ntitle = "X"\nlength = "short"', "x.toml")
    short = minutes_of("decision-log", Choice(asked=own_length))
    assert short.summary == minutes_of("decision-log", None, length=Length.SHORT).summary


def test_other_languages_keep_the_parts_alone(tmp_path: Path) -> None:
    path = tmp_path / "german.txt"
    path.write_text(
        "Doktor: Guten Tag, was führt Sie zu mir?\n"
        "Patient: Ich habe seit zwei Wochen Husten und kann nachts nicht schlafen.\n"
        "Doktor: Dann nehmen wir das auf und ich höre die Lunge ab.\n",
        encoding="utf-8",
    )
    settings = SummarizeSettings(PLAN, template=store.choice("clinic-visit"))
    _, minutes = worker.run(SummarizeJob(ReadRequest(path), settings))
    assert minutes.extractive
    assert minutes.sections == (Section("Still open", Part.QUESTIONS),)
    assert "English only" in minutes.notes[-1]
