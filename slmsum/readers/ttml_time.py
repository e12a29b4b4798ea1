"""The time expressions of TTML: clock times, offsets, frames and ticks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFSET = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)(h|ms|m|s|f|t)")
_CLOCK = re.compile(
    r"(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2}(?:\.\d{1,15})?)(?::(\d{1,4})(?:\.\d{1,4})?)?"
)
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True, slots=True)
class Clock:
    """What the root element says a second holds."""

    frame_rate: float = 30.0
    tick_rate: float = 1.0

    @classmethod
    def of(cls, root: Element) -> Clock:
        """The rates that the root's attributes declare, with the standard's defaults."""
        values = {key.rpartition("}")[2]: value for key, value in root.items()}
        frames = _positive(values.get("frameRate"))
        multiplier = [_positive(part) for part in values.get("frameRateMultiplier", "").split()]
        rate = frames or 30.0
        if len(multiplier) == 2 and multiplier[0] and multiplier[1]:
            rate *= multiplier[0] / multiplier[1]
        return cls(rate, _positive(values.get("tickRate")) or (rate if frames else 1.0))

    def seconds(self, expression: str | None) -> float | None:
        """A time expression in seconds, None where there is none or it is not understood."""
        text = (expression or "").strip()
        if match := _OFFSET.fullmatch(text):
            amount, unit = float(match[1]), match[2]
            if unit == "f":
                return round(amount / self.frame_rate, 6)
            if unit == "t":
                return round(amount / self.tick_rate, 6)
            return round(amount * _UNITS[unit], 6)
        if match := _CLOCK.fullmatch(text):
            whole = int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])
            return round(whole + int(match[4] or 0) / self.frame_rate, 6)
        return None

    def span(self, element: Element, base: float) -> tuple[float | None, float | None]:
        """Begin and end of an element in seconds, counted from `base`."""
        begin = self.seconds(element.get("begin"))
        end = self.seconds(element.get("end"))
        duration = self.seconds(element.get("dur"))
        start = None if begin is None else base + begin
        if end is None and duration is not None:
            return start, (base if start is None else start) + duration
        return start, None if end is None else base + end


def _positive(value: str | None) -> float | None:
    """A number of up to nine digits above zero, else None."""
    if value is None or not re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", value.strip()):
        return None
    return float(value) or None
