"""Visits to a clinic, whose answers are quoted and never taken for advice."""

from __future__ import annotations

from slmsum.conversation import Conversation
from slmsum.summarize.words import words

NOTE = (
    "This is what was said at the visit, not medical advice. If anything is unclear or has "
    "changed, ask the clinic."
)
_STAFF = frozenset(
    "doctor dr physician gp nurse clinician surgeon dentist midwife therapist paramedic consultant "
    "practitioner pharmacist specialist".split()
)


def is_visit(conversation: Conversation) -> bool:
    """Whether the speakers' names show a visit: a patient, or somebody's doctor and one other."""
    names = [set(words(speaker.name)) for speaker in conversation.speakers]
    staff = [name for name in names if name & _STAFF]
    patients = [name for name in names if "patient" in name]
    return bool(staff or patients) and (len(names) == 2 or bool(staff and patients))
