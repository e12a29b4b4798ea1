"""Minutes as a Word document: real headings, a table of actions, links into the transcript."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.export import words
from slmsum.export.outline import Block, Item, Outline, outline
from slmsum.minutes import Minutes, Part

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_LINK = RGBColor(0x0A, 0x58, 0xA8)
_DOUBT = RGBColor(0x7D, 0x4B, 0x00)
_SOFT = RGBColor(0x5D, 0x68, 0x73)
_COLUMNS = (("Who", Cm(3)), ("What", Cm(7.4)), ("By when", Cm(3.8)), ("Turns", Cm(2.3)))


def render(minutes: Minutes, conversation: Conversation) -> bytes:
    """The document; evidence links jump to bookmarks at the turns of the appended transcript."""
    shown = outline(minutes, conversation)
    document = _blank(shown, words.language(minutes, conversation))
    _add_heading(document, shown.title, 0)
    _add(document, "Soft", shown.facts)
    for note in shown.notes:
        _add(document, "Doubt", f"Note: {note}")
    for block in shown.blocks:
        _add_block(document, block)
    if conversation.turns:
        _add_heading(document, "Transcript", 1).paragraph_format.page_break_before = True
        for turn in conversation.turns:
            _add_turn(document, turn)
    _add(document, "Soft", shown.made_by)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _blank(shown: Outline, language: str) -> WordDocument:
    """An A4 document with its properties and the styles of ours."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2.2)
    properties = document.core_properties
    properties.title, properties.subject = shown.title[:255], "Minutes"
    properties.author, properties.comments = "slmsum", shown.made_by[:255]
    properties.language = language
    properties.created = properties.modified = datetime.now(UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    for name, colour, size in (("Soft", _SOFT, 9), ("Doubt", _DOUBT, 10.5), ("Turn", None, 10)):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["List Bullet" if name == "Doubt" else "Normal"]
        style.font.size, style.font.color.rgb = Pt(size), colour
    return document


def _add_block(document: WordDocument, block: Block) -> None:
    _add_heading(document, block.heading, 1)
    if block.part is Part.ACTIONS:
        _add_actions(document, block.items)
    else:
        _add_items(document, block.items)
    for stretch in block.stretches:
        heading = _add_heading(document, f"{stretch.title} {stretch.span}".strip(), 2)
        heading.add_run(" ")
        _add_link(heading, stretch.turns, stretch.first)
        _add_items(document, stretch.items)


def _add_items(document: WordDocument, items: Iterable[Item]) -> None:
    for item in items:
        paragraph = _add(document, "Doubt" if item.doubts else "List Bullet", item.text)
        _add_evidence(paragraph, item.evidence)
        if item.doubts:
            paragraph.add_run(f" ({item.doubts})").italic = True


def _add_actions(document: WordDocument, items: tuple[Item, ...]) -> None:
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Light Grid Accent 1")
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = width
    header = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    header._tr.get_or_add_trPr().append(repeated)
    for cell, (name, _) in zip(header.cells, _COLUMNS, strict=True):
        cell.text = name
    for item in items:
        cells = table.add_row().cells
        for cell, text in zip(cells, (item.owner, item.text, item.due), strict=False):
            _fill(cell.paragraphs[0], text)
        _add_evidence(cells[-1].paragraphs[0], item.evidence)
    for row in table.rows:
        for cell, (_, width) in zip(row.cells, _COLUMNS, strict=True):
            cell.width = width


def _add_heading(document: WordDocument, text: str, level: int) -> Paragraph:
    return _fill(document.add_heading(level=level), text)


def _add(document: WordDocument, style: str, text: str) -> Paragraph:
    return _fill(document.add_paragraph(style=style), text)


def _fill(paragraph: Paragraph, text: str, *, italic: bool = False) -> Paragraph:
    """Append text to a paragraph, which gets the direction of the text."""
    run = paragraph.add_run(text)
    if italic:
        run.italic = True
    if words.runs_leftward(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
    return paragraph


def _add_evidence(paragraph: Paragraph, indices: Iterable[int]) -> None:
    for first, last in words.ranges(indices):
        paragraph.add_run(" " if paragraph.text else "")
        _add_link(paragraph, f"#{words.turn_range(first, last)}", first)


def _add_link(paragraph: Paragraph, text: str, index: int) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"t{index + 1}")
    paragraph._p.append(link)
    run = Run(_appended(link, "w:r"), paragraph)
    run.text, run.font.color.rgb, run.font.size = text, _LINK, Pt(9)


def _add_turn(document: WordDocument, turn: Turn) -> None:
    """A turn between the marks of its bookmark."""
    # Placed by hand and with its style by id: python-docx looks through the whole document and all
    # styles for each paragraph, which takes a long transcript most of its time.
    paragraph = Paragraph(OxmlElement("w:p"), document._body)
    document.element.body[-1].addprevious(paragraph._p)
    paragraph._p.style = "Turn"
    number = str(turn.index + 1)
    start = _appended(paragraph._p, "w:bookmarkStart")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), f"t{number}")
    lead = " ".join(part for part in (f"#{number}", words.moment(turn)) if part)
    paragraph.add_run(f"{lead} ").font.color.rgb = _SOFT
    if turn.speaker:
        paragraph.add_run(f"{words.clean(turn.speaker)}: ").bold = True
    _fill(paragraph, words.clean(turn.text), italic=turn.kind is not Kind.SAID)
    _appended(paragraph._p, "w:bookmarkEnd").set(qn("w:id"), number)


def _appended(parent: Any, tag: str) -> Any:
    child = OxmlElement(tag)
    parent.append(child)
    return child
