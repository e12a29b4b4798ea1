"""Any audio or video file as `Sound`: decoded as a stream into a nameless file on disk."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from slmsum.audio.ending import ending
from slmsum.audio.sides import choose_channels
from slmsum.audio.sound import RATE, Sound
from slmsum.audio.take import CHANNELS_TAG
from slmsum.errors import BadMedia, DiskFull, EmptyInput, ProtectedMedia, TooLarge
from slmsum.progress import Progress, ProgressSink, ignore

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler, FFmpegError
    from av.audio.stream import AudioStream
    from av.container import InputContainer

_MOST_SECONDS = 48 * 3600
# A longer hole in a recording is filled with silence, so that times stay true.
_HOLE_SECONDS = 0.2
_PROGRESS_SECONDS = 30.0
_DAMAGED = "it is cut off or damaged"
# Sample entries of protected MP4 and Audible files, and the brands of such files.
_PROTECTED_TAGS = ("drms", "enca", "aavd")
_PROTECTED_BRANDS = ("M4P ", "M4B P", "aax ", "aaxc")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The sound of a file, and what was not as it should be.

    `names` are those of the channels where the file tells them, as our own takes do; `began` is
    when the recording was made, if it says so.
    """

    sound: Sound
    warnings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    began: datetime | None = None


def decode(
    source: Path | BinaryIO,
    name: str,
    scratch: Path,
    progress: ProgressSink = ignore,
    *,
    apart: bool | None = None,
) -> Decoded:
    """Decode the first sound track of `source`; `name` is what errors call it.

    The samples lie in a file in the folder `scratch` that has no name, so that it is gone with the
    process. Two channels stay apart as `choose_channels` says, or where the file names them; more
    than two are mixed. Damaged or cut media give what can be decoded, with a warning. Raises
    BadMedia, ProtectedMedia, EmptyInput, TooLarge or DiskFull.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    # The file lives as long as the array that is mapped to it.
    file: IO[bytes] = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115
    with file, _opened(source, name) as container:
        stream = _sound_track(container, name)
        channels = 2 if stream.channels == 2 else 1
        writer = _Writer(file, channels, name, scratch)
        damaged = _write_all(container, stream, writer, progress)
        if not writer.written:
            if damaged or _promised_seconds(container, stream):
                raise BadMedia(name, _DAMAGED)
            raise EmptyInput(name, "no sound in it (zero length)")
        file.flush()
        names = _channel_names(container, stream)
        apart = True if apart is None and len(names) == channels else apart
        sound = _mapped(file, channels, apart)
        warnings = tuple(_warnings(source, container, stream, sound, damaged))
        names = names if len(names) == sound.channels else ()
        return Decoded(sound, warnings, names, _began(container, stream))


def _mapped(file: IO[bytes], channels: int, apart: bool | None) -> Sound:
    import numpy as np

    samples = np.memmap(file, dtype=np.int16, mode="r+").reshape(-1, channels).T
    return Sound(choose_channels(samples, apart) if channels == 2 else samples)


@contextmanager
def _opened(source: Path | BinaryIO, name: str) -> Iterator[InputContainer]:
    import av

    try:
        container = av.open(
            str(source) if isinstance(source, Path) else source,
            mode="r",
            metadata_errors="replace",
        )
    except av.FFmpegError as error:
        raise BadMedia(name, _reason(error)) from error
    with container:
        yield container


def _sound_track(container: InputContainer, name: str) -> AudioStream:
    brand = container.metadata.get("major_brand", "")
    if not container.streams.audio:
        what = "a video without sound" if container.streams.video else "no sound in it"
        raise EmptyInput(name, what)
    stream = container.streams.audio[0]
    if brand in _PROTECTED_BRANDS or stream.codec_context.codec_tag in _PROTECTED_TAGS:
        raise ProtectedMedia(name)
    return stream


class _Writer:
    """Writes frames as 16-bit samples at `RATE`, one after another, in a file."""

    def __init__(self, file: IO[bytes], channels: int, name: str, scratch: Path) -> None:
        self._file = file
        self._channels = channels
        self._name = name
        self._scratch = scratch
        self._kind: tuple[str, str, int] | None = None
        self._resampler: AudioResampler | None = None
        self.written = 0

    @property
    def seconds(self) -> float:
        """How much sound there is so far."""
        return self.written / RATE

    def add(self, frame: AudioFrame) -> None:
        """Write a frame; one that differs in kind from those before is welcome."""
        import av

        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind:
            self.finish()
            layout = "stereo" if self._channels == 2 else "mono"
            self._resampler = av.AudioResampler("s16", layout, RATE)
            self._kind = kind
        assert self._resampler is not None
        # The times of frames are kept by `_write_all`; here they would only make holes.
        frame.pts = None
        self._write(self._resampler.resample(frame))

    def add_silence(self, seconds: float) -> None:
        """Write so many seconds of silence."""
        left = round(seconds * RATE)
        while left > 0:
            count = min(left, RATE * 60)
            self._put(bytes(count * 2 * self._channels), count)
            left -= count

    def finish(self) -> None:
        """Write what the resampler still holds."""
        if self._resampler is not None:
            self._write(self._resampler.resample(None))
            self._resampler = None

    def _write(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            size = frame.samples * 2 * self._channels
            self._put(bytes(frame.planes[0])[:size], frame.samples)

    def _put(self, data: bytes, count: int) -> None:
        self.written += count
        if self.seconds > _MOST_SECONDS:
            limit = _MOST_SECONDS * RATE * 2
            raise TooLarge(self._name, "its sound", self.written * 2, limit)
        try:
            self._file.write(data)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DiskFull(self._scratch, 2 * self._channels * self.written, 0) from error


def _write_all(
    container: InputContainer, stream: AudioStream, writer: _Writer, progress: ProgressSink
) -> int:
    """Decode to the end, or as far as it goes; returns how many pieces were damaged."""
    import av

    total = _promised_seconds(container, stream)
    first: float | None = None
    damaged, shown = 0, 0.0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            frames: list[Any] = packet.decode() if packet is not None else []
        except av.FFmpegError:
            # A decoder goes on with the next packet; a demuxer that fails has nothing more to give.
            damaged += 1
            continue
        if packet is None:
            break
        for frame in frames:
            if frame.time is not None:
                first = frame.time if first is None else first
                hole = frame.time - first - writer.seconds
                if hole > _HOLE_SECONDS and frame.time - first <= total:
                    writer.add_silence(hole)
            writer.add(frame)
        if writer.seconds - shown >= _PROGRESS_SECONDS:
            shown = writer.seconds
            progress(Progress("decoding", min(shown, total or shown), total or shown))
    writer.finish()
    return damaged


def _promised_seconds(container: InputContainer, stream: AudioStream) -> float:
    """The length that the file says it has, 0 where it does not."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / 1e6 if container.duration else 0.0


def _channel_names(container: InputContainer, stream: AudioStream) -> tuple[str, ...]:
    written = _tag(container, stream, CHANNELS_TAG)
    return tuple(name.strip() for name in written.split(",")) if written else ()


def _began(container: InputContainer, stream: AudioStream) -> datetime | None:
    """When the recording was made, in local time without a zone."""
    for key in ("creation_time", "date"):
        try:
            moment = datetime.fromisoformat(_tag(container, stream, key))
        except ValueError:
            continue
        # Clocks that were never set stand at 1904 or 1970.
        if moment.year >= 1990:
            return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
    return None


def _tag(container: InputContainer, stream: AudioStream, key: str) -> str:
    """A tag of the sound track or the file, whatever its case; empty where there is none."""
    for tags in (stream.metadata, container.metadata):
        for name, value in tags.items():
            if name.casefold() == key.casefold():
                return value.strip()
    return ""


def _warnings(
    source: Path | BinaryIO,
    container: InputContainer,
    stream: AudioStream,
    sound: Sound,
    damaged: int,
) -> Iterator[str]:
    end = ending(source)
    promised = max(end.promised, _promised_seconds(container, stream))
    missing = promised - sound.seconds
    if missing > max(2.0, promised / 50):
        yield (f"the recording is cut: {sound.seconds:,.0f} of {promised:,.0f} seconds are there")
    elif end.missing:
        yield f"the recording is cut: only {sound.seconds:,.0f} seconds are there"
    elif damaged:
        yield f"the recording is damaged: {damaged:,} piece(s) could not be decoded"
    elif end.unmarked:
        yield f"the recording may be cut: nothing marks its end after {sound.seconds:,.0f} seconds"
    if len(container.streams.audio) > 1:
        count = len(container.streams.audio)
        yield f"only the first of its {count} sound tracks was listened to"


def _reason(error: FFmpegError) -> str:
    import av

    if isinstance(error, av.error.InvalidDataError | av.error.EOFError):
        return _DAMAGED
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]
