"""Talks to search in."""

from datetime import datetime, timedelta

from slmsum.conversation import Conversation, Turn, build

BEGAN = datetime(2026, 3, 1, 9, 30)
OFFICE = [
    ("Anna Lee", "Shall we rent the new office on Mill Street?"),
    ("Bob", "The rent is high, and the budget is small."),
    ("Anna Lee", "Then let us ask for a lower price."),
    ("Bob", "I will call the landlord on Monday."),
]
CATS = [
    ("Émile", "My cat ate the whole birthday cake 🎂🎂"),
    ("Bob", "Oh no, who will bake another one?"),
    ("Émile", "Der Bäcker, für 20€; it's O'Neill's \"best\" cake."),
    ("Zoë", "我们星期五讨论预算"),
    ("Zoë", "הפגישה נקבעה ליום שני"),
]


def talk(
    turns: list[tuple[str, str]], title: str, began: datetime = BEGAN, format: str = "whatsapp"
) -> Conversation:
    """A chat with a turn every minute."""
    return build(
        (
            Turn(i, speaker, text, time=began + timedelta(minutes=i))
            for i, (speaker, text) in enumerate(turns)
        ),
        format=format,
        source=f"{title}.txt",
        title=title,
    )
