"""The files inside a zip or a folder, opened under limits that no archive can talk its way past."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from slmsum.errors import (
    EmptyInput,
    InputError,
    MalformedInput,
    TooLarge,
    UnreadableFile,
    UnsafeArchive,
)
from slmsum.readers.source import MAX_WHOLE_BYTES, Source

MAX_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM_BYTES = 100_000_000
MAX_MEMBERS = 100_000

# bzip2 and LZMA members cannot be unpacked in bounded steps by zipfile, and no app writes them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


class Archive(ABC):
    """Files by their relative names, sorted, with "/" between folders."""

    def __init__(self, name: str, names: list[str]) -> None:
        self.name = name
        self.names = names

    @abstractmethod
    def open(self, name: str) -> Source:
        """One of the files; raises MalformedInput, TooLarge or UnsafeArchive."""


class FolderArchive(Archive):
    """The files below a folder."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(str(folder), names)
        self._folder = folder

    def open(self, name: str) -> Source:
        """A file below the folder, not read yet."""
        return Source(f"{self.name}/{name}", path=self._folder / name)


class ZipArchive(Archive):
    """The files of a zip, unpacked into memory one by one, never onto the disk."""

    def __init__(self, name: str, file: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> None:
        super().__init__(name, sorted(infos))
        self._file = file
        self._infos = infos
        self._unpacked = 0

    def open(self, name: str) -> Source:
        """One file, unpacked; at most 1 GiB each and 2 GiB of all that were opened."""
        info = self._infos.get(name)
        if info is None:
            raise MalformedInput(self.name, "zip", f"there is no {name} in it")
        if info.file_size > MAX_WHOLE_BYTES:
            raise TooLarge(f"{self.name}/{name}", "the file", info.file_size, MAX_WHOLE_BYTES)
        self._unpacked += info.file_size
        if self._unpacked > MAX_UNPACKED_BYTES:
            raise UnsafeArchive(self.name, f"it unpacks to over {MAX_UNPACKED_BYTES:,} bytes")
        try:
            with self._file.open(info) as member:
                data = member.read(info.file_size + 1)
        except _BROKEN as error:
            raise MalformedInput(self.name, "zip", f"{name}: {error}") from error
        if len(data) != info.file_size:
            raise UnsafeArchive(self.name, f"{name} is not of the size its directory says")
        return Source(f"{self.name}/{name}", data=data)


def folder_archive(folder: Path) -> FolderArchive:
    """All regular files below a folder, symbolic links left out."""
    names = []
    try:
        for name in _files_below(folder):
            names.append(name)
            if len(names) > MAX_MEMBERS:
                raise InputError(
                    folder,
                    f"it holds more than {MAX_MEMBERS:,} files",
                    hint="Give the folder of the export itself.",
                )
    except OSError as error:
        raise UnreadableFile(folder, error.strerror or str(error)) from error
    if not names:
        raise EmptyInput(folder, "the folder is empty")
    return FolderArchive(folder, sorted(names))


def _files_below(folder: Path) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise error

    for parent, _folders, files in os.walk(folder, onerror=refuse, followlinks=False):
        for file in files:
            path = Path(parent, file)
            if stat.S_ISREG(path.lstat().st_mode):
                yield path.relative_to(folder).as_posix()


def zip_archive(source: Source) -> ZipArchive:
    """Check a zip's directory: no path that leaves it, no bomb, no cut end, no password."""
    # zipfile closes by itself only a file that it opened, hence the path where there is one.
    content = source.path if source.path is not None else io.BytesIO(source.bytes())
    try:
        file = zipfile.ZipFile(content)
    except _BROKEN as error:
        raise MalformedInput(source.name, "zip", str(error)) from error
    infos = file.infolist()
    if len(infos) > MAX_MEMBERS:
        raise UnsafeArchive(source.name, f"it holds {len(infos):,} files")
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if unpacked > RATIO_FROM_BYTES and unpacked / min(packed, source.size) > MAX_RATIO:
        raise UnsafeArchive(source.name, f"it would unpack to {unpacked:,} bytes")
    members = {}
    for info in infos:
        name = _safe_name(info, source.name)
        if info.flag_bits & _ENCRYPTED:
            raise MalformedInput(source.name, "zip", "it is protected by a password")
        if info.compress_type not in _METHODS:
            raise MalformedInput(source.name, "zip", f"{name} is packed by an unusual method")
        if not _is_noise(info, name):
            members[name] = info
    if not members:
        raise EmptyInput(source.name, "the archive is empty")
    return ZipArchive(source.name, file, members)


def _safe_name(info: zipfile.ZipInfo, archive: str) -> str:
    """The name with forward slashes; raises UnsafeArchive where it leads out of the archive."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        # Many programs write UTF-8 names without saying so, which zipfile reads as code page 437.
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    name = name.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts:
        raise UnsafeArchive(archive, f"the path {info.filename!r} leaves the archive")
    return name


def _is_noise(info: zipfile.ZipInfo, name: str) -> bool:
    """Folders, symbolic links, and what macOS adds."""
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    return name.endswith("/") or is_link or name.startswith("__MACOSX/")
