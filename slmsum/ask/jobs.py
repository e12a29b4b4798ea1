"""The jobs that answer questions in the worker process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from slmsum.ask.answer import Answer, AskSettings
from slmsum.conversation import Conversation
from slmsum.errors import BadOption
from slmsum.jobs import ReadRequest
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink
from slmsum.speech.settings import SpeechSettings

if TYPE_CHECKING:
    from slmsum.ask.pipeline import LibraryAnswer
    from slmsum.engine.loaded import LoadedModels


@dataclass(frozen=True, slots=True)
class AskJob:
    """Read a conversation, or take one that is read, and answer a question about it."""

    source: ReadRequest | Conversation
    question: str
    settings: AskSettings
    speech: SpeechSettings | None = None
    history: tuple[Answer, ...] = ()

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def run(self, progress: ProgressSink) -> tuple[Conversation, Answer]:
        """Raises SlmsumError."""
        return self.run_with(_models(), progress)

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> tuple[Conversation, Answer]:
        """The same with models that may be loaded already."""
        from slmsum.ask.asker import checked_question

        checked_question(self.question)
        conversation = _read(self.source, self.settings, self.speech, progress)
        # Only now, so that what is wrong with the input is told without waiting for libraries.
        from slmsum.ask.pipeline import asker_of

        asker = asker_of(conversation, self.settings, models, progress)
        progress(Progress("answering", 0, 1))
        return conversation, asker.answer(self.question, self.history)


@dataclass(frozen=True, slots=True)
class AskAllJob:
    """Answer a question from the library in `folder`."""

    folder: Path
    question: str
    settings: AskSettings
    passphrase: str | None = None

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def run(self, progress: ProgressSink) -> LibraryAnswer:
        """Raises SlmsumError."""
        return self.run_with(_models(), progress)

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> LibraryAnswer:
        """The same with models that may be loaded already."""
        from slmsum.ask.asker import checked_question
        from slmsum.ask.pipeline import ask_all
        from slmsum.library import Library

        checked_question(self.question)
        with Library.open(self.folder, self.passphrase) as library:
            return ask_all(library, self.question, self.settings, models, progress)


@dataclass(frozen=True, slots=True)
class AskStream:
    """Answer one question after another about a conversation that is read once.

    What comes in are questions in UTF-8, each of which may lean on the one before. What goes out is
    Progress, first the Conversation once all is ready, and for each question an Answer, or a
    BadOption that says what is wrong with it. Serving raises SlmsumError.
    """

    request: ReadRequest
    settings: AskSettings
    speech: SpeechSettings | None = None

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def serve(self, incoming: SimpleQueue[bytes], send: Callable[[object], None]) -> None:
        """Answer until b"" comes in."""
        conversation = _read(self.request, self.settings, self.speech, send)
        from slmsum.ask.pipeline import asker_of

        asker = asker_of(conversation, self.settings, _models(), send)
        send(conversation)
        history: list[Answer] = []
        while question := incoming.get():
            send(Progress("answering", 0, 1))
            try:
                answer = asker.answer(question.decode(), history)
            except BadOption as error:
                send(error)
                continue
            send(answer)
            history = [answer]


def _models() -> LoadedModels:
    from slmsum.engine.loaded import LoadedModels
    from slmsum.models.store import default_store

    return LoadedModels(default_store())


def _read(
    source: ReadRequest | Conversation,
    settings: AskSettings,
    speech: SpeechSettings | None,
    progress: ProgressSink,
) -> Conversation:
    progress(Progress("reading", 0, 1))
    if isinstance(source, Conversation):
        return source
    return source.read(speech or SpeechSettings(settings.plan), progress)
