"""The BBC's Kaldi JSON: words with times, and segments with speakers."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_dict, as_label, dicts, seconds
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.words import Word, spoken, utterances


@dataclass
class _Segment:
    speaker: str | None
    start: float
    end: float
    words: list[Word] = field(default_factory=list)


def sniff(source: Source) -> float:
    """Certain where words carry both a plain and a punctuated form."""
    words = dicts(_body(source).get("words"))
    return CERTAIN if words and {"start", "end", "punct"} <= words[0].keys() else NO


def read(source: Source) -> Conversation:
    """One turn a segment, media where no word falls into it; sentences where none are marked."""
    body = _body(source)
    words = [word for row in dicts(body.get("words")) if (word := _word(row)) is not None]
    if not words:
        raise MalformedInput(source.name, "Kaldi JSON", "there are no words in it")
    segments = _segments(as_dict(body.get("segmentation")))
    for word in words if segments else ():
        _nearest(segments, word).words.append(word)
    turns = [_turn(segment) for segment in segments] or list(utterances(words))
    return build(turns, format="bbc_kaldi", source=source.name, title=source.stem)


def _body(source: Source) -> dict[str, Any]:
    data = as_dict(source.json)
    return as_dict(data.get("retval")) or data


def _word(row: dict[str, Any]) -> Word | None:
    text = as_label(row.get("punct")) or as_label(row.get("word"))
    start, end = seconds(row.get("start")), seconds(row.get("end"))
    if not text or start is None:
        return None
    return Word(text, None, start, end if end is not None else start)


def _segments(segmentation: dict[str, Any]) -> list[_Segment]:
    segments = []
    for row in dicts(segmentation.get("segments")):
        start, duration = seconds(row.get("start")), seconds(row.get("duration"))
        if start is not None and duration is not None:
            speaker = as_label(as_dict(row.get("speaker")).get("@id")) or None
            segments.append(_Segment(speaker, start, round(start + duration, 3)))
    return sorted(segments, key=lambda segment: segment.start)


def _nearest(segments: list[_Segment], word: Word) -> _Segment:
    """The segment that holds the middle of the word, or else the one closest to it."""
    assert word.start is not None
    assert word.end is not None
    middle = (word.start + word.end) / 2
    after = bisect_right(segments, middle, key=lambda segment: segment.start)
    around = segments[max(0, after - 1) : after + 1]
    return min(around, key=lambda s: max(s.start - middle, middle - s.end, 0.0))


def _turn(segment: _Segment) -> Turn:
    text = spoken(segment.words).text if segment.words else ""
    kind = Kind.SAID if text else Kind.MEDIA
    return Turn(0, segment.speaker, text, kind, start=segment.start, end=segment.end)


READER = Reader("bbc_kaldi", "BBC Kaldi JSON", sniff, read)
