"""The PDF, read by another library: links, outline, paper, scripts and letters nobody has."""

import io

import example
import pytest
from pypdf import PdfReader

from slmsum.conversation import Conversation, Turn, build
from slmsum.export import pdf
from slmsum.export.glyphs import needs_shaping
from slmsum.minutes import Minutes, Sentence


def read(minutes: Minutes, conversation: Conversation) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(minutes, conversation)), strict=True)


def long_talk(count: int) -> Conversation:
    said = "This is what was said in a long talk, with some more words, in the order of speech."
    turns = (Turn(i, ("Anna", "Ben")[i % 2], said, start=float(i)) for i in range(count))
    return build(turns, format="test", source="test")


def test_the_document() -> None:
    document = read(example.minutes(), example.conversation())
    assert document.metadata is not None
    assert document.metadata.title == "Hall and cake"
    text = "\n".join(page.extract_text() for page in document.pages)
    for words in ("Ben books the hall for Saturday.", "(unsupported: 'Peter' is not in #4)"):
        assert words in text
    for page in document.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


def test_the_outline_names_parts_and_chapters() -> None:
    outline = read(example.minutes(), example.conversation()).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles == [
        "Summary", "Decisions", "Actions", "Open questions", "Chapters", "Transcript",
    ]  # fmt: skip


def test_links_lead_to_the_pages_of_their_turns() -> None:
    conversation = long_talk(200)
    minutes = Minutes("Long", tuple(Sentence("Said.", (at,), 1.0) for at in (0, 120, 199)))
    document = read(minutes, conversation)
    pages = [page.extract_text() for page in document.pages]
    links = [link.get_object() for link in document.pages[0]["/Annots"]]
    assert len(links) == 3
    for link, number in zip(links, (1, 121, 200), strict=True):
        target, _, _, top, *_ = link["/Dest"]
        page = document.get_page_number(target.get_object())
        assert page is not None
        assert f"#{number} " in pages[page]
        assert 0 < float(top) < 842


def test_scripts_that_join_or_run_leftward_are_shaped() -> None:
    assert [needs_shaping(text) for text in ("Zoë, 会議 안녕 “x”", "שלום", "नमस्ते", "ไทย")] == [
        False, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words", ["Привет мир", "会議は延期", "안녕하세요", "สวัสดี", "नमस्ते", "Łódź"]
)
def test_scripts_of_the_world_have_letters(words: str) -> None:
    told: list[str] = []
    content = pdf.render(Minutes(words, ()), long_talk(1), told.append)
    assert told == []
    assert len(PdfReader(io.BytesIO(content)).pages) == 2


def test_letters_no_font_has_are_boxes_and_told_once() -> None:
    told: list[str] = []
    content = pdf.render(Minutes("Yi: ꀀꀁ and 👩‍👩‍👧", ()), long_talk(1), told.append)
    (warning,) = told
    assert "ꀀ ꀁ" in warning
    assert "□□" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_a_sentence_longer_than_a_page_is_whole() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    document = read(Minutes("Long", (Sentence(words, (0,), 1.0),)), long_talk(1))
    text = " ".join(page.extract_text() for page in document.pages)
    assert "word0" in text
    assert "word2999" in text
