"""How long work reports where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of long work: `stage` in words, `done` of `total`, seconds left where known."""

    stage: str
    done: float
    total: float
    seconds_left: float | None = None


ProgressSink = Callable[[Progress], None]


def ignore(_progress: Progress) -> None:
    """A sink for callers that show nothing."""
