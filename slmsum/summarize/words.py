"""Words, stems and sentences of English text, as grounding and ranking compare them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, TypeVar

Item = TypeVar("Item")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_STOP = frozenset(
    """a about after again all also am an and any are as at be because been before being but by can
    could did do does doing done for from get gets getting go goes going got had has have having he
    her here hers him his how i if in into is it its it's just let's like me more most my no nor not
    now of off oh ok okay on one only or other our out over own please really right she should so
    some such than that that's the their them then there there's these they they're thing things
    think this those through to too um uh under up very was we we're well were what when where which
    while who whom why will with won't would yeah yes you your yours i'm i'll i've i'd don't didn't
    can't it'll isn't wasn't he's she's you're we'll they'll us maybe says say said asks asked ask
    tell tells told wants want need needs""".split()
)
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs no hon rev gen capt sgt etc approx inc ltd dept jr sr".split()
)
_SENTENCE_END = re.compile(r"([.!?…]+[\"'”’)]*)\s+")


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word by the Snowball English algorithm."""
    return str(_stemmer().stemWord(word.removesuffix("'s").removesuffix("’s")))


def words(text: str) -> list[str]:
    """Lower-case words and numbers in order."""
    return _WORD.findall(text.lower())


def is_function_word(word: str) -> bool:
    """Whether a lower-case word carries little meaning of its own."""
    return word in _STOP or word.partition("'")[0] in _STOP


@lru_cache(maxsize=20_000)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(word) for word in words(text) if word not in _STOP)


def unigram_f1(left: Iterable[str], right: Iterable[str]) -> float:
    """Harmonic mean of how much of each set of words is in the other."""
    a, b = set(left), set(right)
    if not a or not b:
        return 0.0
    common = len(a & b)
    return 2 * common / (len(a) + len(b))


def distinct(items: Iterable[Item], text: Callable[[Item], str], same: float) -> list[Item]:
    """The items in order without those whose words are nearly those of an earlier one's text."""
    kept: list[Item] = []
    seen: list[frozenset[str]] = []
    for item in items:
        stems = content_stems(text(item))
        if all(unigram_f1(stems, other) < same for other in seen):
            kept.append(item)
            seen.append(stems)
    return kept


def sentences(text: str) -> list[str]:
    """Split prose into sentences; abbreviations, initials and decimals do not end one."""
    out: list[str] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        before = text[start : found.start()].rsplit(None, 1)
        last = before[-1].lower().strip("(\"'") if before else ""
        following = text[found.end() : found.end() + 1]
        if found.group(1).startswith(".") and (
            last in _ABBREVIATIONS or len(last) == 1 or following.islower()
        ):
            continue
        out.append(text[start : found.end()].strip())
        start = found.end()
    out.append(text[start:].strip())
    return [sentence for sentence in out if sentence]


def repeats_itself(text: str) -> bool:
    """Whether a model was caught in a loop: five words running twice, or three running thrice."""
    tokens = words(text)
    return _most_often(tokens, 5) >= 2 or _most_often(tokens, 3) >= 3


def _most_often(tokens: list[str], span: int) -> int:
    """How often the commonest run of `span` words occurs."""
    runs = Counter(tuple(tokens[i : i + span]) for i in range(len(tokens) - span + 1))
    return max(runs.values(), default=0)
