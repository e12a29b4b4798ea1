"""All of a library as one JSON file, or a zip with the sound beside it, and back, exactly.

Schema `slmsum.library/1`: {"schema", "conversations": [{"uid", "content_hash", "added", "changed",
"kind", "audio", "tags", "voices", "conversation", "minutes": [{"made", "origin", "minutes"}],
"edits": [{"version", "made", "path", "before", "after"}]}]}, with the interchange forms of
conversations and minutes within. `audio` is the name of a member of the zip. Vectors, which can be
made again, and the library's settings stay behind.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from slmsum.files import replacing
from slmsum.library.entry import Edit, Entry
from slmsum.library.store import Library

SCHEMA = "slmsum.library/1"
INDEX = "library.json"


def export(library: Library, path: Path) -> int:
    """Write all that is kept into one file, private to its owner; gives the number of bytes.

    A path that ends in ".zip" takes the sound too. Raises LibraryError, OutputFailed.
    """
    with library.reading(), replacing(path, private=True) as stream:
        entries = library.entries()
        if path.suffix.lower() != ".zip":
            _write(library, entries, stream, lambda entry: None)
        else:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                _write_zip(library, entries, archive)
        return stream.tell()


def _write_zip(library: Library, entries: list[Entry], archive: zipfile.ZipFile) -> None:
    sounds = {
        entry.audio: f"audio/{entry.audio}"
        for entry in entries
        if entry.audio is not None and (library.audio_folder / entry.audio).exists()
    }
    with archive.open(INDEX, "w", force_zip64=True) as member:
        _write(library, entries, member, lambda entry: sounds.get(entry.audio or ""))
    for name, place in sounds.items():
        archive.write(library.audio_folder / name, place, zipfile.ZIP_STORED)


def _write(
    library: Library,
    entries: list[Entry],
    stream: IO[bytes],
    audio: Callable[[Entry], str | None],
) -> None:
    """Conversation by conversation, so that memory holds one of them only."""
    stream.write(f'{{"schema": "{SCHEMA}", "conversations": ['.encode())
    for number, entry in enumerate(reversed(entries)):
        record = json.dumps(_record(library, entry, audio(entry)), ensure_ascii=False)
        stream.write((",\n" if number else "\n").encode() + record.encode())
    stream.write(b"\n]}\n")


def _record(library: Library, entry: Entry, audio: str | None) -> dict[str, Any]:
    digest, changed = library.connection.execute(
        "SELECT content_hash, changed FROM conversation WHERE id = ?", (entry.id,)
    ).fetchone()
    return {
        "uid": entry.uid,
        "content_hash": digest,
        "added": entry.added.isoformat(timespec="microseconds"),
        "changed": changed,
        "kind": entry.kind.value,
        "audio": audio,
        "tags": list(entry.tags),
        "voices": library.voices(entry.id),
        "conversation": library.conversation(entry.id).to_json(),
        "minutes": [
            {
                "made": version.made.isoformat(timespec="microseconds"),
                "origin": version.origin.value,
                "minutes": version.minutes.to_json(),
            }
            for version in library.versions(entry.id)
        ],
        "edits": list(_edits(library.edits(entry.id))),
    }


def _edits(edits: list[Edit]) -> Iterator[dict[str, Any]]:
    for edit in edits:
        yield {
            "version": edit.version,
            "made": edit.made.isoformat(timespec="microseconds"),
            "path": edit.path,
            "before": edit.before,
            "after": edit.after,
        }
