"""Live text beside a recording, shown by the recording's screen."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slmsum.audio.recorder import Recorder
from slmsum.audio.take import ME, OTHERS
from slmsum.cli.record_screen import Screen
from slmsum.speech.live import Live, LiveUpdate
from slmsum.speech.live_job import LiveJob
from slmsum.speech.settings import SpeechSettings

_SHOWN = {ME: "Me", OTHERS: "Others"}


class _LiveText:
    def __init__(self, recorder: Recorder, settings: SpeechSettings, screen: Screen) -> None:
        self._screen = screen
        self._told: queue.SimpleQueue[LiveUpdate | str] = queue.SimpleQueue()
        speakers = tuple(_SHOWN[channel] for channel in recorder.channels)
        self._live = Live(LiveJob(settings, speakers), self._told.put, self._told.put)
        recorder.subscribe(self._live.hear)

    def show(self) -> None:
        while not self._told.empty():
            told = self._told.get()
            if isinstance(told, str):
                self._screen.note(told)
            else:
                self._screen.hear(told)

    def finish(self) -> None:
        self._live.finish()
        self.show()
        self._screen.finish()


@contextmanager
def live_text(
    recorder: Recorder, settings: SpeechSettings | None, screen: Screen
) -> Iterator[Callable[[], None]]:
    """A function that brings what was spoken to the screen, of a recorder that has started.

    With None for settings it does nothing. At the end of the block the last words are shown, too.
    """
    if settings is None:
        yield lambda: None
        return
    live = _LiveText(recorder, settings, screen)
    try:
        yield live.show
    finally:
        live.finish()
