"""Whether something was affirmed or denied, which a small model often gets wrong.

In a visit "Any fever?" "No." denies the fever, though nothing but "fever" need stand in a note.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from slmsum.conversation import Turn
from slmsum.summarize.words import content_stems, sentences, stem, words

_NEGATION = re.compile(
    r"\b(?:no|not|none|never|nor|neither|without|negative|nothing|unremarkable|"
    r"den(?:y|ies|ied|ying)|cannot|\w+n't)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[.;:?!]|,?\s+\b(?:but|however|although|though|except|because|so|which|while|when|until)\b|"
    r",?\s+(?:and\s+)?(?=(?:i|i'm|i've|he|she|they|we|it|it's|the patient|patient)\b)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:(?:um|uh|er|oh|well|so|okay|ah|hmm)[,. ]+)*"
    r"(?:no|nope|nah|never|none|not (?:really|at all|that)|negative|"
    r"i (?:don't|do not|haven't|have not))\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:(?:um|uh|er|oh|well|so|okay|ah|hmm)[,. ]+)*"
    r"(?:yes|yeah|yep|yup|i (?:do|did|have|am|was)\b(?! not)|sure|correct|right|definitely)\b",
    re.IGNORECASE,
)
# Stems that frame a statement and say nothing about what is so.
_FRAME = frozenset(
    stem(word)
    for word in "patient patients doctor denies denied deny reports reported states stated history "
    "symptoms any other current currently known significant past problem problems".split()
)


def affirmed(text: str) -> Iterator[tuple[str, bool]]:
    """Each telling stem of a statement, and whether it is affirmed there, not denied."""
    for clause in _CLAUSES.split(text.replace("’", "'")):
        negation = _NEGATION.search(clause)
        denied = content_stems(clause[negation.end() :]) if negation is not None else frozenset()
        for found in content_stems(clause) - _FRAME:
            yield found, found not in denied


class Polarity:
    """What was affirmed and what was denied in a conversation."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        known: dict[str, set[bool]] = defaultdict(set)
        for place, turn in enumerate(turns):
            reply = turns[place + 1].text if place + 1 < len(turns) else ""
            answer = None if _NO.match(reply) is None else False
            answer = True if _YES.match(reply) is not None else answer
            for sentence in sentences(turn.text):
                if not sentence.rstrip().endswith("?"):
                    for found, holds in affirmed(sentence):
                        known[found].add(holds)
                elif answer is not None:
                    # "I do smoke but no alcohol" says of each itself what is so.
                    for found in content_stems(sentence) - content_stems(reply) - _FRAME:
                        known[found].add(answer)
        self._known: Mapping[str, set[bool]] = known

    def doubts(self, text: str) -> list[str]:
        """Why a statement may say the opposite of what was said; empty where nothing tells so."""
        shown = {stem(word): word for word in words(text)}
        return [
            f"{shown.get(found, found)} was {'denied' if holds else 'affirmed'}"
            for found, holds in affirmed(text)
            if self._known.get(found) == {not holds}
        ]
