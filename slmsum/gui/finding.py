"""Where words stand within turns, found a piece at a time so that the window stays awake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slmsum.gui.turn_model import PAGE, TurnSource


def places(text: str, needle: str) -> list[tuple[int, int]]:
    """Start and length of each place, in any case, in UTF-16 units as Qt counts."""
    if not needle:
        return []
    found = re.finditer(re.escape(needle), text, re.IGNORECASE)
    return [(_units(text[: one.start()]), _units(one[0])) for one in found]


def rows(source: TurnSource, needle: str) -> Iterator[list[int]]:
    """The rows that hold `needle`, in order: those of one page after another."""
    pattern = re.compile(re.escape(needle), re.IGNORECASE)
    for first in range(0, source.count, PAGE):
        yield [turn.index for turn in source.page(first, PAGE) if pattern.search(turn.text)]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
