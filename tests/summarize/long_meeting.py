"""A meeting of 2,600 words on a dozen subjects, with a time for each turn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from slmsum.conversation import Conversation, Turn, build

DATA = Path(__file__).parents[1] / "data" / "summarize"


@dataclass(frozen=True)
class _Item:
    """A subject; every meeting of the village hall's committee has some."""

    thing: str
    trouble: str
    firm: str
    person: str
    price: int
    other_price: int
    day: str
    count: int


_ITEMS = (
    _Item("roof", "rain comes in above the stage", "Karlsen", "Wanda", 4300, 5150, "12 May", 14),
    _Item("piano", "six keys stick since the winter", "Olsen", "Bruno", 260, 340, "3 June", 6),
    _Item("boiler", "it goes out every other night", "Hartmann", "Selma", 2900, 3600, "20 May", 9),
    _Item("car park", "the holes fill with water", "Madsen", "Ivo", 1800, 2250, "1 July", 22),
    _Item("kitchen", "two of the ovens stay cold", "Lindt", "Paula", 970, 1240, "9 June", 3),
    _Item("library", "the shelves lean to the left", "Brandt", "Edgar", 620, 710, "17 June", 40),
    _Item("garden", "the hedge hides the street sign", "Moreau", "Nadia", 450, 530, "28 May", 18),
    _Item("website", "nobody finds the opening hours", "Fischer", "Tomas", 780, 990, "5 July", 11),
    _Item("lights", "the lamps at the door flicker", "Becker", "Greta", 390, 480, "22 June", 16),
    _Item("chairs", "a third of them wobble", "Novak", "Leon", 1150, 1400, "11 July", 75),
    _Item("curtains", "the moths have been in them", "Rossi", "Frida", 840, 1020, "30 June", 8),
    _Item("fence", "the storm took half of it", "Jansen", "Anton", 1320, 1610, "15 July", 27),
)


def long_meeting() -> Conversation:
    """The meeting; each word takes 0.4 seconds."""
    turns: list[Turn] = []
    clock = 0.0
    for number, item in enumerate(_ITEMS):
        name = "postponed.txt" if number % 3 == 1 else "decided.txt"
        dialogue = (DATA / name).read_text(encoding="utf-8")
        fields = {name: getattr(item, name) for name in _Item.__annotations__}
        for line in dialogue.format(**fields).strip().splitlines():
            speaker, text = line.split(": ", 1)
            end = clock + 0.4 * len(text.split())
            turns.append(Turn(len(turns), speaker, text, start=round(clock, 1), end=round(end, 1)))
            clock = end + 0.5
    return build(turns, format="slmsum", source="committee", language="en")
