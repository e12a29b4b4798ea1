"""Plays the sound of a conversation from a moment on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtCore import Signal as QtSignal

from slmsum.audio import playback

_TICK_MS = 100


class Player(QObject):
    """`at` carries the seconds reached while it plays, `stopped` comes at the end."""

    at = QtSignal(float)
    stopped = QtSignal()
    failed = QtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playing: playback.Playback | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether something is heard."""
        return self._playing is not None

    def play(self, path: Path, start: float, end: float | None = None) -> None:
        """Play a file from `start` to `end` in seconds, in place of what is heard now."""
        self.stop()
        self._playing = playback.Playback(path, start, end)
        self._playing.start()
        self._timer.start()

    def stop(self) -> None:
        """Be silent."""
        self._timer.stop()
        if self._playing is not None:
            self._playing.stop()
            self._playing = None
            self.stopped.emit()

    def _tick(self) -> None:
        playing = self._playing
        if playing is None:
            return
        if playing.ended.is_set():
            error = playing.error
            self.stop()
            if error is not None:
                self.failed.emit(error)
            return
        self.at.emit(playing.seconds)
