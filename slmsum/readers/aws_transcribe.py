"""Amazon Transcribe's JSON, with speaker labels, with channels, or with neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slmsum.conversation import Conversation, build
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_dict, as_label, dicts, seconds
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.words import Word, utterances


def sniff(source: Source) -> float:
    """Certain where results hold items and transcripts."""
    results = as_dict(as_dict(source.json).get("results"))
    return CERTAIN if {"items", "transcripts"} <= results.keys() else NO


def read(source: Source) -> Conversation:
    """The words of each speaker or channel as sentences, in the order in which they begin."""
    data = as_dict(source.json)
    results = as_dict(data.get("results"))
    # Channels overlap in time, so each is cut into sentences by itself.
    turns = [turn for words in _tracks(results) for turn in utterances(words)]
    if not turns:
        raise MalformedInput(source.name, "AWS Transcribe", "there are no words in it")
    turns.sort(key=lambda turn: turn.start if turn.start is not None else 0.0)
    return build(
        turns,
        format="aws_transcribe",
        source=source.name,
        title=as_label(data.get("jobName")),
        language=as_label(results.get("language_code")).partition("-")[0].lower() or None,
    )


def _tracks(results: dict[str, Any]) -> Iterator[list[Word]]:
    channels = dicts(as_dict(results.get("channel_labels")).get("channels"))
    for channel in channels:
        label = as_label(channel.get("channel_label")) or None
        yield list(_words(dicts(channel.get("items")), lambda _item, label=label: label))
    if channels:
        return
    speakers = _speakers(as_dict(results.get("speaker_labels")))
    yield list(
        _words(
            dicts(results.get("items")),
            lambda item: (
                as_label(item.get("speaker_label"))
                or speakers.get(as_label(item.get("start_time")))
            ),
        )
    )


def _speakers(labels: dict[str, Any]) -> dict[str, str]:
    """Who speaks at each start time, as written."""
    return {
        as_label(item.get("start_time")): as_label(item.get("speaker_label"))
        or as_label(segment.get("speaker_label"))
        for segment in dicts(labels.get("segments"))
        for item in dicts(segment.get("items"))
    }


def _words(items: list[dict[str, Any]], speaker_of: Any) -> Iterator[Word]:
    speaker: str | None = None
    for item in items:
        alternatives = dicts(item.get("alternatives"))
        text = as_label(alternatives[0].get("content")) if alternatives else ""
        if not text:
            continue
        glued = item.get("type") == "punctuation"
        # Punctuation belongs to the word before it: it has no time and often no label.
        speaker = speaker if glued else speaker_of(item) or None
        yield Word(
            text, speaker, seconds(item.get("start_time")), seconds(item.get("end_time")), glued
        )


READER = Reader("aws_transcribe", "AWS Transcribe JSON", sniff, read)
