"""A made-up conversation with minutes that have every part, to try the body of a template on."""

from __future__ import annotations

from datetime import date

from slmsum.conversation import Conversation, Turn, build
from slmsum.minutes import Action, Chapter, Minutes, Part, Point, Section, Sentence


def example() -> tuple[Minutes, Conversation]:
    """Minutes, and the conversation they are of."""
    said = (
        ("Ana", "Shall we meet on Friday, then?"),
        ("Ben", "Friday is fine. I'll book the room."),
        ("Ana", "And who brings the cake?"),
        ("Ben", "No idea yet."),
    )
    conversation = build(
        (Turn(i, name, text) for i, (name, text) in enumerate(said)),
        format="slmsum",
        source="example",
        day=date(2026, 3, 2),
    )
    summary = (
        Sentence("Ana and Ben meet on Friday.", (0, 1), 0.9),
        Sentence("Ana brings the cake.", (2,), 0.3, supported=False, doubts=("it is not said",)),
    )
    minutes = Minutes(
        title="A meeting on Friday",
        summary=summary,
        language="en",
        chapters=(Chapter("Friday", 0, 1, summary[:1]), Chapter("The cake", 2, 3, summary[1:])),
        actions=(Action("Ben", "book the room", "Friday", date(2026, 3, 6), (1,)),),
        decisions=(Point("They meet on Friday.", (0, 1)),),
        questions=(Point("And who brings the cake?", (2, 3)),),
        notes=("An example.",),
        template="example",
        sections=(
            *(Section(part.value.capitalize(), part) for part in Part if part is not Part.OWN),
            Section("Said", Part.OWN, (Sentence("Ben: No idea yet.", (3,), 1.0),)),
        ),
    )
    return minutes, conversation
