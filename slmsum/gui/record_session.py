"""One recording and its live text, as a Qt object: everything is told in the window's thread."""

from __future__ import annotations

import queue
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from slmsum.errors import SlmsumError
from slmsum.gui.background import Task

if TYPE_CHECKING:
    from slmsum.audio.recorder import Recorded, Recorder, RecordSettings, Status
    from slmsum.speech.live import Live, LiveUpdate
    from slmsum.speech.settings import SpeechSettings

_BEAT_MS = 50
# Seconds that the last words may take to be heard.
_PATIENCE = 5.0


class RecordState(Enum):
    """Where a recording stands."""

    IDLE = auto()
    OPENING = auto()
    RECORDING = auto()
    PAUSED = auto()
    FINISHING = auto()


# The states in which closing the window would end a recording.
ACTIVE = frozenset({RecordState.OPENING, RecordState.RECORDING, RecordState.PAUSED})


class RecordSession(QObject):
    """Records, one take after another.

    `state_changed` carries a RecordState, `status` a recorder's Status some ten times a second,
    `heard` a LiveUpdate, `noted` a line on live text, `ended` the Recorded take (its `problem`
    says what ended it early), `failed` the SlmsumError that kept it from beginning.
    """

    state_changed = Signal(object)
    status = Signal(object)
    heard = Signal(object)
    noted = Signal(str)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RecordState.IDLE
        self._recorder: Recorder | None = None
        self._live: Live | None = None
        self._speakers: tuple[str, ...] = ()
        self._stop_soon = False
        self._patience = _PATIENCE
        self._latest: list[Status] = []
        self._told: queue.SimpleQueue[LiveUpdate | str] = queue.SimpleQueue()
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    @property
    def active(self) -> bool:
        """Whether something is being recorded, or about to be."""
        return self.state in ACTIVE

    @property
    def recorder(self) -> Recorder | None:
        """The recorder at work."""
        return self._recorder

    def start(
        self,
        settings: RecordSettings,
        speech: SpeechSettings | None,
        names: dict[str, str] | None = None,
    ) -> None:
        """Begin; with `speech` there is live text, in which channels go by `names`."""
        from slmsum.audio.recorder import Recorder

        if self.state is not RecordState.IDLE:
            return
        try:
            recorder = Recorder(settings, self._keep)
        except SlmsumError as error:
            self.failed.emit(error)
            return
        self._speakers = tuple((names or {}).get(name, name) for name in recorder.channels)
        self._stop_soon, self._patience = False, _PATIENCE
        self._change(RecordState.OPENING)

        def open_devices() -> Recorder:
            recorder.start()
            return recorder

        task = Task(open_devices, self)
        task.done.connect(lambda _recorder: self._opened(recorder, speech))
        task.failed.connect(self._could_not_open)

    def pause(self, paused: bool) -> None:
        """Leave out what is said from now on, or go on."""
        if self._recorder is not None and self.active:
            self._recorder.pause(paused)
            self._change(RecordState.PAUSED if paused else RecordState.RECORDING)

    def mute(self, muted: bool) -> None:
        """Record silence in place of the microphone, or the microphone again."""
        if self._recorder is not None:
            self._recorder.mute(muted)

    def stop(self) -> None:
        """End the recording; `ended` tells of it."""
        if self._recorder is not None:
            self._recorder.stop()
        elif self.state is RecordState.OPENING:
            self._stop_soon = True

    def stop_and_wait(self) -> None:
        """End the recording and wait until its file is whole; for the end of the program."""
        self._patience = 0.0
        self.stop()
        if self.state is RecordState.IDLE:
            return
        loop = QEventLoop()
        # `ended` is told before the loop is left, for both come from the same call.
        self._left_by(loop)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def _left_by(self, loop: QEventLoop) -> None:
        def leave(state: RecordState) -> None:
            if state is RecordState.IDLE:
                loop.quit()

        self.state_changed.connect(leave)

    def _keep(self, status: Status) -> None:
        self._latest[:] = [status]

    def _opened(self, recorder: Recorder, speech: SpeechSettings | None) -> None:
        self._recorder = recorder
        if speech is not None:
            from slmsum.speech.live import Live
            from slmsum.speech.live_job import LiveJob

            self._live = Live(LiveJob(speech, self._speakers), self._told.put, self._told.put)
            recorder.subscribe(self._live.hear)
        self._timer.start()
        self._change(RecordState.RECORDING)
        if self._stop_soon:
            recorder.stop()

    def _could_not_open(self, error: SlmsumError) -> None:
        self._change(RecordState.IDLE)
        self.failed.emit(error)

    def _beat(self) -> None:
        for status in self._latest[-1:]:
            self.status.emit(status)
        self._tell()
        if self._recorder is None or self.state is RecordState.FINISHING:
            return
        recorded = self._recorder.wait(0)
        if recorded is not None:
            self._last_words(recorded)

    def _tell(self) -> None:
        while not self._told.empty():
            told = self._told.get()
            if isinstance(told, str):
                self.noted.emit(told)
            else:
                self.heard.emit(told)

    def _last_words(self, recorded: Recorded) -> None:
        self._change(RecordState.FINISHING)
        live = self._live
        if live is None:
            self._finish(recorded)
            return
        patience = self._patience
        task = Task(lambda: live.finish(patience), self)
        task.done.connect(lambda _nothing: self._finish(recorded))

    def _finish(self, recorded: Recorded) -> None:
        if self._recorder is None:
            return
        self._timer.stop()
        self._tell()
        self._recorder = self._live = None
        self._latest.clear()
        self._change(RecordState.IDLE)
        self.ended.emit(recorded)

    def _change(self, state: RecordState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
