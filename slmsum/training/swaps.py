"""Minimal pairs: a sentence and the same with two of its speakers exchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# Speakers joined by these do the same, so that exchanging them changes nothing.
_JOINED = re.compile(r",? ?(and|or|with|,)?( the)?", re.IGNORECASE)


def swapped(sentence: str, speakers: Sequence[str]) -> str | None:
    """The sentence with its first two speakers exchanged.

    None where it names fewer than two, or where they are joined ("Ida and Otto").
    """
    longest_first = sorted(speakers, key=len, reverse=True)
    if not longest_first:
        return None
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
    found = list(pattern.finditer(sentence))
    names = list(dict.fromkeys(match[0] for match in found))
    if len(names) < 2:
        return None
    for left, right in pairwise(found):
        between = sentence[left.end() : right.start()].strip()
        if left[0] != right[0] and _JOINED.fullmatch(between):
            return None
    other = {names[0]: names[1], names[1]: names[0]}
    return pattern.sub(lambda match: other.get(match[0], match[0]), sentence)
