"""The jobs that the command line and the window hand to the worker process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from slmsum.conversation import Conversation, narrow
from slmsum.minutes import Minutes
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink
from slmsum.summarize.settings import SummarizeSettings


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A conversation to read: a file or folder, or bytes that go by the name `path`.

    `format` forces a reader; `since`, `until` and `speakers` narrow as `conversation.narrow` does.
    """

    path: Path
    data: bytes | None = None
    format: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    speakers: tuple[str, ...] = ()

    def read(self) -> Conversation:
        """Read and narrow; raises SlmsumError."""
        from slmsum.readers import read_bytes, read_path

        if self.data is None:
            conversation = read_path(self.path, self.format)
        else:
            conversation = read_bytes(str(self.path), self.data, self.format)
        if self.since is None and self.until is None and not self.speakers:
            return conversation
        return narrow(conversation, since=self.since, until=self.until, speakers=self.speakers)


@dataclass(frozen=True, slots=True)
class SummarizeJob:
    """Read a conversation and write its minutes."""

    request: ReadRequest
    settings: SummarizeSettings

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.settings.plan

    def run(self, progress: ProgressSink) -> tuple[Conversation, Minutes]:
        """Raises SlmsumError."""
        progress(Progress("reading", 0, 1))
        conversation = self.request.read()
        # Only now, so that what is wrong with the input is told without waiting for libraries.
        from slmsum.models.store import default_store
        from slmsum.summarize.pipeline import summarize

        return conversation, summarize(conversation, self.settings, default_store(), progress)
