"""Transcripts of the podcast namespace in JSON."""

from __future__ import annotations

from typing import Any

from slmsum.conversation import Conversation, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str, seconds
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import skipped


def sniff(source: Source) -> float:
    """Certain where segments have a body and a start time."""
    segments = [as_dict(s) for s in as_list(as_dict(source.json).get("segments"))[:5]]
    return CERTAIN if any({"startTime", "body"} <= s.keys() for s in segments) else NO


def read(source: Source) -> Conversation:
    """One turn a segment."""
    rows = as_list(as_dict(source.json).get("segments"))
    turns = [turn for row in rows if (turn := _turn(as_dict(row))) is not None]
    if not turns:
        raise MalformedInput(source.name, "podcast JSON", "it has no segments with text")
    return build(
        turns,
        format="podcast_json",
        source=source.name,
        title=source.stem,
        warnings=skipped(len(rows) - len(turns), "segments", "they have no text"),
    )


def _turn(row: dict[str, Any]) -> Turn | None:
    text = " ".join(as_str(row.get("body")).split())
    if not text:
        return None
    start, end = seconds(row.get("startTime")), seconds(row.get("endTime"))
    return Turn(0, as_label(row.get("speaker")) or None, text, start=start, end=end)


READER = Reader("podcast_json", "podcast transcript JSON", sniff, read)
