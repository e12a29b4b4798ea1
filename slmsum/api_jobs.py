"""The jobs of the Python API: like those of the command line, and for conversations in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation
from slmsum.jobs import ReadRequest
from slmsum.minutes import Minutes
from slmsum.power import PowerPlan
from slmsum.progress import ProgressSink
from slmsum.speech.settings import SpeechSettings
from slmsum.summarize.settings import SummarizeSettings

if TYPE_CHECKING:
    from slmsum.engine.loaded import LoadedModels
    from slmsum.search import Hit

# A library of which more words wait to be made findable by meaning is searched by words alone.
MOST_WORDS_TO_INDEX = 200_000


@dataclass(frozen=True, slots=True)
class Given:
    """A conversation as a caller gives it: where it lies, or itself."""

    what: ReadRequest | Conversation
    plan: PowerPlan

    def conversation(self, progress: ProgressSink) -> Conversation:
        """Read it unless it is there; raises SlmsumError."""
        if isinstance(self.what, Conversation):
            return self.what
        return self.what.read(SpeechSettings(self.plan), progress)


class _WithModels:
    """What jobs have in common that need models."""

    def run(self, progress: ProgressSink) -> object:
        """Do the work with models loaded for it alone; raises SlmsumError."""
        from slmsum.engine.loaded import LoadedModels
        from slmsum.models.store import default_store

        return self.run_with(LoadedModels(default_store()), progress)

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> object:
        """Do the work with models that may be loaded already; raises SlmsumError."""
        raise NotImplementedError


@dataclass(frozen=True)
class ReadJob(_WithModels):
    """Read a conversation."""

    given: Given

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.given.plan

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> Conversation:
        """Raises SlmsumError."""
        return self.given.conversation(progress)


@dataclass(frozen=True)
class MinutesJob(_WithModels):
    """Write the minutes of a conversation."""

    given: Given
    settings: SummarizeSettings

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.given.plan

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> Minutes:
        """Raises SlmsumError."""
        conversation = self.given.conversation(progress)
        from slmsum.summarize.pipeline import summarize

        return summarize(conversation, self.settings, models.store, progress, models)


@dataclass(frozen=True)
class SearchJob(_WithModels):
    """Search the library in `folder` by words and by meaning."""

    query: str
    plan: PowerPlan
    folder: Path | None = None
    passphrase: str | None = None
    limit: int = 20

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> list[Hit]:
        """Raises SlmsumError."""
        from slmsum.library import Library
        from slmsum.search import search
        from slmsum.search.job import index
        from slmsum.search.vectors import pending

        encoder = models.encoder(self.plan.threads, progress)
        with Library.open(self.folder, self.passphrase) as library:
            waiting = pending(library)
            few = sum(item.words for item in waiting) <= MOST_WORDS_TO_INDEX
            if waiting and few and library.writable:
                index(library, waiting, encoder, progress)
            return search(library, self.query, encoder=encoder, limit=self.limit)
