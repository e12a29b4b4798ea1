from own_samples import read, rows, spans

from slmsum.readers.podcast_html import READER
from slmsum.readers.reader import NO
from slmsum.readers.source import Source


def test_names_times_and_several_paragraphs() -> None:
    chat = read(READER, "podcast_html/episode.html")
    assert chat.title == "Bees in town"
    assert rows(chat) == [
        ("said", "Hanna", "Welcome back & hello."),
        ("said", "Hanna", "Today: bees."),
        ("said", "Dr. Ruiz", "They like roofs."),
    ]
    assert spans(chat) == [(0.0, None), (0.0, None), (3723.0, None)]


def test_a_page_with_a_cited_book_is_no_transcript() -> None:
    page = b"<html><body><p>See <cite>On Bees</cite> for more.</p></body></html>"
    assert READER.sniff(Source.of_bytes("x", page)) == NO
