import io
import zipfile

import pytest
from docx import Document
from own_samples import rows, spans

from slmsum.conversation import Conversation
from slmsum.errors import EmptyInput, MalformedInput
from slmsum.readers.docx import READER
from slmsum.readers.reader import CERTAIN, NO
from slmsum.readers.source import Source


def read_paragraphs(*paragraphs: str, heading: str = "") -> Conversation:
    document = Document()
    if heading:
        document.add_heading(heading, level=1)
    for text in paragraphs:
        document.add_paragraph(text)
    return READER.read(packed(document))


def packed(document: object) -> Source:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    source = Source.of_bytes("x.bin", buffer.getvalue())
    assert READER.sniff(source) == CERTAIN
    return source


def test_teams_transcript_with_text_below_the_name() -> None:
    chat = read_paragraphs(
        "Weekly-20240105_100000-Meeting Recording",
        "January 5, 2024, 10:00AM",
        "31m 5s",
        "Ingrid Vale started transcription",
        "Ingrid Vale   0:03\nGood morning.",
        "Sam (Guest)   1:02:07\nMorning.\nShall we?",
        "Ingrid Vale stopped transcription",
    )
    assert [row for row in rows(chat) if row[0] == "said"] == [
        ("said", "Ingrid Vale", "Good morning."),
        ("said", "Sam (Guest)", "Morning.\nShall we?"),
    ]
    assert [span for span in spans(chat) if span[0] is not None] == [(3.0, None), (3727.0, None)]
    assert len(chat.turns) == 7


def test_older_teams_transcript_with_time_ranges() -> None:
    chat = read_paragraphs(
        "0:0:0.0 --> 0:0:1.930\nIngrid Vale\nHello", "0:0:2.5 --> 0:0:4.0\nSam\nHi\nthere"
    )
    assert rows(chat) == [("said", "Ingrid Vale", "Hello"), ("said", "Sam", "Hi\nthere")]
    assert spans(chat) == [(0.0, 1.93), (2.5, 4.0)]


def test_otter_transcript() -> None:
    chat = read_paragraphs(
        "Speaker 1  0:00", "We start at 10:30", "", "Dana Wu  0:09", "Fine.", "One more.",
        "Transcribed by https://otter.ai",
    )  # fmt: skip
    assert rows(chat) == [
        ("said", "Speaker 1", "We start at 10:30"),
        ("said", "Dana Wu", "Fine.\nOne more."),
        ("system", None, "Transcribed by https://otter.ai"),
    ]


def test_minutes_by_name_with_a_heading() -> None:
    chat = read_paragraphs(
        "Ada: The roof leaks.", "Since Monday.", "Bo: I will call.", heading="Board"
    )
    assert chat.title == "Board"
    assert rows(chat) == [
        ("system", None, "Board"),
        ("said", "Ada", "The roof leaks.\nSince Monday."),
        ("said", "Bo", "I will call."),
    ]


def test_minutes_by_recurring_names_go_on() -> None:
    chat = read_paragraphs("Ada: One.", "More.", "Bo: Two.", "Ada: Three.", "Bo: Four.")
    assert rows(chat)[0] == ("said", "Ada", "One.\nMore.")
    assert len(chat.turns) == 4


def test_table_of_times_names_and_words() -> None:
    document = Document()
    table = document.add_table(rows=0, cols=3)
    for row in (("Time", "Speaker", "Text"), ("0:05", "Ada", "Hi."), ("0:09", "Bo", "Hello.")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    chat = READER.read(packed(document))
    assert rows(chat) == [("said", "Ada", "Hi."), ("said", "Bo", "Hello.")]
    assert spans(chat) == [(5.0, None), (9.0, None)]


def test_plain_paragraphs() -> None:
    assert rows(read_paragraphs("One day.", "Another day.")) == [
        ("said", None, "One day."),
        ("said", None, "Another day."),
    ]


def test_empty_document_is_refused() -> None:
    with pytest.raises(EmptyInput):
        read_paragraphs("")


def test_zips_that_are_no_documents() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(MalformedInput, match="Word document"):
        READER.read(Source.of_bytes("x.docx", buffer.getvalue()))
    assert READER.sniff(Source.of_bytes("x.docx", b"no zip at all")) == NO
