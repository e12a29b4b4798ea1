"""Part a mail's own words from the older mails it quotes, and from signatures."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import datetime, tzinfo

from slmsum.readers.mail_message import sender_name

_MAX_DEPTH = 60
_MAX_CHARS = 300_000
_MAX_LINES = 5_000
_ATTRIBUTION = re.compile(
    r"^.{1,200}\b(?:wrote|writes|said|schrieb|écrit|escribió|ha scritto|schreef|escreveu|skrev"
    r"|a scris|napisał|napisała|kirjoitti|писал|написал)\b.{0,80}:\s*$",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"^(?:sent from (?:my|outlook|mail|yahoo|proton)\b|get outlook for\b|sent via\b"
    r"|von meinem \w+ gesendet|gesendet von\b|envoyé de mon\b|enviado desde mi\b)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:best|kind|warm|many)\s)?(?:regards|wishes|cheers|sincerely|yours(?: \w+)?|best|thanks"
    r"|thank you|all the best|mit freundlichen grüßen|viele grüße|cordialement|saludos)[,.!]?$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^(?:_{20,}|-{20,}|---)$")
_ADDRESS = re.compile(r"\S@\S|https?://|unsubscribe", re.IGNORECASE)
_TITLE_LINES = 5
_MAX_TITLE_CHARS = 100
_MAX_FOOTERS = 4


@dataclass(frozen=True, slots=True)
class Quoted:
    """An older mail found inside another; all fields as written there."""

    sender: str | None
    date: datetime | None
    text: str


def split_mail(text: str, zone: tzinfo | None) -> tuple[str, list[Quoted]]:
    """The writer's own words, and the quoted mails from the newest to the oldest.

    Dates in quotes name no zone, as a rule; `zone` is what they are taken to be in.
    """
    from quotequail import unwrap

    own = text
    quoted: list[Quoted] = []
    sender: str | None = None
    date: datetime | None = None
    for depth in range(_MAX_DEPTH):
        parts = unwrap(own) if _is_of_mail_size(own) else None
        words = own if parts is None else _around(parts)
        if depth == 0:
            first = own_words(words)
        else:
            quoted.append(Quoted(sender, date, own_words(words)))
        if parts is None or not (parts.get("text") or "").strip():
            break
        sender = sender_name(re.sub(r"\s*\[mailto:[^\]]*\]", "", parts.get("from") or ""))
        date = _quoted_date(parts.get("date"), zone)
        own = parts["text"]
    return first, [mail for mail in quoted if mail.text]


def _is_of_mail_size(text: str) -> bool:
    """Whether looking for quotes is worth it: that takes time by the square of the lines."""
    return len(text) < _MAX_CHARS and text.count("\n") < _MAX_LINES


def own_words(text: str) -> str:
    """Text without quoted lines, their attribution lines, signatures and list footers."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.lstrip().startswith(">"):
            while lines and not lines[-1]:
                lines.pop()
            if lines and _ATTRIBUTION.match(lines[-1].strip()):
                lines.pop()
            lines.append("")
            continue
        lines.append(line.rstrip())
    lines = [line for n, line in enumerate(lines) if line or not n or lines[n - 1]]
    return "\n".join(_without_signature(lines)).strip("\n")


def _without_signature(lines: list[str]) -> list[str]:
    bare = [line.strip() for line in lines]
    end = next((n for n, line in enumerate(bare) if line == "--"), len(bare))
    for _ in range(_MAX_FOOTERS):
        footer = _footer(bare[:end])
        if footer is None:
            break
        end = footer
    return lines[:end]


def _footer(bare: list[str]) -> int | None:
    """Where the last few lines begin to be a list's footer, a device's note or a closing."""
    after: list[str] = []
    for number in range(len(bare) - 1, -1, -1):
        line = bare[number]
        if not line:
            continue
        signed = after and _CLOSING.match(line) and not any(map(_is_sentence, after))
        if signed or _DEVICE.match(line) or (_RULE.match(line) and _is_list_footer(after)):
            return number
        after.append(line)
        if len(after) > _TITLE_LINES or len(line) > _MAX_TITLE_CHARS:
            break
    return None


def _is_sentence(line: str) -> bool:
    return len(line) > 60 or (line.endswith((".", "?", "!")) and len(line.split()) > 2)


def _is_list_footer(lines: list[str]) -> bool:
    return not lines or any(_ADDRESS.search(line) for line in lines)


def _around(parts: dict[str, str]) -> str:
    """What stands before and after a quote, with a quote mark in its place."""
    return "\n>\n".join((parts.get("text_top") or "", parts.get("text_bottom") or ""))


def _quoted_date(text: str | None, zone: tzinfo | None) -> datetime | None:
    from dateutil.parser import UnknownTimezoneWarning, parse

    if not text or len(text) > 80:
        return None
    try:
        # A zone that nobody knows leaves the date in the mail's own.
        with warnings.catch_warnings(action="ignore", category=UnknownTimezoneWarning):
            date = parse(text, fuzzy=True, ignoretz=False)
    except (ValueError, ArithmeticError, TypeError, AttributeError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=zone)
