"""What a reader is handed: a file, a folder or bytes, with safe ways to look inside.

Every limit that protects memory from hostile input is here and in `archive`, so readers need none.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from slmsum.errors import EmptyInput, MalformedInput, TooLarge, UnreadableFile

if TYPE_CHECKING:
    from slmsum.readers.archive import Archive

HEAD_BYTES = 128 * 1024
MAX_LINE_CHARS = 4 * 1024 * 1024
MAX_WHOLE_BYTES = 1024 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# A log that begins with "[15/01/24" must not be loaded whole only to find that it is no JSON.
_JSON_START = re.compile(
    r"""\s* (?: \{ \s* ["}]
          | \[ \s* (?: [{\[\]"] | -?\d+(?:\.\d+)?(?:[eE][+-]?\d+)? \s* [,\]] | true | false | null )
          | [{\[] \s* \Z )""",
    re.VERBOSE,
)


class Source:
    """One input: `name` to show, `head` (first 128 KiB), and text, lines, JSON or members.

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
        with _readable(path):
            source = cls(str(path), path=path)
            if not path.exists():
                raise UnreadableFile(path, "no such file")
            if not source.is_folder:
                if not path.is_file():
                    raise UnreadableFile(path, "not a file or folder")
                if path.stat().st_size == 0:
                    raise EmptyInput(path, "the file is empty")
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
        with _readable(self.name):
            return self.path.open("rb")

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
        if self.is_folder or self.path is None:
            return 0
        with _readable(self.name):
            return self.path.stat().st_size

    @cached_property
    def head(self) -> bytes:
        """The first 128 KiB; empty for a folder."""
        if self.is_folder:
            return b""
        with _readable(self.name), self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def encoding(self) -> str | None:
        """The text encoding, None where the content is binary."""
        return _encoding_of(self.head)

    @cached_property
    def text_head(self) -> str:
        """The beginning as text, without BOM, line ends as "\\n"; empty for binary content."""
        if self.encoding is None:
            return ""
        return _plain_ends(self.head.decode(self.encoding, errors="ignore"))

    @cached_property
    def head_lines(self) -> list[str]:
        """The lines of `text_head`; the last may be cut."""
        return self.text_head.split("\n")

    def lines(self) -> Iterator[str]:
        """All lines without their ends, decoded as they stream; only CR, LF and CRLF end a line."""
        encoding = self._text_encoding()
        with _readable(self.name), self.open() as stream:
            text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None)
            first = True
            while line := text.readline(MAX_LINE_CHARS):
                if len(line) >= MAX_LINE_CHARS and not line.endswith("\n"):
                    raise TooLarge(self.name, "one line", max(self.size, len(line)), MAX_LINE_CHARS)
                plain = line.removesuffix("\n")
                yield plain.lstrip("\ufeff") if first else plain
                first = False

    def bytes(self) -> bytes:
        """The whole content; raises TooLarge over 1 GiB, UnreadableFile for a folder."""
        if self.is_folder:
            raise UnreadableFile(self.name, "it is a folder")
        if self.size > MAX_WHOLE_BYTES:
            raise TooLarge(self.name, "the file", self.size, MAX_WHOLE_BYTES)
        with _readable(self.name), self.open() as stream:
            return stream.read()

    @cached_property
    def text(self) -> str:
        """The whole content as text, line ends as "\\n", without BOM."""
        encoding = self._text_encoding()
        return _plain_ends(self.bytes().decode(encoding, errors="replace"))

    @cached_property
    def json(self) -> Any:
        """The content as JSON, None where it is not JSON at all or cut."""
        if not self.looks_json:
            return None
        text = self.bytes().decode(self._text_encoding(), errors="replace")
        try:
            return json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None

    @cached_property
    def looks_json(self) -> bool:
        """Whether the content begins as a JSON object or list does, parsable or not."""
        return _JSON_START.match(self.text_head) is not None

    @cached_property
    def is_zip(self) -> bool:
        """Whether the content is a zip archive by its signature."""
        return self.head[:4] in (b"PK\x03\x04", b"PK\x05\x06")

    @cached_property
    def members(self) -> Archive | None:
        """The files inside a zip or a folder, None for anything else."""
        from slmsum.readers.archive import folder_archive, zip_archive  # it imports this module

        if self.is_folder:
            assert self.path is not None
            return folder_archive(self.path)
        return zip_archive(self) if self.is_zip else None

    def _text_encoding(self) -> str:
        if self.is_folder:
            raise UnreadableFile(self.name, "it is a folder")
        if self.encoding is None:
            raise MalformedInput(self.name, "text", "it holds binary data, not text")
        return self.encoding


@contextmanager
def _readable(name: str | Path) -> Iterator[None]:
    """Turn what the system says about a file into UnreadableFile."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(name, reason) from error


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def _encoding_of(head: bytes) -> str | None:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\0" in head:
        return _utf16_without_bom(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return _guess_encoding(head)
    return "utf-8"


def _utf16_without_bom(head: bytes) -> str | None:
    """The byte order in which the sample reads as text with white space in it, if either does."""
    sample = head[: min(len(head), 4096) & ~1]
    if sum(32 <= byte < 127 for byte in sample) > len(sample) * 0.85:
        return None  # ASCII with a NUL or two, which would decode to rare Chinese characters
    best, best_score = None, 0.0
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        odd = sum(
            unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") for c in text if c not in "\t\r\n"
        )
        odd += text.count("\ufffd")
        common = sum(c.isascii() and (c.isspace() or c.isalnum()) for c in text)
        if (
            len(text) >= 4
            and odd <= len(text) * 0.02
            and common > max(best_score, len(text) * 0.02)
        ):
            best, best_score = name, common
    return best


def _guess_encoding(head: bytes) -> str | None:
    from charset_normalizer import from_bytes

    controls = sum(byte < 9 or 13 < byte < 27 for byte in head[:4096])
    if controls > len(head[:4096]) * 0.02:
        return None
    best = from_bytes(head[:65536]).best()
    return best.encoding if best is not None else "cp1252"
