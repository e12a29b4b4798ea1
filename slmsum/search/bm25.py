"""The ranking of texts by the words of a query."""

from __future__ import annotations

import math
from collections.abc import Sequence

from slmsum.search.match import Pattern, admits, telling
from slmsum.search.query import Query
from slmsum.search.words import words

# The usual constants, those of SQLite's bm25() too.
_K1, _B = 1.2, 0.75


def rank_words(texts: Sequence[str], query: Query) -> list[tuple[int, float]]:
    """Rank texts by BM25 (Robertson and Zaragoza 2009); gives (place in `texts`, score), best first.

    Texts without any term, without a required one or with an excluded one are left out.
    """
    split = [list(words(text)) for text in texts]
    patterns = [Pattern(term) for term in telling(query)]
    counts = [
        [len(pattern.find(text, text_words)) for text, text_words in zip(texts, split, strict=True)]
        for pattern in patterns
    ]
    weights = [_weight(len(texts), sum(map(bool, row))) for row in counts]
    mean = sum(map(len, split)) / max(1, len(split)) or 1.0
    scores = []
    for place, text in enumerate(texts):
        norm = _K1 * (1 - _B + _B * len(split[place]) / mean)
        score = sum(
            weight * row[place] * (_K1 + 1) / (row[place] + norm)
            for weight, row in zip(weights, counts, strict=True)
            if row[place]
        )
        if score > 0 and admits(query, text):
            scores.append((place, score))
    return sorted(scores, key=lambda item: -item[1])


def _weight(total: int, holding: int) -> float:
    """The weight of a term that `holding` of `total` texts have; never below nought."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
