"""Numbers in talk, made comparable: "fifteen hundred", "1,500"; "half past five", "17:30"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
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
    "dozen": 12,
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "grand": 1000}
_SCALE_LETTERS = {"k": 1000, "m": 10**6, "bn": 10**9}
# "one" is mostly a pronoun, "second" mostly a moment, "first" an order: no claim rests on them.
_VAGUE = frozenset({"one", "first", "second", "zero", "couple"})

_TOKEN = re.compile(
    r"(?P<time>\d{1,2}[:.]\d{2}(?!\d))"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>k|m|bn)?(?:st|nd|rd|th)?(?![a-z\d])"
    r"|(?P<glued>\d+)(?=[a-z])"
    r"|(?P<word>[a-z]+)"
)


def number_mentions(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each number that a text states: its wording, and all values that it may be another way of.

    A conversation supports it if `number_values` of the turns holds one of these values.
    """
    for wording, values, _ in _phrases(text):
        if wording not in _VAGUE:
            yield wording, values


@lru_cache(maxsize=50_000)
def number_values(text: str) -> frozenset[str]:
    """All values that the numbers in a text may stand for, in one canonical writing."""
    values: set[str] = set()
    for _, whole, parts in _phrases(text):
        values |= whole | parts
    return frozenset(values)


# A number as worded, its values as a whole, and those of its parts, which only evidence may use.
_Phrase = tuple[str, frozenset[str], frozenset[str]]


def _phrases(text: str) -> Iterator[_Phrase]:
    run: list[str] = []
    scaled = False
    lowered = text.lower().replace("-", " ")
    tokens = list(_TOKEN.finditer(lowered))

    def text_between(i: int) -> str:
        """What stands between a token and the one before, white space aside."""
        return lowered[tokens[i - 1].end() : tokens[i].start()].strip() if i else ""

    for i, token in enumerate(tokens):
        word = token["word"]
        if word is not None:
            if scaled and word in _SCALES:
                continue
            scaled = False
            if run and text_between(i):
                yield from _spoken(run)
                run = []
            if _is_number_word(word) or _links(run, word):
                run.append(word)
                continue
            if run:
                yield from _spoken(run)
                run = []
            if word == "half":
                yield from _half_hour(tokens[i + 1 : i + 2])
            if word in ("past", "to", "after") and i > 0:
                yield from _clock_words(tokens[i - 1], token, tokens[i + 1 : i + 2])
            continue
        if run:
            yield from _spoken(run)
            run = []
        following = tokens[i + 1]["word"] if i + 1 < len(tokens) else None
        yield token.group(), _written(token, following), frozenset()
        scaled = True
    if run:
        yield from _spoken(run)


def _links(run: list[str], word: str) -> bool:
    """Whether a word that is no number goes on with one: "two hundred and", "three point"."""
    if not run:
        return False
    return run[-1] in _SCALES if word == "and" else word in ("point", "oh")


def _half_hour(after: list[re.Match[str]]) -> Iterator[_Phrase]:
    """ "half eight", as the British say for 8:30."""
    hour = _small(after[0]["word"]) if after and after[0]["word"] else None
    if hour is not None and 0 < hour <= 12:
        yield f"half {after[0].group()}", frozenset({_clock(hour, 30)}), frozenset()


def _is_number_word(word: str) -> bool:
    return _small(word) is not None or word in _SCALES


def _small(word: str) -> int | None:
    """The value of a word below a hundred, ordinals and plurals included."""
    for table in (_UNITS, _TENS, _ORDINALS):
        if word in table:
            return table[word]
    if word.endswith("tieth") and word[:-5] + "ty" in _TENS:
        return _TENS[word[:-5] + "ty"]
    if word.endswith("th") and word[:-2] in _UNITS:
        return _UNITS[word[:-2]]
    if word.endswith("s") and word[:-1] in _UNITS | _TENS:
        return (_UNITS | _TENS)[word[:-1]]
    return None


def _written(token: re.Match[str], following: str | None) -> frozenset[str]:
    if token["time"]:
        hour, minute = re.split(r"[:.]", token["time"])
        values = {_clock(int(hour), int(minute)), _plain(float(f"{hour}.{minute}"))}
        return frozenset(
            values | ({hour, _plain((int(hour) % 12) or 12)} if int(minute) == 0 else set())
        )
    digits = token["number"] or token["glued"]
    value = float(digits.replace(",", ""))
    values = {_plain(value)}
    scale = _SCALE_LETTERS.get(token["scale"] or "") or _SCALES.get(following or "")
    if scale:
        values.add(_plain(value * scale))
    if len(digits) in (3, 4) and digits.isdigit() and int(digits[-2:]) < 60:
        values.add(_clock(int(digits[:-2]), int(digits[-2:])))
    return frozenset(values)


def _spoken(run: list[str]) -> Iterator[_Phrase]:
    """A run of number words: the whole as one number, and the ways to hear it in parts."""
    while run and run[-1] in ("and", "point", "oh"):
        run = run[:-1]
    words = [word for word in run if word != "and"]
    if not words:
        return
    values = {_plain(value) for value in _composed(words)}
    pieces: set[str] = set()
    parts = [value for word in words if (value := _small(word)) is not None]
    if len(parts) > 1:
        groups = _groups(words)
        values.add("".join(str(group) for group in groups))
        if len(groups) == 2 and groups[0] <= 24 and groups[1] < 60:
            values.add(_clock(groups[0], groups[1]))
        pieces = {_plain(group) for group in groups}
    yield " ".join(run), frozenset(values), frozenset(pieces)


def _composed(words: list[str]) -> Iterator[float]:
    """The number that the words make by addition and scales, with decimals after "point"."""
    if "point" in words:
        at = words.index("point")
        head = next(iter(_composed(words[:at])), 0.0)
        tail = "".join(str(_small(word) or 0) for word in words[at + 1 :])
        yield float(f"{int(head)}.{tail or 0}")
        return
    total = current = 0
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            current = max(1, current) * scale
            if scale >= 1000:
                total, current = total + current, 0
        else:
            current += _small(word) or 0
    yield float(total + current)


def _groups(words: list[str]) -> list[int]:
    """Split at where a new number begins: "five thirty" is 5, 30; "twenty five" is 25."""
    groups: list[int] = []
    open_tens = False
    for word in words:
        value = _small(word)
        if value is None:
            continue
        if open_tens and 0 < value < 10:
            groups[-1] += value
            open_tens = False
        else:
            groups.append(value)
            open_tens = word in _TENS
    return groups


def _clock_words(
    before: re.Match[str], link: re.Match[str], after: list[re.Match[str]]
) -> Iterator[_Phrase]:
    """ "half past five", "ten to six"."""
    minutes = {"half": 30, "quarter": 15}.get(before.group())
    if minutes is None:
        minutes = _small(before.group()) if before["word"] else _whole(before.group())
    if not after or minutes is None or not 0 < minutes < 60:
        return
    hour = _small(after[0].group()) if after[0]["word"] else _whole(after[0].group())
    if hour is None or not 0 < hour <= 12:
        return
    past = link.group() != "to"
    value = _clock(hour, minutes) if past else _clock(hour - 1, 60 - minutes)
    yield f"{before.group()} {link.group()} {after[0].group()}", frozenset({value}), frozenset()


def _whole(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else None


def _clock(hour: int, minute: int) -> str:
    """A time of day; morning and afternoon are not told apart, as talk leaves them out."""
    return f"{(hour % 12) or 12}:{minute:02d}"


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))
