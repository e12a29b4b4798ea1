"""What a reader is handed: a file, a folder or bytes, with safe ways to look inside.

Every limit that protects memory and disk from hostile input is here, so that readers need none.
"""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from charset_normalizer import from_bytes

from slmsum.errors import EmptyInput, MalformedInput, TooLarge, UnreadableFile, UnsafeArchive

HEAD_BYTES = 128 * 1024
MAX_LINE_CHARS = 4 * 1024 * 1024
MAX_WHOLE_BYTES = 1024 * 1024 * 1024
MAX_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 100_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Source:
    """One input: `name` to show, `head` (first 128 KiB), and text, lines, JSON or members on demand.

    Raises typed errors (UnreadableFile, EmptyInput, TooLarge, UnsafeArchive, MalformedInput) only.
    """

    def __init__(self, name: str, *, path: Path | None = None, data: bytes | None = None) -> None:
        self.name = name
        self.path = path
        self._data = data
        self.is_folder = path is not None and path.is_dir()

    @classmethod
    def of_path(cls, path: Path) -> Source:
        """A source for a file or folder; raises UnreadableFile or EmptyInput."""
        source = cls(str(path), path=path)
        try:
            if not path.exists():
                raise UnreadableFile(path, "no such file")
            if not source.is_folder:
                if not path.is_file():
                    raise UnreadableFile(path, "not a file or folder")
                if path.stat().st_size == 0:
                    raise EmptyInput(path, "the file is empty")
        except (OSError, ValueError) as error:
            raise UnreadableFile(path, getattr(error, "strerror", None) or str(error)) from error
        return source

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Source:
        """A source for bytes in memory, such as standard input; raises EmptyInput."""
        if not data:
            raise EmptyInput(name, "nothing came in")
        return cls(name, data=data)

    def open(self) -> BinaryIO:
        """The bytes as a stream, from their beginning."""
        if self._data is not None:
            return io.BytesIO(self._data)
        assert self.path is not None
        try:
            return self.path.open("rb")
        except OSError as error:
            raise UnreadableFile(self.name, error.strerror or str(error)) from error

    @property
    def suffix(self) -> str:
        """The lower-case suffix of the name with its dot; a hint only, content decides."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folders and suffix, for titles."""
        return PurePosixPath(self.name.replace("\\", "/")).stem

    @cached_property
    def size(self) -> int:
        """Bytes; 0 for a folder."""
        if self._data is not None:
            return len(self._data)
        return 0 if self.is_folder or self.path is None else self.path.stat().st_size

    @cached_property
    def head(self) -> bytes:
        """The first 128 KiB; empty for a folder."""
        if self.is_folder:
            return b""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def encoding(self) -> str | None:
        """The text encoding, None where the content is binary."""
        head = self.head
        for bom, name in _BOMS:
            if head.startswith(bom):
                return name
        if _looks_utf16(head):
            return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        if b"\0" in head:
            return None
        try:
            codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD_BYTES)
        except UnicodeDecodeError:
            return _guess_encoding(head)
        return "utf-8"

    @cached_property
    def text_head(self) -> str:
        """The beginning as text, without BOM, line ends as "\\n"; empty for binary content."""
        if self.encoding is None:
            return ""
        text = self.head.decode(self.encoding, errors="ignore")
        return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")

    @cached_property
    def head_lines(self) -> list[str]:
        """The lines of `text_head`; the last may be cut."""
        return self.text_head.split("\n")

    def lines(self) -> Iterator[str]:
        """All lines without their ends, decoded as they stream; only CR, LF and CRLF end a line."""
        encoding = self.encoding
        if encoding is None:
            raise MalformedInput(self.name, "text", "it holds binary data, not text")
        with self.open() as stream:
            text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None)
            first = True
            while line := text.readline(MAX_LINE_CHARS):
                if len(line) >= MAX_LINE_CHARS and not line.endswith("\n"):
                    raise TooLarge(self.name, "one line", max(self.size, len(line)), MAX_LINE_CHARS)
                if first:
                    line = line.lstrip("\ufeff")
                    first = False
                yield line[:-1] if line.endswith("\n") else line

    def bytes(self) -> bytes:
        """The whole content; raises TooLarge over 1 GiB."""
        if self.size > MAX_WHOLE_BYTES:
            raise TooLarge(self.name, "the file", self.size, MAX_WHOLE_BYTES)
        with self.open() as stream:
            return stream.read()

    @cached_property
    def text(self) -> str:
        """The whole content as text, line ends as "\\n", without BOM."""
        encoding = self.encoding
        if encoding is None:
            raise MalformedInput(self.name, "text", "it holds binary data, not text")
        text = self.bytes().decode(encoding, errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")

    @cached_property
    def json(self) -> Any:
        """The content as JSON, None where it is not JSON at all (see `json_problem`)."""
        if self.text_head.lstrip()[:1] not in ("{", "["):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def looks_json(self) -> bool:
        """Whether the content begins as JSON does, parsable or not."""
        return self.text_head.lstrip()[:1] in ("{", "[")

    @cached_property
    def is_zip(self) -> bool:
        """Whether the content is a zip archive by its signature."""
        return self.head[:4] in (b"PK\x03\x04", b"PK\x05\x06")

    @cached_property
    def members(self) -> Archive | None:
        """The files inside a zip or a folder, None for anything else."""
        if self.is_folder:
            assert self.path is not None
            return Archive.of_folder(self.path)
        return Archive.of_zip(self) if self.is_zip else None


class Archive:
    """The files of a zip or folder by their relative names, opened under size limits."""

    def __init__(self, name: str, names: list[str], folder: Path | None, source: Source | None):
        self.name = name
        self.names = names
        self._folder = folder
        self._source = source

    @classmethod
    def of_folder(cls, folder: Path) -> Archive:
        """All regular files below a folder, symbolic links left out."""
        try:
            names = sorted(
                str(PurePosixPath(p.relative_to(folder)))
                for p in folder.rglob("*")
                if p.is_file() and not p.is_symlink()
            )
        except OSError as error:
            raise UnreadableFile(folder, error.strerror or str(error)) from error
        if not names:
            raise EmptyInput(folder, "the folder is empty")
        return cls(str(folder), names[:MAX_MEMBERS], folder, None)

    @classmethod
    def of_zip(cls, source: Source) -> Archive:
        """Check a zip's directory: no paths that leave it, no bomb, no cut end."""
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise MalformedInput(source.name, "zip", str(error)) from error
        if len(infos) > MAX_MEMBERS:
            raise UnsafeArchive(source.name, f"it holds {len(infos):,} files")
        unpacked = sum(info.file_size for info in infos)
        packed = max(1, sum(info.compress_size for info in infos))
        if unpacked > MAX_UNPACKED_BYTES or (
            unpacked > 100_000_000 and unpacked / packed > MAX_RATIO
        ):
            raise UnsafeArchive(source.name, f"it would unpack to {unpacked:,} bytes")
        for info in infos:
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0:1]:
                raise UnsafeArchive(source.name, f"the path {info.filename!r} leaves the archive")
            if info.flag_bits & 0x1:
                raise MalformedInput(source.name, "zip", "it is protected by a password")
        names = sorted(
            info.filename
            for info in infos
            if not info.is_dir() and not info.filename.startswith("__MACOSX/")
        )
        if not names:
            raise EmptyInput(source.name, "the archive is empty")
        return cls(source.name, names, None, source)

    def open(self, name: str) -> Source:
        """One file of the archive; a zip member is unpacked into memory under a limit."""
        if self._folder is not None:
            return Source(f"{self.name}/{name}", path=self._folder / name)
        assert self._source is not None
        try:
            with self._source.open() as stream, zipfile.ZipFile(stream) as archive:
                with archive.open(name) as member:
                    data = member.read(MAX_WHOLE_BYTES + 1)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise MalformedInput(self.name, "zip", f"{name}: {error}") from error
        except Exception as error:  # zlib and lzma raise errors of their own kinds
            raise MalformedInput(self.name, "zip", f"{name}: {error}") from error
        if len(data) > MAX_WHOLE_BYTES:
            raise UnsafeArchive(self.name, f"{name} unpacks to more than its directory says")
        return Source(f"{self.name}/{name}", data=data)


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 without BOM: every other byte is zero in mostly Latin text."""
    sample = head[:512]
    if len(sample) < 8:
        return False
    even, odd = sample[0::2], sample[1::2]
    high, low = odd.count(0) / len(odd), even.count(0) / len(even)
    return (high > 0.7 and low < 0.1) or (low > 0.7 and high < 0.1)


def _guess_encoding(head: bytes) -> str | None:
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head[:4096])
    if controls > len(head[:4096]) * 0.02:
        return None
    best = from_bytes(head[:65536]).best()
    return best.encoding if best is not None else "cp1252"
