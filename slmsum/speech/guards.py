"""Keep out what a recogniser makes up where nobody speaks, and what it repeats without end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from slmsum.speech.recogniser import LEAST_LOGPROB, MOST_COMPRESSION, Segment
from slmsum.speech.spoken import Word

# Captions that Whisper was trained on end in such lines, which it writes over silence and music.
_STOCK = re.compile(
    r"""(?ix)
    (?:thanks?|thank\s+you)(?:\s+(?:so|very)\s+much)?\s+for\s+watching .*
    | (?:please\s+)?(?:like\s+and\s+)?subscribe .*
    | (?:see\s+you\s+)?(?:in\s+the\s+)?next\s+(?:video|time)
    | .*amara\.org.*
    | untertitel(?:ung)?\s .*
    | sous-titr.*
    | sottotitoli\s .*
    | subt[ií]tulos\s .*
    | legendas\s .*
    | субтитры\s .* | продолжение\s+следует
    | ご視聴ありがとうございました
    | 字幕.* | 請不吝點贊.*
    | mbc\s+뉴스.* | 시청해\s*주셔서\s*감사합니다
    """
)
_NOT_WORDS = re.compile(r"[\W_]+", re.UNICODE)
# A phrase of up to so many words is looked for, one after another; a word may be said so often, and
# a phrase of several words so often, before it counts as a loop.
_LONGEST_PHRASE = 8
_MOST_SAME_WORDS = 5
_MOST_SAME_PHRASES = 3


def kept(segments: Iterable[Segment]) -> list[Segment]:
    """The segments somebody can have said, with loops cut to one round."""
    out = []
    for segment in segments:
        words = without_loops(segment.words)
        if words and _is_believable(segment, looped=len(words) < len(segment.words)):
            out.append(Segment(words, segment.logprob, segment.compression, segment.no_speech))
    return out


def _is_believable(segment: Segment, *, looped: bool) -> bool:
    plain = _NOT_WORDS.sub(" ", segment.text).strip()
    if not plain:
        return False
    doubtful = segment.logprob < -0.5 or segment.no_speech > 0.3
    if doubtful and _STOCK.fullmatch(segment.text.strip(" .!?…。")):
        return False
    if segment.no_speech > 0.6 and segment.logprob < -0.7:
        return False
    if segment.logprob < LEAST_LOGPROB and _mean_probability(segment.words) < 0.35:
        return False
    return looped or segment.compression <= MOST_COMPRESSION or segment.logprob > -0.5


def _mean_probability(words: Sequence[Word]) -> float:
    return sum(word.probability for word in words) / len(words)


def without_loops(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words in which no phrase comes back over and over; the first round of a loop stays."""
    texts = [_NOT_WORDS.sub("", word.text).casefold() for word in words]
    out: list[Word] = []
    at = 0
    while at < len(words):
        size, rounds = _loop_at(texts, at)
        if rounds:
            out.extend(words[at : at + size])
            at += size * rounds
        else:
            out.append(words[at])
            at += 1
    return tuple(out)


def _loop_at(texts: list[str], at: int) -> tuple[int, int]:
    """The phrase length and the number of rounds of a loop that begins here, (0, 0) for none."""
    for size in range(1, _LONGEST_PHRASE + 1):
        phrase = texts[at : at + size]
        rounds = 1
        while texts[at + rounds * size : at + (rounds + 1) * size] == phrase:
            rounds += 1
        if rounds > (_MOST_SAME_WORDS if size == 1 else _MOST_SAME_PHRASES):
            return size, rounds
    return 0, 0
