"""SubViewer captions, as YouTube used to export them."""

from __future__ import annotations

from slmsum.conversation import Conversation
from slmsum.errors import MalformedInput
from slmsum.readers.captions import conversation
from slmsum.readers.cue_lines import COMMA_TIMING, cues
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source


def sniff(source: Source) -> float:
    """Certain where the first line is a pair of times."""
    first = next((line for line in source.head_lines if line.strip()), "")
    match = COMMA_TIMING.match(first)
    return CERTAIN if match is not None and "." in first else NO


def read(source: Source) -> Conversation:
    """The turns of a SubViewer file; raises MalformedInput where it holds no cue."""
    found = list(cues(source.lines(), COMMA_TIMING, blank_ends=True))
    if not found:
        raise MalformedInput(source.name, READER.label, "no line like 0:00:01.000,0:00:02.000")
    return conversation(found, format=READER.format, source=source.name)


READER = Reader("sbv", "SubViewer captions", sniff, read)
