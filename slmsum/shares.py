"""Who spoke how much and when, and what about: the values that pictures of a talk are drawn from.

Along the axis of a picture everything lies between 0 and 1: by the clock of a recording where
every turn has its times, else by words, as messages come in bursts with days between them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from slmsum.conversation import Conversation, Turn
from slmsum.minutes import Minutes

# Stretches that lie nearer than this on the axis are drawn as one.
_TOGETHER = 1 / 1500
# A topic is a word said so often, and not in every part of the talk.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Share:
    """One speaker's part: words, turns, seconds where known, and `share` of all talk, 0 to 1."""

    speaker: str
    share: float
    words: int
    turns: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the axis from `begin` to `end`, 0 to 1, with the turns that lie in it."""

    begin: float
    end: float
    first_turn: int
    last_turn: int


@dataclass(frozen=True, slots=True)
class Lane:
    """When one speaker spoke."""

    speaker: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A word and how often it was said in each of equal parts of the axis."""

    word: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChapterSpan:
    """A chapter's place on the axis."""

    title: str
    stretch: Stretch


class Axis:
    """Places of turns on the axis of one conversation; `seconds` is its length, if it has one."""

    def __init__(self, conversation: Conversation) -> None:
        self.turns: Sequence[Turn] = conversation.turns
        said = conversation.said
        timed = bool(said) and all(t.start is not None and t.end is not None for t in said)
        self.seconds = max(turn.end or 0.0 for turn in said) if timed else None
        if self.seconds == 0.0:
            self.seconds = None
        # A turn without a word still has a place.
        sizes = [max(1, len(turn.text.split())) for turn in self.turns]
        self._ends = list(accumulate(sizes))
        self._sizes = sizes

    def place(self, turn: int) -> tuple[float, float]:
        """Where the turn of that index begins and ends, 0 to 1."""
        if self.seconds is not None:
            at = self.turns[turn]
            start = at.start if at.start is not None else at.end or 0.0
            end = at.end if at.end is not None else start
            return start / self.seconds, min(1.0, max(start, end) / self.seconds)
        total = self._ends[-1]
        return (self._ends[turn] - self._sizes[turn]) / total, self._ends[turn] / total

    def stretch(self, first: int, last: int) -> Stretch:
        """The stretch of the turns from `first` to `last`."""
        return Stretch(self.place(first)[0], self.place(last)[1], first, last)


def shares(conversation: Conversation) -> list[Share]:
    """The speakers, who spoke most first; by time where it is known, else by words."""
    axis = Axis(conversation)
    words: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for turn in conversation.said:
        if turn.speaker is not None:
            words[turn.speaker] += len(turn.text.split())
            turns[turn.speaker] += 1
            seconds[turn.speaker] += (turn.end or 0.0) - (turn.start or 0.0)
    timed = axis.seconds is not None
    weights = {name: seconds[name] if timed else float(words[name]) for name in words}
    total = sum(weights.values()) or 1.0
    found = [
        Share(
            name,
            weights[name] / total,
            words[name],
            turns[name],
            seconds[name] if timed else None,
        )
        for name in words
    ]
    return sorted(found, key=lambda share: -share.share)


def lanes(conversation: Conversation) -> list[Lane]:
    """One lane for each speaker who says something, in the conversation's order."""
    axis = Axis(conversation)
    found: dict[str, list[Stretch]] = {speaker.name: [] for speaker in conversation.speakers}
    for turn in conversation.said:
        if turn.speaker is not None:
            stretch = axis.stretch(turn.index, turn.index)
            found.setdefault(turn.speaker, []).append(stretch)
    return [Lane(name, _joined(parts)) for name, parts in found.items() if parts]


def chapter_spans(conversation: Conversation, minutes: Minutes) -> list[ChapterSpan]:
    """The chapters that lie within the conversation, in order."""
    axis = Axis(conversation)
    count = len(conversation.turns)
    return [
        ChapterSpan(chapter.title, axis.stretch(chapter.first_turn, chapter.last_turn))
        for chapter in minutes.chapters
        if 0 <= chapter.first_turn <= chapter.last_turn < count
    ]


def topics(conversation: Conversation, most: int = 8, parts: int = 48) -> list[Topic]:
    """The words that most mark stretches of the talk, in the order in which they come up.

    A word counts by how often it is said and by how few parts of the talk it takes for that.
    """
    from slmsum.summarize.words import is_function_word, stem, words

    axis = Axis(conversation)
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * parts)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names = {word for speaker in conversation.speakers for word in words(speaker.name)}
    for turn in conversation.said:
        part = min(parts - 1, int(axis.place(turn.index)[0] * parts))
        for word in words(turn.text):
            tells = len(word) > 3 and word.isalpha() and not is_function_word(word)
            if tells and word not in names:
                counts[stem(word)][part] += 1
                forms[stem(word)][word] += 1
    often = [key for key, found in counts.items() if sum(found) >= _OFTEN]
    marking = sorted(often, key=lambda key: -_marks(counts[key]))[:most]
    marking.sort(key=lambda key: _middle(counts[key]))
    return [Topic(forms[key].most_common(1)[0][0], tuple(counts[key])) for key in marking]


def _marks(counts: Sequence[int]) -> float:
    used = sum(1 for count in counts if count)
    return math.sqrt(sum(counts) ** 3 / used)


def _middle(counts: Sequence[int]) -> float:
    return sum(part * count for part, count in enumerate(counts)) / sum(counts)


def _joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    whole: list[Stretch] = []
    for stretch in stretches:
        if whole and stretch.begin - whole[-1].end <= _TOGETHER:
            before = whole[-1]
            end = max(before.end, stretch.end)
            whole[-1] = Stretch(before.begin, end, before.first_turn, stretch.last_turn)
        else:
            whole.append(stretch)
    return tuple(whole)
