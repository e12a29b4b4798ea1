"""Cut a conversation into segments of one topic that fit the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from slmsum.conversation import Turn
from slmsum.summarize.words import sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SegmentSettings:
    """Sizes in model tokens; a conversation up to `whole` tokens stays one segment."""

    whole: int = 850
    least: int = 250
    ideal: int = 520
    most: int = 800
    window: int = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn, or a part of a turn too long for one segment; `place` is its turn's position."""

    place: int
    speaker: str | None
    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive pieces on one topic."""

    pieces: tuple[Piece, ...]

    @property
    def first(self) -> int:
        """Position of its first turn."""
        return self.pieces[0].place

    @property
    def last(self) -> int:
        """Position of its last turn."""
        return self.pieces[-1].place

    @property
    def tokens(self) -> int:
        """Model tokens of its pieces."""
        return sum(piece.tokens for piece in self.pieces)


def split_turns(turns: Sequence[Turn], count: Callable[[str], int], most: int) -> list[Piece]:
    """The turns as pieces of at most `most` tokens, cut at the ends of sentences, else of words."""
    pieces = []
    for place, turn in enumerate(turns):
        text = " ".join(turn.text.split())
        for part in _parts(text, count, most):
            line = f"{turn.speaker}: {part}\n" if turn.speaker else f"{part}\n"
            pieces.append(Piece(place, turn.speaker, part, count(line)))
    return pieces


def _parts(text: str, count: Callable[[str], int], most: int) -> list[str]:
    # A token has at least one byte, so most texts need no counting here.
    if len(text.encode(errors="replace")) <= most or count(text) <= most:
        return [text]
    parts: list[str] = []
    for sentence in sentences(text):
        if parts and count(longer := f"{parts[-1]} {sentence}") <= most:
            parts[-1] = longer
        elif count(sentence) <= most:
            parts.append(sentence)
        else:
            parts += _cut(sentence, count, most)
    return parts


def _cut(sentence: str, count: Callable[[str], int], most: int) -> list[str]:
    """Cut a sentence that is too long by itself into runs of characters within the limit."""
    usual = max(1, len(sentence) * most // max(1, count(sentence)) * 9 // 10)
    parts, start = [], 0
    while start < len(sentence):
        size = usual
        while True:
            end = start + size
            if end < len(sentence):
                end = sentence.rfind(" ", start + 1, end) + 1 or end
            part = sentence[start:end].strip()
            if size == 1 or count(part) <= most:
                break
            size = max(1, size * 3 // 4)
        if part:
            parts.append(part)
        start = end
    return parts


def segments(pieces: Sequence[Piece], vectors: Vectors, settings: SegmentSettings) -> list[Segment]:
    """Cut where neighbouring windows of turns differ most, within the sizes of `settings`.

    The cuts maximise the sum of the topic dips they lie in, each told against the conversation's
    usual dip, less a cost for odd sizes, by dynamic programming. `vectors` has a unit row for each
    turn.
    """
    if sum(piece.tokens for piece in pieces) <= settings.whole:
        return [Segment(tuple(pieces))]
    dips = _dips(pieces, vectors, settings.window)
    best = [0.0] + [float("-inf")] * len(pieces)
    back = [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        size = 0
        for start in range(end - 1, -1, -1):
            size += pieces[start].tokens
            if size > settings.most and start < end - 1:
                break
            gain = best[start] + (dips[end] if end < len(pieces) else 0.0) - _cost(size, settings)
            if gain > best[end]:
                best[end], back[end] = gain, start
    cuts = [len(pieces)]
    while cuts[-1] > 0:
        cuts.append(back[cuts[-1]])
    cuts.reverse()
    return [Segment(tuple(pieces[a:b])) for a, b in pairwise(cuts)]


def _cost(size: int, settings: SegmentSettings) -> float:
    """What a segment far from the ideal size costs, in standard deviations of a dip."""
    away = (size - settings.ideal) / settings.ideal
    short = max(0.0, (settings.least - size) / settings.least)
    return 6.0 * away * away + 12.0 * short


def _dips(pieces: Sequence[Piece], vectors: Vectors, window: int) -> list[float]:
    """How far the windows before and after each border differ, in standard deviations.

    The difference is 1 less their cosine, less what is usual in this conversation: talk that
    wanders everywhere would else be cut everywhere.
    """
    import numpy as np

    weighted = np.stack([vectors[p.place] * min(p.tokens, 60) for p in pieces])
    sums = np.concatenate([np.zeros((1, weighted.shape[1])), np.cumsum(weighted, axis=0)])
    dips = []
    for border in range(1, len(pieces)):
        before = sums[border] - sums[max(0, border - window)]
        after = sums[min(len(pieces), border + window)] - sums[border]
        norms = float(np.linalg.norm(before) * np.linalg.norm(after)) or 1.0
        dips.append(1.0 - float(before @ after) / norms)
    if not dips:
        return [0.0, 0.0]
    spread = float(np.std(dips)) or 1.0
    usual = float(np.mean(dips))
    return [0.0, *((dip - usual) / spread for dip in dips), 0.0]
