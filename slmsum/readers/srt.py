"""SubRip subtitles, with or without numbers, commas or points in the times."""

from __future__ import annotations

from slmsum.conversation import Conversation
from slmsum.errors import MalformedInput
from slmsum.readers.captions import conversation
from slmsum.readers.cue_lines import ARROW_TIMING, cues
from slmsum.readers.reader import CERTAIN, NO, POSSIBLE, Reader
from slmsum.readers.source import Source


def sniff(source: Source) -> float:
    """Certain where the first cue opens the file, possible where one comes later."""
    lines = [line for line in source.head_lines if line.strip()]
    if any(ARROW_TIMING.match(line) for line in lines[:2]):
        return CERTAIN if not lines[0].lstrip().startswith("WEBVTT") else NO
    return POSSIBLE if any(ARROW_TIMING.match(line) for line in lines[2:40]) else NO


def read(source: Source) -> Conversation:
    """The turns of a SubRip file; raises MalformedInput where it holds no cue."""
    found = list(cues(source.lines(), ARROW_TIMING, blank_ends=False))
    if not found:
        raise MalformedInput(
            source.name, READER.label, "no line like 00:00:01,000 --> 00:00:02,000"
        )
    return conversation(found, format=READER.format, source=source.name)


READER = Reader("srt", "SubRip captions", sniff, read)
