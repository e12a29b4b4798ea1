"""The actions as a table for spreadsheets, in which no cell can become a formula."""

from __future__ import annotations

import csv
import io

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.export.outline import known
from slmsum.minutes import Minutes

_COLUMNS = ("Owner", "Task", "Due as said", "Due date", "Turns")
# What spreadsheets take for the beginning of a formula, in the wide forms as well:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(minutes: Minutes, conversation: Conversation) -> bytes:
    """UTF-8 with the byte order mark that Excel knows it by; lines end as RFC 4180 has it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for action in minutes.actions:
        # With its sign each: a spreadsheet would take "3-5" for a day in May.
        turns = " ".join(
            f"#{words.turn_range(first, last)}"
            for first, last in words.ranges(known(action.evidence, conversation))
        )
        date = action.due_date.isoformat() if action.due_date else ""
        texts = (action.owner, action.task, action.due_text)
        writer.writerow([*(_harmless(text) for text in texts), date, turns])
    return stream.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Clean text that a spreadsheet shows as it is."""
    text = words.clean(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
