"""Jobs that read from and write to the library, so that nothing large passes between processes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from slmsum.engine.messages import Job
from slmsum.errors import InputError
from slmsum.minutes import Minutes
from slmsum.pending import Pending, taken
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink
from slmsum.speech.settings import SpeechSettings
from slmsum.summarize.settings import SummarizeSettings
from slmsum.work.dropped import Dropped

if TYPE_CHECKING:
    from slmsum.ask.answer import Answer, AskSettings
    from slmsum.library import Entry, Library

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a library lies, and what unlocks it."""

    folder: Path
    passphrase: str | None = None

    def open(self) -> Library:
        """Open it in this process; raises SlmsumError."""
        from slmsum.library import Library

        return Library.open(self.folder, self.passphrase)


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Read a conversation, hearing it where it is sound, and keep it, `keep_audio`: with that."""

    dropped: Dropped
    place: Place
    speech: SpeechSettings
    keep_audio: bool = True

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.speech.plan

    def run(self, progress: ProgressSink) -> Entry:
        """The entry made, or the one that holds the same already; raises SlmsumError."""
        from slmsum.audio.media import is_media

        progress(Progress("reading", 0, 1))
        request = self.dropped.request()
        conversation = request.read(self.speech, progress)
        progress(Progress("keeping it", 0, 1))
        is_sound = request.data is None and is_media(request.source().head)
        with self.place.open() as library:
            audio = request.path if is_sound and self.keep_audio else None
            return library.add(conversation, audio=audio)


@dataclass(frozen=True, slots=True)
class MinutesJob:
    """Write the minutes of a conversation of the library, and keep them there.

    They follow the `template` of that name, "" for whichever fits; the settings' own is not used.
    """

    conversation: int
    place: Place
    settings: SummarizeSettings
    template: str = ""

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def run(self, progress: ProgressSink) -> Minutes:
        """Raises SlmsumError, BadOption for a template that is gone."""
        from slmsum.library import Origin
        from slmsum.models.store import default_store
        from slmsum.summarize.pipeline import summarize
        from slmsum.templates.store import choice

        settings = replace(self.settings, template=choice(self.template))
        with self.place.open() as library:
            conversation = library.conversation(self.conversation)
        minutes = summarize(conversation, settings, default_store(), progress)
        with self.place.open() as library:
            library.save_minutes(self.conversation, minutes, Origin.MODEL)
        return minutes


@dataclass(frozen=True, slots=True)
class PutOffJob(Generic[Made]):
    """Do `job` on a recording that waited for mains; `last` when nothing is to be done after it.

    Then the recording waits no longer, nor does one that cannot be used. It does after all other
    errors.
    """

    pending: Pending
    job: Job[Made]
    last: bool

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.job.plan

    def run(self, progress: ProgressSink) -> Made:
        """Raises SlmsumError."""
        try:
            answer = self.job.run(progress)
        except InputError:
            self._let_go()
            raise
        if self.last:
            self._let_go()
        return answer

    def _let_go(self) -> None:
        with taken(self.pending):
            pass


@dataclass(frozen=True, slots=True)
class QuestionJob:
    """Answer a question about a conversation of the library, which may lean on `history`."""

    conversation: int
    question: str
    place: Place
    settings: AskSettings
    history: tuple[Answer, ...] = ()

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def run(self, progress: ProgressSink) -> Answer:
        """Raises SlmsumError."""
        from slmsum.ask.pipeline import ask
        from slmsum.models.store import default_store

        with self.place.open() as library:
            conversation = library.conversation(self.conversation)
        return ask(
            conversation,
            self.question,
            self.settings,
            default_store(),
            history=self.history,
            progress=progress,
        )
