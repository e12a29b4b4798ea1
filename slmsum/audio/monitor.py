"""How loud a device is right now, without recording it: for a test of the microphone."""

from __future__ import annotations

import threading

from slmsum.audio.devices import Wanted
from slmsum.audio.feed import Feed
from slmsum.audio.levels import Level, measure
from slmsum.audio.messages import Block, Failed, Message
from slmsum.errors import SlmsumError


class Monitor:
    """Listens to a device until `stop`; ask `level` as often as a meter is drawn.

    `error` is why nothing comes in, None while all is well; `heard` whether anybody has been
    heard so far. Nothing is kept.
    """

    def __init__(self, wanted: Wanted) -> None:
        self._lock = threading.Lock()
        self._level = Level()
        self.error: SlmsumError | None = None
        self.heard = False
        self._feed = Feed(wanted, self._take)

    def level(self) -> Level:
        """The level of the latest sound."""
        with self._lock:
            return self._level

    def stop(self) -> None:
        """Let the device go."""
        self._feed.stop()

    def _take(self, message: Message) -> None:
        import numpy as np

        if isinstance(message, Failed):
            self.error = message.error
        elif isinstance(message, Block):
            level = measure(np.frombuffer(message.samples, np.int16))
            with self._lock:
                self._level = level
            self.error = None
            self.heard = self.heard or level.heard
