"""Times within a recording, as they are shown."""

from __future__ import annotations

from slmsum.export import words


def clock(seconds: float) -> str:
    """Seconds that are over as m:ss or h:mm:ss; one that still runs does not count yet."""
    return words.clock(int(seconds))
