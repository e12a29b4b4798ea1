"""Minutes without a model that can write the language: the conversation's own central turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slmsum.conversation import Turn
from slmsum.minutes import Sentence
from slmsum.summarize.settings import Length
from slmsum.summarize.words import sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

_COUNT = {Length.SHORT: 3, Length.MEDIUM: 5, Length.LONG: 9}
_LEAST_CHARS = 20
_MOST_CHARS = 280
_VARIETY = 0.6


def central_turns(turns: Sequence[Turn], vectors: Vectors, length: Length) -> list[Sentence]:
    """The turns nearest to the middle of all, each unlike those taken before, in order.

    This is maximal marginal relevance (Carbonell and Goldstein 1998) with the centroid as query.
    """
    import numpy as np

    sizes = np.array([min(len(turn.text), _MOST_CHARS) for turn in turns], dtype=np.float32)
    centre = (vectors * sizes[:, None]).sum(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-12)
    worth = vectors @ centre * np.minimum(1.0, sizes / 80.0)
    worth[sizes < min(_LEAST_CHARS, float(sizes.max()))] = -1.0
    taken: list[int] = []
    while len(taken) < min(_COUNT[length], len(turns)):
        score = worth.copy()
        if taken:
            score -= _VARIETY * (vectors @ vectors[taken].T).max(axis=1)
            score[taken] = -np.inf
        taken.append(int(score.argmax()))
    return [quote(turns[place]) for place in sorted(taken)]


def quote(turn: Turn) -> Sentence:
    """What a turn says, by whom, cut after some sentences."""
    text = opening_words(turn.text)
    said = f"{turn.speaker}: {text}" if turn.speaker else text
    return Sentence(said, (turn.index,), support=1.0)


def opening_words(text: str) -> str:
    """The first sentences of a text, as many as make a quote."""
    found = ""
    for sentence in sentences(" ".join(text.split())):
        if found and len(found) + len(sentence) > _MOST_CHARS:
            break
        found = f"{found} {sentence}".strip()
    if len(found) > 2 * _MOST_CHARS:
        found = found[: 2 * _MOST_CHARS].rsplit(" ", 1)[0] + " …"
    return found
