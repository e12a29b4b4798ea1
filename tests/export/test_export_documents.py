"""Word and OpenDocument: headings, a table of actions, and links that lead to turns."""

import io
from typing import Any

import example
import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from odfdo import Document as OpenDocument

from slmsum.conversation import Turn, build
from slmsum.export import docx, odt
from slmsum.minutes import Minutes, Sentence

HEADINGS = ["Summary", "Decisions", "Actions", "Open questions", "Chapters"]
ROWS = [
    ["Who", "What", "By when", "Turns"],
    ["Ben", "book the hall", "tomorrow morning, 2026-03-03", "#3"],
    ["", "find a cake", "", "#7"],
]


@pytest.fixture(scope="module")
def word() -> Any:
    return WordDocument(io.BytesIO(docx.render(example.minutes(), example.conversation())))


@pytest.fixture(scope="module")
def open_text() -> Any:
    return OpenDocument(io.BytesIO(odt.render(example.minutes(), example.conversation())))


def test_word_has_real_headings_and_properties(word: Any) -> None:
    by_style: dict[str, list[str]] = {}
    for paragraph in word.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Hall and cake"]
    assert by_style["Heading 1"] == [*HEADINGS, "Transcript"]
    assert by_style["Heading 2"][0] == "The hall 18:04-18:07 #1-4"
    assert by_style["Doubt"][1].endswith("(unsupported: 'Peter' is not in #4)")
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Hall and cake",
        "slmsum",
        "en",
    )
    assert word.sections[0].page_height.cm == pytest.approx(29.7, abs=0.01)


def test_word_has_a_table_of_actions(word: Any) -> None:
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == ROWS


def test_links_in_word_lead_to_their_turns(word: Any) -> None:
    body = word.element.body
    marks = {mark.get(qn("w:name")): mark for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert len(anchors) == 11
    assert set(anchors) <= set(marks)
    assert "I can, tomorrow morning." in "".join(marks["t3"].getparent().itertext())
    identities = [mark.get(qn("w:id")) for mark in marks.values()]
    assert len(set(identities)) == len(identities) == 8


def test_open_document_has_headings_and_a_table(open_text: Any) -> None:
    body = open_text.body
    headers = [header for header in body.get_headers() if header.level == "1"]
    headings = [header.inner_text for header in headers]
    assert {header.style for header in headers} == {"Heading_20_1"}
    assert headings == [*HEADINGS, "Transcript"]
    assert open_text.meta.title == "Hall and cake"
    (table,) = body.tables
    rows = [[cell.text_recursive.strip() for cell in row.cells] for row in table.traverse()]
    assert [row[:3] for row in rows] == [row[:3] for row in ROWS]


def test_links_in_open_document_lead_to_their_turns(open_text: Any) -> None:
    body = open_text.body
    marks = {mark.name for mark in body.get_elements("descendant::text:bookmark")}
    urls = [link.url for link in body.get_links()]
    assert len(urls) == 11
    assert {url.removeprefix("#") for url in urls} <= marks


def test_right_to_left_words_get_their_direction() -> None:
    turns = [Turn(0, "דנה", "מה שלומך?"), Turn(1, "Anna", "Fine.")]
    conversation = build(turns, format="test", source="test")
    minutes = Minutes("פגישה", (Sentence("הפגישה נדחתה.", (0,), 1.0),), language="he")
    document = WordDocument(io.BytesIO(docx.render(minutes, conversation)))
    leftward = [p.text for p in document.paragraphs if p._p.find(f".//{qn('w:bidi')}") is not None]
    assert [words for words in leftward if "turns" not in words] == [
        "פגישה",
        "הפגישה נדחתה. #1",
        "#1 דנה: מה שלומך?",
    ]
    content = odt.render(minutes, conversation)
    styles = [p.style for p in OpenDocument(io.BytesIO(content)).body.get_paragraphs()]
    assert styles.count("Leftward") == 2
