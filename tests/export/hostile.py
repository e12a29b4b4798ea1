"""Any minutes of any conversation, and what each format's own parser makes of an export."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import vobject
from docx import Document as WordDocument
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt
from odfdo import Document as OpenDocument
from pypdf import PdfReader

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.export.formats import Format
from slmsum.minutes import Action, Chapter, Minutes, Part, Point, Section, Sentence

# What breaks formats, beside whatever letters hypothesis thinks of.
TRICKY = (
    'O\'Brien; "Bob"\n<b>&amp;',
    "=HYPERLINK(1)",
    "\x00\x0b\x1b[31m\ufffe\uffff\ud83d",
    "דנה לוי \u202eABC",
    "اجتمع 12 Anna",
    "会議は延期されました",
    "👩‍👩‍👧 🇩🇪 ‍",
    "a,b;c\\n]]>{{ x }} $y$",
    "\ufb1d\u0300\U000e0061",
    "",
)
texts = st.sampled_from(TRICKY) | st.text(max_size=12)
indices = st.lists(st.integers(-2, 6), max_size=4).map(tuple)
sentences = st.lists(
    st.builds(
        Sentence,
        texts,
        indices,
        st.integers(0, 1000).map(lambda number: number / 1000),
        st.booleans(),
        st.lists(texts, max_size=1).map(tuple),
    ),
    max_size=2,
).map(tuple)
points = st.lists(st.builds(Point, texts, indices), max_size=2).map(tuple)
actions = st.lists(
    st.builds(Action, texts, texts, texts, st.none() | st.dates(), indices), max_size=2
).map(tuple)
chapters = st.lists(
    st.builds(Chapter, texts, st.integers(-1, 6), st.integers(-1, 6), sentences), max_size=2
).map(tuple)
sections = st.lists(st.builds(Section, texts, st.sampled_from(Part), sentences), max_size=3).map(
    tuple
)
any_minutes = st.builds(
    Minutes,
    texts,
    sentences,
    st.none() | texts,
    chapters,
    actions,
    points,
    points,
    st.lists(texts, max_size=1).map(tuple),
    st.booleans(),
    texts,
    sections,
)


@st.composite
def any_conversations(draw: st.DrawFn) -> Conversation:
    """Up to four turns."""
    turns = draw(
        st.lists(
            st.builds(
                Turn,
                st.just(0),
                st.none() | texts,
                texts,
                st.sampled_from(Kind),
                st.none() | st.datetimes(),
                st.none() | st.floats(0, 1e5),
            ),
            max_size=4,
        )
    )
    day = draw(st.none() | st.just(date(2026, 3, 2)))
    return build(turns, format="test", source="test", title=draw(texts), day=day)


def _parse_html(content: bytes) -> None:
    HTMLParser().feed(content.decode())


def _parse_csv(content: bytes) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {5}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)


def _parse_ics(content: bytes) -> None:
    found = Calendar.from_ical(content)
    for event in found.walk("VEVENT"):
        assert event["UID"] and event["SUMMARY"] is not None
    vobject.readOne(content.decode("utf-8"))


PARSERS: dict[Format, Callable[[bytes], object]] = {
    Format.TEXT: bytes.decode,
    Format.MARKDOWN: lambda content: MarkdownIt().render(content.decode()),
    Format.HTML: _parse_html,
    Format.JSON: lambda content: Minutes.from_json(json.loads(content)),
    Format.DOCX: lambda content: WordDocument(io.BytesIO(content)),
    Format.ODT: lambda content: OpenDocument(io.BytesIO(content)).body.get_paragraphs(),
    Format.PDF: lambda content: [
        page.extract_text() for page in PdfReader(io.BytesIO(content), strict=True).pages
    ],
    Format.CSV: _parse_csv,
    Format.ICS: _parse_ics,
}
