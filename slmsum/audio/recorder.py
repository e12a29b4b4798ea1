"""Record microphone and system sound as two channels of one file, in step, and lose nothing.

Capture processes give blocks with times; one thread lays them on the recording's clock, writes
the take, measures levels and hands the very same samples to whoever listens.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.audio.devices import Wanted
from slmsum.audio.drift import Track
from slmsum.audio.feed import Feed
from slmsum.audio.levels import Level, Watch, measure
from slmsum.audio.messages import Block, Failed, Message, Opened
from slmsum.audio.sound import RATE
from slmsum.audio.take import ME, OTHERS, TakeWriter
from slmsum.audio.unfinished import Note
from slmsum.errors import BadOption, DeviceFailed, DiskFull, SlmsumError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Samples are written, measured and handed on this often, in seconds.
_BEAT = 0.1
# A device that gave nothing for so long has its channel filled up, to this far behind the clock.
_IDLE, _BEHIND = 0.4, 0.15
# Messages that may wait while the disk is slow: two minutes of both devices, about 8 MB.
_WAITING = 5000
_OPENING = 15.0
# No disk keeps the recorder waiting for so long.
_SLEPT = 60.0


class End(StrEnum):
    """Why a recording ended."""

    ASKED = "asked"
    SECONDS = "seconds"
    SILENCE = "silence"
    DISK = "disk"


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """What to record, where to, and when to stop by itself.

    `until_silence` is the seconds of silence, after something was heard, that end the recording;
    `seconds` its greatest length. `reserve` bytes of the disk stay free.
    """

    path: Path
    home: Path
    microphone: Wanted | None
    system: Wanted | None
    seconds: float | None = None
    until_silence: float | None = None
    reserve: int = 32_000_000
    mode: int = 0o666


@dataclass(frozen=True, slots=True)
class Status:
    """How a recording stands: `levels` has one entry for each channel of `channels`."""

    seconds: float
    channels: tuple[str, ...]
    levels: tuple[Level, ...]
    warnings: tuple[str, ...] = ()
    paused: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finished take; `problem` tells what ended it early."""

    path: Path
    seconds: float
    end: End
    problem: SlmsumError | None = None


Listener = Callable[[float, "NDArray[np.int16]"], None]
Shower = Callable[[Status], None]


class _Channel:
    """One device: its feed, its track, and what is known of its state."""

    def __init__(self, name: str, wanted: Wanted) -> None:
        self.name = name
        self.wanted = wanted
        self.track = Track()
        self.watch = Watch(str(wanted.kind))
        self.feed: Feed | None = None
        self.lost: SlmsumError | None = None
        self.quiet_for = 0.0


class Recorder:
    """One recording; `start` it, then `wait` for its end. Methods may be called from any thread.

    `show` is called with the Status some ten times a second, listeners with the seconds from the
    beginning and the samples (int16, shape (channels, length), `RATE`) of each stretch in order:
    both in the recorder's thread, so they must be quick.
    """

    def __init__(self, settings: RecordSettings, show: Shower = lambda _status: None) -> None:
        self.settings = settings
        wanted = ((ME, settings.microphone), (OTHERS, settings.system))
        self._channels = [_Channel(name, each) for name, each in wanted if each is not None]
        if not self._channels:
            raise BadOption("neither microphone nor system sound is to be recorded")
        self._show = show
        self._listeners: list[Listener] = []
        self._messages: queue.Queue[tuple[_Channel, Message]] = queue.Queue(_WAITING)
        self._asked = threading.Event()
        self._closed = threading.Event()
        self._paused = threading.Event()
        self._muted = threading.Event()
        self._result: Recorded | None = None
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._written = 0
        # Where the recording's clock has its zero, on the monotonic clock.
        self._zero = 0.0
        self._paused_at: float | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels in order: "me", "others" or both."""
        return tuple(channel.name for channel in self._channels)

    @property
    def began(self) -> float:
        """When its clock stood at 0, by time.monotonic(); pauses move it."""
        return self._zero

    def subscribe(self, listener: Listener) -> None:
        """Hand each stretch of sound to `listener`, too, from now on."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Open the devices and the take; returns when sound is coming in.

        Raises SoundError, BadOption, OutputFailed or DiskFull, and then nothing is left behind.
        """
        try:
            for channel in self._channels:
                channel.feed = Feed(channel.wanted, self._put(channel))
            self._await_devices()
            settings = self.settings
            began = datetime.now().astimezone()
            self._take = TakeWriter(
                settings.path, self.channels, began, settings.reserve, settings.mode
            )
            self._note = Note(settings.home, settings.path)
        except BaseException:
            self._close_feeds()
            raise
        self._thread.start()

    def pause(self, paused: bool = True) -> None:
        """Leave out what is said from now on, until `pause(False)`; time stands still."""
        _set(self._paused, paused)

    def mute(self, muted: bool = True) -> None:
        """Record silence in place of the microphone, until `mute(False)`."""
        _set(self._muted, muted)

    @property
    def paused(self) -> bool:
        """Whether it pauses."""
        return self._paused.is_set()

    @property
    def muted(self) -> bool:
        """Whether the microphone is muted."""
        return self._muted.is_set()

    def stop(self) -> None:
        """Ask for the end; `wait` tells of it."""
        self._asked.set()

    def wait(self, timeout: float | None = None) -> Recorded | None:
        """The finished take, None where it is not finished after `timeout` seconds."""
        self._thread.join(timeout)
        if self._fault is not None:
            raise self._fault
        return self._result

    def _put(self, channel: _Channel) -> Callable[[Message], None]:
        def put(message: Message) -> None:
            # While the queue is full the capture process waits; it keeps a minute itself.
            while not self._closed.is_set():
                with contextlib.suppress(queue.Full):
                    self._messages.put((channel, message), timeout=0.5)
                    return

        return put

    def _await_devices(self) -> None:
        """Wait until each device has given sound or failed; raises what is wrong with one."""
        waiting = set(self._channels)
        deadline = time.monotonic() + _OPENING
        while waiting:
            try:
                channel, message = self._messages.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                name = str(next(iter(waiting)).wanted.kind)
                raise DeviceFailed(name, "it does not answer") from None
            if isinstance(message, Failed):
                raise message.error
            if isinstance(message, Opened):
                channel.track.open(message.rate, message.channels)
                waiting.discard(channel)

    def _close_feeds(self) -> None:
        self._closed.set()
        for channel in self._channels:
            if channel.feed is not None:
                channel.feed.stop()

    def _run(self) -> None:
        end = End.ASKED
        problem: SlmsumError | None = None
        try:
            end = self._record()
        except DiskFull as error:
            end, problem = End.DISK, error
        except SlmsumError as error:
            problem = error
        except BaseException as error:  # it is raised again where the recording is waited for
            self._fault = error
        try:
            self._close_feeds()
            seconds = self._take.close()
            self._note.close()
            self._result = Recorded(self.settings.path, seconds, end, problem)
        except BaseException as error:  # as above
            self._fault = self._fault or error

    def _record(self) -> End:
        self._zero = time.monotonic()
        next_beat = self._zero + _BEAT
        while True:
            now = time.monotonic()
            with contextlib.suppress(queue.Empty):
                self._take_in(*self._messages.get(timeout=max(0.0, next_beat - now)))
            now = time.monotonic()
            if now < next_beat:
                continue
            self._skip_sleep(now - next_beat)
            next_beat = max(next_beat + _BEAT, now)
            if self._asked.is_set():
                self._drain()
                self._beat(now)
                return End.ASKED
            self._beat(now)
            end = self._reached()
            if end is not None:
                return end

    def _skip_sleep(self, late: float) -> None:
        """Leave out the time that the machine slept, where its clock counts that (Windows)."""
        if late > _SLEPT:
            self._zero += late
            for channel in self._channels:
                channel.track.restart()

    def _drain(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._take_in(*self._messages.get_nowait())

    def _take_in(self, channel: _Channel, message: Message) -> None:
        match message:
            case Opened(_source, rate, channels):
                channel.track.open(rate, channels)
                channel.lost = None
            case Block(at, samples):
                channel.quiet_for = 0.0
                if self._paused_at is None:
                    channel.track.add(at - self._zero, samples)
            case Failed(error):
                channel.lost = error

    def _beat(self, now: float) -> None:
        if self._paused_at is None:
            self._fill_up(now - self._zero)
            self._write()
        self._heed_pause(now)
        if self._paused_at is not None:
            self._tell([Level() for _channel in self._channels], now)

    def _heed_pause(self, now: float) -> None:
        if self._paused.is_set() and self._paused_at is None:
            self._paused_at = now
        elif not self._paused.is_set() and self._paused_at is not None:
            self._zero += now - self._paused_at
            self._paused_at = None
            for channel in self._channels:
                channel.track.restart()

    def _fill_up(self, clock: float) -> None:
        """Silence where a device is lost or gives nothing, as WASAPI while nothing plays."""
        for channel in self._channels:
            # Counted in beats: a machine that slept or stood still proves nothing of a device.
            channel.quiet_for += _BEAT
            if channel.lost is not None or channel.quiet_for > _IDLE:
                channel.track.pad(clock - _BEHIND)

    def _write(self) -> None:
        import numpy as np

        end = min(channel.track.end for channel in self._channels)
        if self.settings.seconds is not None:
            end = min(end, round(self.settings.seconds * RATE))
        count = end - self._written
        if count <= 0:
            return
        block = np.stack([channel.track.take(count) for channel in self._channels])
        if self._muted.is_set() and self._channels[0].name == ME:
            block[0] = 0
        start = self._written / RATE
        self._take.write(block)
        self._written = end
        self._hand_on(start, block)
        self._tell([measure(row) for row in block], time.monotonic())

    def _hand_on(self, start: float, block: NDArray[np.int16]) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(start, block)
            except Exception:  # whatever is wrong with a listener, the recording goes on
                self._listeners.remove(listener)

    def _tell(self, levels: list[Level], now: float) -> None:
        warnings = []
        for channel, level in zip(self._channels, levels, strict=True):
            if self._paused_at is None:
                channel.watch.see(now - self._zero, level)
            if channel.lost is not None:
                warnings.append(channel.lost.message)
            elif not (self.muted and channel.name == ME) and self._paused_at is None:
                warnings += channel.watch.warnings(now - self._zero)
        self._show(
            Status(
                self._written / RATE,
                self.channels,
                tuple(levels),
                tuple(warnings),
                self.paused,
                self.muted,
            )
        )

    def _reached(self) -> End | None:
        """What the recording was to end with, if it has come."""
        settings = self.settings
        if settings.seconds is not None and self._written >= round(settings.seconds * RATE):
            return End.SECONDS
        if settings.until_silence is None or self._paused_at is not None:
            return None
        clock = time.monotonic() - self._zero
        watches = [channel.watch for channel in self._channels]
        heard = any(watch.ever_heard for watch in watches)
        silent = min(watch.silent_for(clock) for watch in watches)
        return End.SILENCE if heard and silent >= settings.until_silence else None


def _set(flag: threading.Event, on: bool) -> None:
    if on:
        flag.set()
    else:
        flag.clear()
