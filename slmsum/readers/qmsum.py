"""Meetings of the QMSum corpus."""

from __future__ import annotations

import re

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import skipped

_NOISE = re.compile(r"\{[a-z]+\}")
_BEFORE_MARK = re.compile(r"\s+([,.?!;:])")
_BEFORE_ENDING = re.compile(r"(?<=\w)\s+('(?:s|re|ve|ll|d|m|t)\b|n't\b)", re.IGNORECASE)


def tidy(text: str) -> str:
    """Words without noise tokens such as {vocalsound}, and joined as in ordinary writing."""
    text = _BEFORE_MARK.sub(r"\1", _NOISE.sub(" ", text))
    return " ".join(_BEFORE_ENDING.sub(r"\1", text).split())


def sniff(source: Source) -> float:
    """Certain where the corpus's key for the transcript is there."""
    return CERTAIN if "meeting_transcripts" in as_dict(source.json) else NO


def read(source: Source) -> Conversation:
    """Every utterance; one of noise alone counts as media."""
    rows = as_list(as_dict(source.json).get("meeting_transcripts"))
    if not rows:
        raise MalformedInput(source.name, "QMSum", "it has no list of utterances")
    turns = []
    for row in map(as_dict, rows):
        raw = as_str(row.get("content"))
        text = tidy(raw)
        speaker = as_label(row.get("speaker")) or None
        if speaker or raw:
            spoken = any(character.isalnum() for character in text)
            kind = Kind.SAID if spoken else Kind.MEDIA
            turns.append(Turn(0, speaker, text if spoken else raw.strip(), kind))
    warnings = skipped(len(rows) - len(turns), "utterances")
    return build(turns, format="qmsum", source=source.name, title=source.stem, warnings=warnings)


READER = Reader("qmsum", "QMSum JSON", sniff, read)
