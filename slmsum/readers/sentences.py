"""Cut running text into sentences, for text that nobody is named for."""

from __future__ import annotations

import re

_END = re.compile(
    r"""(?<=[.!?…])["'”’)\]]*\s+(?=["'“‘(\[¿¡]*[^\W_a-zа-яα-ω])|(?<=[。！？])["'”’」』）]*\s*"""
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|etc|approx|dept|fig|no|e\.g|i\.e|bzw|usw|z\.\s?b|d\.\s?h|sr|sra)"
    r"|\b[^\W\d_])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, white space normalised; abbreviations do not end one."""
    out: list[str] = []
    held: list[str] = []
    for piece in _pieces(" ".join(text.split())):
        held.append(piece)
        if not _ABBREVIATION.search(piece[-12:]):
            out.append(" ".join(held))
            held = []
    return [*out, " ".join(held)] if held else out


def _pieces(text: str) -> list[str]:
    pieces = []
    begin = 0
    for match in _END.finditer(text):
        piece = text[begin : match.end()].strip()
        if piece:
            pieces.append(piece)
        begin = match.end()
    if rest := text[begin:].strip():
        pieces.append(rest)
    return pieces
