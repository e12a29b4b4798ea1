"""Live text as lines: whole ones to keep, and those that still grow."""

from __future__ import annotations

from dataclasses import dataclass

from slmsum.export.words import clock
from slmsum.speech.live import LiveSkip, LiveUpdate
from slmsum.speech.spoken import SENTENCE_ENDS

# A longer pause begins a new line; a line is whole where a sentence ends in its second half.
_PAUSE = 1.2


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of live text from `start` seconds on: what stays of it, and what may change."""

    start: float
    speaker: str
    text: str
    open: str = ""

    def __str__(self) -> str:
        """What stays, as a line with its time."""
        return f"{clock(int(self.start))} {self.speaker}: {self.text}"


@dataclass(slots=True)
class _Line:
    start: float
    end: float
    settled: str = ""
    open: str = ""


class Captions:
    """Joins updates to lines of about `width` characters; with 0, each makes a line at once."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._lines: dict[str, _Line] = {}

    def take(self, update: LiveUpdate) -> list[Caption]:
        """The lines that are whole now."""
        speaker = update.speaker
        if isinstance(update, LiveSkip):
            lost = f"[{update.end - update.start:.0f} s not heard]"
            return [*self._finish(speaker), Caption(update.start, speaker, lost)]
        line = self._lines.get(speaker)
        whole: list[Caption] = []
        if line is not None and line.settled and update.start - line.end > _PAUSE:
            whole = self._finish(speaker)
            line = None
        if line is None:
            line = self._lines[speaker] = _Line(update.start, update.start)
        if not update.final:
            line.open = update.text
            return whole
        line.settled += update.text
        line.open = ""
        line.end = update.end
        ends = line.settled.endswith(SENTENCE_ENDS) and len(line.settled) * 2 >= self._width
        if ends or len(line.settled) >= self._width:
            whole += self._finish(speaker)
        return whole

    def finish(self) -> list[Caption]:
        """The lines that would still grow, as nothing more comes."""
        return [line for speaker in list(self._lines) for line in self._finish(speaker)]

    def growing(self) -> list[Caption]:
        """The lines that still grow."""
        return [
            _caption(speaker, line, line.open)
            for speaker, line in self._lines.items()
            if line.settled or line.open
        ]

    def _finish(self, speaker: str) -> list[Caption]:
        line = self._lines.pop(speaker, None)
        return [_caption(speaker, line)] if line is not None and line.settled.strip() else []


def _caption(speaker: str, line: _Line, open: str = "") -> Caption:
    return Caption(line.start, speaker, line.settled.strip(), open)
