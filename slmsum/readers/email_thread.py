"""A single e-mail file, with the thread that it quotes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from slmsum.conversation import Conversation, Turn, build
from slmsum.errors import EmptyInput, TooLarge
from slmsum.readers.mail_message import Mail, parse_mail
from slmsum.readers.mail_quotes import Quoted, split_mail
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source

MAX_MAIL_BYTES = 128 * 1024 * 1024

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):(?:[ \t]|$)")
_TELLING = {"date", "subject", "message-id", "received", "mime-version", "content-type"}
_GUESSED_ZONE = "dates of quoted mails name no time zone; they are taken to be the sender's"


def sniff(source: Source) -> float:
    """Certain where the file begins with the headers of a mail."""
    names = header_names(source.head_lines)
    is_mail = "from" in names and "sent" not in names and len(_TELLING & names) >= 1
    return CERTAIN if is_mail and len(names) >= 3 else NO


def read(source: Source) -> Conversation:
    """The mail as a turn, the mails it quotes before it; raises TooLarge over 128 MiB."""
    if source.size > MAX_MAIL_BYTES:
        raise TooLarge(source.name, "the mail", source.size, MAX_MAIL_BYTES)
    wide = (source.encoding or "").startswith(("utf-16", "utf-32"))
    mail = parse_mail(source.text.encode() if wide else source.bytes())
    turns, guessed = thread_turns(mail)
    if not turns:
        raise EmptyInput(source.name, "the mail has no words of its own")
    return build(
        turns,
        format=READER.format,
        source=source.name,
        title=mail.subject,
        warnings=(_GUESSED_ZONE,) if guessed else (),
    )


def header_names(lines: list[str]) -> set[str]:
    """Names, in lower case, of the mail headers that lines begin with."""
    names: set[str] = set()
    for line in lines[:400]:
        if line[:1] in (" ", "\t") and names and line.strip():
            continue
        match = _HEADER.match(line)
        if match is None:
            break
        names.add(match[1].lower())
    return names


def thread_turns(mail: Mail) -> tuple[list[Turn], bool]:
    """Turns of a mail, oldest first, and whether the zone of a quoted date was guessed.

    A single quoted mail is what is being answered and is left out; two and more of them, each
    with sender and date, are a thread and become turns, and so does a forwarded mail.
    """
    zone: tzinfo = (mail.date.tzinfo if mail.date else None) or UTC
    own, quoted = split_mail(mail.text, zone)
    known: list[Quoted] = []
    for older in quoted:
        if older.sender is None or older.date is None:
            break
        known.append(older)
    if own and len(known) < 2:
        known = []
    turns = [Turn(0, older.sender, older.text, time=older.date) for older in reversed(known)]
    if own:
        turns.append(Turn(0, mail.sender, own, time=mail.date))
    elif not turns and quoted:
        turns = [Turn(0, older.sender, older.text, time=older.date) for older in reversed(quoted)]
    return turns, any(_in_zone(older.date, zone) for older in known)


def _in_zone(date: datetime | None, zone: tzinfo) -> bool:
    return date is not None and date.tzinfo is zone


READER = Reader("eml", "e-mail", sniff, read)
