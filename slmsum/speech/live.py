"""Text while it is spoken: a worker process hears along and never holds up who records."""

from __future__ import annotations

import pickle
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slmsum.engine import worker
from slmsum.engine.messages import StreamJob
from slmsum.errors import SlmsumError, WorkerDied

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Blocks that may wait while the worker takes none: ten seconds as the recorder gives them.
_WAITING = 100
_POLL = 0.1
# A worker that died is started again so many times.
_AGAIN = 1


@dataclass(frozen=True, slots=True)
class LiveText:
    """Words just spoken, with the white space before each where their language has any.

    Whatever comes for a speaker takes the place of that speaker's words that were not `final`;
    final ones stay, and come once and in order. Times are in seconds of the recording.
    """

    start: float
    end: float
    speaker: str
    text: str
    final: bool


@dataclass(frozen=True, slots=True)
class LiveSkip:
    """From `start` to `end`, in seconds, nothing was heard, since the machine is too slow."""

    start: float
    end: float
    speaker: str


LiveUpdate = LiveText | LiveSkip


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A stretch of a recording: int16, shape (channels, length), from `start` seconds on."""

    start: float
    samples: NDArray[np.int16]


class Live:
    """Hears along with a recording until `finish`; no method but that one ever waits.

    `show` is called with every update and `warn` with one line where live text is cut off for a
    moment or for good, both in a thread of this object. A worker that dies is started once more.
    """

    def __init__(
        self,
        job: StreamJob,
        show: Callable[[LiveUpdate], None],
        warn: Callable[[str], None],
    ) -> None:
        self._job = job
        self._show = show
        self._warn = warn
        self._stretches: queue.Queue[Stretch] = queue.Queue(_WAITING)
        self._finishing = threading.Event()
        self._deadline = 0.0
        self._stream: worker.Stream | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def hear(self, start: float, samples: NDArray[np.int16]) -> None:
        """Take the next stretch, as a recorder's listener; what cannot be taken is left out."""
        if self._thread.is_alive():
            try:
                self._stretches.put_nowait(Stretch(start, samples))
            except queue.Full:
                # The worker sees that something is missing, and says so.
                return

    def finish(self, patience: float = 5.0) -> None:
        """Wait until all is told, at most `patience` seconds, and end the worker."""
        self._deadline = time.monotonic() + patience
        self._finishing.set()
        self._thread.join(patience)
        if self._thread.is_alive() and self._stream is not None:
            self._stream.stop()
        self._thread.join()

    def _run(self) -> None:
        for again in range(_AGAIN, -1, -1):
            try:
                self._stream = worker.Stream(self._job, self._pass_on)
            except OSError as problem:
                self._warn(f"no live text: its worker cannot start: {problem.strerror or problem}")
                return
            self._feed(self._stream)
            self._stream.close()
            error = self._stream.error
            if error is None or self._finishing.is_set():
                return
            if not isinstance(error, WorkerDied):
                self._warn(_off(error))
                return
            self._warn("live text begins again: its worker ended" if again else _off(error))

    def _feed(self, stream: worker.Stream) -> None:
        while not stream.ended.is_set():
            try:
                stream.send(pickle.dumps(self._stretches.get(timeout=_POLL)))
            except queue.Empty:
                if self._finishing.is_set():
                    stream.send(b"")
                    stream.ended.wait(max(0.0, self._deadline - time.monotonic()))
                    return

    def _pass_on(self, update: object) -> None:
        assert isinstance(update, LiveUpdate)
        self._show(update)


def _off(error: SlmsumError) -> str:
    return f"no live text: {error.message}"
