"""What goes to the clipboard and to a mail program."""

from urllib.parse import parse_qs, urlsplit

import example
from bs4 import BeautifulSoup

from slmsum.export.mail import MOST_CHARACTERS, draft
from slmsum.export.rich import copy
from slmsum.minutes import Minutes, Sentence


def test_the_clipboard_holds_the_same_twice() -> None:
    copied = copy(example.minutes(), example.conversation())
    soup = BeautifulSoup(copied.html, "html.parser")
    assert soup.find(["script", "style", "a", "img"]) is None
    assert soup.h1.get_text() == copied.plain.splitlines()[0] == "Hall and cake"
    assert soup.strong.get_text() == "Ben:"
    assert "⚠ unsupported: 'Peter' is not in #4" in soup.get_text()
    longest = max(copied.plain.splitlines(), key=len)
    assert len(longest) > 80


def body(link: str) -> str:
    return parse_qs(urlsplit(link).query)["body"][0]


def test_a_mail_holds_short_minutes_whole() -> None:
    minutes = Minutes("Hall & cake? 100%", (Sentence("Ben books Zoë's hall.", (2,), 1.0),))
    mail = draft(minutes, example.conversation(), "anna+home@example.org")
    assert not mail.shortened
    parts = urlsplit(mail.link)
    assert (parts.scheme, parts.path) == ("mailto", "anna%2Bhome@example.org")
    assert parse_qs(parts.query)["subject"] == ["Hall & cake? 100%"]
    assert "\r\n  - Ben books Zoë's hall. [#3]\r\n" in body(mail.link)
    assert "+" not in mail.link


def test_a_mail_says_where_it_was_shortened() -> None:
    sentences = tuple(Sentence(f"Das ist für Zoë Satz Nummer {n}.", (1,), 1.0) for n in range(99))
    mail = draft(Minutes("ü" * 500, sentences), example.conversation())
    assert mail.shortened
    assert len(mail.link) <= MOST_CHARACTERS
    lines = body(mail.link).split("\r\n")
    assert lines[-1].startswith("[Shortened here")
    assert all(line.endswith("[#2]") for line in lines if "Satz Nummer" in line)


def test_a_title_without_end_leaves_room_for_the_remark() -> None:
    mail = draft(Minutes("会" * 5000, ()), example.conversation())
    assert len(mail.link) <= MOST_CHARACTERS
    assert "Shortened" in body(mail.link)
