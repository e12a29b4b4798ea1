"""How the reader tests reach the project's own sample files."""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from slmsum.conversation import Conversation
from slmsum.readers.reader import LIKELY, Reader
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data"


def read(reader: Reader, path: str) -> Conversation:
    """Read a sample, after its reader has recognised it."""
    source = Source.of_path(DATA / path)
    assert reader.sniff(source) >= LIKELY
    return reader.read(source)


def read_json(reader: Reader, value: Any) -> Conversation:
    """Read a JSON value as if it were a file."""
    return reader.read(Source.of_bytes("test.json", json.dumps(value).encode()))


def zip_of(folder: Path, prefix: str = "") -> Source:
    """A folder as the zip a user would have."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, prefix + path.relative_to(folder).as_posix())
    return Source.of_bytes("export.zip", buffer.getvalue())


def rows(conversation: Conversation) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and text of each turn."""
    return [(turn.kind.value, turn.speaker, turn.text) for turn in conversation.turns]


def kinds(conversation: Conversation) -> dict[str, int]:
    """How many turns there are of each kind."""
    return dict(Counter(turn.kind.value for turn in conversation.turns))


def spans(conversation: Conversation) -> list[tuple[float | None, float | None]]:
    """Start and end of each turn."""
    return [(turn.start, turn.end) for turn in conversation.turns]


def times(conversation: Conversation) -> list[str]:
    """The clock times, those of turns without one left out."""
    return [turn.time.isoformat() for turn in conversation.turns if turn.time is not None]
