"""`slmsum read`: what was understood of a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output
from slmsum.conversation import Conversation, Kind
from slmsum.export import words


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, a folder, or '-'.")],
    *,
    as_json: options.Json = False,
    since: options.Since = "",
    until: options.Until = "",
    speaker: options.Speakers = None,
    format_hint: options.FormatHint = "",
    debug: options.Debug = False,
) -> None:
    """Show what a conversation file says, turn by turn."""
    (request,) = options.requests([file], since, until, speaker, format_hint)
    conversation = request.read()
    if as_json:
        text = json.dumps(conversation.to_json(), ensure_ascii=False, indent=1) + "\n"
        # Half of a surrogate pair cannot be written as UTF-8; JSON has an escape for it.
        output.write_stdout(text.encode("utf-8", "backslashreplace").decode("utf-8"))
        return
    output.write_stdout("\n".join(_lines(conversation)) + "\n")


def _lines(conversation: Conversation) -> Iterator[str]:
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
