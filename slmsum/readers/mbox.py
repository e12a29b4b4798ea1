"""Mailboxes: every mail of the file is a turn, in the order of their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from slmsum.conversation import Conversation, Turn, build
from slmsum.errors import MalformedInput, TooLarge
from slmsum.readers.email_thread import MAX_MAIL_BYTES, header_names, thread_turns
from slmsum.readers.mail_message import Mail, mail_date, parse_mail
from slmsum.readers.mail_quotes import split_mail
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import MAX_LINE_CHARS, Source

_FROM_LINE = re.compile(rb"From \S+.* \d{1,2}:\d{2}")
_ESCAPED = re.compile(rb">+From ")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def sniff(source: Source) -> float:
    """Certain where a `From ` line with a time is followed by mail headers."""
    if not _FROM_LINE.match(source.head[:500].lstrip()):
        return NO
    lines = source.text_head.lstrip().split("\n")
    return CERTAIN if len(header_names(lines[1:])) >= 2 else NO


def read(source: Source) -> Conversation:
    """One turn for each mail with words; raises MalformedInput where there is no mail."""
    mails = [_dated(from_line, parse_mail(data)) for from_line, data in _messages(source)]
    if not mails:
        raise MalformedInput(source.name, READER.label, "no line that begins with 'From '")
    turns = thread_turns(mails[0])[0] if len(mails) == 1 else _turns(mails)
    undated = sum(mail.date is None for mail in mails)
    warnings = [f"{undated} mails have no date and keep their place in the file"] if undated else []
    return build(
        turns,
        format=READER.format,
        source=source.name,
        title=_title(mails) or source.stem,
        warnings=warnings,
    )


def _dated(from_line: bytes, mail: Mail) -> Mail:
    """The mail, with the time of delivery in its `From ` line where it names no date."""
    if mail.date is not None:
        return mail
    return replace(mail, date=mail_date(b" ".join(from_line.split()[2:]).decode("latin-1")))


def _turns(mails: list[Mail]) -> list[Turn]:
    keyed: list[tuple[datetime, Turn]] = []
    last = _EARLIEST
    for mail in mails:
        last = mail.date or last
        own, quoted = split_mail(mail.text, None)
        text = own or (quoted[0].text if quoted else "")
        if text:
            keyed.append((last, Turn(0, mail.sender, text, time=mail.date)))
    return [turn for _, turn in sorted(keyed, key=lambda item: item[0])]


def _title(mails: list[Mail]) -> str:
    """The subject, where all mails share it."""
    subjects = {mail.subject for mail in mails}
    return subjects.pop() if len(subjects) == 1 else ""


def _messages(source: Source) -> Iterator[tuple[bytes, bytes]]:
    """The `From ` line and the bytes of each mail, streamed; raises TooLarge for a huge mail."""
    held: list[bytes] = []
    from_line = b""
    size = 0
    inside, after_blank = False, True
    with source.open() as stream:
        while line := stream.readline(MAX_LINE_CHARS):
            if after_blank and _FROM_LINE.match(line):
                if inside and held:
                    yield from_line, b"".join(held)
                from_line = line
                held, size, inside = [], 0, True
            elif inside:
                held.append(line[1:] if _ESCAPED.match(line) else line)
                size += len(line)
                if size > MAX_MAIL_BYTES:
                    raise TooLarge(source.name, "one mail", size, MAX_MAIL_BYTES)
            after_blank = not line.strip()
    if inside and held:
        yield from_line, b"".join(held)


READER = Reader("mbox", "mailbox (mbox)", sniff, read)
