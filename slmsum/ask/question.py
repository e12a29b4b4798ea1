"""What a question asks for, and whether words that somebody said hold such a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from slmsum.summarize.facts import Fact, facts
from slmsum.summarize.words import content_stems, words


class Kind(StrEnum):
    """What kind of thing answers a question."""

    WHEN = "when"
    AGE = "age"
    DURATION = "duration"
    FREQUENCY = "frequency"
    DISTANCE = "distance"
    SHARE = "share"
    AMOUNT = "amount"
    COLOUR = "colour"
    NAME = "name"
    WHO = "who"
    WHERE = "where"
    WHY = "why"
    WHETHER = "whether"
    OTHER = "other"


NUMERIC = frozenset(
    {Kind.AGE, Kind.DURATION, Kind.FREQUENCY, Kind.DISTANCE, Kind.SHARE, Kind.AMOUNT}
)

_SIZES = (
    "number|amount|price|cost|costs|dose|rate|score|size|budget|salary|rent|fee|temperature|weight|"
    "height|total|pressure|discount|deposit"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# In this order: "what time" asks when, though "what" alone asks for anything.
_ASKED = (
    (
        Kind.WHEN,
        _pattern(
            r"\bwhen\b|\b(what|which) (time|day|date|month|year|week|weekday|hour)\b"
            r"|\bhow soon\b|\b(on|for|until|by) which\b.*\bday\b"
        ),
    ),
    (Kind.AGE, _pattern(r"\bhow old\b|\bwhat age\b")),
    (Kind.DURATION, _pattern(r"\bhow long\b|\bhow many (minutes|hours|days|weeks|months|years)\b")),
    (Kind.FREQUENCY, _pattern(r"\bhow (often|frequently|many times)\b")),
    (Kind.DISTANCE, _pattern(r"\bhow (far|near|close|deep|tall|high|wide|big|large)\b")),
    (Kind.SHARE, _pattern(r"\b(what|which) (percentage|percent|share|proportion|fraction)\b")),
    (
        Kind.AMOUNT,
        _pattern(
            r"\bhow (much|many|heavy|late|early|fast|hot|cold|warm)\b"
            rf"|\b(what|which)\b(?=.{{0,60}}\b({_SIZES})\b)"
            r"|\bwhat (does|did|do|would) .* (cost|pay)"
        ),
    ),
    (Kind.COLOUR, _pattern(r"\b(what|which) colou?r\b")),
    (Kind.NAME, _pattern(r"\bwhat(.s| is| was| are| were)?\b.*\b(called|named?|names|titled?)\b")),
    (Kind.WHO, _pattern(r"\b(who|whom|whose)\b|\b(what|which) (person|speaker|one of)\b")),
    (
        Kind.WHERE,
        _pattern(r"\bwhere\b|\b(what|which) (place|room|city|town|country|street|building)\b"),
    ),
    (Kind.WHY, _pattern(r"\bwhy\b|\bwhat for\b|\bhow come\b|\b(what|which)\b.*\breason\b")),
    (
        Kind.WHETHER,
        _pattern(
            r"^(and |but |so )?(is|are|was|were|do|does|did|has|have|had|can|could|will|would|"
            r"should|may|must|am|isn't|aren't|doesn't|didn't|wasn't|hasn't|won't)\b"
        ),
    ),
)
# Words beside a number that make it the kind of thing.
_TIME = _pattern(
    r"\b(morning|afternoon|evening|night|noon|midnight|weeks?|weekend|months?|years?|today|"
    r"tomorrow|yesterday|tonight|later|soon|before|after|o'clock|ago|spring|summer|autumn|winter|"
    r"christmas|easter|hours?|minutes?|days?|once|as soon as|first thing|now)\b"
)
# What stands behind "at" or "on" where these tell a time and no place.
_AN_HOUR_OR_DAY = (
    r"\s+(about\s+|around\s+|the\s+)?("
    r"\d{1,2}([:.]\d\d|\s?[ap]m|\s+o'clock|(?=[.,;!?]|$))"
    r"|(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=[.,;!?]|$|\s+o'clock)"
    r"|(noon|midnight|night|morning|afternoon|evening|weekend)\b"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)days?\b)"
)
_HELD = {
    Kind.AGE: _pattern(r"\b(years?|months?|age|old|born|turn(s|ed|ing)?|birthday|\d{1,2})\b"),
    Kind.DURATION: _pattern(
        r"\b(seconds?|minutes?|mins?|hours?|days?|nights?|weeks?|weekend|months?|years?|since|until|"
        r"till|decades?|fortnight|forever|all (day|night|week))\b"
    ),
    Kind.FREQUENCY: _pattern(
        r"\b(every|each|once|twice|times?|daily|weekly|monthly|yearly|always|never|often|sometimes|"
        r"rarely|a (day|week|month|year)|only)\b"
    ),
    Kind.SHARE: _pattern(
        r"%|\b(per ?cent|percent|half|thirds?|quarters?|fifths?|out of|of the|most|all|"
        r"in (two|three|four|five|ten))\b"
    ),
    Kind.COLOUR: _pattern(
        r"\b(red|blue|green|yellow|white|black|gr[ea]y|brown|pink|orange|purple|violet|silver|gold|"
        r"beige|cream|navy|turquoise|dark|light)\b"
    ),
    Kind.WHERE: _pattern(
        rf"\b(in|at|on|to|from|by)\b(?!{_AN_HOUR_OR_DAY})"
        r"|\b(near|behind|under|above|over|beside|inside|outside|next to|into|upstairs|downstairs|"
        r"here|home)\b"
    ),
    Kind.WHY: _pattern(
        r"\b(because|cause|cos|since|so|due to|reason|otherwise|to avoid|that's why|in case|can't|"
        r"couldn't|don't|doesn't|didn't|wasn't|isn't|not|no|too|only|never|already|need(s|ed)?)\b"
    ),
}
_QUANTITY = _pattern(
    r"\b(half|quarter|dozen|couple|few|several|none|nothing|nobody|free|twice|once|double|both|"
    r"all|no|hundreds?|thousands?|everything|everyone|lots?|one|full)\b"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, what kind of thing answers it, and the stems that it holds.

    `named` are those of the speakers that it names.
    """

    text: str
    kind: Kind
    stems: frozenset[str]
    named: frozenset[str]

    def fits(self, text: str) -> bool:
        """Whether words that somebody said hold the kind of thing that is asked for."""
        held = _HELD.get(self.kind)
        if held is not None and held.search(text):
            return self.kind not in (Kind.DURATION,) or _counts(text)
        match self.kind:
            case Kind.WHEN:
                return bool(_TIME.search(text)) or self._states(text, "day", "number")
            case Kind.AMOUNT | Kind.DISTANCE | Kind.AGE | Kind.SHARE | Kind.FREQUENCY:
                number = self._states(text, "number")
                return number or (self.kind is Kind.AMOUNT and bool(_QUANTITY.search(text)))
            case Kind.NAME | Kind.WHO | Kind.WHERE:
                return self._states(text, "name")
            case Kind.WHY | Kind.COLOUR | Kind.DURATION:
                return False
            case _:
                return True

    def _states(self, text: str, *kinds: str) -> bool:
        """Whether a text holds facts of these kinds that the question does not hold itself."""
        known = {value for fact in facts(self.text) for value in fact.values}
        return any(_is_new(fact, known) for fact in facts(text) if fact.kind in kinds)


def _is_new(fact: Fact, known: set[str]) -> bool:
    return known.isdisjoint(fact.values)


def _counts(text: str) -> bool:
    """Whether anything is counted: by a number, or by a word such as "a" or "half"."""
    small = {"a", "an", "half", "few", "couple", "one", "another", "since", "until", "till", "all"}
    return bool(small & set(words(text))) or any(fact.kind == "number" for fact in facts(text))


def understand(text: str, speakers: Sequence[str]) -> Question:
    """Read a question about a conversation of these speakers."""
    asked = set(words(text))
    kind = next((kind for kind, pattern in _ASKED if pattern.search(text)), Kind.OTHER)
    named = frozenset(name for name in speakers if asked & set(words(name)))
    return Question(text, kind, content_stems(text), named)
