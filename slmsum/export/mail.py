"""Minutes as a draft for the user's mail program, by a mailto link (RFC 6068)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from slmsum.conversation import Conversation
from slmsum.export import rich, words
from slmsum.minutes import Minutes

# Windows hands links of up to 2,083 characters to programs; most mail programs take that much.
MOST_CHARACTERS = 2000
_CUT = "[Shortened here: a mail link cannot hold more. Attach an exported file for the whole.]"
_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Draft:
    """A `mailto:` link, and whether the minutes had to be shortened for it."""

    link: str
    shortened: bool


def draft(minutes: Minutes, conversation: Conversation, to: str = "") -> Draft:
    """The link that opens a draft with the minutes as text; it goes nowhere by itself.

    `to` is the address of the receiver, none by default. What is too long ends after a whole line
    with a remark that says so.
    """
    title = words.clean(minutes.title) or "Minutes"
    subject = title if len(title) <= _SUBJECT else f"{title[: _SUBJECT - 1]}…"
    head = f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body="
    lines = rich.copy(minutes, conversation).plain.splitlines()
    whole = head + _encoded(lines)
    if len(whole) <= MOST_CHARACTERS:
        return Draft(whole, False)
    room = MOST_CHARACTERS - len(head) - len(_encoded(["", "", _CUT]))
    kept: list[str] = []
    for line in lines:
        room -= len(_encoded([line, ""]))
        if room < 0:
            break
        kept.append(line)
    return Draft(head + _encoded([*kept, "", _CUT]), True)


def _encoded(lines: list[str]) -> str:
    return quote("\r\n".join(lines), safe="")
