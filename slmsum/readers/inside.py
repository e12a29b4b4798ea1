"""Find the files of an export, given as one file, as a zip or as a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from slmsum.readers.source import Source


def matching(source: Source, pattern: re.Pattern[str]) -> list[str]:
    """The members of a zip or folder whose file name matches, in natural order; else none."""
    members = source.members
    names = members.names if members is not None else []
    return sorted((n for n in names if pattern.search(PurePosixPath(n).name)), key=_natural)


def files(source: Source, pattern: re.Pattern[str]) -> Iterator[Source]:
    """The matching members one by one, or the source itself where it is a single file."""
    members = source.members
    if members is None:
        yield source
        return
    for name in matching(source, pattern):
        yield members.open(name)


def first(source: Source, pattern: re.Pattern[str]) -> Source | None:
    """What a `sniff` may look into: the source itself or its first matching member."""
    members = source.members
    if members is None:
        return source
    names = matching(source, pattern)
    return members.open(names[0]) if names else None


def _natural(name: str) -> list[tuple[int, str]]:
    """Numbers by their value; without the suffix, so that "page" comes before "page2"."""
    parts = re.split(r"(\d+)", name.rpartition(".")[0])
    return [(int(part[:18]), "") if part.isdecimal() else (-1, part) for part in parts]
