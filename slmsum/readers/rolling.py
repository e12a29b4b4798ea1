"""Undo rolling captions, where each cue shows the words of the one before it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from slmsum.readers.cue_lines import Cue

_MAX_GAP = 0.5
_MIN_SHARE = 0.3
_MAX_WORDS = 80


def without_repeats(cues: Sequence[Cue]) -> list[Cue]:
    """Drop what a cue repeats of the one shown before it, if the file evidently rolls.

    It rolls if at least two, and three in ten, of its cues begin with the words that the cue
    before ended with, and follow it without a gap. A cue that only grows on its line is merged
    into its predecessor; one that adds a line, or moves on by some words, stays a cue.
    """
    repeated = [0, *(_overlap(a, b) for a, b in pairwise(cues))]
    evident = sum(
        count >= 3 or 0 < count < len(_words(cue))
        for cue, count in zip(cues, repeated, strict=True)
    )
    if evident < 2 or evident < len(cues) * _MIN_SHARE:
        return list(cues)
    out: list[Cue] = []
    shown = 0
    for cue, count in zip(cues, repeated, strict=True):
        fresh, same_line = _after(cue.lines, count)
        grows = bool(out) and count > 0 and (not fresh or (same_line and count == shown))
        if grows:
            out[-1] = _grown(out[-1], cue, fresh)
        else:
            out.append(replace(cue, lines=fresh) if count else cue)
        shown = len(_words(cue))
    return out


def _words(cue: Cue) -> list[str]:
    return [word for line in cue.lines for word in line.split()]


def _grown(before: Cue, cue: Cue, fresh: tuple[str, ...]) -> Cue:
    lines = before.lines
    if fresh:
        last = f"{lines[-1]} {fresh[0]}" if lines else fresh[0]
        lines = (*lines[:-1], last, *fresh[1:])
    return replace(before, end=max(before.end, cue.end), lines=lines)


def _overlap(before: Cue, cue: Cue) -> int:
    """How many words at the beginning of `cue` are those that `before` ends with."""
    if cue.start - before.end > _MAX_GAP or cue.start < before.start:
        return 0
    all_old = _words(before)
    old, new = all_old[-_MAX_WORDS:], _words(cue)[:_MAX_WORDS]
    last_line = len(before.lines[-1].split()) if before.lines else 0
    for count in range(min(len(old), len(new)), 0, -1):
        if old[-count:] == new[:count]:
            return count if count >= 3 or count in (last_line, len(all_old)) else 0
    return 0


def _after(lines: tuple[str, ...], count: int) -> tuple[tuple[str, ...], bool]:
    """The lines after `count` words, and whether they begin in the middle of a line."""
    for number, line in enumerate(lines):
        words = line.split()
        if count < len(words):
            return (" ".join(words[count:]), *lines[number + 1 :]), count > 0
        count -= len(words)
        if count == 0:
            return lines[number + 1 :], False
    return (), False
