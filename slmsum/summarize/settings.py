"""What a user may choose about the summarizing of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from slmsum.power import PowerPlan


class Length(StrEnum):
    """How long the summary should be."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class SummarizeSettings:
    """Choices for one run; `model` is a name in the model store, None for the default.

    The same conversation, plan, length, model and seed give the same minutes.
    """

    plan: PowerPlan
    length: Length = Length.MEDIUM
    model: str | None = None
    seed: int = 0
