"""Sound played from any place of a file, decoded as it is heard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slmsum.audio import portaudio
from slmsum.errors import BadMedia, DeviceFailed, EmptyInput, SlmsumError

_RATE = 48_000


class Playback:
    """Plays a file from `start` to `end` seconds (None: to its end) in a thread of its own.

    `seconds` is the place reached, `ended` is set at the end, and `error` says why it came early.
    """

    def __init__(self, path: Path, start: float, end: float | None = None) -> None:
        self.seconds = start
        self.ended = threading.Event()
        self.error: SlmsumError | None = None
        self._path, self._start, self._end = path, max(0.0, start), end
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Be silent now."""
        self._halt.set()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        try:
            self._play(portaudio.library())
        except SlmsumError as error:
            self.error = error
        finally:
            self.ended.set()

    def _play(self, sd: Any) -> None:
        try:
            with sd.RawOutputStream(samplerate=_RATE, channels=1, dtype="int16") as stream:
                for seconds, block in self.blocks():
                    stream.write(block)
                    self.seconds = seconds
        except sd.PortAudioError as error:
            raise DeviceFailed("the speakers", str(error)) from error

    def blocks(self) -> Iterator[tuple[float, bytes]]:
        """The samples of each frame from the start on, with the time at which it ends."""
        import av

        try:
            with av.open(str(self._path), metadata_errors="replace") as container:
                if not container.streams.audio:
                    raise EmptyInput(self._path.name, "no sound in it")
                resampler = av.AudioResampler("s16", "mono", _RATE)
                container.seek(int(self._start * av.time_base))
                for frame in container.decode(audio=0):
                    at = frame.time or 0.0
                    if self._halt.is_set() or (self._end is not None and at >= self._end):
                        return
                    if at + frame.samples / frame.sample_rate < self._start:
                        continue
                    for ready in resampler.resample(frame):
                        yield at, bytes(ready.planes[0])[: ready.samples * 2]
        except av.FFmpegError as error:
            raise BadMedia(self._path.name, str(error)) from error
