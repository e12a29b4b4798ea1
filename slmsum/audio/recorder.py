"""Record microphone and system sound as two channels of one file, in step, and lose nothing.

Capture processes give blocks with times; one thread lays them on the recording's clock, writes
the take, measures levels and hands the very same samples to whoever listens.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.audio.devices import Wanted
from slmsum.audio.feed import Feed
from slmsum.audio.levels import Level
from slmsum.audio.messages import Failed, Message, Opened
from slmsum.audio.mixer import Channel, Mixer
from slmsum.audio.sound import RATE
from slmsum.audio.take import ME, OTHERS, TakeWriter
from slmsum.audio.unfinished import Note
from slmsum.errors import BadOption, DeviceFailed, DiskFull, SlmsumError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Samples are written, measured and handed on this often, in seconds.
_BEAT = 0.1
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


class Recorder:
    """One recording; `start` it, then `wait` for its end. Methods may be called from any thread.

    `show` is called with the Status some ten times a second, listeners with the seconds from the
    beginning and the samples (int16, shape (channels, length), `RATE`) of each stretch in order:
    both in the recorder's thread, so they must be quick.
    """

    def __init__(self, settings: RecordSettings, show: Shower = lambda _status: None) -> None:
        self.settings = settings
        wanted = ((ME, settings.microphone), (OTHERS, settings.system))
        self._mixer = Mixer([(name, each) for name, each in wanted if each is not None])
        if not self._mixer.channels:
            raise BadOption("neither microphone nor system sound is to be recorded")
        self._feeds: list[Feed] = []
        self._levels = _silence(self.channels)
        self._show = show
        self._listeners: list[Listener] = []
        self._messages: queue.Queue[tuple[Channel, Message]] = queue.Queue(_WAITING)
        self._asked = threading.Event()
        self._closed = threading.Event()
        self._paused = threading.Event()
        self._muted = threading.Event()
        self._result: Recorded | None = None
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels in order: "me", "others" or both."""
        return tuple(channel.name for channel in self._mixer.channels)

    @property
    def began(self) -> float:
        """When its clock stood at 0, by time.monotonic(); pauses move it."""
        return self._mixer.zero

    def subscribe(self, listener: Listener) -> None:
        """Hand each stretch of sound to `listener`, too, from now on."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Open the devices and the take; returns when sound is coming in.

        Raises SoundError, BadOption, OutputFailed or DiskFull, and then nothing is left behind.
        """
        try:
            for channel in self._mixer.channels:
                self._feeds.append(Feed(channel.wanted, self._put(channel)))
            self._await_devices()
            settings = self.settings
            began = datetime.now().astimezone()
            self._take = TakeWriter(
                settings.path, self.channels, began, settings.reserve, settings.mode
            )
            try:
                self._note = Note(settings.home, settings.path)
            except BaseException:
                self._take.close()
                settings.path.unlink()
                raise
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

    def _put(self, channel: Channel) -> Callable[[Message], None]:
        def put(message: Message) -> None:
            # While the queue is full the capture process waits; it keeps a minute itself.
            while not self._closed.is_set():
                with contextlib.suppress(queue.Full):
                    self._messages.put((channel, message), timeout=0.5)
                    return

        return put

    def _await_devices(self) -> None:
        """Wait until each device has given sound or failed; raises what is wrong with one."""
        waiting = set(self._mixer.channels)
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
                self._mixer.take_in(channel, message)
                waiting.discard(channel)

    def _close_feeds(self) -> None:
        self._closed.set()
        for feed in self._feeds:
            feed.stop()

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
        self._mixer.zero = time.monotonic()
        next_beat = self._mixer.zero + _BEAT
        while True:
            now = time.monotonic()
            with contextlib.suppress(queue.Empty):
                self._mixer.take_in(*self._messages.get(timeout=max(0.0, next_beat - now)))
            now = time.monotonic()
            if now < next_beat:
                continue
            if now - next_beat > _SLEPT:
                self._mixer.skip(now - next_beat)
            next_beat = max(next_beat + _BEAT, now)
            if self._asked.is_set():
                self._drain()
                self._beat(now)
                return End.ASKED
            self._beat(now)
            end = self._reached(now)
            if end is not None:
                return end

    def _drain(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._mixer.take_in(*self._messages.get_nowait())

    def _beat(self, now: float) -> None:
        mixer = self._mixer
        if mixer.paused:
            self._levels = _silence(self.channels)
        else:
            stretch = mixer.next_stretch(now, _BEAT, self.settings.seconds)
            if stretch.shape[1]:
                self._write(stretch)
                self._levels = mixer.measure(stretch, now)
        if self.paused and not mixer.paused:
            mixer.pause(now)
        elif mixer.paused and not self.paused:
            mixer.resume(now)
        warnings = mixer.warnings(now, self.muted)
        paused, muted, levels = mixer.paused, self.muted, self._levels
        self._show(Status(mixer.seconds, self.channels, levels, warnings, paused, muted))

    def _write(self, stretch: NDArray[np.int16]) -> None:
        if self.muted and self.channels[0] == ME:
            stretch[0] = 0
        self._take.write(stretch)
        self._hand_on(self._mixer.seconds - stretch.shape[1] / RATE, stretch)

    def _hand_on(self, start: float, block: NDArray[np.int16]) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(start, block)
            except Exception:  # whatever is wrong with a listener, the recording goes on
                self._listeners.remove(listener)

    def _reached(self, now: float) -> End | None:
        """What the recording was to end with, if it has come."""
        settings, mixer = self.settings, self._mixer
        if settings.seconds is not None and mixer.given >= round(settings.seconds * RATE):
            return End.SECONDS
        if settings.until_silence is None or mixer.paused:
            return None
        return End.SILENCE if mixer.silent_for(now) >= settings.until_silence else None


def _silence(channels: Sequence[str]) -> tuple[Level, ...]:
    return tuple(Level() for _channel in channels)


def _set(flag: threading.Event, on: bool) -> None:
    if on:
        flag.set()
    else:
        flag.clear()
