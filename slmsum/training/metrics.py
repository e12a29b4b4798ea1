"""Figures that tell how good minutes are, each with a bootstrap interval."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from slmsum.summarize.words import content_stems, repeats_itself, unigram_f1

_RESAMPLES = 1000
_SAME_TASK = 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its 95% bootstrap interval over conversations."""

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.mean:.1f} ({self.low:.1f} to {self.high:.1f})"


def figure(values: Sequence[float], seed: int = 0) -> Figure:
    """The mean of values with the percentile bootstrap's interval (Efron 1979)."""
    if not values:
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    rng = random.Random(seed)
    means = sorted(sum(rng.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    mean = sum(values) / len(values)
    return Figure(mean, means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES)], len(values))


@cache
def _scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=True)


def rouge(reference: Sequence[str], written: Sequence[str]) -> dict[str, float]:
    """ROUGE-1, -2 and -L (summary level) F1 in percent, of sentences, stemmed."""
    scores = _scorer().score("\n".join(reference), "\n".join(written))
    return {name: 100 * score.fmeasure for name, score in scores.items()}


def repetition(sentences: Sequence[str]) -> float:
    """100 if a sentence repeats itself, else 0."""
    return 100.0 * any(repeats_itself(sentence) for sentence in sentences)


def length_ratio(reference: Sequence[str], written: Sequence[str]) -> float:
    """Words written for each word of the reference."""
    return len(" ".join(written).split()) / max(1, len(" ".join(reference).split()))


def matched_actions(
    reference: Sequence[tuple[str, str]], written: Sequence[tuple[str, str]]
) -> int:
    """How many written (owner, task) pairs match one of the reference each, one to one.

    Owners must be equal but for case; tasks must share half of their content words (F1).
    """
    free = list(reference)
    matched = 0
    for owner, task in written:
        stems = content_stems(task)
        best = max(
            (pair for pair in free if pair[0].casefold() == owner.casefold()),
            key=lambda pair: unigram_f1(stems, content_stems(pair[1])),
            default=None,
        )
        if best is not None and unigram_f1(stems, content_stems(best[1])) >= _SAME_TASK:
            free.remove(best)
            matched += 1
    return matched


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Counts behind precision and recall."""

    right: int = 0
    written: int = 0
    wanted: int = 0

    def __add__(self, other: Retrieval) -> Retrieval:
        return Retrieval(
            self.right + other.right, self.written + other.written, self.wanted + other.wanted
        )

    @property
    def precision(self) -> float:
        """Share of what was written that is right."""
        return self.right / self.written if self.written else float("nan")

    @property
    def recall(self) -> float:
        """Share of what was wanted that was written."""
        return self.right / self.wanted if self.wanted else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(1, self.written + self.wanted)

    def __str__(self) -> str:
        return f"P {self.precision:.2f} R {self.recall:.2f} F1 {self.f1:.2f}"
