"""The formats minutes can be written in, and how one is chosen."""

from __future__ import annotations

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

    @property
    def suffix(self) -> str:
        """The usual suffix of a file of this format."""
        return _SUFFIX[self]


_SUFFIX = {Format.TEXT: ".txt", Format.MARKDOWN: ".md", Format.HTML: ".html", Format.JSON: ".json"}
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
) -> str:
    """The minutes in `format`, with a line end; `width` and `colour` matter to text only.

    A `template` with a body of its own writes the text or Markdown; raises BadTemplate where that
    body fails.
    """
    if template is not None and template.body and format in (Format.TEXT, Format.MARKDOWN):
        from slmsum.templates import body

        return body.render(minutes, conversation, template)
    match format:
        case Format.TEXT:
            from slmsum.export import text

            return text.render(minutes, conversation, width=width, colour=colour)
        case Format.MARKDOWN:
            from slmsum.export import markdown

            return markdown.render(minutes, conversation)
        case Format.HTML:
            from slmsum.export import html

            return html.render(minutes, conversation)
        case Format.JSON:
            from slmsum.export import json

            return json.render(minutes)
