"""Which turns a question is about: by words, by meaning, and by what kind of thing it asks for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slmsum.ask.passages import Passages
from slmsum.ask.question import Question
from slmsum.search.fuse import fuse

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

# How much less a turn is worth that lacks what the question asks for, that only asks itself, or
# how much more one of a speaker that the question names.
_UNFIT, _ASKS, _NAMED = 0.8, 0.6, 1.2
# How much the words of the turns around count.
_BESIDE = 0.5


@dataclass(frozen=True)
class Found:
    """Places of said turns, best first, each with how well it fits; the best sentence of each.

    `similarity` is the cosine of that sentence with the question, `context` that of the turn behind
    the one before it, and `own` the share of the question's words, weighed by rarity, in the turn.
    """

    ranked: list[tuple[int, float]]
    best_sentence: dict[int, int]
    similarity: dict[int, float]
    context: dict[int, float]
    own: dict[int, float]


class Retriever:
    """Finds turns in one conversation."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        counts = Counter(stem for stems in passages.stems for stem in stems)
        total = len(passages.turns)
        self._rarity = {s: math.log(1 + total / n) for s, n in counts.items()}
        self._unseen = math.log(1 + 2 * total)

    def weight(self, stem: str) -> float:
        """How telling a stem is; one that nobody says is the most telling."""
        return self._rarity.get(stem, self._unseen)

    def covered(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """The share of the stems `wanted`, by weight, that are in `held`."""
        total = sum(map(self.weight, wanted))
        return sum(self.weight(s) for s in wanted & held) / total if total else 0.0

    def find(self, question: Question, vector: Vectors) -> Found:
        """Rank all turns for a question with the unit vector `vector`."""
        passages = self.passages
        near = passages.vectors @ vector
        places = range(len(passages.turns))
        best = {p: max(passages.of_turn(p), key=lambda i: float(near[i])) for p in places}
        similarity = {p: float(near[i]) for p, i in best.items()}
        around = passages.context_vectors @ vector
        context = {p: float(around[p]) for p in places}
        own = {p: self.covered(question.stems, passages.stems[p]) for p in places}
        overlap = {p: self._beside(own, p) for p in places}
        rankings = [_best_first(values) for values in (overlap, own, similarity, context)]
        cued = [(p, score * self._cue(question, p)) for p, score in fuse(rankings)]
        ranked = sorted(cued, key=lambda item: -item[1])
        return Found(ranked, best, similarity, context, own)

    def _beside(self, own: dict[int, float], place: int) -> float:
        """A turn's overlap, and some of that of the better one beside it."""
        beside = max(own.get(place - 1, 0.0), own.get(place + 1, 0.0) * _BESIDE)
        return (own[place] + _BESIDE * beside) / (1 + _BESIDE)

    def _cue(self, question: Question, place: int) -> float:
        turn = self.passages.turns[place]
        cue = 1.0
        if not question.fits(turn.text):
            cue *= _UNFIT
        if turn.text.rstrip().endswith("?"):
            cue *= _ASKS
        if turn.speaker in question.named:
            cue *= _NAMED
        return cue


def _best_first(values: dict[int, float]) -> Sequence[int]:
    return [p for p in sorted(values, key=lambda p: -values[p]) if values[p] > 0]
