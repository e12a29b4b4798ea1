"""Make turns of the lines of a Word document, whichever program laid them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from slmsum.conversation import Kind, Turn
from slmsum.readers.labels import speaker_labels, split_label

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:\.\d{1,6})?"
_TIME = re.compile(rf"[\[(]?({_CLOCK})[\])]?")
_RANGE = re.compile(
    r"(\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)\s*-->\s*(\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)"
)
_HEADER = re.compile(rf"(?P<name>\S.{{0,79}}?)(?P<gap>[\s\xa0]+)[\[(]?(?P<time>{_CLOCK})[\])]?")
_SYSTEM = re.compile(
    r".{1,80} (?:started|stopped) (?:transcription|recording)|Transcribed by https?://otter\.ai.*",
    re.IGNORECASE,
)
_META = re.compile(
    r"(?:\d{1,3}h ?)?(?:\d{1,3}m ?)?\d{1,3}s|\w+ \d{1,2}, \d{4}(?:,? \d{1,2}:\d{2} ?[AP]M)?",
    re.IGNORECASE,
)
_COLUMN_TITLES = ("speaker", "name", "participant")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document; `cells` are those of a table row, each text once."""

    text: str
    heading: bool = False
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """The turn whose text is being gathered."""

    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    texts: list[str] = field(default_factory=list)

    def turn(self) -> Turn:
        return Turn(0, self.speaker, "\n".join(self.texts), start=self.start, end=self.end)


def turns_of(lines: Sequence[Line]) -> list[Turn]:
    """Turns by `Name  0:03` lines, time ranges or table rows, else by `Name:`, else paragraphs."""
    if any(_RANGE.fullmatch(line.text) for line in lines):
        return _ranged(lines)
    headers = _headers(lines)
    if headers:
        return _headed(lines, headers)
    rows = [row for line in lines if (row := _row(line)) is not None]
    if len(rows) >= 2 and len(rows) * 2 >= len(lines):
        return rows
    return _labelled(lines)


def _headers(lines: Sequence[Line]) -> dict[int, tuple[str, float]]:
    """Lines that only name a speaker and a time, by their number.

    A single space between the two is enough for a name that comes back.
    """
    found: dict[int, tuple[str, float]] = {}
    matches = {n: m for n, line in enumerate(lines) if (m := _HEADER.fullmatch(line.text))}
    names = Counter(" ".join(match["name"].split()) for match in matches.values())
    for number, match in matches.items():
        name = " ".join(match["name"].split())
        if len(match["gap"]) > 1 or names[name] > 1:
            found[number] = (name.rstrip(":"), _seconds(match["time"]))
    return found


def _headed(lines: Sequence[Line], headers: dict[int, tuple[str, float]]) -> list[Turn]:
    turns: list[Turn] = []
    open_turn = _Open()
    for number, line in enumerate(lines):
        if number in headers:
            turns += _closed(open_turn)
            speaker, start = headers[number]
            open_turn = _Open(speaker, start)
        elif _SYSTEM.fullmatch(line.text):
            turns += _closed(open_turn)
            turns.append(Turn(0, None, line.text, Kind.SYSTEM))
            open_turn = _Open()
        elif open_turn.speaker is not None:
            open_turn.texts.append(line.text)
        else:
            turns.append(Turn(0, None, line.text, Kind.SYSTEM))
    return turns + _closed(open_turn)


def _ranged(lines: Sequence[Line]) -> list[Turn]:
    """Blocks of a time range, a name and the words, as the older Teams wrote them."""
    turns: list[Turn] = []
    open_turn: _Open | None = None
    for line in lines:
        match = _RANGE.fullmatch(line.text)
        if match is not None:
            turns += _closed(open_turn)
            open_turn = _Open(None, _seconds(match[1]), _seconds(match[2]))
        elif open_turn is None:
            turns.append(Turn(0, None, line.text, Kind.SYSTEM))
        elif open_turn.speaker is None:
            open_turn.speaker = line.text
        else:
            open_turn.texts.append(line.text)
    return turns + _closed(open_turn)


def _closed(open_turn: _Open | None) -> list[Turn]:
    return [open_turn.turn()] if open_turn is not None and open_turn.texts else []


def _row(line: Line) -> Turn | None:
    """A table row of a name and words, with a time in any place."""
    times = [cell for cell in line.cells if _TIME.fullmatch(cell)]
    rest = [cell for cell in line.cells if cell not in times]
    if len(rest) != 2 or len(rest[0]) > 80 or rest[0].casefold() in _COLUMN_TITLES:
        return None
    match = _TIME.fullmatch(times[0]) if times else None
    start = _seconds(match[1]) if match is not None else None
    return Turn(0, rest[0].rstrip(": "), rest[1], start=start)


def _labelled(lines: Sequence[Line]) -> list[Turn]:
    """Turns by `Name:`; a paragraph without goes on with the turn before it."""
    labels = speaker_labels(line.text for line in lines if not line.heading)
    turns: list[Turn] = []
    for line in lines:
        name, rest = split_label(line.text)
        if line.heading:
            turns.append(Turn(0, None, line.text, Kind.SYSTEM))
        elif name is not None and name in labels:
            turns.append(Turn(0, name, rest.strip()))
        elif labels and turns and turns[-1].speaker is not None:
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{line.text}".strip())
        elif labels and _META.fullmatch(line.text):
            turns.append(Turn(0, None, line.text, Kind.SYSTEM))
        else:
            turns.append(Turn(0, None, line.text))
    return turns


def _seconds(clock: str) -> float:
    seconds = 0.0
    for part in clock.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
