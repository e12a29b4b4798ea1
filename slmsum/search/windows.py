"""Stretches of neighbouring turns, long enough to have a meaning of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slmsum.conversation import Kind, Turn

# Chosen on QMSum's training meetings (tests/bench/search.py): single turns mean too little, and
# longer stretches say less about the place.
LENGTH = 60


@dataclass(frozen=True, slots=True)
class Window:
    """Turns from index `first` to index `last`, both included, and what they say."""

    first: int
    last: int
    text: str


def windows(turns: Sequence[Turn], length: int = LENGTH) -> list[Window]:
    """Cut the said turns into stretches of at least `length` words that overlap by about half.

    The last one may be shorter; a turn of more than twice the length gives several. The text names
    who speaks, so that a question about somebody finds what they said.
    """
    pieces = [piece for turn in turns for piece in _pieces(turn, 2 * length)]
    counts = [len(piece.text.split()) for piece in pieces]
    out: list[Window] = []
    begin = 0
    while begin < len(pieces):
        end = _reach(counts, begin, length)
        part = pieces[begin:end]
        text = " ".join(spoken(turn.speaker, turn.text) for turn in part)
        out.append(Window(part[0].index, part[-1].index, text))
        if end == len(pieces):
            break
        begin = max(begin + 1, _reach(counts, begin, length / 2))
    return out


def spoken(speaker: str | None, text: str) -> str:
    """What somebody says, on one line after their name."""
    said = " ".join(text.split())
    return f"{speaker}: {said}" if speaker else said


def _pieces(turn: Turn, most: int) -> Iterator[Turn]:
    """A said turn in pieces of at most `most` words; nothing of other turns."""
    if turn.kind is not Kind.SAID:
        return
    said = turn.text.split()
    for begin in range(0, len(said), most):
        yield Turn(turn.index, turn.speaker, " ".join(said[begin : begin + most]))


def _reach(counts: Sequence[int], begin: int, length: float) -> int:
    """The end of the shortest run from `begin` that has `length` words."""
    total, end = 0, begin
    while end < len(counts) and total < length:
        total += counts[end]
        end += 1
    return end
