"""What a capture process says to its parent."""

from __future__ import annotations

from dataclasses import dataclass

from slmsum.audio.devices import Source
from slmsum.errors import SlmsumError


@dataclass(frozen=True, slots=True)
class Opened:
    """The device gives sound from now on."""

    source: Source
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Block:
    """16-bit samples, channels interleaved; the last one was there at `at` (time.monotonic)."""

    at: float
    samples: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """The devices there are."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The last message: why there is no more sound."""

    error: SlmsumError


Message = Opened | Block | Found | Failed
