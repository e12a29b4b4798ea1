"""What a user may choose about the summarizing of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from slmsum.power import PowerPlan

if TYPE_CHECKING:
    from slmsum.templates.template import Choice


class Length(StrEnum):
    """How long the summary should be."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class SummarizeSettings:
    """Choices for one run; `model` is a name in the model store, None for the default.

    A `length` of None is the template's, else medium; `template` None keeps the usual form. The
    same conversation and settings give the same minutes.
    """

    plan: PowerPlan
    length: Length | None = None
    model: str | None = None
    seed: int = 0
    template: Choice | None = None
