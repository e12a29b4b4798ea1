"""The Python API: read, summarize, ask, search and export from other programs.

    import slmsum

    minutes = slmsum.summarize("chat.txt")
    print(minutes.title, [sentence.text for sentence in minutes.summary])

    with slmsum.Session(power="saver") as session:       # the models are loaded once
        for path in paths:
            minutes = session.summarize(path)

All functions raise `slmsum.SlmsumError` and its subclasses in `slmsum.errors` only, each with
`message`, `hint` and `exit_code`. Work that needs models is done in a process of its own, so that
the caller's keeps its memory; a script that calls them needs no `if __name__ == "__main__"`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from slmsum.conversation import Conversation
from slmsum.jobs import ReadRequest
from slmsum.minutes import Minutes
from slmsum.progress import ProgressSink, ignore
from slmsum.summarize.settings import Length, SummarizeSettings

if TYPE_CHECKING:
    from slmsum.ask.answer import Answer
    from slmsum.engine.loaded import LoadedModels
    from slmsum.engine.steady import SteadyWorker
    from slmsum.power import PowerPlan
    from slmsum.search import Hit

# A conversation, or the file or folder that holds one.
Source = str | Path | Conversation


def read(source: str | Path, *, format: str | None = None) -> Conversation:
    """The conversation in a file or folder; recordings are transcribed.

    `format` forces a reader by its name ("whatsapp", "vtt", ...). The turns come in order, and
    `turns[i].index == i`.
    """
    with Session() as session:
        return session.read(source, format=format)


def summarize(
    source: Source,
    *,
    length: str | None = None,
    power: str = "auto",
    model: str | None = None,
    seed: int = 0,
    in_process: bool = False,
) -> Minutes:
    """The minutes of a conversation; the evidence in them are indices of its turns.

    `length` is "short", "medium" or "long", `power` "auto", "saver", "balanced" or "full", `model`
    a name that `slmsum models list` shows. The same conversation and choices give the same minutes.
    """
    with Session(power=power, in_process=in_process) as session:
        return session.summarize(source, length=length, model=model, seed=seed)


def ask(
    source: Source,
    question: str,
    *,
    history: Sequence[Answer] = (),
    power: str = "auto",
    in_process: bool = False,
) -> Answer:
    """The answer to a question about a conversation, with the indices of the turns it rests on.

    `said` is False where the conversation does not say. `history` holds earlier answers, for
    questions that lean on the last one.
    """
    with Session(power=power, in_process=in_process) as session:
        return session.ask(source, question, history=history)


def search(
    query: str,
    *,
    library: str | Path | None = None,
    passphrase: str | None = None,
    limit: int = 20,
    in_process: bool = False,
) -> list[Hit]:
    """Turns of the library that the query finds by words and by meaning, best first.

    `library` is a folder, None for the user's own; `passphrase` unlocks an encrypted one. A query
    may hold "phrases", prefix*, speaker:NAME, from:DATE, to:DATE and tag:NAME.
    """
    with Session(in_process=in_process, library=library, passphrase=passphrase) as session:
        return session.search(query, limit=limit)


def export(
    minutes: Minutes,
    conversation: Conversation,
    path: str | Path | None = None,
    *,
    format: str | None = None,
) -> str | bytes:
    """The minutes in a format ("text", "markdown", "html", "json", ...), as a file's content.

    With `path` they are also written there, in one step, and its suffix picks the format.
    """
    from slmsum.errors import BadOption
    from slmsum.export.formats import Format, choose, render
    from slmsum.files import replace_file

    if format is not None and format not in list(Format):
        known = ", ".join(Format)
        raise BadOption(f"{format}: not a format of minutes", hint=f"Formats: {known}.")
    place = Path(path) if path is not None else None
    chosen = choose(Format(format) if format is not None else None, place)
    content = render(chosen, minutes, conversation)
    if place is not None:
        replace_file(place, content)
    return content


class Session:
    """Keeps the models loaded over many calls, in a process of its own or `in_process`.

    For one thread at a time, except for `cancel`. `library` is the folder of the library that
    `search` looks into. A call of a closed session starts anew.
    """

    def __init__(
        self,
        *,
        power: str = "auto",
        in_process: bool = False,
        library: str | Path | None = None,
        passphrase: str | None = None,
    ) -> None:
        self._power = power
        self._in_process = in_process
        self._library = Path(library) if library is not None else None
        self._passphrase = passphrase
        self._plan: PowerPlan | None = None
        self._models: LoadedModels | None = None
        self._worker: SteadyWorker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the models and end the process."""
        self._models = None
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    @property
    def plan(self) -> PowerPlan:
        """What the power mode means on this machine; raises BadOption for an unknown mode."""
        if self._plan is None:
            from slmsum.machine import inspect_machine
            from slmsum.power import plan

            self._plan = plan(self._power, inspect_machine())
        return self._plan

    def read(
        self,
        source: str | Path,
        *,
        format: str | None = None,
        on_progress: ProgressSink = ignore,
        cancelled: threading.Event | None = None,
    ) -> Conversation:
        """As `slmsum.read`. Setting `cancelled` stops a call within 200 ms with Cancelled."""
        from slmsum.api_jobs import ReadJob

        given = self._given(source, format)
        found: Conversation = self._run(ReadJob(given), on_progress, cancelled)
        return found

    def summarize(
        self,
        source: Source,
        *,
        length: str | None = None,
        model: str | None = None,
        seed: int = 0,
        on_progress: ProgressSink = ignore,
        cancelled: threading.Event | None = None,
    ) -> Minutes:
        """As `slmsum.summarize`."""
        from slmsum.api_jobs import MinutesJob

        settings = SummarizeSettings(self.plan, _length(length), model, seed)
        job = MinutesJob(self._given(source), settings)
        minutes: Minutes = self._run(job, on_progress, cancelled)
        return minutes

    def ask(
        self,
        source: Source,
        question: str,
        *,
        history: Sequence[Answer] = (),
        on_progress: ProgressSink = ignore,
        cancelled: threading.Event | None = None,
    ) -> Answer:
        """As `slmsum.ask`."""
        from slmsum.ask.answer import AskSettings
        from slmsum.ask.jobs import AskJob

        what = self._given(source).what
        job = AskJob(what, question, AskSettings(self.plan), history=tuple(history))
        answer: Answer = self._run(job, on_progress, cancelled)[1]
        return answer

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        on_progress: ProgressSink = ignore,
        cancelled: threading.Event | None = None,
    ) -> list[Hit]:
        """As `slmsum.search`."""
        from slmsum.api_jobs import SearchJob

        job = SearchJob(query, self.plan, self._library, self._passphrase, limit)
        hits: list[Hit] = self._run(job, on_progress, cancelled)
        return hits

    def _given(self, source: Source, format: str | None = None) -> Any:
        from slmsum.api_jobs import Given

        if isinstance(source, Conversation):
            return Given(source, self.plan)
        return Given(ReadRequest(Path(source).absolute(), format=format), self.plan)

    def _run(self, job: Any, on_progress: ProgressSink, cancelled: threading.Event | None) -> Any:
        if self._in_process:
            if self._models is None:
                from slmsum.engine.loaded import LoadedModels
                from slmsum.models.store import default_store

                self._models = LoadedModels(default_store())
            return job.run_with(self._models, on_progress)
        if self._worker is None:
            from slmsum.engine.steady import SteadyWorker

            self._worker = SteadyWorker(self.plan)
        return self._worker.run(job, on_progress, cancelled)


def _length(length: str | None) -> Length | None:
    if length is None:
        return None
    try:
        return Length(length)
    except ValueError:
        from slmsum.errors import BadOption

        known = ", ".join(Length)
        raise BadOption(f"{length}: not a length", hint=f"Lengths: {known}.") from None
