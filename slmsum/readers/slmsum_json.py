"""Our own interchange form, as `slmsum read --json` writes it."""

from __future__ import annotations

from slmsum.conversation import SCHEMA, Conversation
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source


def sniff(source: Source) -> float:
    """Certain where the schema name is there."""
    data = source.json if source.looks_json else None
    return CERTAIN if isinstance(data, dict) and data.get("schema") == SCHEMA else NO


def read(source: Source) -> Conversation:
    """The conversation as it was written; raises MalformedInput."""
    return Conversation.from_json(source.json, source.name)


READER = Reader("slmsum", "slmsum JSON", sniff, read)
