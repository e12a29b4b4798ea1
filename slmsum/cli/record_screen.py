"""What is seen of a recording: one live line on a terminal, else a line for each new warning."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from slmsum.audio.levels import share
from slmsum.cli.clock import clock
from slmsum.export.words import clean
from slmsum.speech.captions import Captions

if TYPE_CHECKING:
    from rich.live import Live

    from slmsum.audio.levels import Level
    from slmsum.audio.recorder import Status
    from slmsum.speech.live import LiveUpdate

_CELLS = 12
_NAMES = {"me": "mic", "others": "system"}


class Screen(Protocol):
    """Shows how a recording stands."""

    def show(self, status: Status) -> None:
        """Bring what is seen up to date."""

    def hear(self, update: LiveUpdate) -> None:
        """Show words just spoken."""

    def note(self, text: str) -> None:
        """Show a line that stays."""

    def finish(self) -> None:
        """Let all words stay that are shown."""


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

    def hear(self, update: LiveUpdate) -> None:
        pass

    def note(self, text: str) -> None:
        pass

    def finish(self) -> None:
        pass


class _Lines:
    """Says a warning once when it begins; the seconds in it do not make it new."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._captions = Captions(0)

    def show(self, status: Status) -> None:
        now = {warning.rpartition(" for ")[0] or warning: warning for warning in status.warnings}
        for key, warning in now.items():
            if key not in self._told:
                sys.stderr.write(f"{clock(status.seconds)} {warning}\n")
        self._told = set(now)

    def hear(self, update: LiveUpdate) -> None:
        for caption in self._captions.take(update):
            self.note(str(caption))

    def note(self, text: str) -> None:
        sys.stderr.write(f"{clean(text)}\n")
        sys.stderr.flush()

    def finish(self) -> None:
        pass


class _LiveLine:
    """The line of meters at the bottom, and above it lines of words, the latest still growing."""

    def __init__(self, live: Live, keys: bool) -> None:
        self._live = live
        self._keys = keys
        self._captions = Captions(max(40, live.console.width - 20))

    def show(self, status: Status) -> None:
        from rich.console import Group
        from rich.text import Text

        growing = [
            Text.assemble(
                clean(str(line)), " " * line.open[:1].isspace(), (clean(line.open), "dim")
            )
            for line in self._captions.growing()
        ]
        meters = Text(line(status, self._keys), overflow="ellipsis", no_wrap=True)
        self._live.update(Group(*growing, meters))
        self._live.refresh()

    def hear(self, update: LiveUpdate) -> None:
        for caption in self._captions.take(update):
            self.note(str(caption))

    def note(self, text: str) -> None:
        from rich.text import Text

        self._live.console.print(Text(clean(text)))

    def finish(self) -> None:
        for caption in self._captions.finish():
            self.note(str(caption))


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
    return round(share(decibels) * _CELLS)
