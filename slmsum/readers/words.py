"""Utterances out of recognised words that carry times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slmsum.conversation import Turn

PAUSE_SECONDS = 1.0
_SENTENCE_ENDS = (".", "?", "!", "。", "？", "！")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is to be shown, with seconds; `glued` for marks that follow without a space."""

    text: str
    speaker: str | None
    start: float | None
    end: float | None
    glued: bool = False


def utterances(words: Iterable[Word]) -> Iterator[Turn]:
    """Runs of one speaker's words, ended by a sentence end or a pause of a second."""
    run: list[Word] = []
    last_end: float | None = None
    for word in words:
        if run and not word.glued and _is_new(word, run[-1], last_end):
            yield spoken(run)
            run = []
        run.append(word)
        last_end = word.end if word.end is not None else last_end
    if run:
        yield spoken(run)


def spoken(run: list[Word]) -> Turn:
    """One turn of all the words in a run."""
    text = "".join(word.text if word.glued else f" {word.text}" for word in run)
    starts = [word.start for word in run if word.start is not None]
    ends = [word.end for word in run if word.end is not None]
    return Turn(
        index=0,
        speaker=run[0].speaker,
        text=" ".join(text.split()),
        start=min(starts, default=None),
        end=max(ends, default=None),
    )


def _is_new(word: Word, last: Word, last_end: float | None) -> bool:
    """Whether a word begins an utterance; `last` may be a mark, which has no end time."""
    if word.speaker != last.speaker or last.text.endswith(_SENTENCE_ENDS):
        return True
    if word.start is None or last_end is None:
        return False
    return word.start - last_end >= PAUSE_SECONDS
