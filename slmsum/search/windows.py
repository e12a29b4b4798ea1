"""Stretches of neighbouring turns, long enough to have a meaning of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slmsum.conversation import Turn

# Chosen on QMSum's training meetings (tests/bench/search.py): single turns mean too little, and
# longer stretches say less about the place.
_WORDS = 60


@dataclass(frozen=True, slots=True)
class Window:
    """Turns from index `first` to index `last`, both included, and what they say."""

    first: int
    last: int
    text: str


def windows(turns: Sequence[Turn], length: int = _WORDS) -> list[Window]:
    """Cut the said turns into stretches of at least `length` words that overlap by about half.

    The last one may be shorter. The text names who speaks, so that a question about somebody
    finds what they said.
    """
    said = [turn for turn in turns if turn.text.strip()]
    counts = [len(turn.text.split()) for turn in said]
    out: list[Window] = []
    begin = 0
    while begin < len(said):
        end = _reach(counts, begin, length)
        part = said[begin:end]
        out.append(Window(part[0].index, part[-1].index, " ".join(map(_spoken, part))))
        if end == len(said):
            break
        begin = max(begin + 1, _reach(counts, begin, length / 2))
    return out


def _reach(counts: Sequence[int], begin: int, length: float) -> int:
    """The end of the shortest run from `begin` that has `length` words."""
    total, end = 0, begin
    while end < len(counts) and total < length:
        total += counts[end]
        end += 1
    return end


def _spoken(turn: Turn) -> str:
    text = " ".join(turn.text.split())
    return f"{turn.speaker}: {text}" if turn.speaker else text
