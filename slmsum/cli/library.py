"""`slmsum library`: the conversations that are kept on this machine."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slmsum.cli import library_care, options, output
from slmsum.cli.errors import report, warn
from slmsum.cli.library_access import made_findable, name, opened
from slmsum.errors import BadOption, InputError

if TYPE_CHECKING:
    from slmsum.conversation import Conversation
    from slmsum.jobs import ReadRequest
    from slmsum.library import Entry, Library
    from slmsum.power import PowerPlan

FAILED = 2

app = typer.Typer(
    help="Keep conversations and their minutes, on this machine.", no_args_is_help=True
)

Wanted = Annotated[str, typer.Argument(metavar="ID", help="A conversation by its number.")]
AllWanted = Annotated[
    list[str], typer.Argument(metavar="ID", help="Conversations by their numbers.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command("list")
def list_entries(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="In a title, name or tag.")] = "",
    *,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="chat, meeting, recording, mail or other.")
    ] = "",
    tag: Annotated[str, typer.Option(metavar="TAG", help="Only what has this tag.")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="From this day on.")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Up to this day.")] = "",
    as_json: options.Json = False,
    debug: options.Debug = False,
) -> None:
    """List what is kept, newest first."""
    from slmsum.library import ConversationKind

    if kind and kind not in list(ConversationKind):
        raise BadOption(
            f"--kind {kind}: no such kind", hint=f"Kinds: {', '.join(ConversationKind)}."
        )
    with opened() as library:
        found = library.entries(
            text=text,
            kind=kind,
            tag=tag,
            since=_day("--since", since),
            until=_day("--until", until),
        )
    if as_json:
        from slmsum.export.json import dumps

        output.write_stdout(dumps([_to_json(entry) for entry in found]) + "\n")
    else:
        output.write_lines(_line(entry) for entry in found)


@app.command()
def show(
    wanted: Wanted,
    *,
    turns: Annotated[bool, typer.Option("--turns", help="Show what was said.")] = False,
    edits: Annotated[bool, typer.Option("--edits", help="Show what you changed.")] = False,
    as_json: options.Json = False,
    debug: options.Debug = False,
) -> None:
    """Show the minutes of a conversation, else what was said."""
    from slmsum.cli import read
    from slmsum.export.formats import Format, render

    with opened() as library:
        entry = find(library, wanted)
        if edits:
            output.write_lines(_edits(library, entry))
            return
        minutes = None if turns else library.minutes(entry.id)
        conversation = library.conversation(entry.id)
    if minutes is None:
        output.write_lines(read.json_lines(conversation) if as_json else read.lines(conversation))
    else:
        output.write_stdout(render(Format.JSON if as_json else Format.TEXT, minutes, conversation))


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Chats, transcripts or recordings.")
    ],
    *,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help="Tag them; may be repeated.")
    ] = None,
    no_audio: Annotated[
        bool, typer.Option("--no-audio", help="Keep only the words of recordings.")
    ] = False,
    format_hint: options.FormatHint = "",
    language: options.Language = "",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Keep conversations; what is there already is not kept twice."""
    from slmsum import power
    from slmsum.machine import inspect_machine

    requests = options.requests(files, "", "", None, format_hint)
    plan = power.plan(power.AUTO, inspect_machine())
    failed = False
    with opened(to_change=True) as library, made_findable(library, plan, quiet):
        for request in requests:
            try:
                conversation = _read(request, plan, language, quiet)
                warn(conversation, request.path.name)
                audio = None if no_audio else request.recording()
                entry = library.add(conversation, audio=audio, tags=tag or ())
            except InputError as error:
                report(error)
                failed = True
                continue
            if not quiet:
                output.write_stdout(f"{_line(entry)}\n")
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def remove(
    wanted: AllWanted,
    *,
    yes: Yes = False,
    audio: Annotated[bool, typer.Option("--audio", help="Delete only the sound.")] = False,
    debug: options.Debug = False,
) -> None:
    """Delete conversations for good, their minutes and sound too."""
    with opened(to_change=True) as library:
        entries = [find(library, one) for one in wanted]
        for entry in entries:
            sys.stderr.write(_line(entry) + "\n")
        what = "the sound of these" if audio else "these for good"
        if not yes and not _agreed(f"Delete {what}?"):
            raise typer.Exit(1)
        ids = dict.fromkeys(entry.id for entry in entries)
        if audio:
            library.remove_audio(*ids)
        else:
            library.remove(*ids)
    output.write_stdout(f"{len(ids)} deleted\n")


@app.command("tag")
def set_tags(
    wanted: Wanted,
    tags: Annotated[
        list[str], typer.Argument(metavar="TAG", help="A tag to add; -TAG takes one away.")
    ],
    *,
    debug: options.Debug = False,
) -> None:
    """Add tags to a conversation, or take them away."""
    with opened(to_change=True) as library:
        entry = find(library, wanted)
        library.untag(entry.id, *(tag[1:] for tag in tags if tag.startswith("-")))
        library.tag(entry.id, *(tag for tag in tags if not tag.startswith("-")))
        output.write_stdout(_line(library.entry(entry.id)) + "\n")


library_care.register(app)


def find(library: Library, wanted: str) -> Entry:
    """The conversation with this number; raises NotInLibrary."""
    from slmsum.errors import NotInLibrary

    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 18:
        raise NotInLibrary(library.folder, wanted)
    return library.entry(int(wanted))


def _read(request: ReadRequest, plan: PowerPlan, language: str, quiet: bool) -> Conversation:
    if not request.needs_listening():
        return request.read()
    from slmsum.cli import progress
    from slmsum.engine import worker
    from slmsum.jobs import ReadJob

    with progress.shown(request.path.name, quiet) as sink:
        return worker.run(ReadJob(request, options.speech(plan, language, None, None)), sink)


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise BadOption("nobody is there to agree", hint="Say --yes.")
    return typer.confirm(question, err=True)


def _line(entry: Entry) -> str:
    """One conversation in at most 80 columns, unless its tags are long."""
    from slmsum.export.words import clean

    day = (entry.date or entry.added.date()).isoformat()
    made = "minutes" if entry.has_minutes else ""
    tags = "".join(f" #{clean(tag)}" for tag in entry.tags)
    title = name(entry)
    room = max(16, 80 - 42 - len(tags))
    if len(title) > room:
        title = title[: room - 1] + "…"
    turns = f"{entry.turns:,} turn{'' if entry.turns == 1 else 's'}"
    return f"{entry.id:>3}  {day}  {entry.kind:<9} {turns:>11}  {made:<7}  {title}{tags}"


def _to_json(entry: Entry) -> dict[str, object]:
    fields = asdict(entry)
    fields["date"] = entry.date.isoformat() if entry.date else None
    fields["added"] = entry.added.isoformat()
    return fields


def _edits(library: Library, entry: Entry) -> list[str]:
    from slmsum.export.words import clean

    def shown(text: str | None) -> str:
        return "nothing" if text is None else json.dumps(clean(text), ensure_ascii=False)

    return [
        f"{edit.made:%Y-%m-%d %H:%M}  {clean(edit.path)}: "
        f"{shown(edit.before)} -> {shown(edit.after)}"
        for edit in library.edits(entry.id)
    ]


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadOption(f"{option} {text}: not a day", hint="Write it like 2026-03-01.") from None
