"""The job of remembering a voice from a recording."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from slmsum.errors import BadOption, EmptyInput
from slmsum.power import PowerPlan
from slmsum.progress import ProgressSink


@dataclass(frozen=True, slots=True)
class RememberJob:
    """Remember a voice of the recording `path` as `name`.

    `speaker` says which of several as transcripts call them ("Speaker 2"), None where there is only
    one; `speakers` is how many there are, None to estimate it.
    """

    path: Path
    name: str
    speaker: str | None
    speakers: int | None
    plan: PowerPlan

    def run(self, progress: ProgressSink) -> tuple[float, float, bool]:
        """Seconds heard, where they begin, and whether the name had a voice before.

        Raises SlmsumError.
        """
        from slmsum.audio.decode import decode
        from slmsum.models.store import default_store
        from slmsum.paths import home, work_folder
        from slmsum.readers.source import Source
        from slmsum.speech.speakers import find_speakers
        from slmsum.speech.voices import VoiceBook

        source = Source.of_path(self.path)
        sound = decode(self.path, source.name, work_folder(), progress).sound
        found = find_speakers(sound, default_store(), progress, speakers=self.speakers)
        if not found.voices:
            raise EmptyInput(source.name, "no voice in it")
        chosen = self._chosen(source.name, len(found.voices))
        spans = [span for span in found.spans if span.speaker == chosen]
        replaced = VoiceBook(home()).remember(self.name, found.voices[chosen])
        return sum(span.end - span.start for span in spans), spans[0].start, replaced

    def _chosen(self, source: str, count: int) -> int:
        names = [f"Speaker {number}" for number in range(1, count + 1)]
        if self.speaker is None:
            if count == 1:
                return 0
            raise BadOption(
                f"{source}: {count} people speak in it",
                hint=f"Say --speaker with one of {', '.join(names)}, or --speakers 1.",
            )
        if self.speaker not in names:
            raise BadOption(
                f"--speaker {self.speaker}: nobody in {source} is called that",
                hint="Speakers in it: " + ", ".join(names) + ".",
            )
        return names.index(self.speaker)
