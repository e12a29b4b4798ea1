"""Conversations for the views: any number of turns, and minutes that rest on them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from slmsum.conversation import Conversation, Turn, build
from slmsum.minutes import Action, Chapter, Minutes, Point, Sentence

_BEGAN = datetime(2026, 3, 2, 9, 0)
_SPEAKERS = ("Anna", "Ben", "Carla Díaz")
_WORDS = ("We meet on Friday at ten.", "Yes. " * 30, "🎉 done", "שלום לכולם")


def turn(row: int) -> Turn:
    """One of many turns, of unequal length."""
    text = f"{_WORDS[row % len(_WORDS)]} number {row}"
    speaker = _SPEAKERS[row % len(_SPEAKERS)]
    return Turn(row, speaker, text, time=_BEGAN + timedelta(minutes=5 * row))


class ManyTurns:
    """A source that makes turns when they are asked for, and counts how often it is."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.speakers: Sequence[str] = _SPEAKERS
        self.asked: list[int] = []

    def page(self, first: int, count: int) -> Sequence[Turn]:
        self.asked.append(first)
        return [turn(row) for row in range(first, min(self.count, first + count))]


def conversation(count: int = 40) -> Conversation:
    """A whole conversation of them."""
    return build(map(turn, range(count)), format="whatsapp", source="fair.txt", title="Fair")


MINUTES = Minutes(
    title="The fair",
    summary=(
        Sentence("They meet on Friday at ten.", (0, 4), 0.9),
        Sentence("Ben pays.", (30,), 0.2, supported=False, doubts=("nobody says so",)),
    ),
    chapters=(
        Chapter("Day", 0, 19, (Sentence("A day is found.", (0,)),)),
        Chapter("Plans", 20, 39, (Sentence("Plans are made.", (21,)),)),
    ),
    actions=(Action("Ben", "bring the plans", "Friday", evidence=(1,)),),
    decisions=(Point("The fair is on Friday.", (4,)),),
    questions=(Point("Who pays?", (39,)),),
)
