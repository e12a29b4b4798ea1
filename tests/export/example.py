"""Minutes and a conversation that use everything an export has to show."""

from datetime import date, datetime, timedelta

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.minutes import Action, Chapter, Minutes, Point, Provenance, Sentence

HOSTILE = "<script>alert('x')</script> *bold* [link](http://x.test) \x1b[31mred\x07 \u202eright"


def conversation() -> Conversation:
    """Eight turns, one of them hostile, one a system line."""
    start = datetime(2026, 3, 2, 18, 4)
    lines = [
        (None, "Anna created the group", Kind.SYSTEM),
        ("Anna", "Who books the hall for Saturday?", Kind.SAID),
        ("Ben", "I can, tomorrow morning.", Kind.SAID),
        ("Anna", "Great, 40 people then.", Kind.SAID),
        ("Mallory", HOSTILE, Kind.SAID),
        ("Anna", "photo.jpg", Kind.MEDIA),
        ("Ben", "Who brings the cake?", Kind.SAID),
        ("Anna", "No idea yet.", Kind.SAID),
    ]
    return build(
        (
            Turn(i, speaker, text, kind, time=start + timedelta(minutes=i))
            for i, (speaker, text, kind) in enumerate(lines)
        ),
        format="whatsapp",
        source="chat.txt",
        title="Party",
        language="en",
    )


def minutes() -> Minutes:
    """Minutes with each kind of entry, a doubtful sentence and hostile words."""
    booking = Sentence("Ben books the hall for Saturday.", (1, 2, 3), 0.91)
    doubtful = Sentence("Peter pays 300 euros.", (3,), 0.2, False, ("'Peter' is not in #4",))
    return Minutes(
        title="Hall and cake",
        language="en",
        summary=(booking, doubtful, Sentence(HOSTILE, (4,), 0.5)),
        chapters=(
            Chapter("The hall", 0, 3, (booking,)),
            Chapter(HOSTILE, 4, 7, (Sentence("Cake.", (6, 7), 0.7),), 61.0, 3725.0),
        ),
        actions=(
            Action("Ben", "book the hall", "tomorrow morning", date(2026, 3, 3), (2,)),
            Action("", "find a cake", evidence=(6,)),
        ),
        decisions=(Point("The hall is for 40 people.", (3,)),),
        questions=(Point("Who brings the cake?", (6, 7)),),
        notes=("The order of dates is a guess.",),
        made_by=Provenance(
            "SmolLM2-135M-Instruct", "minutes-1", "saver", 1, 1, 3.21, 16.05, "estimate", "0.1.0"
        ),
    )
