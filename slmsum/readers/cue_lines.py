"""Cut WebVTT, SubRip and SubViewer text into timed cues, as leniently as players do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
ARROW_TIMING = re.compile(rf"\s*{_CLOCK}\s*-{{1,3}}>\s*{_CLOCK}(?=\s|$)")
COMMA_TIMING = re.compile(rf"\s*{_CLOCK}\s*,\s*{_CLOCK}\s*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: seconds from the start, and the lines shown."""

    start: float
    end: float
    lines: tuple[str, ...]


def cues(lines: Iterable[str], timing: re.Pattern[str], *, blank_ends: bool) -> Iterator[Cue]:
    """The cues of a file's lines; a line that `timing` matches begins one.

    `blank_ends` says that text after an empty line is no longer the cue's (WebVTT comments and
    cue ids); else only a number right above the next timing line is taken for an id.
    """
    match: re.Match[str] | None = None
    held: list[str] = []
    for line in lines:
        found = timing.match(line) if line[:1].isdigit() or line[:1].isspace() else None
        if found is None:
            if match is not None:
                held.append(line)
            continue
        if match is not None:
            yield _cue(match, _without_id(held), blank_ends)
        match, held = found, []
    if match is not None:
        yield _cue(match, held, blank_ends)


def _without_id(held: list[str]) -> list[str]:
    """Leave off a bare number above the next timing line."""
    return held[:-1] if held and held[-1].strip().isdecimal() else held


def _cue(match: re.Match[str], held: list[str], blank_ends: bool) -> Cue:
    kept: list[str] = []
    for line in held:
        text = line.strip()
        if text:
            kept.append(text)
        elif blank_ends and kept:
            break
    groups = match.groups()
    return Cue(_seconds(groups[:4]), _seconds(groups[4:]), tuple(kept))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return round(whole + float(f"0.{fraction or 0}"), 6)
