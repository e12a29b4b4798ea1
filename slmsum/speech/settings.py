"""What a user may choose about the transcribing of a recording."""

from __future__ import annotations

from dataclasses import dataclass

from slmsum.power import PowerMode, PowerPlan


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """Choices for one run; the same sound and settings give the same transcript.

    `model` is a name in the model store, None for the one that fits the plan and the language;
    `language` an ISO 639-1 code, None to listen for it. `terms` are names and words to expect.
    `name_speakers` says that voices are told apart, `speakers` how many there are, None to find
    out.
    """

    plan: PowerPlan
    model: str | None = None
    language: str | None = None
    terms: tuple[str, ...] = ()
    name_speakers: bool = True
    speakers: int | None = None

    @property
    def beam(self) -> int:
        """How many hypotheses the decoder follows at once."""
        return 5 if self.plan.mode is PowerMode.FULL else 1
