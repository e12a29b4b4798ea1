"""Clock readings as chat apps write them: 12 and 24 hours, in the words of many languages."""

from __future__ import annotations

from functools import cache
from unicodedata import category

_AM_WORDS = """
am a vorm vormittags prep dop matin fm ip öö sa pg de upp przed 上午 午前 오전 凌晨 早上 清晨
ص قظ πμ पूर्वाह्न
"""
_PM_WORDS = """
pm p nachm nachmittags popoł odp soir em üö iltap ös ch ptg du po 下午 午後 오후 晚上 傍晚
م بظ μμ अपराह्न
"""
_AM = frozenset(_AM_WORDS.split())
_PM = frozenset(_PM_WORDS.split())
_NOON = "中午"


@cache
def hour_of_day(hour: int, marker: str | None) -> int:
    """The hour from 0 to 23 that `hour` and a word such as "PM", "p. m." or "오후" mean.

    A word that is none of these leaves the hour as it is, as does an hour above 12.
    """
    if not marker or hour > 12:
        return hour
    word = "".join(char for char in marker.casefold() if category(char)[0] in "LM")
    if word in _PM:
        return hour if hour == 12 else hour + 12
    if word in _AM:
        return 0 if hour == 12 else hour
    if word == _NOON:
        return hour if hour >= 10 else hour + 12
    return hour


def is_half_day(marker: str | None) -> bool:
    """Whether a word next to a clock reading tells the half of the day."""
    return hour_of_day(12, marker) == 0 or hour_of_day(1, marker) == 13


def elapsed(reading: str) -> float:
    """Seconds in "H:MM:SS" or "MM:SS", with a fraction or without."""
    total = 0.0
    for part in reading.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
