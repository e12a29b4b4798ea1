"""`slmsum read`: what was understood of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output, progress
from slmsum.conversation import Conversation, Kind
from slmsum.export import words
from slmsum.jobs import ReadJob


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, a folder, or '-'.")],
    *,
    as_json: options.Json = False,
    since: options.Since = "",
    until: options.Until = "",
    speaker: options.Speakers = None,
    format_hint: options.FormatHint = "",
    language: options.Language = "",
    glossary: options.Glossary = None,
    term: options.Terms = None,
    speakers: options.SpeakerCount = None,
    name: options.NewNames = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Show what a conversation file says, turn by turn."""
    (request,) = options.requests([file], since, until, speaker, format_hint, names=name)
    if request.needs_listening():
        from slmsum import power
        from slmsum.engine import worker
        from slmsum.machine import inspect_machine

        plan = power.plan(power.AUTO, inspect_machine())
        speech = options.speech(plan, language, glossary, term, speakers=speakers)
        with progress.shown(request.path.name, quiet) as sink:
            conversation = worker.run(ReadJob(request, speech), sink)
    else:
        conversation = request.read()
    output.write_lines(json_lines(conversation) if as_json else lines(conversation))


def json_lines(conversation: Conversation) -> Iterator[str]:
    """`Conversation.to_json` as text, one turn a line, without holding all of it."""
    from slmsum.export.json import dumps

    fields = replace(conversation, turns=()).to_json()
    del fields["turns"]
    last = len(conversation.turns) - 1
    yield "{"
    for key, value in fields.items():
        yield f'"{key}": {dumps(value)},'
    yield '"turns": ['
    for turn in conversation.turns:
        yield dumps(turn.to_json()) + ("" if turn.index == last else ",")
    yield "]"
    yield "}"


def lines(conversation: Conversation) -> Iterator[str]:
    """What there is to know of a conversation, then its turns, as text."""
    kinds = Counter(turn.kind for turn in conversation.turns)
    spoken = Counter(turn.speaker for turn in conversation.said)
    yield f"Format    {conversation.format}"
    if conversation.title:
        yield f"Title     {words.clean(conversation.title)}"
    if conversation.date:
        yield f"Date      {conversation.date.isoformat()}"
    if conversation.language:
        yield f"Language  {conversation.language}"
    counts = ", ".join(f"{kinds[kind]:,} {kind.value}" for kind in Kind if kinds[kind])
    yield f"Turns     {len(conversation.turns):,} ({counts})"
    names = ", ".join(
        f"{words.clean(speaker.name)} {spoken[speaker.name]:,}" for speaker in conversation.speakers
    )
    yield f"Speakers  {names or 'not named'}"
    for warning in conversation.warnings:
        yield f"Warning   {words.clean(warning)}"
    yield ""
    for turn in conversation.turns:
        parts = [f"#{turn.index + 1}", words.moment(turn)]
        parts.append(f"{words.clean(turn.speaker)}:" if turn.speaker else "")
        parts.append("" if turn.kind is Kind.SAID else f"[{turn.kind.value}]")
        parts.append(words.clean(turn.text))
        yield " ".join(part for part in parts if part)
