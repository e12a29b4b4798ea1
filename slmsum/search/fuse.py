"""Several rankings of the same things become one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

_K = 60


def fuse(rankings: Iterable[Sequence[Key]]) -> list[tuple[Key, float]]:
    """Fuse rankings, each best first, by reciprocal rank; gives keys with scores, best first.

    The score is the sum of 1 / (60 + rank) over the rankings (Cormack, Clarke and Buettcher 2009,
    "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods"). Of equal
    scores the one met first comes first.
    """
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(dict.fromkeys(ranking), start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (_K + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
