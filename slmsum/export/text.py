"""Minutes for a terminal: wrapped to its width, coloured where that is wanted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.minutes import Action, Chapter, Minutes, Point, Sentence

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
    for style, lead, indent, text in _paragraphs(minutes, conversation):
        for line in wrap(text, max(width, _NARROWEST), lead, indent):
            lines.append(_paint(line, style) if colour else line)
    return "\n".join(lines) + "\n"


def _paint(line: str, style: Style) -> str:
    if style in (Style.PLAIN, Style.DOUBT):
        line = _LABEL.sub(lambda found: f"{Style.FAINT}{found[0]}{_RESET}{style}", line)
    return f"{style}{line}{_RESET}" if style and line else line


def _paragraphs(minutes: Minutes, conversation: Conversation) -> Iterator[_Paragraph]:
    yield Style.TITLE, "", "", words.clean(minutes.title) or "Minutes"
    yield Style.FAINT, "", "", words.facts(conversation)
    for note in minutes.notes:
        yield Style.DOUBT, "Note: ", "  ", words.clean(note)
    if minutes.summary:
        heading = "Most central turns" if minutes.extractive else "Summary"
        yield from _section(heading, [_sentence(sentence) for sentence in minutes.summary])
    yield from _section("Decisions", [_point(point) for point in minutes.decisions])
    yield from _section("Actions", [_action(action) for action in minutes.actions])
    yield from _section("Open questions", [_point(point) for point in minutes.questions])
    if len(minutes.chapters) > 1:
        yield _BLANK
        yield Style.HEADING, "", "", "Chapters"
        for number, chapter in enumerate(minutes.chapters, start=1):
            yield from _chapter(number, chapter, conversation)
    yield _BLANK
    yield Style.FAINT, "", "", words.LEGEND
    yield Style.FAINT, "", "", words.made_by(minutes.made_by)


def _section(heading: str, items: Sequence[_Paragraph]) -> Iterator[_Paragraph]:
    if items:
        yield _BLANK
        yield Style.HEADING, "", "", heading
        yield from items


def _labelled(text: str, indices: Sequence[int], remark: str = "") -> str:
    remark = f"({remark})" if remark else ""
    return " ".join(part for part in (text, words.evidence(indices), remark) if part)


def _sentence(sentence: Sentence, indent: str = "") -> _Paragraph:
    style, mark = (Style.PLAIN, "-") if sentence.supported else (Style.DOUBT, "?")
    text = _labelled(words.clean(sentence.text), sentence.evidence, words.doubts(sentence))
    return style, f"{indent}  {mark} ", f"{indent}    ", text


def _point(point: Point) -> _Paragraph:
    return Style.PLAIN, "  - ", "    ", _labelled(words.clean(point.text), point.evidence)


def _action(action: Action) -> _Paragraph:
    owner = words.clean(action.owner)
    due = words.due(action)
    text = f"{owner}: " if owner else ""
    text += words.clean(action.task) + (f" ({due})" if due else "")
    return Style.PLAIN, "  - ", "    ", _labelled(text, action.evidence)


def _chapter(number: int, chapter: Chapter, conversation: Conversation) -> Iterator[_Paragraph]:
    lead = f"  {number}. "
    span = words.span(chapter, conversation)
    place = f"[#{words.turn_range(chapter.first_turn, chapter.last_turn)}]"
    title = " ".join(part for part in (words.clean(chapter.title), span, place) if part)
    yield Style.PLAIN, lead, " " * len(lead), title
    for sentence in chapter.summary:
        yield _sentence(sentence, indent="   ")


def wrap(text: str, width: int, lead: str = "", indent: str = "") -> list[str]:
    """Break `text` at spaces into lines of at most `width` terminal cells.

    `lead` begins the first line, `indent` the others. A word too long for a line, which is also
    how a language without spaces looks, is broken within.
    """
    lines: list[str] = []
    line, room, bare = lead, width - cells(lead), True
    for word in text.split():
        needed = cells(word) + (0 if bare else 1)
        if needed > room and not bare:
            lines.append(line)
            line, room, bare = indent, width - cells(indent), True
            needed = cells(word)
        if needed <= room:
            line += word if bare else f" {word}"
            room, bare = room - needed, False
            continue
        for char in word:
            size = cells(char)
            if size > room:
                lines.append(line)
                line, room = indent, width - cells(indent)
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
