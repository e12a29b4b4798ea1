"""Minutes as Markdown, for notes, issues and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.export.outline import Item, Stretch, outline
from slmsum.minutes import Minutes

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
# Signs that mean something only at the beginning of a line.
_LEADING = re.compile(r"^([#+\-=>]|\d+(?=[.)]))")


def render(minutes: Minutes, conversation: Conversation) -> str:
    """The minutes as one Markdown document; all text of the conversation is escaped."""
    shown = outline(minutes, conversation)
    parts = [f"# {escape(shown.title)}", escape(shown.facts)]
    parts += [f"> Note: {escape(note)}" for note in shown.notes]
    for block in shown.blocks:
        parts.append(f"## {escape(block.heading)}")
        parts += _list(block.items)
        for stretch in block.stretches:
            parts.append(_title(stretch))
            parts += _list(stretch.items)
    parts += ["---", f"{escape(words.LEGEND)}  \n{escape(shown.made_by)}"]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """One line of text that Markdown shows as it is."""
    escaped = _SPECIAL.sub(r"\\\1", words.clean(text))
    return _LEADING.sub(_escape_leading, escaped)


def _escape_leading(found: re.Match[str]) -> str:
    sign = found[1]
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"


def _list(items: Sequence[Item]) -> Iterator[str]:
    if items:
        yield "\n".join(f"- {_item(item)}" for item in items)


def _item(item: Item) -> str:
    owner = f"**{escape(item.owner)}**:" if item.owner else ""
    due = f"({escape(item.due)})" if item.due else ""
    doubts = f"*({escape(item.doubts)})*" if item.doubts else ""
    mark = "⚠" if doubts else ""
    parts = (mark, owner, escape(item.text), due, item.label, doubts)
    return " ".join(part for part in parts if part)


def _title(stretch: Stretch) -> str:
    parts = (escape(stretch.title), stretch.span, f"[{stretch.turns}]")
    return "### " + " ".join(part for part in parts if part)
