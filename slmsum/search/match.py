"""Where the terms of a query stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from slmsum.search.query import Query, Term, Wish
from slmsum.search.words import Word, borderless_runs, is_unspaced, stems, words
from slmsum.summarize.words import is_function_word

Range = tuple[int, int]


def is_literal(term: Term) -> bool:
    """Whether a term is looked for character by character: symbols, or writing without blanks."""
    return is_unspaced(term.text) or not any(True for _ in words(term.text))


def telling(query: Query) -> tuple[Term, ...]:
    """The terms by which texts are ranked.

    Function words are left out unless there is nothing else, and Chinese and Japanese, whose words
    have no borders, count by pairs of characters.
    """
    wanted = [part for term in query.wanted for part in _pairs(term)]
    kept = [t for t in wanted if t.wish is not Wish.HELPS or not _is_function_word(t.text)]
    return tuple(dict.fromkeys(kept or wanted))


def _is_function_word(text: str) -> bool:
    return is_function_word(text.strip(".,;:!?").lower())


def _pairs(term: Term) -> list[Term]:
    if term.wish is not Wish.HELPS:
        return [term]
    parts: list[Term] = []
    for run, borderless in borderless_runs(term.text):
        if borderless:
            parts += [Term(run[i : i + 2]) for i in range(max(1, len(run) - 1))]
        else:
            parts.append(replace(term, text=run))
    return parts


class Pattern:
    """A term made ready to be found in many texts; `stems` are set where it is whole words."""

    def __init__(self, term: Term) -> None:
        self._text = term.text.lower()
        self._literal = is_literal(term)
        self._prefix = term.prefix
        self._words = tuple(words(term.text))
        whole = not (self._literal or self._prefix)
        self.stems = [word.stem for word in self._words] if whole else None

    def find(self, text: str, text_words: Sequence[Word]) -> list[Range]:
        """The places of the term as ranges of characters; `text_words` are those of the text."""
        if self._literal:
            return self._find_literally(text)
        count = len(self._words)
        return [
            (text_words[i].start, text_words[i + count - 1].end)
            for i in range(len(text_words) - count + 1)
            if all(self._agrees(j, text_words[i + j]) for j in range(count))
        ]

    def count(self, text_stems: Sequence[str]) -> int:
        """How often whole words stand in a text, by the stems of its words."""
        assert self.stems is not None
        number, at, length = 0, -1, len(self.stems)
        for _ in range(text_stems.count(self.stems[0])):
            at = text_stems.index(self.stems[0], at + 1)
            number += text_stems[at : at + length] == self.stems
        return number

    def _find_literally(self, text: str) -> list[Range]:
        # Where lower case changes the length, places would not hold.
        lower = text.lower()
        text = lower if len(lower) == len(text) else text
        found, start = [], text.find(self._text)
        while start >= 0:
            found.append((start, start + len(self._text)))
            start = text.find(self._text, start + len(self._text))
        return found

    def _agrees(self, place: int, word: Word) -> bool:
        wanted = self._words[place]
        if self._prefix and place == len(self._words) - 1:
            return word.folded.startswith(wanted.folded)
        return word.stem == wanted.stem


def occurrences(patterns: Sequence[Pattern], text: str) -> tuple[tuple[int, ...], int]:
    """How often each pattern stands in a text, and how many words the text has."""
    if all(pattern.stems is not None for pattern in patterns):
        # Without the words' places, which take far longer.
        there = stems(text)
        return tuple(pattern.count(there) for pattern in patterns), len(there)
    text_words = list(words(text))
    return tuple(len(pattern.find(text, text_words)) for pattern in patterns), len(text_words)


def admits(query: Query, text: str) -> bool:
    """Whether a text holds the required terms of a query and none of the excluded ones."""
    if not query.strict:
        return True
    numbers, _ = occurrences([Pattern(term) for term in query.strict], text)
    return all(
        bool(number) == (term.wish is Wish.REQUIRED)
        for term, number in zip(query.strict, numbers, strict=True)
    )


def highlights(query: Query, text: str) -> list[Range]:
    """The places of a query's telling terms in a text, in order and apart from each other."""
    text_words = list(words(text))
    found = sorted(
        place for term in telling(query) for place in Pattern(term).find(text, text_words)
    )
    merged: list[Range] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
