"""Find the words and phrases that a template names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def flat(text: str) -> str:
    """Text as phrases are looked for in it: small letters, plain apostrophes."""
    return text.lower().replace("’", "'")


def occurs(phrase: str, text: str) -> bool:
    """Whether a phrase stands in flat text as whole words.

    It may end in "*" to stand for all words that begin so. Words end at an underscore, as in the
    names "Doctor_2" and "Guest_clinician".
    """
    return _pattern(phrase).search(text) is not None


def any_occurs(phrases: Iterable[str], text: str) -> bool:
    """Whether one of the phrases stands in a text, flat or not."""
    lowered = flat(text)
    return any(occurs(phrase, lowered) for phrase in phrases)


@lru_cache(maxsize=1000)
def _pattern(phrase: str) -> re.Pattern[str]:
    end = "" if phrase.endswith("*") else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){re.escape(flat(phrase.rstrip('*')))}{end}")
