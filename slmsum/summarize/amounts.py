"""Amounts of money in a sentence: where their number is said, there must be talk of money too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slmsum.summarize.numbers import number_mentions, number_values

_UNIT = r"(?:euros?|dollars?|pounds?|quid|bucks?|cents?|pence|rupees?|francs?|kroner|kronor|yen)"
_NUMBER = r"\d+(?:[.,]\d+)*"
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER}|[a-z-]+)\s+{_UNIT}\b|[€$£¥]\s?(?P<signed>{_NUMBER})")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
_MONEY = re.compile(
    rf"[€$£¥]|\b{_UNIT}\b|\b\d+(?:k|p|c|eur|usd|gbp)\b|\b(?:cost|price|pay|paid|pric|charg|fee|budget|"
    r"cheap|expensive|rent|deposit|fund|salar|wage|worth|spen[dt]|money|cash|kitty|donat|refund|bill|"
    r"discount|earn|owe|sell|sold|bought|buy|ticket|bank|tax|fare|tip|lend|lent|sav(?:e|ing)|"
    r"offer|bet|invoice|quote|loan|debt|rate)",
    re.IGNORECASE,
)
# Turns so far from where a number is said may tell that it is of money. With one, none of the 84
# amounts in the training and development labels is doubted; with none, three are.
_AROUND = 1


def foreign_amounts(sentence: str, turns: Sequence[str]) -> Iterator[str]:
    """The amounts of a sentence whose number is said, but nowhere near talk of money."""
    for match in _AMOUNT.finditer(sentence.lower()):
        mentions = number_mentions(match["number"] or match["signed"])
        wanted = frozenset(value for _, values in mentions for value in values)
        places = [i for i, turn in enumerate(turns) if not wanted.isdisjoint(_counted(turn))]
        if places and not any(_is_of_money(turns, place) for place in places):
            yield match[0]


def _counted(turn: str) -> frozenset[str]:
    """The numbers of a turn that are not hours of a clock."""
    return number_values(_CLOCK.sub(" ", turn))


def _is_of_money(turns: Sequence[str], place: int) -> bool:
    around = turns[max(0, place - _AROUND) : place + _AROUND + 1]
    return any(_MONEY.search(turn) for turn in around)
