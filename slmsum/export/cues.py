"""A transcript as captions: cues short enough to be read while they are heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from slmsum.export.text import cells, wrap
from slmsum.export.words import clean
from slmsum.speech.spoken import SENTENCE_ENDS, Transcript, Utterance, Word
from slmsum.speech.turns import speaker_of

# What a viewer reads at once by the common rules of subtitling: two lines of 42 characters, seven
# seconds; a cue stays for a second at least where the next one leaves it the time.
LINE = 42
LINES = 2
MOST_SECONDS = 7.0
_LEAST_SECONDS = 1.0
_PAUSE = 1.0
_FEW_WORDS = 2
_CLAUSE_ENDS = (",", ";", ":", "、", "，")


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines to show from `start` to `end` seconds; `speaker` is None where nobody is known."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str | None


def cues_of(transcript: Transcript) -> list[Cue]:
    """The cues of a transcript in order."""
    cues = [
        _cue(words, speaker)
        for speaker, run in _runs(transcript.utterances)
        for words in _readable(run)
    ]
    cues = [cue for cue in cues if cue.lines]
    return [_lengthened(cue, following) for cue, following in pairwise([*cues, None]) if cue]


def _runs(utterances: Sequence[Utterance]) -> Iterator[tuple[str | None, Sequence[Word]]]:
    """The words that one speaker says without a pause, over the borders of utterances."""
    held: list[Word] = []
    last: Utterance | None = None
    for utterance in utterances:
        if last is not None and (
            (last.speaker, last.channel) != (utterance.speaker, utterance.channel)
            or not 0 <= utterance.start - last.end <= _PAUSE
        ):
            yield speaker_of(last), held
            held = []
        held.extend(utterance.words)
        last = utterance
    if last is not None:
        yield speaker_of(last), held


def _readable(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Parts of an utterance that fit in a cue, cut where the sense allows it best."""
    first = 0
    while first < len(words):
        end = _reach(words, first)
        if end < len(words):
            end = _best_cut(words, first, end)
        yield words[first:end]
        first = end


def _reach(words: Sequence[Word], first: int) -> int:
    """The index after the last word that a cue from `first` on can hold; one word always fits."""
    for at in range(first + 1, len(words)):
        if words[at].end - words[first].start > MOST_SECONDS:
            return at
        if words[at].start - words[at - 1].end > _PAUSE:
            return at
        if len(wrap(_text(words[first : at + 1]), LINE)) > LINES:
            return at
    return len(words)


def _best_cut(words: Sequence[Word], first: int, end: int) -> int:
    """Behind the last sentence or clause of the cue's second half, else where it is full.

    A last word or two do not stand in a cue of their own.
    """
    half = first + max(1, (end - first) // 2)
    for ends in (SENTENCE_ENDS, _CLAUSE_ENDS):
        for at in range(end, half, -1):
            if words[at - 1].text.rstrip().endswith(ends):
                return at
    few = len(words) - end <= _FEW_WORDS and end - first > 2 * _FEW_WORDS
    return end - _FEW_WORDS if few else end


def _cue(words: Sequence[Word], speaker: str | None) -> Cue:
    return Cue(words[0].start, words[-1].end, _lines(_text(words)), speaker)


def _text(words: Sequence[Word]) -> str:
    return clean("".join(word.text for word in words))


def _lines(text: str) -> tuple[str, ...]:
    """One line if it fits, else two of nearly the same length."""
    lines = [line for line in wrap(text, LINE) if line]
    if len(lines) < 2:
        return tuple(lines)
    for width in range(-(-cells(text) // len(lines)), LINE):
        balanced = wrap(text, width)
        if len(balanced) <= len(lines):
            return tuple(balanced)
    return tuple(lines)


def _lengthened(cue: Cue, following: Cue | None) -> Cue:
    """A short cue stays until a second is over or the next one comes."""
    limit = following.start if following is not None else cue.start + _LEAST_SECONDS
    end = max(cue.end, min(cue.start + _LEAST_SECONDS, limit), cue.start + 0.001)
    return Cue(cue.start, end, cue.lines, cue.speaker)
