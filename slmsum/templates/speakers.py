"""What each person in a round says is done, comes next, or holds them up, in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slmsum.conversation import Turn
from slmsum.minutes import Sentence
from slmsum.summarize.words import content_stems, sentences
from slmsum.templates.template import Cue

_MOST_CHARS = 240
_LEAST_STEMS = 2
_PAST = (
    "finished|fixed|merged|shipped|closed|wrote|sent|tested|reviewed|worked|did|got|made|started|"
    "added|moved|deployed|released|looked|spent|ran|met|talked|spoke|called|built|wrapped|managed|"
    "completed|updated|cleaned|removed|changed|delivered|prepared|set|put|paired|found|rolled|"
    "drafted|published|migrated|refactored|solved|checked|ordered|painted|repaired|measured"
)
_BLOCKED = re.compile(
    r"\b(blocked|blockers?|blocking|stuck|held up|waiting (?:for|on)|depends? on|no access|"
    r"can'?t (?:\w+ ){1,4}(?:until|without)|cannot (?:\w+ ){1,4}(?:until|without)|"
    r"need(?:s)? (?:\w+ ){0,4}from)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(i'?ll|i will|i'?m going to|i'?m gonna|i plan to|i want to|i'?m (?:still )?on|"
    r"(?:today|tomorrow|next|then|this (?:morning|afternoon|week)) i(?:'m|'ll| will| want| plan)?|"
    r"today is|(?:up )?next(?: up)?(?: is|:)|going to)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    rf"\b(?:i|we|i've|we've|i have|we have)(?: also| just| finally| mostly)? (?:{_PAST})\b|"
    r"\byesterday\b|\bi'?m done\b|"
    r"\b(?:is|are|it's) (?:now )?(?:done|finished|merged|fixed|live)\b|"
    rf"^(?:{_PAST})\b",
    re.IGNORECASE,
)


def said_by_speaker(turns: Sequence[Turn], cue: Cue, most: int) -> list[Sentence]:
    """Each person's sentences of that kind, at most `most` a person, persons in turn.

    A sentence that says two things is of the first kind of: blocked, next, done. Questions and
    what nobody is named for are left aside.
    """
    found: dict[str, list[Sentence]] = {}
    for turn in turns:
        if turn.speaker is None:
            continue
        for text in _statements(turn.text):
            if cue_of(text) is cue:
                sentence = Sentence(f"{turn.speaker}: {text}", (turn.index,), support=1.0)
                found.setdefault(turn.speaker, []).append(sentence)
    return [sentence for theirs in found.values() for sentence in theirs[:most]]


def cue_of(text: str) -> Cue | None:
    """Which kind of statement a sentence is, None for others."""
    flat = text.replace("’", "'")
    blocked = _BLOCKED.search(flat)
    if blocked is not None:
        before = flat[max(0, blocked.start() - 30) : blocked.end()]
        return None if _denies(before, blocked[0]) else Cue.BLOCKED
    if _NEXT.search(flat):
        return Cue.NEXT
    return Cue.DONE if _DONE.search(flat) else None


def _denies(text: str, word: str) -> bool:
    """Whether "no", "not" or the like stands up to two words before the cue."""
    pattern = (
        rf"\b(?:no|not|nothing|never|without|any|isn't|aren't)(?: \w+){{0,2}} {re.escape(word)}"
    )
    return re.search(pattern, text, re.IGNORECASE) is not None


def _statements(text: str) -> Iterator[str]:
    for sentence in sentences(" ".join(text.split())):
        fits = len(sentence) <= _MOST_CHARS and not sentence.endswith("?")
        if fits and len(content_stems(sentence)) >= _LEAST_STEMS:
            yield sentence
