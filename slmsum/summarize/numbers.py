"""Numbers in talk, made comparable: "fifteen hundred", "1,500"; "half past five", "17:30"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from slmsum.summarize.spoken import SCALES, TENS, is_ordinal, read_words, small

_SCALE_LETTERS = {"k": 1000, "m": 10**6, "bn": 10**9}
# "one" is mostly a pronoun, "second" mostly a moment, "first" an order: no claim rests on them.
_VAGUE = frozenset({"one", "first", "second", "zero", "couple"})
_TIME_CUES = frozenset({"at", "by", "before", "until", "till"})
_TIME_ENDS = frozenset({"am", "pm", "hours", "hrs"})
# After "five to ten" these leave it a time; another word makes it a range: "five to ten people".
_AFTER_TIME = frozenset(
    "a and as at because but by for he i if in it on or please she so sharp than that the then "
    "they to today tomorrow tonight we when will with you".split()
)
_CURRENCY = "$€£¥₹"
# No talk has longer ones; exact arithmetic on them would cost time and memory.
_MOST_DIGITS = 30

_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?!\d))"
    r"|(?P<number>\d+(?:,\d{3}(?!\d))*(?:\.\d+)?)"
    r"(?:(?P<scale>k|m|bn)(?![a-z])|st\b|nd\b|rd\b|th\b)?"
    r"|(?P<word>[a-z]+)"
)

# A number as worded, its values as a whole, and those of its parts, which only evidence may use.
_Phrase = tuple[str, frozenset[str], frozenset[str]]
_Found = tuple[int, _Phrase]


def number_mentions(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each number that a text states: its wording, and all values that it may be another way of.

    A conversation supports it if `number_values` of the turns holds one of these values.
    """
    for wording, values, _ in _Text(text).phrases():
        if wording not in _VAGUE:
            yield wording, values


@lru_cache(maxsize=50_000)
def number_values(text: str) -> frozenset[str]:
    """All values that the numbers in a text may stand for, in one canonical writing."""
    values: set[str] = set()
    for _, whole, parts in _Text(text).phrases():
        values |= whole | parts
    return frozenset(values)


class _Text:
    """The words and numbers of a text, with what reads them at a place."""

    def __init__(self, text: str) -> None:
        self.text = text.lower().replace("-", " ")
        self.tokens = list(_TOKEN.finditer(self.text))

    def phrases(self) -> Iterator[_Phrase]:
        place = 0
        while place < len(self.tokens):
            found = self._clock_words(place) or self._half(place) or self._spoken(place)
            found = found or self._written(place)
            if found is None:
                place += 1
                continue
            place = found[0]
            yield found[1]

    def _word(self, place: int) -> str:
        """The word at a place, empty for none."""
        return (self.tokens[place]["word"] or "") if 0 <= place < len(self.tokens) else ""

    def _joined(self, place: int) -> bool:
        """Whether only white space stands between a token and the one before."""
        if not 0 < place < len(self.tokens):
            return False
        return not self.text[self.tokens[place - 1].end() : self.tokens[place].start()].strip()

    def _wording(self, first: int, end: int) -> str:
        return " ".join(token.group() for token in self.tokens[first:end])

    def _after(self, place: int) -> str:
        """The character after the token at a place."""
        end = self.tokens[place].end()
        return self.text[end : end + 1]

    def _below(self, place: int, most: int) -> int | None:
        """The plain number from 1 to `most` that a token is, in digits or in one word."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token["word"]:
            value = None if is_ordinal(token["word"]) else small(token["word"])
        else:
            plain = token["number"] == token.group() and len(token.group()) < 3
            value = int(token.group()) if plain else None
        return value if value is not None and 0 < value <= most else None

    def _clock_words(self, place: int) -> _Found | None:
        """ "half past five", "twenty-five to six", "10 minutes past 6"."""
        minutes = {"half": 30, "quarter": 15}.get(self._word(place))
        named = minutes is not None
        at = place + 1
        if minutes is None:
            minutes = self._below(place, 59)
            unit = self._below(at, 9) if self._word(at) and self._joined(at) else None
            if minutes is not None and self._word(place) in TENS and unit:
                minutes, at = minutes + unit, at + 1
        if minutes is None or not self._joined(at) or self._word(place - 1) == "from":
            return None
        if self._word(at) in ("minute", "minutes", "mins"):
            named, at = True, at + 1
        link, hour = self._word(at), self._below(at + 1, 12)
        if link not in ("past", "to", "after") or hour is None or not self._joined(at + 1):
            return None
        if not named and (minutes % 5 or (link == "to" and self._goes_on(at + 2))):
            return None
        value = _clock(hour - 1, 60 - minutes) if link == "to" else _clock(hour, minutes)
        parts = frozenset({str(hour)} if named else {str(minutes), str(hour)})
        return at + 2, (self._wording(place, at + 2), frozenset({value}), parts)

    def _goes_on(self, place: int) -> bool:
        """Whether what was counted follows, as in "five to ten people" or "5 to 10%"."""
        if self._after(place - 1) in ("%", *_CURRENCY):
            return True
        return self._joined(place) and self._word(place) not in _AFTER_TIME

    def _half(self, place: int) -> _Found | None:
        """ "half eight", as the British say for 8:30, and "half a million"."""
        if self._word(place) != "half" or not self._joined(place + 1):
            return None
        hour = self._below(place + 1, 12)
        if hour is not None:
            values = frozenset({_clock(hour, 30)})
            return place + 2, (self._wording(place, place + 2), values, frozenset())
        scale = SCALES.get(self._word(place + 2))
        if self._word(place + 1) == "a" and scale:
            values = frozenset({str(scale // 2)})
            return place + 3, (self._wording(place, place + 3), values, frozenset())
        return None

    def _spoken(self, place: int) -> _Found | None:
        """A run of number words: as one number, else as digits, a time, or several numbers."""
        end = place
        while self._extends(place, end):
            end += 1
        if end == place:
            return None
        said = [word for word in map(self._word, range(place, end)) if word != "and"]
        reading = read_words(said)
        numbers = [_plain(value) for value in reading.numbers]
        if len(numbers) == 1:
            value, after = self._and_half(reading.numbers[0], end)
            return after, (self._wording(place, after), frozenset({_plain(value)}), frozenset())
        whole = {reading.digits} if reading.digits else set(numbers)
        if reading.clock:
            whole.add(_clock(*reading.clock))
        return end, (self._wording(place, end), frozenset(whole), frozenset(numbers))

    def _extends(self, first: int, place: int) -> bool:
        """Whether the word at a place belongs to the run of number words that begins at `first`."""
        word = self._word(place)
        if place == first:
            return small(word) is not None or (word in SCALES and word != "grand")
        if not self._joined(place):
            return False
        before = self._word(place - 1)
        if word in ("and", "oh", "point"):
            return self._links(place, word, before)
        if word in SCALES:
            return before not in ("and", "oh", "point")
        after_tens_or_scale = before in TENS or before in SCALES or before == "and"
        apart = is_ordinal(word) or is_ordinal(before)
        return small(word) is not None and (after_tens_or_scale or not apart)

    def _links(self, place: int, word: str, before: str) -> bool:
        """Whether a word that is no number goes on with one: "two hundred and", "three point"."""
        following = self._word(place + 1) if self._joined(place + 1) else ""
        if word == "and":
            return before in SCALES and small(following) is not None
        if word == "point":
            fits = small(following) is not None or following == "oh"
            return fits and before not in ("and", "oh", "point")
        return small(following) is not None and small(before) is not None

    def _and_half(self, value: Decimal, place: int) -> tuple[Decimal, int]:
        """The value with " and a half" and scales that follow it, and where they end."""
        said = [self._word(i) if self._joined(i) else "" for i in range(place, place + 3)]
        if said == ["and", "a", "half"]:
            value, place = value + Decimal("0.5"), place + 3
        while self._joined(place) and self._word(place) in SCALES:
            value, place = value * SCALES[self._word(place)], place + 1
        return value, place

    def _written(self, place: int) -> _Found | None:
        token = self.tokens[place]
        if token["word"]:
            return None
        if token["clock"]:
            hour, minute = map(int, token["clock"].split(":"))
            return place + 1, (token.group(), _clock_values(hour, minute), frozenset())
        digits = token["number"].replace(",", "")
        if len(digits) > _MOST_DIGITS:
            return place + 1, (token.group(), frozenset({digits}), frozenset())
        bare = Decimal(digits)
        money = self.text[: token.start()].rstrip()[-1:] in _CURRENCY and token.start() > 0
        if token["scale"]:
            whole = {_plain(bare * _SCALE_LETTERS[token["scale"]])}
            if token["scale"] == "m" and not money:
                whole.add(_plain(bare))
            return place + 1, (token.group(), frozenset(whole), frozenset({_plain(bare)}))
        value, end = self._and_half(bare, place + 1)
        times = frozenset() if money or end > place + 1 else _times(token["number"])
        if times and ("." in digits or self._is_time(place)):
            return end, (self._wording(place, end), times | {_plain(value)}, frozenset())
        return end, (self._wording(place, end), frozenset({_plain(value)}), times)

    def _is_time(self, place: int) -> bool:
        return self._word(place - 1) in _TIME_CUES or self._word(place + 1) in _TIME_ENDS


def _times(digits: str) -> frozenset[str]:
    """The time of day that "7.30" or "1730" may be."""
    found = re.fullmatch(r"(\d{1,2})\.?(\d{2})", digits)
    if not found or not 0 < int(found[1]) <= 24 or int(found[2]) >= 60:
        return frozenset()
    return (
        _clock_values(int(found[1]), int(found[2]))
        if "." in digits
        else frozenset({_clock(int(found[1]), int(found[2]))})
    )


def _clock_values(hour: int, minute: int) -> frozenset[str]:
    """A time as it may be said; a full hour may be said by its number alone."""
    if hour > 24 or minute >= 60:
        return frozenset({f"{hour}:{minute:02d}"})
    values = {_clock(hour, minute)}
    if minute == 0:
        values |= {str(hour), str(hour % 12 or 12)}
    return frozenset(values)


def _clock(hour: int, minute: int) -> str:
    """A time of day; morning and afternoon are not told apart, as talk leaves them out."""
    return f"{(hour % 12) or 12}:{minute:02d}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
