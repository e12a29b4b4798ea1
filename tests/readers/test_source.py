import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.errors import EmptyInput, MalformedInput, SlmsumError, TooLarge, UnreadableFile
from slmsum.readers.source import HEAD_BYTES, MAX_LINE_CHARS, Source

TEXT = "Anna: Grüße aus Köln\nBen: 안녕하세요, see you\n"


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        Source.of_path(tmp_path / "none.txt")


def test_name_longer_than_the_system_allows(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        Source.of_path(tmp_path / ("x" * 5000))


def test_nul_in_a_path() -> None:
    with pytest.raises(UnreadableFile):
        Source.of_path(Path("a\0b"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="not a file or folder"):
        Source.of_path(pipe)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind the superuser"
)
def test_file_without_read_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="ermission"):
        _ = Source.of_path(path).head


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_file_that_fails_while_it_is_read() -> None:
    source = Source("memory", path=Path("/proc/self/mem"))
    with pytest.raises(UnreadableFile):
        _ = source.head
    with pytest.raises(UnreadableFile):
        source.bytes()


def test_empty_file_and_empty_bytes(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    with pytest.raises(EmptyInput):
        Source.of_path(path)
    with pytest.raises(EmptyInput):
        Source.of_bytes("standard input", b"")


def test_a_folder_has_no_text_of_its_own(tmp_path: Path) -> None:
    source = Source.of_path(tmp_path)
    assert source.is_folder
    assert source.head == b""
    assert source.size == 0
    assert source.json is None
    for read in (source.bytes, lambda: source.text, lambda: list(source.lines())):
        with pytest.raises(UnreadableFile, match="folder"):
            read()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_unicode_encodings_with_and_without_bom(encoding: str) -> None:
    source = Source.of_bytes("x", TEXT.encode(encoding))
    assert source.text == TEXT
    assert source.text_head == TEXT
    assert list(source.lines()) == TEXT.splitlines()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_bom_and_without_latin_letters(encoding: str) -> None:
    text = "지민: 안녕하세요 반갑습니다 1\n수아: 오늘 저녁에 만나요 2\n" * 3
    assert Source.of_bytes("x", text.encode(encoding)).text == text


def test_big_endian_bom() -> None:
    data = b"\xfe\xff" + TEXT.encode("utf-16-be")
    assert Source.of_bytes("x", data).text == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8,
        bytes(2000),
        b"SQLite format 3\0abc",
    ],
)
def test_binary_data_is_no_text(data: bytes) -> None:
    source = Source.of_bytes("x", data)
    assert source.encoding is None
    assert source.text_head == ""
    assert source.json is None
    with pytest.raises(MalformedInput, match="binary"):
        _ = source.text
    with pytest.raises(MalformedInput, match="binary"):
        list(source.lines())


def test_latin1_is_guessed() -> None:
    text = "Jürgen: Schöne Grüße, wir treffen uns übermorgen früh am Bahnhof in Köln.\n" * 5
    assert Source.of_bytes("x", text.encode("cp1252")).text == text


def test_a_character_cut_by_the_end_of_the_head_is_no_wrong_encoding() -> None:
    data = b"a" * (HEAD_BYTES - 1) + "é".encode() + b"\n"
    source = Source.of_bytes("x", data)
    assert source.encoding == "utf-8"
    assert len(source.text_head) == HEAD_BYTES - 1


def test_only_line_feeds_and_carriage_returns_end_a_line() -> None:
    source = Source.of_bytes("x", "a\u2028b\x0bc\x85d\r\ne\rf\n".encode())
    assert list(source.lines()) == ["a\u2028b\x0bc\x85d", "e", "f"]


def test_one_line_of_200_megabytes_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        for _ in range(200):
            stream.write(b"x" * 1_000_000)
    source = Source.of_path(path)
    with pytest.raises(TooLarge) as raised:
        list(source.lines())
    assert raised.value.size == 200_000_000
    assert raised.value.limit == MAX_LINE_CHARS


def test_a_file_over_a_gibibyte_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.write(b'{"messages": [' + b" " * HEAD_BYTES)
        stream.truncate(1024**3 + 1)
    source = Source.of_path(path)
    with pytest.raises(TooLarge):
        source.bytes()
    with pytest.raises(TooLarge):
        _ = Source("x", path=path).json


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', "[]", "{}", "[1, 2]", ' [\n{"a": null}]', "[true]", "[-1.5e3]", '["a"]', "[[1]]"],
)
def test_json_is_seen(text: str) -> None:
    source = Source.of_bytes("x", text.encode())
    assert source.looks_json
    assert source.json is not None


@pytest.mark.parametrize(
    "text",
    [
        "[15/01/24, 10:30:00] Anna: hi",
        "[2024-01-15, 10:30] Anna: hi",
        "[15.01.24, 10:30:00] Anna: hi",
        "[10:30] <anna> hi",
        "{note} hi",
        "Anna: hi",
    ],
)
def test_a_log_in_brackets_is_not_taken_for_json(text: str) -> None:
    assert not Source.of_bytes("x", text.encode()).looks_json


@pytest.mark.parametrize("text", ['{"a": ', '{"a": 1} {"b": 2}', "[" * 100_000])
def test_broken_or_endless_json_is_none(text: str) -> None:
    source = Source.of_bytes("x", text.encode())
    assert source.looks_json
    assert source.json is None


def test_json_in_utf16_with_bom() -> None:
    assert Source.of_bytes("x", '{"name": "Jürgen"}'.encode("utf-16")).json == {"name": "Jürgen"}


def test_stem_and_suffix_of_windows_names() -> None:
    source = Source.of_bytes(r"C:\chats\Team Talk.TXT", b"x")
    assert (source.stem, source.suffix) == ("Team Talk", ".txt")


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_give_text_or_a_typed_error(data: bytes) -> None:
    source = Source.of_bytes("x", data)
    _ = source.json, source.is_zip, source.text_head
    try:
        assert isinstance(source.text, str)
        assert all("\n" not in line for line in source.lines())
        _ = source.members
    except SlmsumError:
        pass


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert Source.of_bytes("x", text.encode()).text == text.lstrip("\ufeff")
