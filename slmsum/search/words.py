"""Words of any script as search sees them: the same in a query, in a text and in the index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex

# Writing without blanks between words: each character is a word, so that any run can be found.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# Else the classes of characters that FTS5's unicode61 takes for parts of words, and marks on them.
_WORD = regex.compile(
    rf"[{_UNSPACED}]\p{{M}}*+|(?:[[\p{{L}}\p{{N}}\p{{Co}}]--[{_UNSPACED}]]\p{{M}}*+)++", regex.V1
)
# The same for plain English, ten times as fast.
_ASCII_WORD = re.compile("[0-9A-Za-z]+")
_UNSPACED_WORD = regex.compile(f"[{_UNSPACED}]")
_BORDERLESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]+")
# What Porter's algorithm takes off, alone or one after the other.
_SUFFIXES = (
    "s es ies ed eed ing ly e y al ance ence er ers ic able ible ably ant ement ment ments ent ion "
    "ions ou ous ism ate iti ive ize izes ized izing ical icate ative ful ness ation ations ator "
    "ational tional ization izations alism iveness fulness ousness ality alities ivity bility"
).split()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and its place (characters, `end` excluded).

    `folded` is without case and accents, `stem` its stem by Porter's algorithm for English.
    """

    folded: str
    stem: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    for match in _pattern(text).finditer(text):
        folded = _folded(match[0])
        yield Word(folded, _stem(folded), match.start(), match.end())


def stems(text: str) -> list[str]:
    """The stems of a text's words in order."""
    return [_stem_of(word) for word in _pattern(text).findall(text)]


def completions(beginning: str) -> list[str]:
    """Words with this beginning, one for each stem that does not begin with that of `beginning`.

    "meetin" gives "meeting", whose stem "meet" an index of stems holds instead.
    """
    folded = _folded(beginning)
    own = _stem(folded)
    found: dict[str, str] = {}
    for suffix in _SUFFIXES:
        for begun in range(len(suffix)):
            if folded.endswith(suffix[:begun]):
                word = folded + suffix[begun:]
                found.setdefault(_stem(word), word)
    return [word for stem, word in found.items() if not stem.startswith(own)]


def _pattern(text: str) -> Any:
    return _ASCII_WORD if text.isascii() else _WORD


def is_unspaced(text: str) -> bool:
    """Whether some of a text is in writing that puts no blanks between words."""
    return _UNSPACED_WORD.search(text) is not None


def borderless_runs(text: str) -> list[tuple[str, bool]]:
    """Cut a text where Chinese or Japanese begins or ends; True stands with these runs."""
    parts, end = [], 0
    for match in _BORDERLESS.finditer(text):
        parts += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [(part, kind) for part, kind in [*parts, (text[end:], False)] if part]


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.lower())
    kept = "".join(part for part in parts if unicodedata.category(part) != "Mn")
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=50_000)
def _stem_of(word: str) -> str:
    return _stem(_folded(word))


@lru_cache(maxsize=50_000)
def _stem(folded: str) -> str:
    return str(_stemmer().stemWord(folded)) if folded.isascii() else folded


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")
