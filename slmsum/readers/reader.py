"""What every format module in this package provides: one `READER` value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slmsum.conversation import Conversation
from slmsum.readers.source import Source

CERTAIN = 1.0
LIKELY = 0.7
POSSIBLE = 0.4
LAST_RESORT = 0.1
NO = 0.0


@dataclass(frozen=True)
class Reader:
    """A format: `format` is its short name in JSON, `label` what users call it.

    `sniff` gives 0 to 1, how surely the content is of this format; it must be quick, must look at
    `source.head`, `head_lines`, `json` or `members` only, and never raise but SlmsumError.
    `read` gives the conversation, or raises SlmsumError.
    """

    format: str
    label: str
    sniff: Callable[[Source], float]
    read: Callable[[Source], Conversation]
