"""Whether a number or a day in a sentence stands beside the words it was said with.

A model that joins two facts wrongly takes a true number to the wrong thing: both are in the turns,
but not together. So the words around it are looked for around each place where it was said, and
another number that is said much nearer to them is likely the one that was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from slmsum.conversation import Turn
from slmsum.summarize.facts import Fact, Ground, facts
from slmsum.summarize.numbers import number_values
from slmsum.summarize.words import is_function_word, stem, words

# Words so far from the number count, and how much less each further one does.
_REACH, _FADE = 6, 0.25
# What a word counts for in the turn of the number, in one beside it, and in one after that.
_BESIDE = (1.0, 0.7, 0.3)
_KINDS = ("number", "day")


@dataclass(frozen=True, slots=True)
class Rival:
    """Another fact of the same kind, nearer to the words by `margin` (0 to 1)."""

    fact: Fact
    margin: float


class Bindings:
    """The numbers and days of a conversation's turns, and the words said with them.

    `stems` and `grounds` are those of each turn, `weight` tells how telling a stem is. Turns go by
    their places.
    """

    def __init__(
        self,
        turns: Sequence[Turn],
        stems: Sequence[frozenset[str]],
        grounds: Sequence[Ground],
        weight: Callable[[str], float],
    ) -> None:
        self._turns = turns
        self._stems = stems
        self._grounds = grounds
        self._weight = weight
        self._facts: dict[int, tuple[Fact, ...]] = {}

    def rival(
        self, sentence: str, fact: Fact, stated: Sequence[Fact], places: range, near: Iterable[int]
    ) -> Rival | None:
        """The fact that fits the words around `fact` best, if it fits better than `fact` does.

        What the turns at `places` say of `fact` counts for it; facts of its kind in the turns
        `near` are its rivals, but none of those `stated` by the sentence itself.
        """
        if fact.kind not in _KINDS:
            return None
        around = self._around(sentence, fact.wording)
        if not around:
            return None
        own = self._nearness(fact, around, places)
        taken = frozenset().union(*(other.values for other in stated if other.kind == fact.kind))
        best: Rival | None = None
        for other in dict.fromkeys(found for place in near for found in self._stated(place)):
            if other.kind != fact.kind or other.values & taken:
                continue
            margin = self._nearness(other, around, places) - own
            if margin > (best.margin if best else 0.0):
                best = Rival(other, margin)
        return best

    def _stated(self, place: int) -> tuple[Fact, ...]:
        """The numbers and days that a turn states."""
        if place not in self._facts:
            found = facts(self._turns[place].text)
            self._facts[place] = tuple(fact for fact in found if fact.kind in _KINDS)
        return self._facts[place]

    def _around(self, sentence: str, wording: str) -> Mapping[str, float]:
        """The telling stems around a wording, each with what it counts for; they sum to 1."""
        tokens, wanted = words(sentence), words(wording)
        starts = range(len(tokens) - len(wanted) + 1)
        start = next((i for i in starts if tokens[i : i + len(wanted)] == wanted), None)
        if start is None:
            return {}
        end = start + len(wanted)
        found: dict[str, float] = {}
        for place, token in enumerate(tokens):
            distance = start - place if place < start else place - end + 1
            if start <= place < end or distance > _REACH:
                continue
            if is_function_word(token) or number_values(token):
                continue
            worth = self._weight(stem(token)) / (1 + _FADE * (distance - 1))
            found[stem(token)] = max(found.get(stem(token), 0.0), worth)
        total = sum(found.values())
        return {key: worth / total for key, worth in found.items()}

    def _nearness(self, fact: Fact, around: Mapping[str, float], places: range) -> float:
        """How much of what is around a fact is said where the turns state it best, 0 to 1."""
        return max(
            (
                sum(worth * self._beside(key, place) for key, worth in around.items())
                for place in places
                if self._grounds[place].holds(fact)
            ),
            default=0.0,
        )

    def _beside(self, key: str, place: int) -> float:
        """What a stem counts for at a turn: most if said there, less if said beside it."""
        for distance, counts in enumerate(_BESIDE):
            for near in (place - distance, place + distance):
                if 0 <= near < len(self._stems) and key in self._stems[near]:
                    return counts
        return 0.0
