"""Hear what the open conversation says at a place, where its sound is kept."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal as QtSignal

from slmsum.export.words import ranges
from slmsum.gui.open_entry import OpenEntry
from slmsum.gui.player import Player
from slmsum.gui.turn_model import TurnModel

# A statement may rest on much; so much of it is played, in seconds.
_MOST_SECONDS = 20.0


class Listening(QObject):
    """Plays turns and marks the one that is heard.

    `failed` carries a SlmsumError where the user asked to hear something. Sound that only goes
    with evidence stays away in silence, on a machine without loudspeakers say.
    """

    failed = QtSignal(object)

    def __init__(
        self, open_entry: OpenEntry, model: TurnModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open, self._model = open_entry, model
        self._row = 0
        self._asked = False
        self.player = Player(self)
        self.player.at.connect(self._mark)
        self.player.stopped.connect(lambda: self._model.play(None))
        self.player.failed.connect(self._tell)

    def play_turns(self, turns: tuple[int, ...]) -> None:
        """Play the first stretch of turns that follow each other."""
        known = ranges(turns)
        if known:
            self._asked = False
            self._play(known[0][0], known[0][1])

    def play_row(self, row: int) -> None:
        """Play from a turn to the end of the sound."""
        self._asked = True
        self._play(row, None)

    def toggle(self, row: int) -> None:
        """Be silent, or play from a turn on where nothing is heard."""
        if self.player.playing:
            self.stop()
        else:
            self.play_row(max(0, row))

    def stop(self) -> None:
        """Be silent."""
        self.player.stop()

    def _play(self, first: int, last: int | None) -> None:
        self.player.stop()
        entry, turn = self._open.entry, self._model.turn(first)
        if entry is None or not entry.audio or turn is None or turn.start is None:
            return
        end = None
        if last is not None:
            until = self._model.turn(last)
            end = turn.start + _MOST_SECONDS
            if until is not None and until.end is not None:
                end = min(end, until.end)
        self._row = first
        self.player.play(self._open.library.audio_folder / entry.audio, turn.start, end)
        self._model.play(first)

    def _tell(self, error: object) -> None:
        if self._asked:
            self.failed.emit(error)

    def _mark(self, seconds: float) -> None:
        """Follow the sound from turn to turn."""
        row = self._row
        while (after := self._model.turn(row + 1)) is not None:
            if after.start is None or after.start > seconds:
                break
            row += 1
        if row != self._model.playing:
            self._row = row
            self._model.play(row)
