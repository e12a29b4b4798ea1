"""The part of a text that shows why it was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import regex

from slmsum.search.match import Range

_GRAPHEME = regex.compile(r"\X")
_BLANK = re.compile(r"\s")
_CUT = "…"
# How much of a snippet may stand before the first place found, and be given up for a whole word.
_LEAD, _SLACK = 0.25, 0.1


def snippet(text: str, found: Sequence[Range], length: int = 160) -> tuple[str, tuple[Range, ...]]:
    """Cut a text down to at most `length` characters around as much of what was found as fits.

    `found` are ordered ranges of characters. Gives one line, with "…" where something is left out,
    and the ranges in it. What is seen as one character (a grapheme) is never parted.
    """
    line = _BLANK.sub(" ", text)
    units = [match.start() for match in _GRAPHEME.finditer(line)]
    # Places in whole graphemes: `units` are where these begin.
    places = [(bisect_right(units, a) - 1, bisect_left(units, b)) for a, b in found if a < b]
    units.append(len(line))
    first, last = _stretch(line, units, places, length)
    head, tail = _CUT * (first > 0), _CUT * (last < len(units) - 1)
    shift = len(head) - units[first]
    kept = [(max(a, first), min(b, last)) for a, b in places if a < last and b > first]
    ranges = tuple((units[a] + shift, units[b] + shift) for a, b in kept)
    return head + line[units[first] : units[last]] + tail, ranges


def _stretch(line: str, units: list[int], places: Sequence[Range], length: int) -> Range:
    """The graphemes to show, from the first to before the last."""
    count = len(units) - 1
    if count <= length:
        return 0, count
    room = length - 2
    start = max(0, _best_start(places, room) - int(_LEAD * room))
    if start + room >= count:
        start = count - room
    end = start + room
    slack = int(_SLACK * room)
    if start > 0:
        blank = line.find(" ", units[start], units[start + slack])
        start = bisect_left(units, blank + 1) if blank >= 0 else start
    if end < count:
        blank = line.rfind(" ", units[end - slack], units[end])
        end = bisect_left(units, blank) if blank >= 0 else end
    return start, end


def _best_start(places: Sequence[Range], room: int) -> int:
    """Where the stretch begins that holds most places: at one of them."""
    reach = room * (1 - _LEAD - _SLACK)
    ends = [b for _, b in places]
    held = [bisect_right(ends, a + reach) - i for i, (a, _) in enumerate(places)]
    return places[held.index(max(held))][0] if held else 0
