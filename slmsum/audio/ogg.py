"""The pages of an Ogg Opus file, to find where a cut one is whole (RFC 3533, RFC 7845)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

_HEADER = struct.Struct("<4sBBqIIIB")
_CRC_AT = 22
_END_OF_STREAM = 4
# Opus counts at 48 kHz, whatever rate the sound has.
_GRANULES = 48_000
# How far back from the end a page may be damaged though its header is whole: what a power cut
# can leave unwritten. Pages before it were forced to the disk.
_SUSPECT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A page's place in the file, and the position of its last sample where it ends one."""

    start: int
    end: int
    granule: int


def mend(file: BinaryIO) -> float:
    """Cut a file (open for reading and writing) after its last whole page, and mark its end.

    Needs no room on the disk. Returns the seconds of sound in it, 0 where there is none.
    """
    suspect = file.seek(0, 2) - _SUSPECT
    last, last_granule, count = None, 0, 0
    for page in _pages(file):
        if page.start >= suspect and not _is_whole(file, page):
            break
        last, count = page, count + 1
        last_granule = max(last_granule, page.granule)
    # The first two pages hold the headers.
    if last is None or count < 3:
        return 0.0
    file.truncate(last.end)
    _mark_end(file, last)
    return max(0, last_granule - _skipped(file)) / _GRANULES


def _pages(file: BinaryIO) -> Iterator[Page]:
    """All pages from the start up to the first thing that is none."""
    start, size = 0, file.seek(0, 2)
    while True:
        file.seek(start)
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        magic, _version, _flags, granule, _serial, _number, _crc, segments = _HEADER.unpack(header)
        table = file.read(segments)
        end = start + _HEADER.size + segments + sum(table)
        if magic != b"OggS" or len(table) < segments or end > size:
            return
        yield Page(start, end, granule)
        start = end


def _read(file: BinaryIO, page: Page) -> bytearray:
    file.seek(page.start)
    return bytearray(file.read(page.end - page.start))


def _is_whole(file: BinaryIO, page: Page) -> bool:
    data = _read(file, page)
    (said,) = struct.unpack_from("<I", data, _CRC_AT)
    return bool(_checksum(data) == said)


def _mark_end(file: BinaryIO, page: Page) -> None:
    data = _read(file, page)
    data[5] |= _END_OF_STREAM
    struct.pack_into("<I", data, _CRC_AT, _checksum(data))
    file.seek(page.start)
    file.write(data)
    file.flush()


def _skipped(file: BinaryIO) -> int:
    """The encoder's delay, from the OpusHead packet in the first page."""
    file.seek(0)
    head = file.read(128)
    at = head.find(b"OpusHead")
    return int(struct.unpack_from("<H", head, at + 10)[0]) if at >= 0 else 0


def _checksum(page: bytearray) -> int:
    """CRC-32 as Ogg has it (polynomial 0x04c11db7, not reflected), its own field taken as 0."""
    blank = bytes(page[:_CRC_AT]) + bytes(4) + bytes(page[_CRC_AT + 4 :])
    table, crc = _table(), 0
    for byte in blank:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ table[(crc >> 24) ^ byte]
    return crc


@cache
def _table() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        crc = byte << 24
        for _bit in range(8):
            crc = ((crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
        entries.append(crc)
    return tuple(entries)
