import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from slmsum.errors import (
    EmptyInput,
    InputError,
    MalformedInput,
    SlmsumError,
    TooLarge,
    UnsafeArchive,
)
from slmsum.readers import archive as archives
from slmsum.readers.source import Source


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def members(data: bytes) -> archives.Archive:
    found = Source.of_bytes("chat.zip", data).members
    assert found is not None
    return found


def test_members_of_a_zip_by_name() -> None:
    inside = members(zipped({"b/2.json": b"[2]", "a.txt": b"one", "__MACOSX/._a.txt": b"x"}))
    assert inside.names == ["a.txt", "b/2.json"]
    assert inside.open("b/2.json").json == [2]
    assert inside.open("a.txt").name == "chat.zip/a.txt"


def test_members_of_a_zip_file_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "chat.zip"
    path.write_bytes(zipped({"a.txt": b"one"}))
    inside = Source.of_path(path).members
    assert inside is not None
    assert inside.open("a.txt").text == "one"


def test_a_file_that_is_no_archive_has_no_members() -> None:
    assert Source.of_bytes("x.zip", b"not a zip").members is None


def test_windows_backslashes_become_slashes() -> None:
    inside = members(zipped({"general\\2024-01-01.json": b"[]"}))
    assert inside.names == ["general/2024-01-01.json"]
    assert inside.open("general/2024-01-01.json").json == []


def test_utf8_names_that_are_not_marked_as_such() -> None:
    data = zipped({"Grüße 지민.txt": b"hi"})
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    raw = bytearray(data)
    struct.pack_into("<H", raw, local + 6, 0)
    struct.pack_into("<H", raw, central + 8, 0)
    inside = members(bytes(raw))
    assert inside.names == ["Grüße 지민.txt"]
    assert inside.open("Grüße 지민.txt").text == "hi"


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "a/../../evil.txt", "/etc/evil", "..\\evil.txt", "C:\\evil.txt", "C:evil"],
)
def test_a_path_that_leaves_the_archive_is_refused(name: str) -> None:
    with pytest.raises(UnsafeArchive, match="leaves the archive"):
        members(zipped({name: b"x", "chat.txt": b"y"}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnsafeArchive, match="would unpack to"):
        members(zipped({"bomb.txt": bytes(150_000_000)}))


def test_many_names_for_one_packed_block_are_a_bomb_too() -> None:
    data = zipped({"bomb.txt": bytes(1_000_000)})
    end = data.index(b"PK\x05\x06")
    entry = data[data.index(b"PK\x01\x02") : end]
    entries = entry * 200
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 200, 200, len(entries))
    with pytest.raises(UnsafeArchive):
        members(data[: data.index(b"PK\x01\x02")] + entries + bytes(tail))


@pytest.mark.parametrize("said", [10, 5_000_000])
def test_a_directory_that_lies_about_a_size(said: int) -> None:
    raw = bytearray(zipped({"chat.txt": bytes(1_000_000)}))
    struct.pack_into("<I", raw, raw.index(b"PK\x01\x02") + 24, said)
    inside = members(bytes(raw))
    with pytest.raises((UnsafeArchive, MalformedInput)):
        inside.open("chat.txt")


def test_a_large_media_file_beside_the_chat_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_WHOLE_BYTES", 1000)
    inside = members(zipped({"video.mp4": os.urandom(5000), "chat.txt": b"hi"}))
    assert inside.open("chat.txt").text == "hi"
    with pytest.raises(TooLarge):
        inside.open("video.mp4")


def test_all_that_is_unpacked_is_limited_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1500)
    inside = members(zipped({"a.txt": b"a" * 1000, "b.txt": b"b" * 1000}))
    inside.open("a.txt")
    with pytest.raises(UnsafeArchive):
        inside.open("b.txt")


def test_too_many_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    files = {f"{i}.txt": b"x" for i in range(4)}
    with pytest.raises(UnsafeArchive, match="4 files"):
        members(zipped(files))
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match="more than 3 files"):
        _ = Source.of_path(tmp_path).members


def test_every_truncation_of_a_zip_is_a_typed_error() -> None:
    data = zipped({"a/1.txt": b"hello " * 20, "b.txt": b"there"})
    for length in range(4, len(data)):
        with pytest.raises((MalformedInput, EmptyInput)):
            members(data[:length])


def test_damaged_content_is_a_typed_error() -> None:
    data = zipped({"a.txt": os.urandom(300) + b"hello " * 50})
    for position in range(30, data.index(b"PK\x01\x02"), 7):
        raw = bytearray(data)
        raw[position] ^= 0xFF
        inside = members(bytes(raw))
        with pytest.raises(SlmsumError):
            inside.open("a.txt")


def test_a_password_is_said() -> None:
    raw = bytearray(zipped({"a.txt": b"secret"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    with pytest.raises(MalformedInput, match="password"):
        members(bytes(raw))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_without_bounds_are_refused(method: int) -> None:
    with pytest.raises(MalformedInput, match="unusual method"):
        members(zipped({"a.txt": b"hello"}, method))


def test_an_empty_zip() -> None:
    with pytest.raises(EmptyInput):
        members(zipped({}))


def test_links_in_a_zip_are_left_out() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("chat.txt", "hi")
    assert members(buffer.getvalue()).names == ["chat.txt"]


def test_an_unknown_member() -> None:
    with pytest.raises(MalformedInput, match=r"no other\.txt"):
        members(zipped({"a.txt": b"x"})).open("other.txt")


def test_files_of_a_folder_without_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    chat = tmp_path / "chat"
    (chat / "general").mkdir(parents=True)
    (chat / "general" / "1.json").write_text("[]")
    try:
        (chat / "general" / "out").symlink_to(outside, target_is_directory=True)
        (chat / "general" / "loop").symlink_to(chat, target_is_directory=True)
        (chat / "link.txt").symlink_to(outside / "secret.txt")
    except OSError:
        pytest.skip("no right to make links here")
    inside = Source.of_path(chat).members
    assert inside is not None
    assert inside.names == ["general/1.json"]
    assert inside.open("general/1.json").json == []


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    with pytest.raises(EmptyInput):
        _ = Source.of_path(tmp_path).members
