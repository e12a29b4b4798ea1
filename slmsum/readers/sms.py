"""Android's "SMS Backup & Restore" XML: SMS and MMS of all contacts in one file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import ParseError

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_label, as_number, epoch
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import Thread, build_threads, by_time, skipped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LABEL = "SMS backup"
_ROOT = re.compile(r"<smses[\s>/]")
_RECEIVED, _DRAFT = "1", "3"
_FROM = "137"
_NOTHING = ("", "null", "(Unknown)")


def sniff(source: Source) -> float:
    """Certain where the root element is the app's."""
    return CERTAIN if _ROOT.search(source.text_head[:20_000]) else NO


def read(source: Source) -> Conversation:
    """Every message, contact by contact; the owner of the phone is called "me"."""
    from defusedxml.common import DefusedXmlException

    threads: dict[str, Thread] = {}
    dropped = 0
    try:
        with source.open() as stream:
            for element in _messages(stream):
                turn = _mms_turn(element) if element.tag == "mms" else _sms_turn(element)
                name = _contact(element)
                if turn.time is None and not turn.text:
                    dropped += 1
                    continue
                threads.setdefault(name, Thread(name)).turns.append(turn)
    except ParseError as error:
        line = f"line {error.position[0]:,}" if getattr(error, "position", None) else ""
        raise MalformedInput(source.name, _LABEL, str(error), where=line) from error
    except DefusedXmlException as error:
        raise MalformedInput(source.name, _LABEL, "it defines XML entities") from error
    except (ValueError, LookupError) as error:
        raise MalformedInput(source.name, _LABEL, str(error)) from error
    for thread in threads.values():
        thread.turns = by_time(thread.turns)
    return build_threads(
        list(threads.values()), format="sms", source=source.name, warnings=skipped(dropped)
    )


def _messages(stream: BinaryIO) -> Iterator[Element]:
    """The sms and mms elements one by one, each forgotten before the next."""
    from defusedxml.ElementTree import iterparse

    root: Element | None = None
    for event, element in iterparse(CleanReferences(stream), events=("start", "end")):
        if root is None:
            root = element
        elif event == "end" and element.tag in ("sms", "mms"):
            yield element
            root.clear()


class CleanReferences(io.RawIOBase):
    """XML with character references that XML forbids put right, as it is read.

    The app writes an emoji as two references to halves of a surrogate pair, which no XML parser
    accepts.
    """

    _HIGH = rb"&#(5(?:5(?:29[6-9]|[3-9]\d\d)|6(?:[0-2]\d\d|3[01]\d)));"
    _PAIR = re.compile(_HIGH + rb"&#(5[67]\d{3});")
    _ANY = re.compile(rb"&#(\d{1,7});")
    _UNFINISHED = re.compile(rb"(?:" + _HIGH + rb")?(?:&(?:#\d{0,7})?)?\Z")
    _LONGEST = 20

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, about `size`; empty at the end only."""
        while True:
            chunk = self._stream.read(size)
            text = self._rest + chunk
            unfinished = self._UNFINISHED.search(text, max(0, len(text) - self._LONGEST))
            cut = unfinished.start() if chunk and unfinished else len(text)
            ready, self._rest = text[:cut], text[cut:]
            if ready or not chunk:
                return self._ANY.sub(self._valid, self._PAIR.sub(self._joined, ready))

    @staticmethod
    def _joined(match: re.Match[bytes]) -> bytes:
        high, low = int(match[1]), int(match[2])
        if not 0xDC00 <= low < 0xE000:
            return match[0]
        return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))

    @staticmethod
    def _valid(match: re.Match[bytes]) -> bytes:
        code = int(match[1])
        fine = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        return match[0] if fine or 0x10000 <= code <= 0x10FFFF else b"&#65533;"


def _sms_turn(element: Element) -> Turn:
    box = element.get("type", "")
    return _boxed(box, _contact(element), _value(element, "body"), "", element)


def _mms_turn(element: Element) -> Turn:
    texts, media = [_value(element, "sub")], []
    for part in element.iter("part"):
        kind = part.get("ct", "")
        if kind.startswith("text/"):
            texts.append(_value(part, "text"))
        elif kind != "application/smil":
            media.append(kind.partition("/")[0] or "file")
    text = "\n".join(filter(None, texts))
    return _boxed(element.get("msg_box", ""), _sender(element), text, ", ".join(media), element)


def _boxed(box: str, other: str, text: str, media: str, element: Element) -> Turn:
    """A turn by whoever wrote it; a draft was never sent, so it is no part of what was said."""
    time = epoch(element.get("date"), 0.001) if as_number(element.get("date")) else None
    if box == _DRAFT:
        return Turn(0, "me", text or media, Kind.SYSTEM, time)
    speaker = other if box == _RECEIVED else "me"
    return Turn(0, speaker, text or media, Kind.SAID if text else Kind.MEDIA, time)


def _contact(element: Element) -> str:
    return _value(element, "contact_name") or _value(element, "address") or "unknown"


def _sender(element: Element) -> str:
    """Who sent a received MMS; in a group the sender's number is one of the addresses."""
    numbers = _value(element, "address").split("~")
    if len(numbers) < 2:
        return _contact(element)
    names = [name.strip() for name in _value(element, "contact_name").split(",")]
    known = dict(zip(numbers, names, strict=False)) if len(names) == len(numbers) else {}
    for address in element.iter("addr"):
        if address.get("type") == _FROM:
            number = _value(address, "address")
            return known.get(number) or number or _contact(element)
    return _contact(element)


def _value(element: Element, key: str) -> str:
    value = element.get(key, "")
    if value in _NOTHING:
        return ""
    return value.strip() if key in ("body", "text") else as_label(value)


READER = Reader("sms", "SMS Backup & Restore XML", sniff, read)
