"""Podcast transcripts in HTML: `cite` names who speaks, `time` when, `p` holds the words."""

from __future__ import annotations

import re

from slmsum.conversation import Conversation
from slmsum.errors import MalformedInput
from slmsum.readers.captions import Caption, of_captions
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source

_CITE = re.compile(r"<cite\b[^<>]{0,200}>[^<]{0,200}</cite>", re.IGNORECASE)
_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,6})?)")


def sniff(source: Source) -> float:
    """Certain where markup has `cite` elements followed by `time` or `p`."""
    head = source.text_head
    if not head.lstrip().startswith("<"):
        return NO
    match = _CITE.search(head)
    if match is None:
        return NO
    return CERTAIN if re.match(r"\s*:?\s*<(?:time|p)\b", head[match.end() :], re.I) else NO


def read(source: Source) -> Conversation:
    """One turn for each paragraph; the speaker and time are those named last before it."""
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(source.text, "html.parser")
    except (ParserRejectedMarkup, AssertionError) as error:
        raise MalformedInput(source.name, READER.label, str(error)) from error
    captions: list[Caption] = []
    speaker: str | None = None
    start: float | None = None
    for element in soup.find_all(["cite", "time", "p"]):
        text = " ".join(element.get_text(" ").split())
        if element.name == "cite":
            speaker = text.rstrip(":： ") or None
        elif element.name == "time":
            start = _seconds(text)
        elif text and element.find(["cite", "time"]) is None:
            captions.append(Caption(start, None, speaker, text))
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    return of_captions(captions, format=READER.format, source=source.name, title=title)


def _seconds(text: str) -> float | None:
    match = _TIME.fullmatch(text.strip("[]() "))
    if match is None:
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])


READER = Reader("podcast_html", "podcast transcript in HTML", sniff, read)
