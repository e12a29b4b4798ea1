"""Turn the HTML of a mail into text, quotes marked with `>` as in plain mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4.element import PageElement

_BLOCKS = {
    *("p", "div", "tr", "li", "ul", "ol", "table", "pre", "hr", "br", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"),
}
_HIDDEN = {"script", "style", "head", "title", "template"}
_MAX_MARKS = 20


def html_to_text(html: str) -> str:
    """The words a reader of the mail sees, one line for each block; "" for unreadable markup."""
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(html, "html.parser")
    except (ParserRejectedMarkup, AssertionError):
        return ""
    lines: list[str] = []
    for depth, text in _lines(soup):
        marks = "> " * min(depth, _MAX_MARKS)
        if text or (lines and lines[-1].strip("> ")):
            lines.append((marks + text).rstrip())
    return "\n".join(lines).strip("\n")


def _lines(root: PageElement) -> Iterator[tuple[int, str]]:
    """Lines with the number of quotes around them; a blank one between block elements."""
    from bs4.element import NavigableString, PreformattedString, Tag

    depth = 0
    held: list[str] = []
    stack: list[tuple[PageElement, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                held.append(str(node))
            continue
        if not isinstance(node, Tag) or node.name in _HIDDEN:
            continue
        if node.name in _BLOCKS:
            if held:
                yield depth, _squeezed(held)
                held = []
            elif not leaving and node.name in ("br", "p"):
                yield depth, ""
        if node.name == "blockquote":
            depth += -1 if leaving else 1
        if not leaving:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.contents))
    yield depth, _squeezed(held)


def _squeezed(pieces: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
