"""Minutes as one self-contained page: every evidence link jumps to its turn in the transcript."""

from __future__ import annotations

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.minutes import Minutes
from slmsum.paths import resource_path


def render(minutes: Minutes, conversation: Conversation) -> str:
    """The page, with all text escaped and nothing loaded from elsewhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resource_path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["words"] = words
    template = environment.get_template("minutes.html.j2")
    return template.render(minutes=minutes, conversation=conversation)
