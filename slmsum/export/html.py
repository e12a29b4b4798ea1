"""Minutes as one self-contained page: every evidence link jumps to its turn in the transcript."""

from __future__ import annotations

import base64
import hashlib

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.export.outline import outline
from slmsum.minutes import Minutes
from slmsum.paths import resource_path


def render(minutes: Minutes, conversation: Conversation) -> str:
    """The page, with all text escaped; its policy forbids to load or run anything."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = resource_path("templates")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["words"] = words
    style = "\n" + (folder / "minutes.css").read_text(encoding="utf-8")
    return environment.get_template("minutes.html.j2").render(
        outline=outline(minutes, conversation),
        turns=conversation.turns,
        language=words.language(minutes, conversation),
        style=style,
        policy=_policy(style),
    )


def _policy(style: str) -> str:
    """Only this very style applies; even an unescaped word could load or run nothing."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
