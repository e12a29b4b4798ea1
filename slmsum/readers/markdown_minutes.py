"""Minutes and transcripts in Markdown: `**Name:** words`, bullets, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.readers.clock import elapsed
from slmsum.readers.labels import speaker_labels, split_label
from slmsum.readers.marks import clean_name, without_marks
from slmsum.readers.reader import LIKELY, NO, POSSIBLE, Reader
from slmsum.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_LINES_LOOKED_AT = 400
_AT = r"\d{1,3}:\d{2}(?::\d{2})?"
_GAP = r"[ \t]{0,4}"
_BOLD_NAME = re.compile(
    rf"\s*(?:[-*+]\s+|\d{{1,9}}[.)]\s+|>\s*)?(?:[\[(]?{_AT}[\])]?{_GAP}[-–]?{_GAP})?(?:\*\*|__)"
    rf"(?P<name>[^*_:\n][^*:\n]{{0,60}}?){_GAP}(?:[\[(]{_AT}[\])])?{_GAP}"
    rf"(?::{_GAP}(?:\*\*|__)|(?:\*\*|__){_GAP}(?:[\[(]?{_AT}[\])]?)?{_GAP}:)"
)
_HEADING = re.compile(r"#{1,6}\s+\S")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?P<text>\S.*)")
_TIME = re.compile(rf"[\[(]\s*({_AT})\s*[\])]:?|^({_AT})(?=\s)")
_SPEAKER_HEADING = re.compile(
    rf"(?P<name>[^:\n]{{1,60}}?){_GAP}[\[(–-]?{_GAP}(?P<at>{_AT}){_GAP}[\])]?$"
)
_LINK = re.compile(r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{1,1000}\)")
_FIELD = re.compile(r"(title|date)\s{0,4}:(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or list item; `heading` is its level, 0 for none."""

    text: str
    heading: int = 0
    bold: tuple[str, ...] = ()


def sniff(source: Source) -> float:
    """Likely with names in bold, possible with headings and bullets."""
    if source.looks_json or source.encoding is None:
        return NO
    lines = [line for line in source.head_lines[:_LINES_LOOKED_AT] if line.strip()]
    bold = sum(_BOLD_NAME.match(line) is not None for line in lines)
    headings = sum(_HEADING.match(line) is not None for line in lines)
    bullets = [match["text"] for line in lines if (match := _BULLET.match(line))]
    if bold >= 2 or (bold and headings):
        return LIKELY - 0.1
    named = speaker_labels(bullets)
    speaking = sum(split_label(text)[0] in named for text in bullets)
    if speaking >= 2 and speaking * 2 >= len(lines) - headings:
        return POSSIBLE + 0.1
    return POSSIBLE + 0.05 if headings and (bullets or headings > 1) else NO


def read(source: Source) -> Conversation:
    """The minutes: named paragraphs and bullets by their speakers, other text by nobody.

    The first heading is the title; later ones are system turns, as they were not said.
    """
    from markdown_it import MarkdownIt

    fields, text = _front_matter(without_marks(source.text))
    # The parser takes quadratic time over brackets that never close, so links are undone before.
    parser = MarkdownIt("commonmark").disable(["link", "image", "reference", "html_block"])
    blocks = list(_blocks(parser.parse(_LINK.sub(r"\1", text))))
    title = fields.get("title", "")
    if not title and (first := next((b for b in blocks if b.heading), None)):
        title = first.text
        blocks.remove(first)
    named = _named(blocks)
    return build(
        _turns(blocks, named),
        format="markdown_minutes",
        source=source.name,
        title=title,
        day=_iso_day(fields.get("date", "")),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The title and date of a YAML block at the top, and the text below it."""
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in lines[1:60]:
        return {}, text
    end = lines.index("---", 1)
    found = (match for line in lines[1:end] if (match := _FIELD.match(line)))
    return {match[1].lower(): match[2].strip().strip("\"'") for match in found}, "\n".join(
        lines[end + 1 :]
    )


def _blocks(tokens: Sequence[Token]) -> Iterator[_Block]:
    heading = 0
    for token in tokens:
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "inline":
            text, bold = _plain(token.children or [])
            if text:
                yield _Block(text, heading, bold)
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield _Block(token.content.strip())


def _plain(children: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """Inline text without its marks, and the names that stand in bold before a colon."""
    parts: list[str] = []
    bold: list[str] = []
    strong = -1
    for token in children:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "strong_open":
            strong = len(parts)
        elif token.type == "strong_close" and strong >= 0:
            bold.append("".join(parts[strong:]).strip())
            strong = -1
    text = "".join(parts).strip()
    names = (_TIME.sub("", name.rstrip(":")).strip() for name in bold)
    return text, tuple(n for n in names if n and split_label(f"{n}: x")[0] == n)


def _named(blocks: list[_Block]) -> frozenset[str]:
    """Who speaks: names in bold, and those that come back in the document or in a section."""
    sections: list[list[str]] = [[]]
    for block in blocks:
        if block.heading:
            sections.append([])
        else:
            sections[-1].extend(block.text.split("\n"))
    named = {name for block in blocks for name in block.bold}
    named |= speaker_labels(line for section in sections for line in section)
    for section in sections:
        labels = speaker_labels(section)
        if sum(split_label(line)[0] in labels for line in section) > len(labels):
            named |= labels
    return frozenset(named)


def _turns(blocks: list[_Block], named: frozenset[str]) -> Iterator[Turn]:
    speaking: str | None = None
    start: float | None = None
    for block in blocks:
        if block.heading:
            match = _SPEAKER_HEADING.match(block.text)
            speaking = clean_name(match["name"]) if match else None
            start = elapsed(match["at"]) if match else None
            if match is None:
                yield Turn(0, None, block.text, Kind.SYSTEM)
            continue
        for turn in _of_block(block.text, named):
            if turn.speaker is None and speaking:
                yield Turn(0, speaking, turn.text, Kind.SAID, start=turn.start or start)
            else:
                yield turn


def _of_block(text: str, named: frozenset[str]) -> Iterator[Turn]:
    """The turns of a paragraph: a line that begins with a name begins one."""
    name: str | None = None
    start: float | None = None
    body: list[str] = []
    for line in text.split("\n"):
        at = _TIME.search(line[:90])
        bare = f"{line[: at.start()].rstrip()} {line[at.end() :].lstrip()}".strip() if at else line
        if at and at.start() > 0 and not bare[at.start() :].lstrip().startswith(":"):
            bare = f"{line[: at.start()].rstrip()}: {line[at.end() :].lstrip()}"
        label, words = split_label(bare.replace(" :", ":"))
        if label is None or label not in named:
            body.append(line.strip())
            continue
        if body:
            yield Turn(0, name, " ".join(body), Kind.SAID, start=start)
        name, start, body = clean_name(label), elapsed(at[1] or at[2]) if at else None, [words]
    if body:
        yield Turn(0, name, " ".join(body).strip(), Kind.SAID, start=start)


def _iso_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


READER = Reader("markdown_minutes", "Markdown minutes", sniff, read)
