"""Which of the fonts that are shipped a text needs, and what none of them can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

from fontTools.ttLib import TTFont

from slmsum.paths import resource_path

BASE = "DejaVuSans"
BOLD = "B"
_BOX = "□"
# Tried in this order: Han and kana, Hangul, emoji, then scripts of their own.
_FALLBACKS = (
    "DroidSansFallbackFull",
    "NanumGothicCoding",
    "NotoEmoji",
    "NotoSansDevanagari",
    "NotoSansThai",
)
# Scripts in which each letter is drawn by itself, from left to right.
_PLAIN = re.compile(
    "[ -\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u200a\u2010-\u2bff\u3000-\u9fff\uac00-\ud7a3"
    "\uff00-\uffef]*"
)


def needs_shaping(text: str) -> bool:
    """Whether letters of the text join, stack or run from right to left."""
    return not _PLAIN.fullmatch(text)


class Glyphs:
    """The fonts that `texts` need; `missing` are the letters that none of them has."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted = {ord(letter) for text in texts for letter in set(text)}
        wanted.update(map(ord, f"0123456789 #-/…•⚠{_BOX}"))
        wanted -= _letters(BASE)
        self.fallbacks: list[str] = []
        for family in _FALLBACKS:
            if not wanted:
                break
            found = wanted & _letters(family)
            if found:
                self.fallbacks.append(family)
                wanted -= found
        unseen = {code for code in wanted if _is_unseen(code)}
        self.missing = {chr(code) for code in wanted - unseen}
        self._replaced = {code: None if code in unseen else _BOX for code in wanted}

    @cached_property
    def fonts(self) -> list[tuple[str, str, Path]]:
        """Family, style and file of each font."""
        bold = (BASE, BOLD, _file(f"{BASE}-Bold"))
        return [(BASE, "", _file(BASE)), bold, *((f, "", _file(f)) for f in self.fallbacks)]

    def printable(self, text: str) -> str:
        """The text with boxes for letters that are missing, and without marks that show nothing."""
        return text.translate(self._replaced) if self._replaced else text


def _is_unseen(code: int) -> bool:
    """Joiners, variation selectors and tags, which only steer how others look."""
    return unicodedata.category(chr(code)) == "Cf" or 0xFE00 <= code <= 0xFE0F or code >= 0xE0100


@cache
def _letters(family: str) -> frozenset[int]:
    with TTFont(_file(family), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _file(name: str) -> Path:
    return resource_path("fonts") / f"{name}.ttf"
