"""Telegram Desktop's HTML: messages.html, messages2.html and so on, a chat to a folder."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.inside import files, first
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_FILES = re.compile(r"^messages\d*\.html$")
_DATE = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):(\d\d))?", re.ASCII
)
_LABEL = "Telegram HTML"


def sniff(source: Source) -> float:
    """Certain where the page has the layout of Telegram's export."""
    inner = first(source, _FILES)
    head = inner.text_head if inner is not None else ""
    marks = ('class="page_wrap"', 'class="history"', "pull_right date details", "message service")
    return CERTAIN if sum(mark in head for mark in marks) >= 3 else NO


def read(source: Source) -> Conversation:
    """Every message and service line; the day headings between them are left out."""
    threads: dict[str, Thread] = {}
    for inner in files(source, _FILES):
        page = _parse(inner)
        folder = inner.name.rpartition("/")[0]
        thread = threads.setdefault(folder, Thread(_chat_name(page)))
        speaker = thread.turns[-1].speaker if thread.turns else None
        for message in page.find_all("div", class_="message"):
            turn = _turn(message, speaker)
            if turn is not None:
                speaker = turn.speaker or speaker
                thread.turns.append(turn)
    conversation = build_threads(list(threads.values()), format="telegram_html", source=source.name)
    if not conversation.turns:
        raise MalformedInput(source.name, _LABEL, "there are no messages in it")
    return conversation


def _parse(source: Source) -> BeautifulSoup:
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    text = source.text
    if "<" not in text:
        raise MalformedInput(source.name, _LABEL, "it is not HTML")
    try:
        return BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup as error:
        raise MalformedInput(source.name, _LABEL, str(error)) from error


def _chat_name(page: BeautifulSoup) -> str:
    header = page.find("div", class_="page_header")
    title = header.find("div", class_="text") if header is not None else None
    return _words(title)


def _turn(message: Tag, last_speaker: str | None) -> Turn | None:
    classes = message.get_attribute_list("class")
    body = message.find("div", class_="body", recursive=False)
    if body is None:
        return None
    if "service" in classes:
        is_day_heading = str(message.get("id", "")).startswith("message-")
        return None if is_day_heading else Turn(0, None, _words(body), Kind.SYSTEM)
    name = body.find("div", class_="from_name", recursive=False)
    speaker = _words(name) or last_speaker
    forwarded = body.find("div", class_="forwarded", recursive=False)
    texts = [_words(t) for part in (body, forwarded) if part is not None for t in _texts(part)]
    text = "\n".join(filter(None, texts))
    time = _time(body.find("div", class_="date", recursive=False))
    if text:
        return Turn(0, speaker, text, Kind.SAID, time)
    return Turn(0, speaker, _media_label(body), Kind.MEDIA, time)


def _texts(part: Tag) -> list[Tag]:
    return list(part.find_all("div", class_="text", recursive=False))


def _media_label(body: Tag) -> str:
    media = body.find("div", class_="media_wrap")
    if media is None:
        return ""
    title = media.find("div", class_="title")
    if title is not None:
        return _words(title)
    found = media.find(class_=re.compile(r"^(photo|video|sticker|animated)"))
    classes = found.get_attribute_list("class") if found is not None else []
    return str(classes[0]).partition("_")[0] if classes else "media"


def _words(tag: Tag | None) -> str:
    """The text of an element: <br> ends a line, other white space is one space."""
    if tag is None:
        return ""
    for line_break in tag.find_all("br"):
        line_break.replace_with("\0")
    lines = tag.get_text().split("\0")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _time(tag: Tag | None) -> datetime | None:
    match = _DATE.search(str(tag.get("title", ""))) if tag is not None else None
    if match is None:
        return None
    day, month, year, hour, minute, second = (int(part) for part in match.groups()[:6])
    zone = None
    try:
        if match[7]:
            offset = timedelta(hours=int(match[8]), minutes=int(match[9]))
            zone = timezone(-offset if match[7] == "-" else offset)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


READER = Reader("telegram_html", _LABEL, sniff, read)
