"""Words that both sides of a talk carry, as when a microphone hears the loudspeaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from slmsum.audio.sound import Sound
from slmsum.speech.spoken import Utterance, Word

# Sound reaches the other channel within this many seconds, the error of word times included.
_LAG = 1.0
# Utterances may overlap by no more than a piece of speech is long.
_OVERLAP = 30.0
# A side counts as the echo where this much of an utterance is heard on the other side as well.
_SHARE = 0.6
_NOT_WORDS = re.compile(r"[\W_]+")


def without_crosstalk(sound: Sound, utterances: Iterable[Utterance]) -> list[Utterance]:
    """The utterances of two channels; what both carry at the same time stays on the louder one."""
    sides = [sorted(_of(utterances, channel), key=lambda one: one.start) for channel in (0, 1)]
    kept: list[Utterance] = []
    for channel in (0, 1):
        others = [word for utterance in sides[1 - channel] for word in utterance.words]
        first = 0
        for utterance in sides[channel]:
            while first < len(others) and others[first].end < utterance.start - _LAG - _OVERLAP:
                first += 1
            rest = _without_echo(sound, utterance, channel, others[first:])
            if rest is not None:
                kept.append(rest)
    return kept


def _of(utterances: Iterable[Utterance], channel: int) -> list[Utterance]:
    return [utterance for utterance in utterances if utterance.channel == channel]


def _without_echo(
    sound: Sound, utterance: Utterance, channel: int, others: Sequence[Word]
) -> Utterance | None:
    """The utterance without the words that are the other side's, None where none is left."""
    begin, end = utterance.start - _LAG, utterance.end + _LAG
    near = []
    for word in others:
        if word.start > end:
            break
        if word.end >= begin:
            near.append(word)
    echoed = _same(utterance.words, near)
    if len(echoed) < _SHARE * len(utterance.words):
        return utterance
    if _power(sound, utterance, channel) >= _power(sound, utterance, 1 - channel):
        return utterance
    rest = tuple(word for at, word in enumerate(utterance.words) if at not in echoed)
    # A word or two between echoed ones are those words misheard.
    return replace(utterance, words=rest) if len(rest) > 2 else None


def _same(words: Sequence[Word], others: Sequence[Word]) -> set[int]:
    """The indices of the words that the others hold too, in order and at the same time."""
    matcher = SequenceMatcher(None, _plain(words), _plain(others), autojunk=False)
    return {
        block.a + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
        if abs(words[block.a + step].start - others[block.b + step].start) <= _LAG
    }


def _plain(words: Sequence[Word]) -> list[str]:
    return [_NOT_WORDS.sub("", word.text).casefold() for word in words]


def _power(sound: Sound, utterance: Utterance, channel: int) -> float:
    samples = sound.part(utterance.start, utterance.end, channel)
    return float((samples**2).mean()) if len(samples) else 0.0
