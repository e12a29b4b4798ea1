"""What comes back to a question: words, and the turns that they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slmsum.power import PowerPlan

SCHEMA = "slmsum.answer/1"


@dataclass(frozen=True, slots=True)
class AskSettings:
    """How questions are answered: with which model (None: the default one), under which plan.

    `clinic` says that the conversation is a visit to a clinic even where its speakers do not show
    it. The same seed gives the same answers.
    """

    plan: PowerPlan
    model: str | None = None
    clinic: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A turn that an answer rests on, in its own words; `turn` is its index."""

    turn: int
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    `citations` are indices of the turns it rests on, `quotes` these turns. `said` tells whether the
    conversation answers the question at all; if not, `text` says so. `extractive` marks an answer
    that is a turn's own words. `likely` is how likely the conversation is to answer the question,
    0 to 1, by a model fitted on labelled questions. `notes` are plain remarks for the reader.
    """

    question: str
    text: str
    citations: tuple[int, ...] = ()
    quotes: tuple[Quote, ...] = ()
    said: bool = True
    extractive: bool = False
    likely: float = 0.0
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The interchange form, schema `slmsum.answer/1`."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "text": self.text,
            "said": self.said,
            "extractive": self.extractive,
            "likely": round(self.likely, 3),
            "citations": list(self.citations),
            "quotes": [
                {"turn": quote.turn, "speaker": quote.speaker, "text": quote.text}
                for quote in self.quotes
            ],
            "notes": list(self.notes),
        }
