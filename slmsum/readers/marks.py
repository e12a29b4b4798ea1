"""Invisible marks that apps put around names, dates and words to steer the writing direction."""

from __future__ import annotations

import re

MARK = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
_MARKS = re.compile(f"[{MARK}]+")
_SPACES = re.compile("[ \t\u00a0\u202f\u2007\u2009]+")


def without_marks(text: str) -> str:
    """The text without direction marks."""
    return text if text.isascii() else _MARKS.sub("", text)


def clean_name(text: str) -> str:
    """A name as it is shown: no marks, single spaces, none at its ends."""
    return _SPACES.sub(" ", without_marks(text)).strip()
