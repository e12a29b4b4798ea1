"""The channels of a recording on one clock: blocks in as they come, stretches out in step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slmsum.audio.devices import Wanted
from slmsum.audio.drift import Track
from slmsum.audio.levels import Level, Watch, measure
from slmsum.audio.messages import Block, Failed, Message, Opened
from slmsum.audio.sound import RATE
from slmsum.audio.take import ME
from slmsum.errors import SlmsumError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A device that gave nothing for so long has its channel filled up, to this far behind the clock.
_IDLE, _BEHIND = 0.4, 0.15


class Channel:
    """One device: its track, and what is known of its state."""

    def __init__(self, name: str, wanted: Wanted) -> None:
        self.name = name
        self.wanted = wanted
        self.track = Track()
        self.watch = Watch(str(wanted.kind))
        self.lost: SlmsumError | None = None
        self.quiet_for = 0.0


class Mixer:
    """Lays channels on a clock that pauses leave out. `now` is always the monotonic clock."""

    def __init__(self, wanted: Sequence[tuple[str, Wanted]]) -> None:
        self.channels = [Channel(name, each) for name, each in wanted]
        # How many samples of each channel were given out.
        self.given = 0
        # Where the recording's clock has its zero, on the monotonic clock.
        self.zero = 0.0
        self._paused_at: float | None = None

    @property
    def paused(self) -> bool:
        """Whether time stands still."""
        return self._paused_at is not None

    @property
    def seconds(self) -> float:
        """The length of what was given out."""
        return self.given / RATE

    def take_in(self, channel: Channel, message: Message) -> None:
        """A block of a device, or news of it."""
        match message:
            case Opened(_source, rate, channels):
                channel.track.open(rate, channels)
                channel.lost = None
            case Block(at, samples):
                channel.quiet_for = 0.0
                if not self.paused:
                    channel.track.add(at - self.zero, samples)
            case Failed(error):
                # What looking for it again meets says less than what happened first.
                channel.lost = channel.lost or error

    def next_stretch(self, now: float, waited: float, most: float | None) -> NDArray[np.int16]:
        """What all channels have, shape (channels, length), where they have had `waited` seconds.

        It ends at `most` seconds at the latest.
        """
        import numpy as np

        self._fill_up(now - self.zero, waited)
        end = min(channel.track.end for channel in self.channels)
        if most is not None:
            end = min(end, round(most * RATE))
        count = max(0, end - self.given)
        self.given += count
        return np.stack([channel.track.take(count) for channel in self.channels])

    def _fill_up(self, clock: float, waited: float) -> None:
        """Silence where a device is lost or gives nothing, as WASAPI while nothing plays."""
        for channel in self.channels:
            # What was waited, not what the clock says: a machine that stood still proves nothing.
            channel.quiet_for += waited
            if channel.lost is not None or channel.quiet_for > _IDLE:
                channel.track.pad(clock - _BEHIND)

    def pause(self, now: float) -> None:
        """Let time stand still."""
        self._paused_at = now

    def resume(self, now: float) -> None:
        """Let time go on."""
        if self._paused_at is not None:
            self.skip(now - self._paused_at)
            self._paused_at = None

    def skip(self, seconds: float) -> None:
        """Leave out a time that has passed."""
        self.zero += seconds
        for channel in self.channels:
            channel.track.restart()

    def measure(self, stretch: NDArray[np.int16], now: float) -> tuple[Level, ...]:
        """The levels of all channels, which warnings and silence are then told from."""
        levels = tuple(measure(row) for row in stretch)
        for channel, level in zip(self.channels, levels, strict=True):
            channel.watch.see(now - self.zero, level)
        return levels

    def warnings(self, now: float, muted: bool) -> tuple[str, ...]:
        """What is wrong with devices, in words; `muted` is the user's own microphone."""
        found: list[str] = []
        for channel in self.channels:
            if channel.lost is not None:
                found.append(channel.lost.message)
            elif not self.paused and not (muted and channel.name == ME):
                found += channel.watch.warnings(now - self.zero)
        return tuple(found)

    def silent_for(self, now: float) -> float:
        """Seconds since any channel was heard; 0 where none ever was."""
        watches = [channel.watch for channel in self.channels]
        if not any(watch.ever_heard for watch in watches):
            return 0.0
        return min(watch.silent_for(now - self.zero) for watch in watches)
