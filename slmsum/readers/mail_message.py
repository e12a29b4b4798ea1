"""One e-mail message: who wrote it, when, about what, and its words as plain text."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from slmsum.readers.mail_html import html_to_text

if TYPE_CHECKING:
    from email.message import Message

_REPLY_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|fwd?|wg|sv|antw|vs)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as its headers and readable part give it; `date` is aware."""

    sender: str | None
    date: datetime | None
    subject: str
    text: str


def parse_mail(data: bytes) -> Mail:
    """Read a message of RFC 5322 form; odd headers and charsets are read as well as they can be."""
    from email import message_from_bytes

    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"))
    sender = sender_name(_header(message, "from") or _header(message, "sender"))
    subject = _REPLY_PREFIX.sub("", _header(message, "subject"))
    return Mail(sender, mail_date(_header(message, "date")), subject, _readable(message))


def sender_name(field: str) -> str | None:
    """The name in a From field, else its address, None where it is empty."""
    from email.utils import parseaddr

    name, address = parseaddr(field)
    text = name or address or field.split("<", maxsplit=1)[0]
    return " ".join(text.split()).strip("'\"") or None


def mail_date(field: str) -> datetime | None:
    """The aware date a header names, None where it names none; no zone is taken for UTC."""
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(field)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def _header(message: Message, name: str) -> str:
    """A header as text: encoded words decoded, raw eight-bit bytes taken for UTF-8."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    raw = next((str(v) for k, v in message.raw_items() if k.lower() == name), "")
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def _readable(message: Message) -> str:
    """The first plain part, else the first HTML part as text; attached mails stay closed."""
    html: str | None = None
    stack: list[Message] = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart":
            parts = part.get_payload()
            if isinstance(parts, list):
                stack.extend(p for p in reversed(parts) if not isinstance(p, str))
                continue
        if part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/html":
            html = _decoded(part) if html is None else html
        elif part.get_content_maintype() in ("text", "multipart"):
            text = _decoded(part)
            if text.strip():
                return text
    return html_to_text(html) if html else ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = str(part.get_param("charset") or "utf-8")
    try:
        text = data.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        text = _guessed(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65536]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")
