"""Which `Name:` prefixes of lines or captions name a speaker, decided over the whole file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_LABEL = re.compile(
    r"\s*(?P<name>[^\s:：][^\n:：]{0,63}?)\s*[:：](?=\s|$|[^\s\d/\\:：\x00-\x7f])\s*"
)
_NEVER_NAMES = {
    *("note", "notes", "warning", "question", "answer", "example", "step", "tip", "update", "ps"),
    *("edit", "http", "https", "re", "fwd", "subject", "agenda", "action", "actions", "decision"),
    *("decisions", "summary", "todo", "date", "time"),
}
_PARTICLES = {
    *("de", "da", "di", "du", "der", "den", "van", "von", "bin", "ibn", "al", "el", "la", "le"),
    *("y", "and", "of", "the"),
}
_ASIDE = re.compile(r"\s*[(\[|/].*$")


def split_label(text: str) -> tuple[str | None, str]:
    """Part a leading `Name:` from the rest; (None, text) where there is none of a name's shape."""
    match = _LABEL.match(text)
    if match is None:
        return None, text
    name = " ".join(match["name"].split())
    return (name, text[match.end() :]) if _could_name(name) else (None, text)


def speaker_labels(texts: Iterable[str]) -> frozenset[str]:
    """The prefixes that name speakers.

    Where nearly all texts carry a prefix, all of them count; where half do, those that come back
    or are written as names; elsewhere those that do both, and single names beside two of them.
    """
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        if not text.strip():
            continue
        total += 1
        name, _ = split_label(text)
        if name is not None:
            counts[name] += 1
    if not total:
        return frozenset()
    share = counts.total() / total
    if share >= 0.9:
        return frozenset(counts)
    named = {name for name in counts if _looks_named(name)}
    recurring = {name for name, n in counts.items() if n > 1}
    if share >= 0.5:
        return frozenset(named | recurring)
    return frozenset(named if len(named & recurring) >= 2 else named & recurring)


def _could_name(name: str) -> bool:
    core = _ASIDE.sub("", name) or name
    if not any(char.isalnum() for char in core) or any(char in core for char in '!?;"“”=<>{}…'):
        return False
    if core.casefold() in _NEVER_NAMES or core.isdecimal():
        return False
    words = core.split()
    return len(words) <= 6 and not re.search(r"\w{3,}\.\s", core)


def _looks_named(name: str) -> bool:
    words = (_ASIDE.sub("", name) or name).split()
    capital = [word for word in words if not word[0].islower()]
    return bool(capital) and all(
        not word[0].islower() or word.casefold() in _PARTICLES for word in words
    )
