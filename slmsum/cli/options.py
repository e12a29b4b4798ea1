"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli.errors import show_tracebacks
from slmsum.errors import BadOption, TooLarge
from slmsum.jobs import ReadRequest
from slmsum.power import PowerPlan
from slmsum.speech.settings import SpeechSettings

STDIN = Path("-")


class PowerRequest(StrEnum):
    """A power mode, or auto to let the machine's state choose."""

    AUTO = "auto"
    SAVER = "saver"
    BALANCED = "balanced"
    FULL = "full"


Since = Annotated[
    str, typer.Option(metavar="DATE", help="Leave out turns before DATE (2026-03-01[T09:30]).")
]
Until = Annotated[
    str, typer.Option(metavar="DATE", help="Leave out turns after DATE; a day counts whole.")
]
Speakers = Annotated[
    list[str] | None,
    typer.Option("--speaker", metavar="NAME", help="Keep only NAME's turns; may be repeated."),
]
FormatHint = Annotated[
    str, typer.Option(metavar="NAME", help="Read as this format instead of looking.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="Show where an error comes from.", callback=show_tracebacks),
]
Language = Annotated[
    str, typer.Option(metavar="CODE", help="What is spoken (en, de, ...), instead of listening.")
]
Glossary = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Names and words to expect in speech, one a line."),
]
Terms = Annotated[
    list[str] | None,
    typer.Option("--term", metavar="WORD", help="A name or word to expect; may be repeated."),
]
SpeakerCount = Annotated[
    int | None, typer.Option("--speakers", metavar="N", min=1, help="How many people speak.")
]
NoSpeakers = Annotated[bool, typer.Option("--no-speakers", help="Do not tell voices apart.")]
NewNames = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="OLD=NEW", help="Call a speaker NEW; may be repeated."),
]
TemplateName = Annotated[
    str,
    typer.Option("--template", metavar="NAME", help="How minutes are laid out; a name or a file."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def requests(
    files: list[Path],
    since: str,
    until: str,
    speakers: list[str] | None,
    format_hint: str,
    *,
    names: list[str] | None = None,
) -> list[ReadRequest]:
    """What to read for the options given; "-" is read here and now. Raises BadOption, TooLarge."""
    if files.count(STDIN) > 1:
        raise BadOption("standard input can be read only once", hint="Give '-' once.")
    start, end = _moment("--since", since), _moment("--until", until)
    if end is not None and _is_day(until):
        end += timedelta(days=1)
    renamings = tuple(_renaming(text) for text in names or ())
    return [
        ReadRequest(
            path=Path("stdin") if file == STDIN else file,
            data=_standard_input() if file == STDIN else None,
            format=format_hint or None,
            since=start,
            until=end,
            speakers=tuple(speakers or ()),
            names=renamings,
        )
        for file in files
    ]


def speech(
    plan: PowerPlan,
    language: str,
    glossary: Path | None,
    terms: list[str] | None,
    *,
    model: str = "",
    speakers: int | None = None,
    no_speakers: bool = False,
) -> SpeechSettings:
    """How recordings are heard for the options given; raises UnreadableFile."""
    expected = [*(terms or ()), *(_glossary(glossary) if glossary is not None else ())]
    return SpeechSettings(
        plan=plan,
        model=model or None,
        language=language.lower() or None,
        terms=tuple(dict.fromkeys(expected)),
        name_speakers=not no_speakers,
        speakers=speakers,
    )


def _glossary(path: Path) -> list[str]:
    from slmsum.readers.source import Source

    lines = (line.strip() for line in Source.of_path(path).lines())
    return [line for line in lines if line]


def _renaming(text: str) -> tuple[str, str]:
    old, equals, new = (part.strip() for part in text.partition("="))
    if not (old and equals and new):
        raise BadOption(
            f"--name {text}: not a new name for a speaker", hint='Write it like "Speaker 1=Anna".'
        )
    return old, new


def _moment(option: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise BadOption(
            f"{option} {text}: not a date", hint="Write it like 2026-03-01 or 2026-03-01T09:30."
        ) from None


def _is_day(text: str) -> bool:
    return "T" not in text and " " not in text and ":" not in text


def _standard_input() -> bytes:
    from slmsum.readers.source import MAX_WHOLE_BYTES

    data = sys.stdin.buffer.read(MAX_WHOLE_BYTES + 1)
    if len(data) > MAX_WHOLE_BYTES:
        raise TooLarge("stdin", "the input", len(data), MAX_WHOLE_BYTES)
    return data
