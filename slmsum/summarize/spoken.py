"""Numbers in words: "two thousand and five", "five oh five", "twenty five to six"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "couple": 2,
}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "hundredth": 100,
    "thousand": 1000,
    "thousandth": 1000,
    "grand": 1000,
    "million": 10**6,
    "billion": 10**9,
}
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """How a run of number words may be meant.

    `numbers` are the numbers said one after another; `digits` are those of a run without scales
    written as one ("two oh five", 205), else empty; `clock` is its hour and minute, if it has any.
    """

    numbers: tuple[Decimal, ...]
    digits: str = ""
    clock: tuple[int, int] | None = None


def small(word: str) -> int | None:
    """The value of a word below a hundred, ordinals and plurals included."""
    for table in (UNITS, TENS, _ORDINALS):
        if word in table:
            return table[word]
    if word.endswith("tieth") and word[:-5] + "ty" in TENS:
        return TENS[word[:-5] + "ty"]
    if word.endswith("th") and word[:-2] in UNITS:
        return UNITS[word[:-2]]
    if word.endswith("s"):
        return UNITS.get(word[:-1], TENS.get(word[:-1]))
    return None


def is_ordinal(word: str) -> bool:
    """Whether a small number word can only end a number, or stand alone."""
    return word in _ORDINALS or word.endswith("th")


def read_words(words: Sequence[str]) -> Reading:
    """Read a run of number words, "and" left out; "point" and "oh" stand where they were said."""
    if "point" in words:
        return Reading(tuple(_with_point(words)))
    items = _grouped(words)
    numbers = tuple(map(Decimal, _folded(items)))
    values = [value for value, is_scale in items if not is_scale]
    if len(values) < 2 or len(values) < len(items):
        return Reading(numbers)
    return Reading(numbers, "".join(map(str, values)), _hour_and_minute(values))


def _hour_and_minute(values: Sequence[int]) -> tuple[int, int] | None:
    if len(values) == 2 and 0 < values[0] <= 24 and 10 <= values[1] < 60:
        return values[0], values[1]
    if len(values) == 3 and 0 < values[0] <= 24 and values[1] == 0 and 0 < values[2] < 10:
        return values[0], values[2]
    return None


def _with_point(words: Sequence[str]) -> Iterator[Decimal]:
    at = list(words).index("point")
    *others, whole = [0, *_folded(_grouped(words[:at]))]
    yield from map(Decimal, others[1:])
    end = at + 1
    while end < len(words) and small(words[end]) is not None:
        end += 1
    tail = "".join(str(value) for value, _ in _grouped(words[at + 1 : end]))
    value = Decimal(f"{whole}.{tail or 0}")
    while end < len(words) and words[end] in SCALES:
        value *= SCALES[words[end]]
        end += 1
    yield value
    if end < len(words):
        yield from read_words(words[end:]).numbers


def _grouped(words: Sequence[str]) -> list[tuple[int, bool]]:
    """The run as small numbers and scales: "five thirty" is 5, 30; "twenty five" is 25."""
    items: list[tuple[int, bool]] = []
    open_tens = False
    for word in words:
        if word in SCALES:
            items.append((SCALES[word], True))
            open_tens = False
            continue
        value = small(word) or 0
        if open_tens and 0 < value < 10:
            items[-1] = (items[-1][0] + value, False)
            open_tens = False
        else:
            items.append((value, False))
            open_tens = word in TENS
    return items


def _folded(items: Sequence[tuple[int, bool]]) -> Iterator[int]:
    """Put numbers together by their scales, a new one where the words cannot go on with the old.

    "two hundred fifty thousand" is one number, "two hundred three hundred" is two.
    """
    total, current, before = 0, 0, 0
    for place, (value, is_scale) in enumerate(items):
        ahead = items[place + 1][0] if items[place + 1 : place + 2] and items[place + 1][1] else 1
        if not is_scale:
            if place and not _goes_on(value, ahead, before):
                yield total + current
                total = current = 0
            current += value
            before = 1
        elif value < _THOUSAND:
            if before > 1:
                yield total + current
                total = current = 0
            current = max(1, current) * value
            before = value
        else:
            if before >= _THOUSAND:
                yield total + current
                total = current = 0
            total += max(1, current) * value
            current, before = 0, value
    if items:
        yield total + current


def _goes_on(value: int, ahead: int, before: int) -> bool:
    """Whether a small number goes on with one that ends in the scale `before` (1 for none)."""
    if before >= _THOUSAND:
        return value * ahead < before
    return before == 100 and (value < 100 and ahead != 100)
