"""`slmsum ask`: a question in, an answer with the turns that it rests on out."""

from __future__ import annotations

import queue
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slmsum.cli import options, output, progress
from slmsum.cli.errors import report, warn
from slmsum.errors import BadOption, SlmsumError, WorkerDied

if TYPE_CHECKING:
    from slmsum.ask.answer import Answer, AskSettings
    from slmsum.ask.pipeline import LibraryAnswer
    from slmsum.engine.worker import Stream
    from slmsum.jobs import ReadRequest
    from slmsum.progress import ProgressSink
    from slmsum.speech.settings import SpeechSettings

_WIDTH = 80
# How often the worker's end is looked for while an answer is awaited, in seconds.
_POLL = 0.1
_PROMPT = "Ask (an empty line ends): "


def ask(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE] [QUESTION]", help="A conversation, and what to ask of it."),
    ] = None,
    *,
    all_kept: Annotated[
        bool, typer.Option("--all", help="Ask all conversations of the library; give no FILE.")
    ] = False,
    clinic: Annotated[
        bool, typer.Option("--clinic", help="It is a visit to a clinic: quote, do not reword.")
    ] = False,
    power: Annotated[
        options.PowerRequest, typer.Option(help="How hard the machine may work.")
    ] = options.PowerRequest.AUTO,
    model: Annotated[str, typer.Option(metavar="NAME", help="Another model to write with.")] = "",
    since: options.Since = "",
    until: options.Until = "",
    speaker: options.Speakers = None,
    format_hint: options.FormatHint = "",
    language: options.Language = "",
    glossary: options.Glossary = None,
    term: options.Terms = None,
    speakers: options.SpeakerCount = None,
    name: options.NewNames = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Answer a question from a conversation, and quote its turns.

    Where the conversation does not say, the answer says so. Without a question, on a terminal, one
    question after another can be asked, and each may lean on the one before.
    """
    from slmsum import power as modes
    from slmsum.ask.answer import AskSettings
    from slmsum.machine import inspect_machine

    settings = AskSettings(modes.plan(power, inspect_machine()), model or None, clinic)
    given = arguments or []
    if all_kept:
        _ask_library(" ".join(given), settings, as_json=as_json, quiet=quiet)
        return
    if not given:
        raise BadOption("no conversation to ask", hint='As in: slmsum ask FILE "When do we meet?"')
    paths = [Path(given[0])]
    (request,) = options.requests(paths, since, until, speaker, format_hint, names=name)
    speech = options.speech(settings.plan, language, glossary, term, speakers=speakers)
    if len(given) > 1:
        _ask_once(request, " ".join(given[1:]), settings, speech, as_json=as_json, quiet=quiet)
    elif sys.stdin.isatty() and request.data is None:
        _ask_on(request, settings, speech, as_json=as_json, quiet=quiet)
    else:
        raise BadOption("no question", hint='As in: slmsum ask FILE "When do we meet?"')


def _ask_once(
    request: ReadRequest,
    question: str,
    settings: AskSettings,
    speech: SpeechSettings,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    from slmsum.ask.jobs import AskJob
    from slmsum.engine import worker

    with progress.shown(request.path.name, quiet) as sink:
        conversation, answer = worker.run(AskJob(request, question, settings, speech), sink)
    warn(conversation, request.path.name)
    _show(answer, as_json=as_json)


def _ask_library(question: str, settings: AskSettings, *, as_json: bool, quiet: bool) -> None:
    from slmsum.ask.asker import checked_question
    from slmsum.ask.jobs import AskAllJob
    from slmsum.cli.library_access import opened
    from slmsum.engine import worker
    from slmsum.search.job import make_findable

    checked_question(question)
    with opened() as library, progress.shown("library", quiet) as sink:
        make_findable(library, settings.plan, sink)
        job = AskAllJob(library.folder, question, settings, library.passphrase)
        found = worker.run(job, sink)
    if as_json:
        from slmsum.export.json import dumps

        place = {"conversation": found.conversation_id, "title": found.title}
        output.write_stdout(dumps(found.answer.to_json() | place) + "\n")
    else:
        output.write_lines([*_lines(found.answer), *_place(found)])


def _place(found: LibraryAnswer) -> Iterator[str]:
    from slmsum.export.text import wrap
    from slmsum.export.words import clean

    if found.conversation_id is not None:
        title = clean(found.title) or "untitled"
        yield from wrap(f"From {found.conversation_id} {title}", _WIDTH, indent="  ")


def _show(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        from slmsum.export.json import dumps

        output.write_stdout(dumps(answer.to_json()) + "\n")
    else:
        output.write_lines(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    """The answer, the turns that it rests on, and notes."""
    from slmsum.export.text import wrap
    from slmsum.export.words import clean, evidence

    label = evidence(answer.citations)
    yield from wrap(f"{clean(answer.text)} {label}".rstrip(), _WIDTH)
    for quote in answer.quotes:
        speaker = f"{clean(quote.speaker)}: " if quote.speaker else ""
        lead = f"  #{quote.turn + 1} "
        yield from wrap(f"{speaker}{clean(quote.text)}", _WIDTH, lead, " " * len(lead))
    for note in answer.notes:
        yield from wrap(clean(note), _WIDTH, "Note: ", "  ")


def _ask_on(
    request: ReadRequest,
    settings: AskSettings,
    speech: SpeechSettings,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Ask until an empty line or the end of input; the conversation is read once."""
    from slmsum.ask.answer import Answer
    from slmsum.ask.jobs import AskStream
    from slmsum.conversation import Conversation
    from slmsum.engine.worker import Stream

    updates: queue.SimpleQueue[object] = queue.SimpleQueue()
    stream = Stream(AskStream(request, settings, speech), updates.put)
    try:
        with progress.shown(request.path.name, quiet) as sink:
            conversation = _next(stream, updates, sink)
        if isinstance(conversation, Conversation):
            warn(conversation, request.path.name)
        for question in _questions():
            stream.send(question.encode(errors="replace"))
            with progress.shown(request.path.name, quiet) as sink:
                answer = _next(stream, updates, sink)
            if isinstance(answer, SlmsumError):
                report(answer)
            elif isinstance(answer, Answer):
                _show(answer, as_json=as_json)
    finally:
        stream.close()


def _questions() -> Iterator[str]:
    while True:
        try:
            question = input(_PROMPT)
        except EOFError:
            return
        if not question.strip():
            return
        yield question


def _next(stream: Stream, updates: queue.SimpleQueue[object], sink: ProgressSink) -> object:
    """What comes next that is not progress; raises what ended the worker."""
    from slmsum.progress import Progress

    while True:
        ended = stream.ended.is_set()
        try:
            update = updates.get(timeout=_POLL)
        except queue.Empty:
            if ended:
                raise stream.error or WorkerDied(None) from None
            continue
        if not isinstance(update, Progress):
            return update
        sink(update)
