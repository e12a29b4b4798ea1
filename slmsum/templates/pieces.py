"""Stretches of a conversation, short enough for a small model to write well about."""

from __future__ import annotations

from collections.abc import Sequence

from slmsum.conversation import Turn
from slmsum.templates.phrases import any_occurs

# The dialogues that notes are trained on rarely have more words.
_MOST_WORDS = 260

Piece = tuple[Turn, ...]


def all_pieces(turns: Sequence[Turn]) -> list[Piece]:
    """The whole conversation in pieces of whole turns."""
    return _cut([turns])


def pieces_with(turns: Sequence[Turn], words: Sequence[str]) -> list[Piece]:
    """Pieces of the turns that hold one of these words, and of those beside them."""
    hits = [place for place, turn in enumerate(turns) if any_occurs(words, turn.text)]
    wanted = sorted({p + d for p in hits for d in (-1, 0, 1) if 0 <= p + d < len(turns)})
    return _cut([[turns[place] for place in wanted]])


def _cut(stretches: Sequence[Sequence[Turn]]) -> list[Piece]:
    found: list[Piece] = []
    for stretch in stretches:
        piece: list[Turn] = []
        size = 0
        for turn in stretch:
            count = len(turn.text.split())
            if piece and size + count > _MOST_WORDS:
                found.append(tuple(piece))
                # An answer needs its question.
                piece, size = piece[-1:], len(piece[-1].text.split())
            piece.append(turn)
            size += count
        if piece:
            found.append(tuple(piece))
    return found
