"""What the workers of a batch do."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation
from slmsum.errors import BadTemplate, TooLarge
from slmsum.export.formats import Format, render
from slmsum.jobs import SummarizeJob
from slmsum.minutes import Minutes
from slmsum.power import PowerPlan
from slmsum.progress import ProgressSink
from slmsum.readers.source import MAX_WHOLE_BYTES, Source

if TYPE_CHECKING:
    from slmsum.engine.loaded import LoadedModels


@dataclass(frozen=True, slots=True)
class Made:
    """Minutes as a file's content, and what they took.

    `warnings` tell what was wrong with the conversation and what the file cannot hold.
    """

    content: str | bytes
    seconds: float
    joules: float
    joules_source: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeJob:
    """Read one conversation and write its minutes in `format`."""

    job: SummarizeJob
    format: Format

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.job.plan

    def run(self, progress: ProgressSink) -> Made:
        """Raises SlmsumError."""
        from slmsum.engine.loaded import LoadedModels
        from slmsum.models.store import default_store

        return self.run_with(LoadedModels(default_store()), progress)

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> Made:
        """The same with models that may be loaded already."""
        conversation, minutes = self.job.run_with(models, progress)
        content, notes = self._content(minutes, conversation)
        by = minutes.made_by
        return Made(
            content=content,
            seconds=by.seconds,
            joules=by.joules or 0.0,
            joules_source=by.joules_source,
            warnings=(*conversation.warnings, *notes),
        )

    def _content(
        self, minutes: Minutes, conversation: Conversation
    ) -> tuple[str | bytes, list[str]]:
        notes: list[str] = []
        layout = self.job.settings.template
        template = layout.named(minutes.template) if layout is not None else None
        shown = partial(render, self.format, minutes, conversation, warn=notes.append)
        try:
            return shown(template=template), notes
        except BadTemplate as error:
            # The minutes took their time to make: show them, if not as the template's body would.
            return shown(), [error.message, *notes]

    def carried(self) -> MakeJob:
        """The same job with the conversation's bytes in it, for a machine without our files.

        A folder goes as a zip. Raises SlmsumError.
        """
        request = replace(self.job.request, data=_carried(self.job.request.source()))
        return replace(self, job=replace(self.job, request=request))


@dataclass(frozen=True, slots=True)
class ModelIdentityJob:
    """Tell which summarizer writes: its name and a hash over the files it consists of."""

    model: str | None
    plan: PowerPlan

    def run(self, _progress: ProgressSink) -> str:
        """Raises ModelMissing or ModelCorrupt."""
        from slmsum.models.catalogue import load_catalogue
        from slmsum.models.manage import ready
        from slmsum.models.store import default_store

        store = default_store()
        name = self.model or load_catalogue().default("summarizer").name
        ready(store, name)
        manifest = store.manifest(name)
        assert manifest is not None
        files = "".join(f"{file.name} {file.sha256}\n" for file in manifest.files)
        return f"{name} {hashlib.sha256(files.encode()).hexdigest()}"


def _carried(source: Source) -> bytes:
    if not source.is_folder:
        return source.bytes()
    members = source.members
    assert members is not None
    size = sum(members.open(name).size for name in members.names)
    if size > MAX_WHOLE_BYTES:
        raise TooLarge(source.name, "the folder", size, MAX_WHOLE_BYTES)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in members.names:
            archive.writestr(zipfile.ZipInfo(name), members.open(name).bytes())
    return packed.getvalue()
