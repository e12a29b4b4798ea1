"""Which words of a talk that is still going on can be relied on: those that two hearings share.

Sound is heard again and again while it grows. A word that two hearings in a row begin with alike
is taken as settled (the "local agreement" of Liu, Spanakis and Niehues, Interspeech 2020).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from slmsum.speech.spoken import Word

_NOT_WORDS = re.compile(r"[\W_]+")
# So many of the last settled words are looked for, to find where new ones begin.
_LOOK_BACK = 6


def agreed(before: Sequence[Word], now: Sequence[Word]) -> int:
    """How many words two hearings begin with alike."""
    alike = takewhile(lambda pair: _same(*pair), zip(before, now, strict=False))
    return sum(1 for _pair in alike)


def unsettled(settled: Sequence[Word], words: Sequence[Word]) -> tuple[Word, ...]:
    """The part of a hearing behind the words that are settled.

    A hearing may write settled words in another way, or place them at other times; what fits best
    in both counts, a second as much as a word.
    """
    if not settled or not words:
        return tuple(words)
    last = settled[-_LOOK_BACK:]

    def fit(split: int) -> float:
        pairs = zip(reversed(last), reversed(words[:split]), strict=False)
        same = sum(_same(one, other) for one, other in pairs)
        end = words[split - 1].end if split else words[0].start
        return same - abs(end - last[-1].end)

    best = max(range(len(words) + 1), key=fit)
    return tuple(words[best:])


def _same(one: Word, other: Word) -> bool:
    return _plain(one) == _plain(other)


def _plain(word: Word) -> str:
    return _NOT_WORDS.sub("", word.text).casefold()
