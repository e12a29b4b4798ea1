"""The one value that every stage reads: who said what, in which order, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from slmsum.errors import MalformedInput, NothingLeft

SCHEMA = "slmsum.conversation/1"


class Kind(StrEnum):
    """What a turn is: words somebody said or wrote, a line of the app, or a photo or file."""

    SAID = "said"
    SYSTEM = "system"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who takes part; `name` is how turns refer to them."""

    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message or utterance.

    `index` is its place in the conversation, from 0. `speaker` is a name, None for system lines
    and for text nobody is named for. `time` is the clock time of a message; `start` and `end` are
    seconds from the beginning of a recording.
    """

    index: int
    speaker: str | None
    text: str
    kind: Kind = Kind.SAID
    time: datetime | None = None
    start: float | None = None
    end: float | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON object with the optional times only where they are known."""
        out: dict[str, Any] = {
            "index": self.index,
            "speaker": self.speaker,
            "text": self.text,
            "kind": self.kind.value,
        }
        if self.time is not None:
            out["time"] = self.time.isoformat()
        if self.start is not None:
            out["start"] = self.start
        if self.end is not None:
            out["end"] = self.end
        return out


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation as a reader understood it.

    `format` is the reader's name, `source` where it came from, `language` an ISO 639-1 code or
    None, `date` the day it took place or began, `warnings` what the reader was unsure about.
    """

    turns: tuple[Turn, ...]
    title: str = ""
    format: str = ""
    source: str = ""
    language: str | None = None
    date: date | None = None
    speakers: tuple[Speaker, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def said(self) -> list[Turn]:
        """The turns that hold words somebody said, which are what gets summarized."""
        return [turn for turn in self.turns if turn.kind is Kind.SAID and turn.text.strip()]

    @property
    def word_count(self) -> int:
        """Number of white-space separated words in what was said."""
        return sum(len(turn.text.split()) for turn in self.said)

    def to_json(self) -> dict[str, Any]:
        """The interchange form, schema `slmsum.conversation/1`."""
        return {
            "schema": SCHEMA,
            "format": self.format,
            "title": self.title,
            "language": self.language,
            "date": self.date.isoformat() if self.date else None,
            "source": self.source,
            "speakers": [speaker.name for speaker in self.speakers],
            "turns": [turn.to_json() for turn in self.turns],
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], source: str = "") -> Conversation:
        """Read the interchange form back; raises MalformedInput where it is not of that form."""
        if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
            raise MalformedInput(source or "input", "slmsum", f"schema is not {SCHEMA}")
        try:
            turns = tuple(_turn_from_json(i, turn) for i, turn in enumerate(data["turns"]))
            day = data.get("date")
            return cls(
                turns=turns,
                title=str(data.get("title") or ""),
                format=str(data.get("format") or "slmsum"),
                source=str(data.get("source") or source),
                language=data.get("language"),
                date=date.fromisoformat(day) if day else None,
                speakers=tuple(Speaker(str(name)) for name in data.get("speakers", ())),
                warnings=tuple(str(warning) for warning in data.get("warnings", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise MalformedInput(source or "input", "slmsum", f"{error!r}") from error


def _turn_from_json(index: int, data: Mapping[str, Any]) -> Turn:
    time = data.get("time")
    start, end = data.get("start"), data.get("end")
    speaker = data.get("speaker")
    return Turn(
        index=index,
        speaker=None if speaker is None else str(speaker),
        text=str(data["text"]),
        kind=Kind(data.get("kind", "said")),
        time=datetime.fromisoformat(time) if time else None,
        start=None if start is None else float(start),
        end=None if end is None else float(end),
    )


def build(
    turns: Iterable[Turn],
    *,
    format: str,
    source: str,
    title: str = "",
    language: str | None = None,
    day: date | None = None,
    warnings: Sequence[str] = (),
) -> Conversation:
    """Make a conversation of turns in order: numbers them, lists speakers, finds the day.

    Speakers come in the order of their first turn; the day defaults to the first turn's time.
    """
    numbered: list[Turn] = []
    names: dict[str, None] = {}
    for index, turn in enumerate(turns):
        numbered.append(turn if turn.index == index else replace(turn, index=index))
        if turn.speaker and turn.speaker not in names:
            names[turn.speaker] = None
        if day is None and turn.time is not None:
            day = turn.time.date()
    return Conversation(
        turns=tuple(numbered),
        title=title,
        format=format,
        source=source,
        language=language,
        date=day,
        speakers=tuple(Speaker(name) for name in names),
        warnings=tuple(warnings),
    )


def narrow(
    conversation: Conversation,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    speakers: Sequence[str] = (),
) -> Conversation:
    """Keep the turns from `since` (inclusive) to `until` (exclusive) by the named speakers.

    Turns without a clock time are kept only if no bound is given. Names are compared without
    regard to case. Turns are numbered anew. Raises NothingLeft where no turn remains.
    """
    wanted = {name.casefold() for name in speakers}

    def keep(turn: Turn) -> bool:
        if wanted and (turn.speaker or "").casefold() not in wanted:
            return False
        if since is None and until is None:
            return True
        if turn.time is None:
            return False
        moment = turn.time.replace(tzinfo=None)
        return (since is None or moment >= since) and (until is None or moment < until)

    kept = [turn for turn in conversation.turns if keep(turn)]
    if not kept:
        raise NothingLeft(conversation.source, [s.name for s in conversation.speakers])
    narrowed = build(
        kept,
        format=conversation.format,
        source=conversation.source,
        title=conversation.title,
        language=conversation.language,
        day=conversation.date if since is None else None,
        warnings=conversation.warnings,
    )
    return narrowed


def joined(turns: Iterable[Turn]) -> Iterator[tuple[str | None, str, list[int]]]:
    """Join consecutive said turns of one speaker, as the model reads them.

    Yields (speaker, text, indices of the turns joined).
    """
    speaker: str | None = None
    texts: list[str] = []
    indices: list[int] = []
    for turn in turns:
        if turn.kind is not Kind.SAID or not turn.text.strip():
            continue
        if indices and turn.speaker != speaker:
            yield speaker, " ".join(texts), indices
            texts, indices = [], []
        speaker = turn.speaker
        texts.append(" ".join(turn.text.split()))
        indices.append(turn.index)
    if indices:
        yield speaker, " ".join(texts), indices
