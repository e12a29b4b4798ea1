"""What a WAV or Ogg file says of its own end, where a decoder takes a cut for the end."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# Programs that write into a pipe know no length: they leave one near the most there can be.
_UNKNOWN_FROM = 0x7F000000
_CHUNKS_AT_MOST = 64
# An Ogg page takes so many bytes at most (RFC 3533).
_PAGE_AT_MOST = 65_307
_PAGE = struct.Struct("<4sBBqIIIB")
_END_OF_STREAM = 4


@dataclass(frozen=True, slots=True)
class Ending:
    """`promised` is the seconds that the header promises, 0 where it does not.

    `missing` says that the last part is not whole, `unmarked` that nothing says it is the last.
    """

    promised: float = 0.0
    missing: bool = False
    unmarked: bool = False


def ending(source: Path | BinaryIO) -> Ending:
    """Look at the end of a file or a stream that can seek; nothing is known of other formats."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                return _ending(stream)
        return _ending(source)
    except OSError:
        return Ending()


def _ending(stream: BinaryIO) -> Ending:
    stream.seek(0)
    head = stream.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        return Ending(promised=_promised_by_wav(stream))
    return _end_of_ogg(stream) if head[:4] == b"OggS" else Ending()


def _promised_by_wav(stream: BinaryIO) -> float:
    """The seconds in the data chunk by its size, read from the first chunk on."""
    bytes_a_second = 0
    for _ in range(_CHUNKS_AT_MOST):
        chunk = stream.read(8)
        if len(chunk) < 8:
            break
        name, size = struct.unpack("<4sI", chunk)
        if name == b"data":
            return size / bytes_a_second if bytes_a_second and size < _UNKNOWN_FROM else 0.0
        start = stream.tell()
        if name == b"fmt ":
            bytes_a_second = int.from_bytes(stream.read(12)[8:], "little")
        stream.seek(start + size + size % 2)
    return 0.0


def _end_of_ogg(stream: BinaryIO) -> Ending:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _PAGE_AT_MOST))
    tail = stream.read()
    at = tail.rfind(b"OggS")
    if at < 0 or at + _PAGE.size > len(tail):
        return Ending(missing=True)
    _magic, _version, flags, *_numbers, segments = _PAGE.unpack_from(tail, at)
    table = tail[at + _PAGE.size : at + _PAGE.size + segments]
    end = at + _PAGE.size + segments + sum(table)
    if len(table) < segments or end > len(tail):
        return Ending(missing=True)
    return Ending(unmarked=not flags & _END_OF_STREAM)
