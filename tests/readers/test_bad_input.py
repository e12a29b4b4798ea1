"""Broken, hostile and empty input: one clear error each, no hang."""

from __future__ import annotations

import io
import json
import os
import socket
import zipfile
from pathlib import Path

import pytest
from own_samples import DATA

from slmsum.errors import (
    EmptyInput,
    InputError,
    MalformedInput,
    SlmsumError,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
    UnsafeArchive,
)
from slmsum.readers import read_bytes, read_path
from slmsum.readers.sniff import readers

_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
_WORD = "word/document.xml"


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read_path(tmp_path / "gone.txt")


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    with pytest.raises(EmptyInput):
        read_path(path)


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_but_space(data: bytes) -> None:
    with pytest.raises(InputError):
        read_bytes("x.txt", data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 5000,
        bytes(range(256)) * 40,
        b"\x7fELF\x02\x01\x01" + b"\x00\x03" * 900,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        b"SQLite format 3\x00" + b"\x01" * 200,
    ],
    ids=["zeros", "all bytes", "program", "picture", "database"],
)
def test_binary_junk(data: bytes) -> None:
    with pytest.raises(InputError):
        read_bytes("x.txt", data)


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UnknownFormat) as caught:
        read_bytes("x.bin", b"\x00\x01" * 500)
    labels = {reader.label for reader in readers()}
    assert labels <= set(caught.value.known)
    assert all(label in caught.value.hint for label in labels)


def test_unknown_format_by_name() -> None:
    with pytest.raises(UnknownFormat, match="no format 'nonsense'") as caught:
        read_bytes("x.txt", b"Ann: hi\n", "nonsense")
    assert "whatsapp" in caught.value.known


@pytest.mark.parametrize("kept", [4, 40, 0.5, 0.99])
def test_truncated_zip(kept: float) -> None:
    data = zipped((_WORD, b"<w/>" * 500), ("chat.txt", b"Ann: hi\n" * 500))
    with pytest.raises(MalformedInput, match="zip"):
        read_bytes("x.zip", data[: int(kept if kept > 1 else kept * len(data))])


@pytest.mark.parametrize("name", [_WORD, "_chat.txt", "channels.json"])
def test_zip_bomb(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as to:
        for _ in range(150):
            to.write(bytes(1_000_000))
    with pytest.raises(UnsafeArchive, match="unpack"):
        read_path(path)


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a/../../b.txt", "..\\evil", "C:\\b"])
def test_path_traversal(name: str) -> None:
    with pytest.raises(UnsafeArchive, match="leaves the archive"):
        read_bytes("x.zip", zipped((name, b"Ann: hi\n"), ("_chat.txt", b"Ann: hi\n")))


@pytest.mark.parametrize(
    "xml",
    [
        "<smses count='1'><sms address='1' date='1' type='1' body='&e11;'/></smses>",
        "<tt><body><div><p begin='1s'>&e11;</p></div></body></tt>",
    ],
    ids=["sms", "ttml"],
)
@pytest.mark.parametrize(
    "entities", [_ENTITIES, '<!ENTITY e11 SYSTEM "file:///etc/hostname">'], ids=["bomb", "file"]
)
def test_xml_entities(xml: str, entities: str) -> None:
    text = f"<?xml version='1.0'?><!DOCTYPE x [{entities}]>{xml}"
    with pytest.raises(MalformedInput):
        read_bytes("x.xml", text.encode())


def test_entity_bomb_in_a_document() -> None:
    bomb = f"<?xml version='1.0'?><!DOCTYPE w [{_ENTITIES}]><w>&e11;</w>".encode()
    with pytest.raises(InputError):
        read_bytes("x.docx", zipped((_WORD, bomb), ("[Content_Types].xml", bomb)))


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        [[]],
        [1, 2, 3],
        {"messages": "none"},
        {"messages": [1, None, "a"]},
        {"messages": {"a": 1}, "participants": 3},
        {"results": {"transcripts": 1, "items": 2}},
        {"segments": [[], {"text": None}]},
        {"segments": [{"speaker": 1, "startTime": "x", "body": {}}]},
        {"meeting_transcripts": [7]},
        {"mapping": {"a": {"message": [], "children": 4}}},
        {"schema": "slmsum.conversation/1", "turns": 4},
        {"schema": "slmsum.conversation/1", "turns": [{"text": "a", "kind": "sung"}]},
        {"chats": {"list": [{"messages": 1}]}, "name": []},
    ],
    ids=json.dumps,
)
def test_json_of_the_wrong_shape(value: object) -> None:
    with pytest.raises(InputError):
        read_bytes("x.json", json.dumps(value).encode())


@pytest.mark.parametrize("text", ['{"messages": [', "[" * 200_000, '{"a":' * 100_000, "{'a': 1}"])
def test_json_cut_or_nested_too_deeply(text: str) -> None:
    with pytest.raises(InputError):
        read_bytes("x.json", text.encode())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = "".join(
        f"Jürgen: Größe {n} passt schon\nZoë: schön, danke für Maß {n}\n" for n in range(9)
    )
    chat = read_bytes("x.txt", text.encode(encoding))
    assert [speaker.name for speaker in chat.speakers] == ["Jürgen", "Zoë"]
    assert chat.turns[0].text == "Größe 0 passt schon"


def test_wrong_bytes_within_a_right_encoding() -> None:
    lines = [b"Ann: one of many lines\nBen: and another\n"] * 4000
    chat = read_bytes("x.txt", b"".join([*lines, b"Ann: caf\xe9\n"]))
    assert chat.turns[-1].text == "caf\ufffd"


@pytest.mark.parametrize(
    ("data", "speaker", "text"),
    [
        (b"1/15/25, 10:32 AM - Sarah: On my way\n", "Sarah", "On my way"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nSarah: On my way\n", "Sarah", "On my way"),
        (b"From: Sarah <s@x.org>\nSubject: a\nTo: b@x.org\n\nOn my way\n", "Sarah", "On my way"),
    ],
    ids=["whatsapp", "vtt", "eml"],
)
def test_one_message(data: bytes, speaker: str, text: str) -> None:
    chat = read_bytes("x.bin", data)
    assert [(turn.speaker, turn.text) for turn in chat.turns] == [(speaker, text)]


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput, match="empty"):
        read_path(tmp_path)
    (tmp_path / "notes.txt").write_text("Ann: hi\n", encoding="utf-8")
    with pytest.raises(UnknownFormat, match="folder"):
        read_path(tmp_path)


def test_a_pipe_and_a_socket_are_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="not a file"):
        read_path(pipe)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tmp_path / "s"))
        with pytest.raises(UnreadableFile, match="not a file"):
            read_path(tmp_path / "s")


def test_a_link_to_itself(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(UnreadableFile):
        read_path(loop)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Ann: hi\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match=r"[Pp]ermission"):
        read_path(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Ann: ",
        b"1/15/25, 10:32 AM - Sarah: ",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n",
        b"1\n00:00:01,000 --> 00:00:02,000\n",
        b"From: a@x.org\nSubject: s\nTo: b@x.org\n\n",
        b"From a@x.org Tue Mar  5 10:00:00 2024\nFrom: a@x.org\nSubject: s\n\n",
    ],
    ids=["prose", "named", "whatsapp", "vtt", "srt", "eml", "mbox"],
)
def test_a_line_of_200_megabytes(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as stream:
        stream.write(head)
        for _ in range(200):
            stream.write(b"word " * 200_000)
    with pytest.raises(TooLarge):
        read_path(path)


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.format)
@pytest.mark.parametrize("path", ["vtt/zoom.vtt", "discord/channel.json", "imessage/chat.db"])
def test_a_forced_reader_for_another_format_raises_no_foreign_error(
    reader: object, path: str
) -> None:
    try:
        chat = read_path(DATA / path, reader.format)  # type: ignore[attr-defined]
    except SlmsumError as error:
        assert error.hint
    else:
        assert chat.turns
