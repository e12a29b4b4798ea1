"""Words of any script as search sees them: the same in a query, in a text and in the index."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex

# Writing without blanks between words: each character is a word, so that any run can be found.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# The classes of characters that FTS5's unicode61 takes for parts of words, and marks on them.
_SPACED = r"\p{L}\p{N}\p{Co}"
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|(?:(?![{_UNSPACED}])[{_SPACED}]\p{{M}}*)+")
_BORDERLESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]+")
_UNSPACED_WORD = regex.compile(rf"[{_UNSPACED}]")


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
    for match in _WORD.finditer(text):
        folded = _folded(match[0])
        yield Word(folded, _stem(folded), match.start(), match.end())


def stems(text: str) -> list[str]:
    """The stems of a text's words in order."""
    return [_stem(_folded(word)) for word in _WORD.findall(text)]


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
def _stem(folded: str) -> str:
    return str(_stemmer().stemWord(folded)) if folded.isascii() else folded


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")
