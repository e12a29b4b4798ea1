"""The jobs that the command line and the window hand to the worker process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation, narrow
from slmsum.minutes import Minutes
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.rename import rename, rename_in_transcript
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import Transcript
from slmsum.summarize.settings import SummarizeSettings

if TYPE_CHECKING:
    from slmsum.engine.loaded import LoadedModels
    from slmsum.readers.source import Source


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A conversation to read: a file or folder, or bytes that go by the name `path`.

    `format` forces a reader; `since`, `until` and `speakers` narrow as `conversation.narrow` does,
    once `names`, pairs of an old and a new name, have renamed speakers.
    """

    path: Path
    data: bytes | None = None
    format: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    speakers: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    def needs_listening(self) -> bool:
        """Whether reading means hearing: a recording, or an export with voice notes in it.

        Raises SlmsumError where the input cannot be opened.
        """
        from slmsum.audio.media import is_media
        from slmsum.speech.voice_notes import has_voice_notes

        source = self.source()
        if self.format is None and is_media(source.head):
            return True
        return (source.is_zip or source.is_folder) and has_voice_notes(source)

    def recording(self) -> Path | None:
        """The file itself where it is a recording, whose sound is worth keeping; else None."""
        from slmsum.audio.media import is_media

        is_recording = self.data is None and is_media(self.source().head)
        return self.path if is_recording else None

    def read(
        self, speech: SpeechSettings | None = None, progress: ProgressSink = ignore
    ) -> Conversation:
        """Read and narrow; raises SlmsumError.

        Recordings and voice notes are heard with the settings `speech`, by default those of the
        automatic power mode.
        """
        from slmsum.audio.media import is_media
        from slmsum.readers import read_source

        source = self.source()
        if self.format is None and is_media(source.head):
            conversation, _ = _listen(source, speech or _default_speech(), progress)
            return self._narrowed(conversation)
        conversation = self._narrowed(read_source(source, self.format))
        if not (source.is_zip or source.is_folder):
            return conversation
        return _with_voice_notes(conversation, source, speech, progress)

    def source(self) -> Source:
        """What there is to read; raises UnreadableFile or EmptyInput."""
        from slmsum.readers.source import Source

        if self.data is None:
            return Source.of_path(self.path)
        return Source.of_bytes(str(self.path), self.data)

    def _narrowed(self, conversation: Conversation) -> Conversation:
        conversation = rename(conversation, dict(self.names))
        if self.since is None and self.until is None and not self.speakers:
            return conversation
        return narrow(conversation, since=self.since, until=self.until, speakers=self.speakers)


def _default_speech() -> SpeechSettings:
    from slmsum.machine import inspect_machine
    from slmsum.power import AUTO, plan

    return SpeechSettings(plan(AUTO, inspect_machine()))


def _listen(
    source: Source, speech: SpeechSettings, progress: ProgressSink
) -> tuple[Conversation, Transcript]:
    from slmsum.models.store import default_store
    from slmsum.paths import work_folder
    from slmsum.speech.listen import listen

    store, work = default_store(), work_folder()
    if source.path is not None:
        return listen(source.path, source.name, speech, store, progress, work=work)
    with source.open() as stream:
        return listen(stream, source.name, speech, store, progress, work=work)


def _with_voice_notes(
    conversation: Conversation,
    source: Source,
    speech: SpeechSettings | None,
    progress: ProgressSink,
) -> Conversation:
    from slmsum.speech.voice_notes import has_voice_notes, with_voice_notes

    if not has_voice_notes(source):
        return conversation
    from slmsum.models.store import default_store
    from slmsum.paths import work_folder

    settings = speech or _default_speech()
    return with_voice_notes(
        conversation, source, settings, default_store(), progress, work=work_folder()
    )


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Read a conversation for which something must be heard."""

    request: ReadRequest
    speech: SpeechSettings

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.speech.plan

    def run(self, progress: ProgressSink) -> Conversation:
        """Raises SlmsumError."""
        return self.request.read(self.speech, progress)


@dataclass(frozen=True, slots=True)
class TranscribeJob:
    """Hear a recording: `request` names it, what narrows it is left aside."""

    request: ReadRequest
    speech: SpeechSettings

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.speech.plan

    def run(self, progress: ProgressSink) -> tuple[Conversation, Transcript]:
        """Raises SlmsumError."""
        conversation, transcript = _listen(self.request.source(), self.speech, progress)
        names = dict(self.request.names)
        return rename(conversation, names), rename_in_transcript(transcript, names)


@dataclass(frozen=True, slots=True)
class SummarizeJob:
    """Read a conversation and write its minutes.

    `speech` says how recordings are heard, None: plainly, under the plan of `settings`.
    """

    request: ReadRequest
    settings: SummarizeSettings
    speech: SpeechSettings | None = None

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def run(self, progress: ProgressSink) -> tuple[Conversation, Minutes]:
        """Raises SlmsumError."""
        from slmsum.engine.loaded import LoadedModels
        from slmsum.models.store import default_store

        return self.run_with(LoadedModels(default_store()), progress)

    def run_with(
        self, models: LoadedModels, progress: ProgressSink
    ) -> tuple[Conversation, Minutes]:
        """The same with models that may be loaded already."""
        progress(Progress("reading", 0, 1))
        speech = self.speech or SpeechSettings(self.settings.plan)
        conversation = self.request.read(speech, progress)
        # Only now, so that what is wrong with the input is told without waiting for libraries.
        from slmsum.summarize.pipeline import summarize

        minutes = summarize(conversation, self.settings, models.store, progress, models)
        return conversation, minutes
