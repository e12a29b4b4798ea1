"""RTTM: who spoke when, as diarizers write it, without any words."""

from __future__ import annotations

import re

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import skipped

_NO_WORDS = "RTTM tells who spoke when but no words; summarize the transcript or the recording"
_LINE = re.compile(
    r"SPEAKER\s+(?P<file>\S+)\s+\S+\s+(?P<start>\d{1,9}(?:\.\d+)?)\s+(?P<length>\d{1,9}(?:\.\d+)?)"
    r"\s+\S+\s+\S+\s+(?P<name>\S.*?)(?:\s+(?:<NA>|\d+(?:\.\d+)?)){0,2}\s*",
    re.ASCII,
)
_OTHER = re.compile(
    r"(?:;;.*|(?:SPKR-INFO|NOSCORE|NO_RT_METADATA|SEGMENT|LEXEME|NON-LEX|NON-SPEECH|FILLER|EDIT|IP"
    r"|SU|CB|A/P)\s.*|\s*)"
)


def sniff(source: Source) -> float:
    """Certain where the first line that is no comment has RTTM's fields."""
    lines = (line for line in source.head_lines[:500] if not _OTHER.fullmatch(line))
    return CERTAIN if _LINE.fullmatch(next(lines, "")) else NO


def read(source: Source) -> Conversation:
    """A turn without text for each stretch of speech, in order of time."""
    turns, strange, recordings = [], 0, set()
    for line in source.lines():
        match = _LINE.fullmatch(line)
        if match is None:
            strange += not _OTHER.fullmatch(line)
            continue
        recordings.add(match["file"])
        start = round(float(match["start"]), 3)
        end = round(start + float(match["length"]), 3)
        turns.append(Turn(0, match["name"], "", Kind.MEDIA, start=start, end=end))
    if not turns:
        raise MalformedInput(source.name, "RTTM", "no line of it tells of a speaker")
    turns.sort(key=lambda turn: turn.start or 0.0)
    warnings = [_NO_WORDS, *skipped(strange, "lines")]
    if len(recordings) > 1:
        warnings.append(f"{len(recordings)} recordings in one file, mixed by their times")
    return build(turns, format="rttm", source=source.name, title=source.stem, warnings=warnings)


READER = Reader("rttm", "RTTM diarization", sniff, read)
