"""Turns of a library, with what was said around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slmsum.conversation import Kind
from slmsum.library import Library
from slmsum.search.windows import LENGTH, spoken

# How many turns to look at on each side, and how many characters of one, at most.
_REACH = 6
_MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Spot:
    """A turn in a library: a conversation's id and a position."""

    conversation: int
    position: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one turn says, and who says it."""

    position: int
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn and the stretch around it, as `text`, of about the length of a window."""

    spot: Spot
    turn: Said
    first: int
    last: int
    text: str


def said(library: Library, conversation: int, first: int, last: int) -> list[Said]:
    """What was said from position `first` to `last`, both included."""
    found = library.connection.execute(
        "SELECT turn.position, name, substr(text, 1, ?) FROM turn "
        "LEFT JOIN speaker ON speaker.id = turn.speaker_id "
        "WHERE turn.conversation_id = ? AND turn.position BETWEEN ? AND ? AND kind = ? "
        "ORDER BY turn.position",
        (_MOST_CHARACTERS, conversation, first, last, Kind.SAID.value),
    )
    return [Said(*row) for row in found]


def passages(library: Library, spots: Iterable[Spot]) -> Iterator[Passage]:
    """The passages around spots; those where nothing is said are left out."""
    for spot in spots:
        around = said(library, spot.conversation, spot.position - _REACH, spot.position + _REACH)
        middle = [i for i, turn in enumerate(around) if turn.position == spot.position]
        if middle:
            first, last = _stretch([len(turn.text.split()) for turn in around], middle[0])
            text = " ".join(spoken(turn.speaker, turn.text) for turn in around[first : last + 1])
            places = around[first].position, around[last].position
            yield Passage(spot, around[middle[0]], *places, text)


def _stretch(counts: Sequence[int], middle: int) -> tuple[int, int]:
    """Widen by turns before and after until there are the words of a window."""
    first = last = middle
    total = counts[middle]
    while total < LENGTH and (first > 0 or last < len(counts) - 1):
        if first > 0:
            first -= 1
            total += counts[first]
        if total < LENGTH and last < len(counts) - 1:
            last += 1
            total += counts[last]
    return first, last
