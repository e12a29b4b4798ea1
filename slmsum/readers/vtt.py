"""WebVTT, as Zoom, Teams, Meet, YouTube and podcast hosts write it."""

from __future__ import annotations

import re

from slmsum.conversation import Conversation
from slmsum.errors import MalformedInput
from slmsum.readers.captions import conversation
from slmsum.readers.cue_lines import ARROW_TIMING, cues
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source

_HEADER = re.compile(r"\s*WEBVTT(?=\s|$)")
_LANGUAGE = re.compile(r"Language:\s*([a-z]{2})\b", re.IGNORECASE)


def sniff(source: Source) -> float:
    """Certain where the file begins with WEBVTT."""
    return CERTAIN if _HEADER.match(source.text_head) else NO


def read(source: Source) -> Conversation:
    """The turns of a WebVTT file; raises MalformedInput where it holds no cue."""
    found = list(cues(source.lines(), ARROW_TIMING, blank_ends=True))
    if not found:
        raise MalformedInput(source.name, READER.label, "no line like 00:01.000 --> 00:02.000")
    match = _LANGUAGE.search(source.text_head.split("\n\n", 1)[0])
    return conversation(
        found,
        format=READER.format,
        source=source.name,
        language=match[1].lower() if match else None,
    )


READER = Reader("vtt", "WebVTT captions", sniff, read)
