"""What comes out: minutes whose every sentence points at the turns it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from slmsum.errors import MalformedInput

SCHEMA = "slmsum.minutes/1"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary.

    `evidence` are indices of the turns it rests on, `support` 0 to 1 how well they carry it,
    `supported` whether it may be shown as plain fact, `doubts` why not (empty when supported).
    """

    text: str
    evidence: tuple[int, ...] = ()
    support: float = 0.0
    supported: bool = True
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the conversation on one topic; `start` and `end` in seconds where known."""

    title: str
    first_turn: int
    last_turn: int
    summary: tuple[Sentence, ...] = ()
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something somebody will do; `due_text` as it was said, `due_date` where it can be known.

    `done` is what the user has ticked off.
    """

    owner: str
    task: str
    due_text: str = ""
    due_date: date | None = None
    evidence: tuple[int, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A decision that was made, or a question left open, with the turns that show it."""

    text: str
    evidence: tuple[int, ...] = ()


class Part(StrEnum):
    """What a section of minutes shows: a field of theirs, or sentences of its own."""

    SUMMARY = "summary"
    DECISIONS = "decisions"
    ACTIONS = "actions"
    QUESTIONS = "questions"
    CHAPTERS = "chapters"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of minutes under its heading, as a template lays them out.

    `sentences` are given where `part` is OWN; the other parts show the minutes' field.
    """

    heading: str
    part: Part = Part.OWN
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the minutes were made; `joules_source` says whether energy is measured or estimated.

    `left_out` counts drafted sentences that the turns do not bear out and that are not shown.
    """

    model: str = ""
    adapter: str = ""
    power: str = ""
    threads: int = 0
    candidates: int = 0
    seconds: float = 0.0
    joules: float | None = None
    joules_source: str = ""
    version: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one conversation; `notes` are plain remarks for the reader.

    `extractive` says that no model could write in this language, or wrote nothing that holds, and
    that the summary consists of the conversation's own most central turns. `template` names the
    template they follow and `sections` is its layout, in order; none means the usual one.
    """

    title: str
    summary: tuple[Sentence, ...]
    language: str | None = None
    chapters: tuple[Chapter, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[Point, ...] = ()
    questions: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()
    extractive: bool = False
    template: str = ""
    sections: tuple[Section, ...] = ()
    made_by: Provenance = field(default_factory=Provenance)

    def to_json(self) -> dict[str, Any]:
        """The interchange form, schema `slmsum.minutes/1`."""
        return {
            "schema": SCHEMA,
            "title": self.title,
            "language": self.language,
            "summary": [_sentence_to_json(s) for s in self.summary],
            "chapters": [_chapter_to_json(c) for c in self.chapters],
            "actions": [_action_to_json(a) for a in self.actions],
            "decisions": [_point_to_json(p) for p in self.decisions],
            "questions": [_point_to_json(p) for p in self.questions],
            "notes": list(self.notes),
            "extractive": self.extractive,
            "template": self.template,
            "sections": [_section_to_json(s) for s in self.sections],
            "made_by": {name: getattr(self.made_by, name) for name in Provenance.__slots__},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], source: str = "minutes") -> Minutes:
        """Read the interchange form back; raises MalformedInput where it is not of that form."""
        if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
            raise MalformedInput(source, "slmsum minutes", f"schema is not {SCHEMA}")
        try:
            return cls(
                title=data["title"],
                language=data.get("language"),
                summary=tuple(_sentence_from_json(s) for s in data["summary"]),
                chapters=tuple(_chapter_from_json(c) for c in data["chapters"]),
                actions=tuple(_action_from_json(a) for a in data["actions"]),
                decisions=tuple(_point_from_json(p) for p in data["decisions"]),
                questions=tuple(_point_from_json(p) for p in data["questions"]),
                notes=tuple(data.get("notes", ())),
                extractive=bool(data.get("extractive", False)),
                template=str(data.get("template") or ""),
                sections=tuple(_section_from_json(s) for s in data.get("sections", ())),
                made_by=Provenance(**data["made_by"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise MalformedInput(source, "slmsum minutes", repr(error)) from error


def _sentence_to_json(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "evidence": list(sentence.evidence),
        "support": round(sentence.support, 3),
        "supported": sentence.supported,
        "doubts": list(sentence.doubts),
    }


def _sentence_from_json(data: Mapping[str, Any]) -> Sentence:
    return Sentence(
        text=data["text"],
        evidence=tuple(data["evidence"]),
        support=float(data["support"]),
        supported=bool(data["supported"]),
        doubts=tuple(data.get("doubts", ())),
    )


def _section_to_json(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "part": section.part.value,
        "sentences": [_sentence_to_json(s) for s in section.sentences],
    }


def _section_from_json(data: Mapping[str, Any]) -> Section:
    return Section(
        heading=data["heading"],
        part=Part(data.get("part", "own")),
        sentences=tuple(_sentence_from_json(s) for s in data.get("sentences", ())),
    )


def _chapter_to_json(chapter: Chapter) -> dict[str, Any]:
    out: dict[str, Any] = {
        "title": chapter.title,
        "first_turn": chapter.first_turn,
        "last_turn": chapter.last_turn,
        "summary": [_sentence_to_json(s) for s in chapter.summary],
    }
    if chapter.start is not None:
        out["start"] = chapter.start
    if chapter.end is not None:
        out["end"] = chapter.end
    return out


def _chapter_from_json(data: Mapping[str, Any]) -> Chapter:
    return Chapter(
        title=data["title"],
        first_turn=int(data["first_turn"]),
        last_turn=int(data["last_turn"]),
        summary=tuple(_sentence_from_json(s) for s in data["summary"]),
        start=data.get("start"),
        end=data.get("end"),
    )


def _action_to_json(action: Action) -> dict[str, Any]:
    out: dict[str, Any] = {
        "owner": action.owner,
        "task": action.task,
        "due_text": action.due_text,
        "due_date": action.due_date.isoformat() if action.due_date else None,
        "evidence": list(action.evidence),
    }
    if action.done:
        out["done"] = True
    return out


def _action_from_json(data: Mapping[str, Any]) -> Action:
    due = data.get("due_date")
    return Action(
        owner=data["owner"],
        task=data["task"],
        due_text=data.get("due_text") or "",
        due_date=date.fromisoformat(due) if due else None,
        evidence=tuple(data["evidence"]),
        done=bool(data.get("done", False)),
    )


def _point_to_json(point: Point) -> dict[str, Any]:
    return {"text": point.text, "evidence": list(point.evidence)}


def _point_from_json(data: Mapping[str, Any]) -> Point:
    return Point(text=data["text"], evidence=tuple(data["evidence"]))
