from pathlib import Path

import pytest
from own_samples import DATA, read, rows, times, zip_of

from slmsum.errors import MalformedInput
from slmsum.readers.source import Source
from slmsum.readers.telegram_html import READER

FIRST_PAGE = [
    ("system", None, "Ines created group «Rowing & Co»"),
    ("said", "Ines", "The lake is frozen.\nNo rowing today, see the forecast"),
    ("media", "Ines", "photo"),
    ("media", "Ben & Jo", "Voice message"),
]


def test_one_page() -> None:
    chat = read(READER, "telegram/messages.html")
    assert (chat.format, chat.title) == ("telegram_html", "Rowing & Co")
    assert rows(chat) == FIRST_PAGE
    assert times(chat) == [
        "2024-03-04T07:30:05+01:00",
        "2024-03-04T07:31:00+01:00",
        "2024-03-04T07:40:00+01:00",
    ]


def test_pages_of_a_zip_follow_each_other() -> None:
    source = zip_of(DATA / "telegram", "ChatExport/")
    assert READER.sniff(source) == 1.0
    assert rows(READER.read(source)) == [
        *FIRST_PAGE,
        ("said", "Ben & Jo", "Boats stay in the shed."),
        ("said", "Ines", "Then we meet at the gym at six."),
    ]


def test_ten_pages_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    page = (DATA / "telegram" / "messages.html").read_text(encoding="utf-8")
    for number in range(1, 12):
        text = page.replace("The lake", f"Page {number}:")
        name = "messages.html" if number == 1 else f"messages{number}.html"
        (tmp_path / name).write_text(text, encoding="utf-8")
    chat = READER.read(Source.of_path(tmp_path))
    pages = [turn.text.split(":")[0] for turn in chat.turns if turn.text.startswith("Page")]
    assert pages == [f"Page {number}" for number in range(1, 12)]


def test_a_time_without_zone_and_an_impossible_one() -> None:
    page = (DATA / "telegram" / "messages.html").read_text(encoding="utf-8")
    page = page.replace(" UTC+01:00", "").replace("04.03.2024 07:40", "44.03.2024 07:40")
    assert times(READER.read(Source.of_bytes("x", page.encode()))) == [
        "2024-03-04T07:30:05",
        "2024-03-04T07:31:00",
    ]


@pytest.mark.parametrize(
    "text", ["no html at all", "<html></html>", "<![x[", "<div class='message'>"]
)
def test_other_text_is_refused(text: str) -> None:
    source = Source.of_bytes("x", text.encode())
    assert READER.sniff(source) == 0.0
    with pytest.raises(MalformedInput):
        READER.read(source)
