"""Word documents: transcripts of Teams and Otter, and minutes written as `Name: text`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from slmsum.conversation import Conversation, build
from slmsum.errors import EmptyInput, MalformedInput, TooLarge
from slmsum.readers.docx_lines import Line, turns_of
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source

_MAIN_PART = "word/document.xml"
_MAX_PART_BYTES = 100 * 1024 * 1024


def sniff(source: Source) -> float:
    """Certain where a zip holds the main part of a Word document."""
    if not source.is_zip:
        return NO
    members = source.members
    return CERTAIN if members is not None and _MAIN_PART in members.names else NO


def read(source: Source) -> Conversation:
    """The turns of a document; raises MalformedInput, TooLarge, UnsafeArchive or EmptyInput."""
    members = source.members if source.is_zip else None
    if members is None:
        raise MalformedInput(source.name, READER.label, "it is no zip")
    for part in members.names:
        size = members.open(part).size if part.endswith((".xml", ".rels")) else 0
        if size > _MAX_PART_BYTES:
            raise TooLarge(f"{source.name}/{part}", "the part", size, _MAX_PART_BYTES)
    title, lines = _lines(source)
    heading = next((line.text for line in lines if line.heading), "")
    turns = turns_of(lines)
    if not turns:
        raise EmptyInput(source.name, "the document has no text")
    return build(turns, format=READER.format, source=source.name, title=title or heading)


def _lines(source: Source) -> tuple[str, list[Line]]:
    from docx import Document

    try:
        document = Document(io.BytesIO(source.bytes()))
        title = document.core_properties.title.strip()
        lines = list(_document_lines(document))
    except Exception as error:  # python-docx and lxml raise nearly any kind for a broken package
        raise MalformedInput(source.name, READER.label, str(error) or repr(error)) from error
    return ("" if title == "Word Document" else title), lines


def _document_lines(document: Any) -> Iterator[Line]:
    """The lines of paragraphs and table rows in the order of the document."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                kept = [cell for n, cell in enumerate(cells) if cell and cell not in cells[:n]]
                yield Line(" ".join(kept), cells=tuple(kept))
            continue
        style = (block.style.name or "") if block.style is not None else ""
        heading = re.match(r"Heading|Title|Subtitle", style) is not None
        for text in block.text.split("\n"):
            if text.strip():
                yield Line(text.strip(), heading=heading)


READER = Reader("docx", "Word document", sniff, read)
