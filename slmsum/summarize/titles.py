"""Titles: the model's where the turns bear it out, else the words that set the turns apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from slmsum.conversation import Turn
from slmsum.summarize.ground import NOT_SAID, REPEATS, TOO_LITTLE, Grounder
from slmsum.summarize.words import content_stems, words

DEFAULT_TITLE = "Conversation"
_MOST_CHARS = 90
_WORDS = 3
_LEAST_LETTERS = 4


def title_of(drafted: Sequence[str], grounder: Grounder, first: int, last: int) -> str:
    """The first drafted title whose names, numbers and words the turns hold, "" where none does."""
    for draft in drafted:
        if not draft or len(draft) > _MOST_CHARS:
            continue
        (checked,) = grounder.check([f"About {draft}"], first, last)
        refused = (NOT_SAID, REPEATS, TOO_LITTLE)
        if not any(part in doubt for doubt in checked.doubts for part in refused):
            return draft.rstrip(".")
    return ""


def key_words(turns: Sequence[Turn], grounder: Grounder) -> str:
    """A title of the three words that are frequent in these turns and rare in the others."""
    found = Counter(
        word
        for turn in turns
        for word in words(turn.text)
        if len(word) >= _LEAST_LETTERS and word.isalpha() and content_stems(word)
    )
    names = {part for speaker in grounder.speakers for part in words(speaker)}

    def worth(word: str) -> tuple[float, str]:
        (stem,) = content_stems(word)
        return found[word] * grounder.weight(stem), word

    best = sorted((w for w in found if w not in names), key=worth, reverse=True)
    # Two forms of one word say the same.
    distinct = list({content_stems(word): word for word in reversed(best)}.values())[::-1]
    chosen = distinct[:_WORDS]
    if len(chosen) < 2:
        return DEFAULT_TITLE
    text = f"{', '.join(chosen[:-1])} and {chosen[-1]}"
    return text[:1].upper() + text[1:]
