"""The text of an e-mail without its headers, as copied out of a mail program."""

from __future__ import annotations

import re

from slmsum.conversation import Conversation, build
from slmsum.errors import EmptyInput, TooLarge
from slmsum.readers.email_thread import MAX_MAIL_BYTES, thread_turns
from slmsum.readers.mail_message import Mail
from slmsum.readers.reader import LIKELY, NO, Reader
from slmsum.readers.source import Source

_ATTRIBUTION = re.compile(
    r"^(?:On|Am|Le|El|Il|Op|Em|Den|Dnia)\s.{4,200}:[ \t]*\n(?:[ \t]*\n)?[ \t]*>", re.MULTILINE
)
_HEADER_BLOCK = re.compile(
    r"^[ \t>]*(?:From|Von|De|Da|Van): \S.*\n"
    r"(?:[ \t>]*(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet): ?.*\n){2}",
    re.MULTILINE,
)


def sniff(source: Source) -> float:
    """Likely where a line like `On ... wrote:` leads in quoted lines, or an Outlook block does."""
    head = source.text_head
    return LIKELY if _ATTRIBUTION.search(head) or _HEADER_BLOCK.search(head) else NO


def read(source: Source) -> Conversation:
    """The text as a turn of an unnamed speaker, the thread that it quotes before it."""
    if source.size > MAX_MAIL_BYTES:
        raise TooLarge(source.name, "the mail", source.size, MAX_MAIL_BYTES)
    turns, _ = thread_turns(Mail(None, None, "", source.text))
    if not turns:
        raise EmptyInput(source.name, "the mail has no words of its own")
    return build(turns, format=READER.format, source=source.name)


READER = Reader("email_body", "text of an e-mail", sniff, read)
