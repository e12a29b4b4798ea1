"""Give each word of a transcript its speaker, and cut utterances where the speaker changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from slmsum.speech.spoken import SENTENCE_ENDS, SpeakerSpan, Transcript, Utterance, Word

# Words and spans differ by some tenths of a second, so a change moves to a better place that is
# near: this many seconds and words.
_NEAR = 0.8
_NEAR_WORDS = 3
# What makes a place good: the end of a sentence counts as much as a pause of a second.
_SENTENCE = 1.0
_LONGEST_PAUSE = 1.0
# A word this short in the midst of another speaker's sentence is a mistake of the hearing.
_STRAY = 0.5


def assign(
    transcript: Transcript,
    spans: Sequence[SpeakerSpan],
    names: Mapping[int, str] | None = None,
    *,
    called: str = "Speaker",
    channel: int | None = None,
) -> Transcript:
    """Name the speaker of each word by the span that overlaps it most, else the nearest.

    No word is lost, and all keep their order. Speakers that `names` does not know are `called` by
    their number in order of their first words: "Speaker 1", "Speaker 2". With `channel` only what
    was heard on it gets speakers. Without spans the transcript stays as it is.
    """
    if not spans:
        return transcript
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    parts: list[tuple[Utterance, int | None]] = []
    for utterance in transcript.utterances:
        if not utterance.words or (channel is not None and utterance.channel != channel):
            parts.append((utterance, None))
        else:
            parts += _cut(utterance, _settled(utterance.words, _owners(utterance.words, ordered)))
    labels = _labels([speaker for _, speaker in parts if speaker is not None], names or {}, called)
    named = (
        part if speaker is None else replace(part, speaker=labels[speaker])
        for part, speaker in parts
    )
    return replace(transcript, utterances=tuple(named))


def by_channel(transcript: Transcript, names: Sequence[str] = ("Me", "Others")) -> Transcript:
    """Name speakers by the channel they were heard on; what has no channel stays as it is."""
    named = (
        utterance
        if utterance.channel is None
        else replace(utterance, speaker=names[utterance.channel])
        for utterance in transcript.utterances
    )
    return replace(transcript, utterances=tuple(named))


def _labels(speakers: Sequence[int], names: Mapping[int, str], called: str) -> dict[int, str]:
    labels: dict[int, str] = {}
    taken = set(names.values())
    number = 0
    for speaker in dict.fromkeys(speakers):
        label = names.get(speaker)
        while label is None:
            number += 1
            label = f"{called} {number}" if f"{called} {number}" not in taken else None
        labels[speaker] = label
    return labels


def _owners(words: Sequence[Word], spans: Sequence[SpeakerSpan]) -> list[int]:
    """The speaker of each word; `spans` are in order of their starts."""
    starts = [span.start for span in spans]
    # Spans may overlap, so the search begins at the first that has not ended.
    longest = max(0.0, *(span.end - span.start for span in spans))
    owners = []
    for word in words:
        first = bisect_left(starts, word.start - longest)
        last = bisect_left(starts, word.end)
        near = spans[max(0, first - 1) : last + 1]
        owners.append(max(near, key=lambda span: (_overlap(word, span), -span.start)).speaker)
    return owners


def _overlap(word: Word, span: SpeakerSpan) -> float:
    """Seconds that both share; what is apart has less than nothing, by the gap between."""
    return min(word.end, span.end) - max(word.start, span.start)


def _settled(words: Sequence[Word], owners: Sequence[int]) -> list[int]:
    """The owners with stray words given back, and each change at the best place near it."""
    settled = list(owners)
    for place in range(1, len(settled) - 1):
        before, after = settled[place - 1], settled[place + 1]
        short = words[place].end - words[place].start < _STRAY
        if before == after != settled[place] and short and not _ends(words[place - 1 : place + 1]):
            settled[place] = before
    changes = [0, *(p for p in range(1, len(settled)) if settled[p] != settled[p - 1])]
    changes.append(len(settled))
    for number in range(1, len(changes) - 1):
        place = changes[number]
        lowest = max(changes[number - 1] + 1, place - _NEAR_WORDS)
        highest = min(changes[number + 1] - 1, place + _NEAR_WORDS)
        best = _best(words, range(lowest, highest + 1), place)
        for moved in range(place, best):
            settled[moved] = settled[place - 1]
        for moved in range(best, place):
            settled[moved] = settled[place]
        changes[number] = best
    return settled


def _ends(words: Sequence[Word]) -> bool:
    return any(word.text.rstrip().endswith(SENTENCE_ENDS) for word in words)


def _best(words: Sequence[Word], places: range, meant: int) -> int:
    return max(places, key=lambda place: _merit(words, place, meant))


def _merit(words: Sequence[Word], place: int, meant: int) -> float:
    """How good it is to change speakers before the word `place` where the spans say `meant`."""
    moment = words[meant].start
    away = min(abs(words[place].start - moment), abs(words[place - 1].end - moment))
    if place != meant and away > _NEAR:
        return -1.0
    pause = min(_LONGEST_PAUSE, max(0.0, words[place].start - words[place - 1].end))
    sentence = _SENTENCE if _ends(words[place - 1 : place]) else 0.0
    return pause + sentence - away / 4


def _cut(utterance: Utterance, owners: Sequence[int]) -> list[tuple[Utterance, int | None]]:
    changes = [p for p in range(1, len(owners)) if owners[p] != owners[p - 1]]
    ends = pairwise([0, *changes, len(owners)])
    return [
        (replace(utterance, words=utterance.words[first:last]), owners[first])
        for first, last in ends
    ]
