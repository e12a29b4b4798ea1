"""Questions that the conversation leaves open, in the words they were asked in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from slmsum.conversation import Turn
from slmsum.minutes import Point
from slmsum.summarize.words import content_stems, sentences, words

_MOST = 6
_UNSURE = re.compile(
    r"\b(don'?t know|not sure|no idea|dunno|unclear|good question|"
    r"have to (check|ask|see|look)|"
    r"(let me|i'll|i will|we'll|will|need to) "
    r"(check|ask|find out|look into|get back|see(?! you)|come back)|"
    r"not (yet )?decided|to be (decided|discussed|confirmed)|tbd|tbc|"
    r"we'll see(?! you)|wondering)\b",
    re.IGNORECASE,
)
# Questions that only open or keep up the talk.
_PHATIC = re.compile(
    r"^(?:(?:hi|hello|hey)\b[\w ]*,? )?"
    r"(how are you|what'?s up|how'?s it going|you know what|guess what|are you there|who'?s there|"
    r"can (you|everybody|everyone) (hear|see)|do you know what i mean|is that (ok|okay|right)|"
    r"sorry)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4
_REPLIES = 3


def open_questions(turns: Sequence[Turn]) -> list[Point]:
    """Questions answered with "I don't know", "I'll check" or the like, or not at all.

    A question counts as not answered at all when it ends the conversation or its own turn and
    nobody else speaks after it. At most six, the weightiest first, then in order.
    """
    found: list[tuple[int, Point]] = []
    for place, turn in enumerate(turns):
        asked = [s for s in sentences(turn.text) if is_weighty(s)]
        if not asked:
            continue
        question = asked[-1]
        replies = _replies(turns, place)
        last = _next_question(turns, place)
        unsure = next(
            (r for r in replies if r.index <= last and _leaves_open(question, r.text)), None
        )
        if unsure is not None:
            found.append((2, Point(question, (turn.index, unsure.index))))
        elif not replies and turn.text.rstrip().endswith("?"):
            found.append((1, Point(question, (turn.index,))))
    kept = sorted(found, key=lambda item: (-item[0], -len(content_stems(item[1].text))))[:_MOST]
    return sorted((point for _, point in kept), key=lambda point: point.evidence[0])


def is_weighty(sentence: str) -> bool:
    """Whether a sentence asks something of substance."""
    return (
        sentence.endswith("?")
        and len(words(sentence)) >= _LEAST_WORDS
        and bool(content_stems(sentence))
        and not _PHATIC.match(sentence)
    )


def _replies(turns: Sequence[Turn], place: int) -> list[Turn]:
    """The next turns by others."""
    asker = turns[place].speaker
    following = turns[place + 1 : place + 1 + 2 * _REPLIES]
    return [turn for turn in following if turn.speaker != asker][:_REPLIES]


def _next_question(turns: Sequence[Turn], place: int) -> int:
    """The index of the turn with which replies to a question end: they are for a newer one then."""
    asker = turns[place].speaker
    for before, turn in pairwise(turns[place : place + 2 * _REPLIES + 1]):
        if any(is_weighty(sentence) for sentence in sentences(turn.text)):
            return before.index if turn.speaker == asker else turn.index
    return turns[-1].index


def _leaves_open(question: str, reply: str) -> bool:
    """A short reply that says it is not known; a long one usually goes on to answer."""
    return bool(_UNSURE.search(reply)) and len(words(reply)) <= 25 and "?" not in question[:-1]
