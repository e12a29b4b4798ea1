"""The names, numbers, days and amounts in a sentence, each of which evidence must hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from slmsum.summarize.numbers import number_mentions, number_values
from slmsum.summarize.words import is_function_word, sentences, stem, words

_TOKEN = re.compile(r"(?<![\w'’])[^\W\d_](?:[\w'’&.-]*\w)?")
_DAYS = {
    short: day
    for day in "monday tuesday wednesday thursday friday saturday sunday".split()
    for short in (day, day[:3], day[:4], day[:5])
}
_MONTHS = {
    short: month
    for month in (
        "january february march april may june july august september october november december"
    ).split()
    for short in (month, month[:3])
} | {"sept": "september"}
_RELATIVE = frozenset("today tomorrow tonight yesterday weekend noon midnight".split())
# Words that may open a sentence without being said in the conversation. Any other one must be, for
# that is where most invented names stand.
_OPENERS = frozenset(
    """according although among another anyone anything around behind below besides between despite
    due during each earlier either eventually every everybody everyone everything few finally first
    following further given group half herself himself however including initially instead its
    itself last lastly later lots many meanwhile mostly much neither next nobody none nothing once
    others otherwise outside overall participants people perhaps plus rather regarding several
    similarly since somebody someone something sometimes soon speakers still team therefore though
    throughout thus together towards two unless unlike until unsure upon usually via whatever
    whenever wherever whether whoever whose within without yet""".split()
)
# Capitalised words that name nobody and nothing a reader would take for a fact.
_NOT_NAMES = frozenset(
    "i i'm i'll i've i'd ok okay mr mrs ms mx dr hon rev prof english a an the".split()
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be checked: `kind` is name, number or day; `values` mean the same."""

    kind: str
    wording: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a turn (or several) offers to support facts: its words, stems, numbers and days."""

    words: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[str]

    def holds(self, fact: Fact) -> bool:
        """Whether the fact is said there."""
        if fact.kind == "number":
            return not self.numbers.isdisjoint(fact.values)
        # Stems make one of short names that are two: Mary and Marie.
        return not self.words.isdisjoint(fact.values) or any(
            len(value) > 5 and value in self.stems for value in fact.values
        )


@lru_cache(maxsize=50_000)
def ground_of(speaker: str | None, text: str) -> Ground:
    """What a turn offers; its speaker's name counts as said."""
    found = words(text) + words(speaker or "") + _raw_words(f"{speaker or ''} {text}")
    bare = [word.removesuffix("'s").removesuffix("’s") for word in found]
    parts = [part for word in found for part in re.split(r"[-'’]", word)]
    days = [_DAYS[w] for w in bare if w in _DAYS] + [_MONTHS[w] for w in bare if w in _MONTHS]
    return Ground(
        words=frozenset(bare + parts + days),
        stems=frozenset(stem(word) for word in bare),
        numbers=number_values(text) | number_values(speaker or ""),
    )


# Digits around letters, as in "6x12" or "w8851b2", are said as a whole or not at all.
_CODE = re.compile(r"\b\d+[a-z]+\d\w*\b|\b[a-z]+\d+[a-z]+\w*\b")


def _raw_words(text: str) -> list[str]:
    """Words with digits and underscores left in, and with underscores taken out.

    Nicknames need the former; the AMI transcripts spell "LCD" as "LC_D_", which needs the latter.
    """
    raw = re.findall(r"\w+", text.lower())
    odd = [word for word in raw if not word.isalpha()]
    return odd + [word.replace("_", "") for word in odd]


def facts(sentence: str, opening_names: Collection[str] = ()) -> Iterator[Fact]:
    """The facts of a text; a usual word that opens a sentence is a name only in `opening_names`.

    `opening_names` are lower-case words of speakers' names and other names of the conversation.
    """
    for part in sentences(sentence):
        for found in _TOKEN.finditer(part):
            if found.group()[0].isupper():
                first = not part[: found.start()].strip(" \"'“‘(")
                yield from _name_facts(found.group(), first, opening_names)
    lowered = words(sentence)
    for word in lowered:
        if word in _RELATIVE:
            yield Fact("day", word, frozenset({word}))
    for wording, values in number_mentions(sentence):
        yield Fact("number", wording, values)
    for code in _CODE.findall(sentence.lower()):
        yield Fact("name", code, frozenset({code}))


def _name_facts(token: str, first: bool, opening_names: Collection[str]) -> Iterator[Fact]:
    for part in re.split(r"[-/&]", token):
        word = part.lower().strip(".'’,").removesuffix("'s").removesuffix("’s")
        if not part[:1].isupper() or word in _NOT_NAMES:
            continue
        if first and word not in opening_names and _may_open(word):
            continue
        if word in _DAYS and (len(word) > 4 or word in ("mon", "tue", "wed", "thu", "fri", "sat")):
            yield Fact("day", part, frozenset({_DAYS[word]}))
        elif word in _MONTHS and word != "may":
            yield Fact("day", part, frozenset({_MONTHS[word]}))
        else:
            values = {word, f"{word}s", word.removesuffix("s"), stem(word)}
            yield Fact("name", part, frozenset(values))


def _may_open(word: str) -> bool:
    """Whether a capital at the beginning of a sentence tells nothing about this word."""
    return (
        word in _OPENERS
        or is_function_word(word)
        or word.endswith("ing")
        or bool(number_values(word))
    )
