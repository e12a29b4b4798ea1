"""What is seen of a recording: one live line on a terminal, else a line for each new warning."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from slmsum.audio.levels import Level
    from slmsum.audio.recorder import Status

_CELLS = 12
# The level that an empty meter stands for, in dBFS.
_QUIETEST = -60.0
_NAMES = {"me": "mic", "others": "system"}


class Screen(Protocol):
    """Shows how a recording stands."""

    def show(self, status: Status) -> None:
        """Bring what is seen up to date."""


@contextmanager
def screen(quiet: bool, keys: bool) -> Iterator[Screen]:
    """The screen for standard error; `keys` tells whether keys work."""
    if quiet:
        yield _Nothing()
    elif not sys.stderr.isatty():
        yield _Lines()
    else:
        from rich.console import Console
        from rich.live import Live

        with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as live:
            yield _LiveLine(live, keys)


class _Nothing:
    def show(self, status: Status) -> None:
        pass


class _Lines:
    """Says a warning once when it begins; the seconds in it do not make it new."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def show(self, status: Status) -> None:
        now = {warning.rpartition(" for ")[0] or warning: warning for warning in status.warnings}
        for key, warning in now.items():
            if key not in self._told:
                sys.stderr.write(f"{clock(status.seconds)} {warning}\n")
        self._told = set(now)


class _LiveLine:
    def __init__(self, live: object, keys: bool) -> None:
        self._live = live
        self._keys = keys

    def show(self, status: Status) -> None:
        from rich.live import Live
        from rich.text import Text

        assert isinstance(self._live, Live)
        self._live.update(Text(line(status, self._keys), overflow="ellipsis", no_wrap=True))
        self._live.refresh()


def line(status: Status, keys: bool = False) -> str:
    """The status as one line: time, meters, state, warnings or what the keys do."""
    parts = ["paused" if status.paused else "rec", clock(status.seconds)]
    for name, level in zip(status.channels, status.levels, strict=True):
        muted = status.muted and name == "me"
        parts.append(f"{_NAMES[name]} {'muted'.center(_CELLS) if muted else meter(level)}")
    if status.warnings:
        parts.append("! " + "; ".join(status.warnings))
    elif keys:
        parts.append("p pause, m mute, q stop")
    return "  ".join(parts)


def meter(level: Level) -> str:
    """A bar of the RMS level with the peak as a tick, and the peak in dBFS."""
    filled, peak = _cell(level.rms), _cell(level.peak)
    bar = "".join(
        "=" if cell < filled else "|" if cell == peak - 1 else "." for cell in range(_CELLS)
    )
    return f"[{bar}] {max(level.peak, -99):>4.0f} dB"


def _cell(decibels: float) -> int:
    share = (decibels - _QUIETEST) / -_QUIETEST
    return min(_CELLS, max(0, round(share * _CELLS)))


def clock(seconds: float) -> str:
    """Seconds as m:ss or h:mm:ss."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
