"""The ranking of texts by the words of a query."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from slmsum.search.match import Pattern, admits, occurrences, telling
from slmsum.search.query import Query

# The usual constants, those of SQLite's bm25() too.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each term of a query stands in a text, and how many words the text has."""

    terms: tuple[int, ...]
    words: int


def rank_words(texts: Sequence[str], query: Query) -> list[tuple[int, float]]:
    """Rank texts by BM25 (Robertson and Zaragoza 2009): (place in `texts`, score), best first.

    Texts without any term, without a required one or with an excluded one are left out.
    """
    counter = Counter(query)
    counted = [counter.count(text) for text in texts]
    holding = [sum(map(bool, column)) for column in zip(*(c.terms for c in counted), strict=True)]
    weights = [weight(len(texts), number) for number in holding]
    ranked = [
        (place, score)
        for place, score in enumerate(scores(counted, weights))
        if score > 0 and admits(query, texts[place])
    ]
    return sorted(ranked, key=lambda item: -item[1])


class Counter:
    """Counts the telling terms of one query in many texts."""

    def __init__(self, query: Query) -> None:
        self.terms = telling(query)
        self._patterns = [Pattern(term) for term in self.terms]

    def count(self, text: str) -> Counted:
        """The counts in one text."""
        return Counted(*occurrences(self._patterns, text))


def weight(total: int, holding: int) -> float:
    """The weight of a term that `holding` of `total` texts have; never below nought."""
    return math.log(1 + max(0, total - holding + 0.5) / (holding + 0.5))


def scores(counted: Sequence[Counted], weights: Sequence[float]) -> list[float]:
    """BM25 for each text, from the counts of terms and the terms' weights."""
    mean = sum(c.words for c in counted) / max(1, len(counted)) or 1.0
    out = []
    for text in counted:
        norm = _K1 * (1 - _B + _B * text.words / mean)
        parts = zip(weights, text.terms, strict=True)
        out.append(sum(w * n * (_K1 + 1) / (n + norm) for w, n in parts if n))
    return out
