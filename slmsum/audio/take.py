"""A take on disk: an Ogg Opus file that can be played up to the last moment it was written.

Opus at 32 kbit/s a channel is under 40 MB an hour for two channels, where FLAC would be over 120.
A page is written every 0.2 s and forced to the disk every 0.5 s, so a crash costs less than a
second. The stream's comment `SLMSUM_CHANNELS` names the channels in order, "me" and "others".
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.audio import ogg
from slmsum.audio.sound import RATE
from slmsum.errors import BadOption, DiskFull, OutputFailed, SlmsumError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHANNELS_TAG = "SLMSUM_CHANNELS"
ME, OTHERS = "me", "others"
# The suffixes that a player knows Ogg Opus by.
SUFFIXES = (".opus", ".ogg", ".oga")

_BITS_PER_CHANNEL = 32_000
_PAGE_MICROSECONDS = "200000"
_SYNC = 0.5
# Half of the encoder's complexity: a third less work, and no word more or less is understood.
_EFFORT = "5"
_LOOK_AT_DISK = 1.0


class TakeWriter:
    """Writes a new take; nothing else may have the name. Used by one thread.

    `channels` names them, `reserve` is how many bytes of the disk stay free. Raises BadOption,
    OutputFailed or DiskFull; after any of these in `write`, `close` still makes the file whole.
    """

    def __init__(
        self, path: Path, channels: Sequence[str], began: datetime, reserve: int, mode: int = 0o666
    ) -> None:
        self.path = path
        self._reserve = reserve
        self._samples = 0
        self._next_look = 0
        self._check_room()
        self._file = _File(path, mode)
        self._encoder = _Encoder(self._file, channels, began)

    @property
    def seconds(self) -> float:
        """How much was given to write."""
        return self._samples / RATE

    def write(self, block: NDArray[np.int16]) -> None:
        """Append samples, shape (channels, length)."""
        if self._samples >= self._next_look:
            self._next_look = self._samples + round(_LOOK_AT_DISK * RATE)
            self._check_room()
        self._encoder.encode(block)
        if self._file.failed is not None:
            raise self._error(self._file.failed)
        self._samples += block.shape[1]

    def close(self) -> float:
        """Finish the file; returns the seconds of sound in it."""
        self._encoder.finish()
        self._file.close()
        if self._file.failed is None:
            return self.seconds
        return mend(self.path)

    def _check_room(self) -> None:
        try:
            free = shutil.disk_usage(self.path.parent).free
        except OSError as error:
            raise self._error(error) from error
        if free < self._reserve:
            raise DiskFull(self.path.parent, self._reserve, free)

    def _error(self, error: OSError) -> SlmsumError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(self.path.parent, self._reserve, 0)
        return OutputFailed(self.path, error.strerror or str(error))


def mend(path: Path) -> float:
    """Make an interrupted take whole; returns its seconds, 0 where no sound is in it.

    Raises OutputFailed.
    """
    try:
        with path.open("r+b") as file:
            seconds = ogg.mend(file)
            os.fsync(file.fileno())
            return seconds
    except OSError as error:
        raise OutputFailed(path, error.strerror or str(error)) from error


class _File:
    """A new file, forced to the disk every `_SYNC` seconds by a thread; the first error stays."""

    def __init__(self, path: Path, mode: int) -> None:
        self.failed: OSError | None = None
        try:
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        except FileExistsError:
            raise BadOption(
                f"{path}: there is such a file already", hint="A recording never replaces one."
            ) from None
        except OSError as error:
            raise OutputFailed(path, error.strerror or str(error)) from error
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep_synced, daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Write all of it, or keep the error: the library that calls cannot handle one."""
        left = memoryview(data)
        while left and self.failed is None:
            try:
                left = left[os.write(self._handle, left) :]
            except OSError as error:
                self.failed = error
        return len(data)

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        self._sync()
        os.close(self._handle)

    def _keep_synced(self) -> None:
        while not self._closed.wait(_SYNC):
            self._sync()

    def _sync(self) -> None:
        try:
            os.fsync(self._handle)
        except OSError as error:
            # Some file systems cannot be synced at all; that alone loses nothing.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                self.failed = self.failed or error


_BINARY = getattr(os, "O_BINARY", 0)


class _Encoder:
    def __init__(self, file: _File, channels: Sequence[str], began: datetime) -> None:
        import av

        self._layout = "mono" if len(channels) == 1 else "stereo"
        options = {"page_duration": _PAGE_MICROSECONDS, "flush_packets": "1"}
        self._container: Any = av.open(file, "w", format="ogg", options=options)
        self._stream: Any = self._container.add_stream("libopus", rate=RATE)
        self._stream.layout = self._layout
        self._stream.bit_rate = _BITS_PER_CHANNEL * len(channels)
        self._stream.options = {"compression_level": _EFFORT}
        self._stream.metadata[CHANNELS_TAG] = ",".join(channels)
        self._stream.metadata["DATE"] = began.isoformat(timespec="seconds")
        self._position = 0
        # The headers are on disk from the first moment on.
        self._container.start_encoding()

    def encode(self, block: NDArray[np.int16]) -> None:
        import av
        import numpy as np

        if not block.shape[1]:
            return
        packed = np.ascontiguousarray(block.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=self._layout)
        frame.sample_rate = RATE
        frame.pts = self._position
        self._position += block.shape[1]
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()
