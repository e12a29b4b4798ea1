"""What the tools give, as the shapes from which their output schemas are made.

Turns are numbered by their index, from 0, wherever they are cited.
"""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from slmsum.ask.answer import Answer
from slmsum.conversation import Conversation
from slmsum.minutes import Minutes
from slmsum.search import Hit


class SaidTurn(TypedDict):
    """One turn; `time` is a clock time in ISO form, or seconds from the beginning."""

    index: int
    speaker: str | None
    text: str
    time: str | float | None


class ReadResult(TypedDict):
    """A part of a conversation: `turns` of all `total` turns."""

    title: str
    format: str
    language: str | None
    date: str | None
    speakers: list[str]
    total: int
    turns: list[SaidTurn]
    warnings: list[str]


class Statement(TypedDict):
    """A sentence, with the turns it rests on and whether these bear it out."""

    text: str
    evidence: list[int]
    supported: bool


class ActionItem(TypedDict):
    """A task; `due` as it was said, `due_date` in ISO form where it can be known."""

    owner: str
    task: str
    due: str
    due_date: str | None
    evidence: list[int]


class ChapterResult(TypedDict):
    """A stretch of the conversation on one topic."""

    title: str
    first_turn: int
    last_turn: int
    summary: list[Statement]


class SummarizeResult(TypedDict):
    """Minutes; `extractive` says that the sentences are the conversation's own."""

    title: str
    language: str | None
    summary: list[Statement]
    decisions: list[Statement]
    actions: list[ActionItem]
    questions: list[Statement]
    chapters: list[ChapterResult]
    notes: list[str]
    extractive: bool


class QuotedTurn(TypedDict):
    """A turn that an answer rests on."""

    turn: int
    speaker: str | None
    text: str


class AskResult(TypedDict):
    """An answer; `said` is false where the conversation does not say."""

    text: str
    said: bool
    citations: list[int]
    quotes: list[QuotedTurn]
    notes: list[str]


class FoundTurn(TypedDict):
    """A turn of the library; `source` is what the other tools take to read its conversation."""

    source: str
    title: str
    date: str | None
    turn: int
    speaker: str | None
    snippet: str
    score: float


class SearchResult(TypedDict):
    """What was found, best first."""

    hits: list[FoundTurn]


def read_result(conversation: Conversation, first: int, count: int) -> ReadResult:
    """The `count` turns from the turn `first` on."""
    turns: list[SaidTurn] = []
    for turn in conversation.turns[first : first + count]:
        time = turn.time.isoformat() if turn.time is not None else turn.start
        turns.append(SaidTurn(index=turn.index, speaker=turn.speaker, text=turn.text, time=time))
    return ReadResult(
        title=conversation.title,
        format=conversation.format,
        language=conversation.language,
        date=conversation.date.isoformat() if conversation.date else None,
        speakers=[speaker.name for speaker in conversation.speakers],
        total=len(conversation.turns),
        turns=turns,
        warnings=list(conversation.warnings),
    )


def summarize_result(minutes: Minutes) -> SummarizeResult:
    """Minutes without how they were made."""
    return SummarizeResult(
        title=minutes.title,
        language=minutes.language,
        summary=_statements(minutes.summary),
        decisions=_statements(minutes.decisions),
        actions=[
            ActionItem(
                owner=action.owner,
                task=action.task,
                due=action.due_text,
                due_date=action.due_date.isoformat() if action.due_date else None,
                evidence=list(action.evidence),
            )
            for action in minutes.actions
        ],
        questions=_statements(minutes.questions),
        chapters=[
            ChapterResult(
                title=chapter.title,
                first_turn=chapter.first_turn,
                last_turn=chapter.last_turn,
                summary=_statements(chapter.summary),
            )
            for chapter in minutes.chapters
        ],
        notes=list(minutes.notes),
        extractive=minutes.extractive,
    )


def ask_result(answer: Answer) -> AskResult:
    """An answer without the question."""
    return AskResult(
        text=answer.text,
        said=answer.said,
        citations=list(answer.citations),
        quotes=[QuotedTurn(turn=q.turn, speaker=q.speaker, text=q.text) for q in answer.quotes],
        notes=list(answer.notes),
    )


def search_result(hits: list[Hit]) -> SearchResult:
    """Hits, each with the source by which its conversation can be asked for."""
    return SearchResult(
        hits=[
            FoundTurn(
                source=f"library:{hit.conversation_id}",
                title=hit.title,
                date=hit.date.isoformat() if hit.date else None,
                turn=hit.position,
                speaker=hit.speaker,
                snippet=hit.snippet,
                score=hit.score,
            )
            for hit in hits
        ]
    )


def _statements(rows: Any) -> list[Statement]:
    return [
        Statement(
            text=row.text, evidence=list(row.evidence), supported=getattr(row, "supported", True)
        )
        for row in rows
    ]
