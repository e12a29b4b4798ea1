"""Live text as lines: whole ones to keep, and those that still grow."""

from __future__ import annotations

from dataclasses import dataclass

from slmsum.cli.clock import clock
from slmsum.speech.live import LiveSkip, LiveUpdate
from slmsum.speech.spoken import SENTENCE_ENDS

# A longer pause begins a new line; a line is whole where a sentence ends in its second half.
_PAUSE = 1.2


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

    def take(self, update: LiveUpdate) -> list[str]:
        """The lines that are whole now."""
        speaker = update.speaker
        if isinstance(update, LiveSkip):
            lost = f"{clock(update.start)} {speaker}: [{update.end - update.start:.0f} s not heard]"
            return [*self._finish(speaker), lost]
        line = self._lines.get(speaker)
        whole: list[str] = []
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

    def finish(self) -> list[str]:
        """The lines that would still grow, as nothing more comes."""
        return [line for speaker in list(self._lines) for line in self._finish(speaker)]

    def growing(self) -> list[tuple[str, str]]:
        """The lines that still grow: what stays of each, and what may change."""
        return [
            (_written(speaker, line), line.open)
            for speaker, line in self._lines.items()
            if line.settled or line.open
        ]

    def _finish(self, speaker: str) -> list[str]:
        line = self._lines.pop(speaker, None)
        return [_written(speaker, line)] if line is not None and line.settled.strip() else []


def _written(speaker: str, line: _Line) -> str:
    return f"{clock(line.start)} {speaker}: {line.settled.strip()}"
