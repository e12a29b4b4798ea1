"""Questions that lean on the one before: "and when?", "who said that?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slmsum.ask.answer import Answer
from slmsum.summarize.words import content_stems

# Words that point back at something; "it" in "what time is it" does too, which does no harm.
_POINTS_BACK = re.compile(
    r"\b(he|him|his|she|her|hers|it|its|they|them|their|theirs|that|this|those|these|there|then|"
    r"one|ones|so)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\s*(and|but|or|so|then|also|what about|how about|what else)\b", re.I)
_WHO_SAID = re.compile(
    r"^\s*(and |so )?who (said|says|told|mentioned|claims?|claimed|wrote|asked)\b[\w ]{0,24}"
    r"\b(that|this|so|it)\b",
    re.IGNORECASE,
)
# A question with fewer telling words cannot stand alone.
_FEWEST = 2


def whole_question(question: str, history: Sequence[Answer]) -> str:
    """The question with the one before put in front where it leans on it, else as it is."""
    if not history or not _leans(question):
        return question
    return f"{history[-1].question.strip()} {question.strip()}"


def _leans(question: str) -> bool:
    if _GOES_ON.match(question):
        return True
    telling = len(content_stems(question))
    return telling < _FEWEST or (telling <= 2 * _FEWEST and bool(_POINTS_BACK.search(question)))


def asks_who_said(question: str, history: Sequence[Answer]) -> bool:
    """Whether a question asks whose words the answer before rests on."""
    return bool(history and history[-1].said and _WHO_SAID.search(question))
