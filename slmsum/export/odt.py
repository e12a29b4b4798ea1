"""Minutes as an OpenDocument text: real headings, a table of actions, links into the transcript."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

from odfdo import (
    Bookmark,
    Cell,
    Document,
    Element,
    Header,
    Link,
    List,
    ListItem,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
)

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.export import words
from slmsum.export.outline import Block, Item, outline
from slmsum.minutes import Minutes, Part

_BULLETS = """<text:list-style style:name="Bullets">
<text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties
text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment
text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="0.6cm"
/></style:list-level-properties></text:list-level-style-bullet></text:list-style>"""
_COLUMNS = ("Who", "What", "By when", "Turns")


def render(minutes: Minutes, conversation: Conversation) -> bytes:
    """The document; evidence links jump to bookmarks at the turns of the appended transcript."""
    shown = outline(minutes, conversation)
    document = Document("text")
    _set_up(document, shown.title, words.language(minutes, conversation))
    body = document.body
    body.clear()
    body.append(_paragraph(shown.title, "Title"))
    body.append(_paragraph(shown.facts, "Soft"))
    for note in shown.notes:
        body.append(_paragraph(f"Note: {note}", "Doubt"))
    for block in shown.blocks:
        for element in _block(block):
            body.append(element)
    if conversation.turns:
        body.append(_header(1, "Transcript"))
        for turn in conversation.turns:
            body.append(_turn(turn))
    body.append(_paragraph(shown.made_by, "Soft"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: Document, title: str, language: str) -> None:
    """Properties, and the styles of ours."""
    meta = document.meta
    meta.title, meta.subject, meta.creator = title, "Minutes", "slmsum"
    meta.language = language
    meta.creation_date = meta.date = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    # The template's outline would number the headings.
    for numbering in document.styles.get_elements("//text:outline-style"):
        numbering.delete()
    standard = Style("paragraph", name="Standard", display_name="Standard")
    standard.set_properties({"style:font-name": "Liberation Sans"}, area="text")
    standard.set_properties({"fo:margin-bottom": "0.15cm"}, area="paragraph")
    document.insert_style(standard)
    title_style = Style("paragraph", name="Title", parent_style="Standard", area="text", bold=True)
    sizes = ("fo:font-size", "style:font-size-asian", "style:font-size-complex")
    title_style.set_properties(dict.fromkeys(sizes, "20pt"), area="text")
    document.insert_style(title_style)
    for name, colour in (("Soft", "#5d6873"), ("Doubt", "#7d4b00")):
        style = Style("paragraph", name=name, parent_style="Standard", area="text", color=colour)
        document.insert_style(style)
    leftward = Style("paragraph", name="Leftward", parent_style="Standard")
    direction = {"style:writing-mode": "rl-tb", "fo:text-align": "right"}
    leftward.set_properties(direction, area="paragraph")
    document.insert_style(leftward)
    document.insert_style(_BULLETS)
    cell = Style("table-cell", name="Ruled", border="0.5pt solid #c8cfd6", padding="0.12cm")
    document.insert_style(cell, automatic=True)
    document.insert_style(Style("text", name="Strong", area="text", bold=True))
    document.insert_style(Style("text", name="Aside", area="text", italic=True, color="#5d6873"))


def _block(block: Block) -> Iterable[Element]:
    yield _header(1, block.heading)
    if block.part is Part.ACTIONS:
        yield _actions(block.items)
    elif block.items:
        yield _list(block.items)
    for stretch in block.stretches:
        header = _header(2, f"{stretch.title} {stretch.span} ".lstrip())
        header.append(Link(f"#t{stretch.first + 1}", text=stretch.turns))
        yield header
        if stretch.items:
            yield _list(stretch.items)


def _header(level: int, text: str) -> Header:
    header = Header(level, text, formatted=False)
    header.style = f"Heading_20_{level}"
    return header


def _list(items: Iterable[Item]) -> List:
    entries = List(style="Bullets")
    for item in items:
        paragraph = _paragraph(f"{item.text} ", "Doubt" if item.doubts else "")
        _add_links(paragraph, item)
        if item.doubts:
            paragraph.append(Span(f"({item.doubts})", style="Aside", formatted=False))
        entry = ListItem()
        entry.append(paragraph)
        entries.append(entry)
    return entries


def _actions(items: Iterable[Item]) -> Table:
    table = Table("Actions")
    table.append_row(_row([_strong(name) for name in _COLUMNS]))
    for item in items:
        links = Paragraph()
        _add_links(links, item)
        texts = [_paragraph(text) for text in (item.owner, item.text, item.due)]
        table.append_row(_row([*texts, links]))
    return table


def _row(paragraphs: Iterable[Paragraph]) -> Row:
    row = Row()
    for paragraph in paragraphs:
        cell = Cell(style="Ruled")
        cell.append(paragraph)
        row.append_cell(cell)
    return row


def _strong(text: str) -> Paragraph:
    paragraph = Paragraph()
    paragraph.append(Span(text, style="Strong", formatted=False))
    return paragraph


def _paragraph(text: str, style: str = "") -> Paragraph:
    style = style or _direction(text)
    return Paragraph(text, style=style, formatted=False)


def _direction(text: str) -> str:
    return "Leftward" if words.runs_leftward(text) else "Standard"


def _add_links(paragraph: Paragraph, item: Item) -> None:
    for first, last in words.ranges(item.evidence):
        link = Link(f"#t{first + 1}", text=f"#{words.turn_range(first, last)}")
        link.tail = " "
        paragraph.append(link)


def _turn(turn: Turn) -> Paragraph:
    number, text = turn.index + 1, words.clean(turn.text)
    paragraph = Paragraph(style=_direction(text))
    paragraph.append(Bookmark(f"t{number}"))
    lead = " ".join(part for part in (f"#{number}", words.moment(turn)) if part)
    paragraph.append(Span(f"{lead} ", style="Aside", formatted=False))
    if turn.speaker:
        speaker = f"{words.clean(turn.speaker)}: "
        paragraph.append(Span(speaker, style="Strong", formatted=False))
    said = turn.kind is Kind.SAID
    paragraph.append(Span(text, style=None if said else "Aside", formatted=False))
    return paragraph
