"""Minutes for a terminal: wrapped to its width, coloured where that is wanted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.export.outline import Item, Outline, Stretch, outline
from slmsum.minutes import Minutes

_NARROWEST = 20
_LABEL = re.compile(r"\[#[\d,+-]+\]")


class Style(StrEnum):
    """Terminal codes (SGR) for the kinds of words in minutes."""

    PLAIN = ""
    TITLE = "\x1b[1m"
    HEADING = "\x1b[1;36m"
    FAINT = "\x1b[2m"
    DOUBT = "\x1b[33m"


_RESET = "\x1b[0m"

# A paragraph: its style, the lead of its first line, the indent of the others, and its words.
_Paragraph = tuple[Style, str, str, str]
_BLANK: _Paragraph = (Style.PLAIN, "", "", "")


def render(
    minutes: Minutes, conversation: Conversation, *, width: int = 80, colour: bool = False
) -> str:
    """The minutes as lines of at most `width` cells (20 at least), with terminal codes or none."""
    lines: list[str] = []
    for style, lead, indent, text in _paragraphs(outline(minutes, conversation)):
        for line in wrap(text, max(width, _NARROWEST), lead, indent):
            lines.append(_paint(line, style) if colour else line)
    return "\n".join(lines) + "\n"


def _paint(line: str, style: Style) -> str:
    if style in (Style.PLAIN, Style.DOUBT):
        line = _LABEL.sub(lambda found: f"{Style.FAINT}{found[0]}{_RESET}{style}", line)
    return f"{style}{line}{_RESET}" if style and line else line


def _paragraphs(shown: Outline) -> Iterator[_Paragraph]:
    yield Style.TITLE, "", "", shown.title
    yield Style.FAINT, "", "", shown.facts
    for note in shown.notes:
        yield Style.DOUBT, "Note: ", "  ", note
    for block in shown.blocks:
        yield _BLANK
        yield Style.HEADING, "", "", block.heading
        for item in block.items:
            yield _item(item)
        for number, stretch in enumerate(block.stretches, start=1):
            yield from _stretch(number, stretch)
    yield _BLANK
    yield Style.FAINT, "", "", words.LEGEND
    yield Style.FAINT, "", "", shown.made_by


def _item(item: Item, indent: str = "") -> _Paragraph:
    style, mark = (Style.DOUBT, "?") if item.doubts else (Style.PLAIN, "-")
    due = f"({item.due})" if item.due else ""
    remark = f"({item.doubts})" if item.doubts else ""
    owner = f"{item.owner}:" if item.owner else ""
    text = " ".join(part for part in (owner, item.text, due, item.label, remark) if part)
    return style, f"{indent}  {mark} ", f"{indent}    ", text


def _stretch(number: int, stretch: Stretch) -> Iterator[_Paragraph]:
    lead = f"  {number}. "
    place = f"[{stretch.turns}]"
    title = " ".join(part for part in (stretch.title, stretch.span, place) if part)
    yield Style.PLAIN, lead, " " * len(lead), title
    for item in stretch.items:
        yield _item(item, indent="   ")


def wrap(
    text: str,
    width: float,
    lead: str = "",
    indent: str = "",
    *,
    measure: Callable[[str], float] | None = None,
) -> list[str]:
    """Break `text` at spaces into lines of at most `width`.

    `measure` says how wide a text is, by default in terminal cells. `lead` begins the first line,
    `indent` the others. A word too long for a line, which is also how a language without spaces
    looks, is broken within.
    """
    measure = measure or cells
    space = measure(" ")
    lines: list[str] = []
    line, room, bare = lead, width - measure(lead), True
    for word in text.split():
        needed = measure(word) + (0 if bare else space)
        if needed > room and not bare:
            lines.append(line)
            line, room, bare = indent, width - measure(indent), True
            needed = measure(word)
        if needed <= room:
            line += word if bare else f" {word}"
            room, bare = room - needed, False
            continue
        for char in word:
            size = measure(char)
            if size > room:
                lines.append(line)
                line, room = indent, width - measure(indent)
            line, room, bare = line + char, room - size, False
    return [*lines, line.rstrip()]


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_char_cells(char) for char in text)


def _char_cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
