"""Minutes for the clipboard: as HTML for those who take it, as plain text for the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from slmsum.conversation import Conversation
from slmsum.export import text
from slmsum.export.outline import Item, Outline, outline
from slmsum.minutes import Minutes

# More than any line has, so that the program it is pasted into can wrap as it likes.
_UNWRAPPED = 10**9


@dataclass(frozen=True, slots=True)
class RichText:
    """The same minutes twice: `html` is a fragment without a page around it."""

    html: str
    plain: str


def copy(minutes: Minutes, conversation: Conversation) -> RichText:
    """What the window puts on the clipboard; evidence stays as labels, since no turns go along."""
    return RichText(
        html="\n".join(_fragment(outline(minutes, conversation))) + "\n",
        plain=text.render(minutes, conversation, width=_UNWRAPPED),
    )


def _fragment(shown: Outline) -> Iterator[str]:
    yield f"<h1>{escape(shown.title)}</h1>"
    yield f"<p>{escape(shown.facts)}</p>"
    yield from (f"<p><em>Note: {escape(note)}</em></p>" for note in shown.notes)
    for block in shown.blocks:
        yield f"<h2>{escape(block.heading)}</h2>"
        yield from _list(block.items)
        for stretch in block.stretches:
            title = f"{stretch.title} {stretch.span} [{stretch.turns}]"
            yield f"<h3>{escape(' '.join(title.split()))}</h3>"
            yield from _list(stretch.items)
    yield f"<p><small>{escape(shown.made_by)}</small></p>"


def _list(items: Iterable[Item]) -> Iterator[str]:
    entries = [f"<li>{_item(item)}</li>" for item in items]
    if entries:
        yield f"<ul>{''.join(entries)}</ul>"


def _item(item: Item) -> str:
    parts = (
        f"<strong>{escape(item.owner)}:</strong>" if item.owner else "",
        escape(item.text),
        f"({escape(item.due)})" if item.due else "",
        f"<small>{item.label}</small>" if item.label else "",
        f"<em>⚠ {escape(item.doubts)}</em>" if item.doubts else "",
    )
    return " ".join(part for part in parts if part)
