"""The page: complete, escaped, self-contained, and its links lead somewhere."""

import re

import example
from bs4 import BeautifulSoup

from slmsum.conversation import Conversation
from slmsum.export.html import render
from slmsum.minutes import Minutes


def page() -> BeautifulSoup:
    return BeautifulSoup(render(example.minutes(), example.conversation()), "html.parser")


def test_every_evidence_link_leads_to_its_turn() -> None:
    soup = page()
    links = soup.select(".evidence a")
    assert len(links) == 11
    for link in links:
        assert soup.find(id=str(link["href"]).removeprefix("#")) is not None
    assert soup.find(id="t3").get_text().split() == (
        ["#3", "2026-03-02", "18:06", "Ben:", "I", "can,", "tomorrow", "morning."]
    )


def test_hostile_words_stay_words() -> None:
    soup = page()
    assert soup.find("script") is None
    assert all(str(a["href"]).startswith("#t") for a in soup.find_all("a"))
    assert "<script>alert('x')</script>" in soup.get_text()
    assert "\x1b" not in str(soup)


def test_nothing_is_loaded() -> None:
    html = render(example.minutes(), example.conversation())
    assert not re.search(r"<(link|img|iframe|object|script|base)\b|@import|url\(|\bsrc=", html)
    assert "default-src 'none'" in html


def test_shows_each_part_once() -> None:
    soup = page()
    headings = [h.get_text() for h in soup.find_all("h2")]
    parts = ["Summary", "Decisions", "Actions", "Open questions", "Chapters", "Transcript"]
    assert headings == parts
    assert "'Peter' is not in #4" in soup.select_one(".doubt").get_text()
    assert "tomorrow morning, 2026-03-03" in soup.get_text()
    assert "16 J estimated" in soup.footer.get_text()


def test_bare_minutes() -> None:
    soup = BeautifulSoup(render(Minutes("", ()), Conversation(())), "html.parser")
    assert soup.h1.get_text() == "Minutes"
