"""The formats minutes can be written in, and how one is chosen."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation
from slmsum.errors import BadOption
from slmsum.minutes import Minutes

if TYPE_CHECKING:
    from slmsum.templates.template import Template


class Format(StrEnum):
    """A format of minutes, by the name users give."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    CSV = "csv"
    ICS = "ics"

    @property
    def suffix(self) -> str:
        """The usual suffix of a file of this format."""
        return _SUFFIX[self]

    @property
    def is_binary(self) -> bool:
        """Whether it is nothing that a terminal could show."""
        return self in _BINARY

    @property
    def is_whole(self) -> bool:
        """Whether two of them in one file make no file of this format."""
        return self not in (Format.TEXT, Format.MARKDOWN, Format.JSON)


_BINARY = (Format.DOCX, Format.ODT, Format.PDF)
_SUFFIX = {Format.TEXT: ".txt", Format.MARKDOWN: ".md"} | {
    format: f".{format}" for format in Format if format not in (Format.TEXT, Format.MARKDOWN)
}
_BY_SUFFIX = {
    **{suffix: format for format, suffix in _SUFFIX.items()},
    ".markdown": Format.MARKDOWN,
    ".htm": Format.HTML,
}


def choose(asked: Format | None, output: Path | None) -> Format:
    """The format asked for, else the one that `output` is named after, else text.

    Raises BadOption where the output's suffix stands for no format.
    """
    if asked is not None:
        return asked
    if output is None or not output.suffix:
        return Format.TEXT
    try:
        return _BY_SUFFIX[output.suffix.lower()]
    except KeyError:
        raise BadOption(
            f"{output}: {output.suffix} stands for no format",
            hint=f"Say --format, or use one of {', '.join(sorted(_BY_SUFFIX))}.",
        ) from None


def render(
    format: Format,
    minutes: Minutes,
    conversation: Conversation,
    *,
    width: int = 80,
    colour: bool = False,
    template: Template | None = None,
    warn: Callable[[str], None] = lambda _: None,
) -> str | bytes:
    """The minutes in `format`: text with a line end, or the bytes of a file.

    `width` and `colour` matter to text only; `warn` is told what a format cannot hold. A `template`
    with a body of its own writes the text or Markdown; raises BadTemplate where that body fails.
    """
    if template is not None and template.body and format in (Format.TEXT, Format.MARKDOWN):
        from slmsum.templates import body

        return body.render(minutes, conversation, template)
    content: str | bytes
    match format:
        case Format.TEXT:
            from slmsum.export import text

            content = text.render(minutes, conversation, width=width, colour=colour)
        case Format.MARKDOWN:
            from slmsum.export import markdown

            content = markdown.render(minutes, conversation)
        case Format.HTML:
            from slmsum.export import html

            content = html.render(minutes, conversation)
        case Format.JSON:
            from slmsum.export import json

            content = json.render(minutes)
        case Format.DOCX:
            from slmsum.export import docx

            content = docx.render(minutes, conversation)
        case Format.ODT:
            from slmsum.export import odt

            content = odt.render(minutes, conversation)
        case Format.PDF:
            from slmsum.export import pdf

            content = pdf.render(minutes, conversation, warn)
        case Format.CSV:
            from slmsum.export import csv

            content = csv.render(minutes, conversation)
        case Format.ICS:
            from slmsum.export import ics

            content = ics.render(minutes, conversation, warn)
    return content
