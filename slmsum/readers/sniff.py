"""Pick the reader for an input by what is in it, and read it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from slmsum.conversation import Conversation
from slmsum.errors import EmptyInput, MalformedInput, SlmsumError, UnknownFormat
from slmsum.readers.reader import Reader
from slmsum.readers.source import Source

# Order decides between readers that are equally sure.
_MODULES = (
    "slmsum_json",
    "whatsapp",
    "signal",
    "kakaotalk",
    "telegram_json",
    "telegram_html",
    "slack",
    "discord",
    "meta_json",
    "imessage",
    "sms",
    "assistant_json",
    "qmsum",
    "aws_transcribe",
    "kaldi_json",
    "whisper_json",
    "podcast_json",
    "podcast_html",
    "vtt",
    "srt",
    "sbv",
    "ttml",
    "rttm",
    "zoom_chat",
    "meetbot",
    "irc",
    "email_thread",
    "mbox",
    "email_body",
    "docx",
    "otter",
    "markdown_minutes",
    "named_lines",
    "prose",
)


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, in order of precedence."""
    return tuple(import_module(f"slmsum.readers.{name}").READER for name in _MODULES)


def read_path(path: Path, format: str | None = None) -> Conversation:
    """Read a file or folder; `format` forces a reader by its short name.

    Raises SlmsumError and its subclasses only: UnknownFormat, MalformedInput, EmptyInput, ...
    """
    return read_source(Source.of_path(path), format)


def read_bytes(name: str, data: bytes, format: str | None = None) -> Conversation:
    """Read bytes in memory, such as standard input, as `read_path` does."""
    return read_source(Source.of_bytes(name, data), format)


def read_source(source: Source, format: str | None = None) -> Conversation:
    """Read what is already opened, as `read_path` does."""
    reader = _named(source, format) if format else choose(source)
    try:
        conversation = reader.read(source)
    except SlmsumError:
        raise
    except RecursionError as error:
        raise MalformedInput(source.name, reader.label, "nested too deeply") from error
    if not conversation.turns:
        raise EmptyInput(source.name, f"no messages in this {reader.label} file")
    return conversation


def choose(source: Source) -> Reader:
    """The reader that is surest of the content; raises UnknownFormat where none is."""
    best: Reader | None = None
    best_score = 0.0
    for reader in readers():
        score = reader.sniff(source)
        if score > best_score:
            best, best_score = reader, score
            if score >= 1.0:
                break
    if best is None:
        raise UnknownFormat(source.name, [r.label for r in readers()], _why_unknown(source))
    return best


def _named(source: Source, format: str) -> Reader:
    for reader in readers():
        if reader.format == format:
            return reader
    raise UnknownFormat(source.name, [r.format for r in readers()], f"no format {format!r}")


def _why_unknown(source: Source) -> str:
    if source.is_folder:
        return "a folder that is no Slack export"
    if source.is_zip:
        return "a zip with no chat in it"
    if source.encoding is None:
        return "binary data"
    if source.looks_json:
        return "JSON of another shape" if source.json is not None else "JSON that is cut or broken"
    return ""
