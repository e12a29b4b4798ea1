"""The text inside Apple's typedstream archives, where iMessage keeps styled messages."""

from __future__ import annotations

import re

# Class name, its reference, then the type "+" (bytes) before the length of the text.
_STRING = re.compile(rb"NSString\x01[\x80-\xff]?\x84\x01\+", re.DOTALL)
_LENGTH_2_BYTES = 0x81
_LENGTH_4_BYTES = 0x82


def text_of(archive: bytes) -> str | None:
    """The first string of an archived attributed string, None where none can be found whole."""
    match = _STRING.search(archive)
    if match is None or match.end() >= len(archive):
        return None
    start, length = match.end() + 1, archive[match.end()]
    if length in (_LENGTH_2_BYTES, _LENGTH_4_BYTES):
        size = 2 if length == _LENGTH_2_BYTES else 4
        length = int.from_bytes(archive[start : start + size], "little")
        start += size
    elif length > _LENGTH_4_BYTES:
        return None
    text = archive[start : start + length]
    if len(text) < length:
        return None
    return text.decode("utf-8", errors="replace")
