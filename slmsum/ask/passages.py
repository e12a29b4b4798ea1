"""A conversation made ready for questions: each turn's words, and what it and its parts mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slmsum.conversation import Turn
from slmsum.summarize.words import content_stems, sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

# Of a long turn only the first sentences are told apart; a monologue has no end of them.
_MOST_SENTENCES = 40


@dataclass(frozen=True)
class Passage:
    """A sentence of a turn; `place` is the turn's place among the said turns."""

    place: int
    text: str


class Passages:
    """The said turns of a conversation as sentences with unit vectors, alone and in context.

    `turn_vectors` has a row for each turn, as `slmsum.summarize.ground.Grounder` wants them.
    """

    def __init__(self, turns: Sequence[Turn], embed: Callable[[Sequence[str]], Vectors]) -> None:
        import numpy as np

        self.turns = turns
        self.sentences = [
            Passage(place, text) for place, turn in enumerate(turns) for text in _parts(turn.text)
        ]
        self.stems = [content_stems(t.text) | content_stems(t.speaker or "") for t in turns]
        self.turn_vectors = embed([turn.text for turn in turns])
        self.vectors = embed([passage.text for passage in self.sentences])
        self.context_vectors = embed([_with_earlier(turns, place) for place in range(len(turns))])
        self.first = np.searchsorted(
            [passage.place for passage in self.sentences], np.arange(len(turns))
        )

    def of_turn(self, place: int) -> range:
        """Which sentences are those of a turn."""
        end = self.first[place + 1] if place + 1 < len(self.turns) else len(self.sentences)
        return range(int(self.first[place]), int(end))


def _parts(text: str) -> list[str]:
    found = sentences(" ".join(text.split()))
    head, rest = found[: _MOST_SENTENCES - 1], found[_MOST_SENTENCES - 1 :]
    return [*head, " ".join(rest)] if rest else head


def _with_earlier(turns: Sequence[Turn], place: int) -> str:
    """A turn behind the one before it, as replies mean little alone."""
    return " ".join(f"{t.speaker or ''}: {t.text}" for t in turns[max(0, place - 1) : place + 1])
