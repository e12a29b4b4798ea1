"""Segments as Whisper and its relatives write them: openai-whisper, WhisperX, whisper.cpp."""

from __future__ import annotations

from typing import Any

from slmsum.conversation import Conversation, Turn, build
from slmsum.errors import MalformedInput
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_str, seconds
from slmsum.readers.reader import CERTAIN, NO, Reader
from slmsum.readers.source import Source
from slmsum.readers.threads import skipped

_LIST_KEYS = ("segments", "transcription", "chunks")


def sniff(source: Source) -> float:
    """Certain where a list of pieces has text and times."""
    pieces = _pieces(source.json)
    return CERTAIN if any(_is_piece(as_dict(piece)) for piece in pieces[:5]) else NO


def read(source: Source) -> Conversation:
    """One turn a segment."""
    data = source.json
    pieces = _pieces(data)
    turns = [turn for piece in pieces if (turn := _turn(as_dict(piece))) is not None]
    if not turns:
        raise MalformedInput(source.name, "Whisper JSON", "it has no segments with text")
    return build(
        turns,
        format="whisper",
        source=source.name,
        title=source.stem,
        language=_language(as_dict(data)),
        warnings=skipped(len(pieces) - len(turns), "segments", "they have no text"),
    )


def _pieces(data: Any) -> list[Any]:
    if isinstance(data, list):
        return data
    found = (as_list(as_dict(data).get(key)) for key in _LIST_KEYS)
    return next((pieces for pieces in found if pieces), [])


def _is_piece(piece: dict[str, Any]) -> bool:
    return isinstance(piece.get("text"), str) and _times(piece) != (None, None)


def _times(piece: dict[str, Any]) -> tuple[float | None, float | None]:
    """Start and end in seconds: as such, as a pair, or whisper.cpp's milliseconds."""
    pair = as_list(piece.get("timestamp"))
    if len(pair) == 2:
        return seconds(pair[0]), seconds(pair[1])
    offsets = as_dict(piece.get("offsets"))
    if offsets:
        return seconds(offsets.get("from"), 0.001), seconds(offsets.get("to"), 0.001)
    return seconds(piece.get("start")), seconds(piece.get("end"))


def _turn(piece: dict[str, Any]) -> Turn | None:
    text = " ".join(as_str(piece.get("text")).split())
    if not text:
        return None
    start, end = _times(piece)
    return Turn(0, as_label(piece.get("speaker")) or None, text, start=start, end=end)


def _language(data: dict[str, Any]) -> str | None:
    code = as_label(data.get("language")) or as_label(as_dict(data.get("result")).get("language"))
    return code.lower() if len(code) == 2 else None


READER = Reader("whisper", "Whisper JSON", sniff, read)
