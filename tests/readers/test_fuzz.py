"""Whatever the bytes are, a reader gives a conversation or a SlmsumError, and ends."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from own_samples import DATA, zip_of

from slmsum.conversation import Conversation
from slmsum.errors import SlmsumError
from slmsum.readers import read_bytes
from slmsum.readers.sniff import choose, readers
from slmsum.readers.source import Source

_NOT_CONVERSATIONS = ("tokenizers",)

generous = settings(
    max_examples=20,
    deadline=timedelta(seconds=60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _own_samples() -> list[str]:
    files = [path.relative_to(DATA) for path in sorted(DATA.rglob("*")) if path.is_file()]
    kept = [path for path in files if path.parts[0] not in (*_NOT_CONVERSATIONS, "slack")]
    return [*(path.as_posix() for path in kept), "slack.zip", "teams.docx"]


@cache
def _sample(name: str) -> bytes:
    if name == "slack.zip":
        with zip_of(DATA / "slack").open() as stream:
            return stream.read()
    if name == "teams.docx":
        document, buffer = Document(), io.BytesIO()
        for text in ("Ada Wong   0:03\nWe begin.", "Bo   0:07\nYes.", "Ada Wong   1:02:03\nBye."):
            document.add_paragraph(text)
        document.save(buffer)
        return buffer.getvalue()
    return Path(DATA, name).read_bytes()


@cache
def _format_of(name: str) -> str:
    return choose(Source.of_bytes("x.bin", _sample(name))).format


def _survives(data: bytes, format: str | None) -> None:
    try:
        conversation = read_bytes("x.bin", data, format)
    except SlmsumError as error:
        assert "\n" not in str(error)
        return
    written = json.dumps(conversation.to_json(), allow_nan=False, ensure_ascii=False).encode()
    assert Conversation.from_json(json.loads(written)) == conversation
    assert [turn.index for turn in conversation.turns] == list(range(len(conversation.turns)))


ANYTHING = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(str.encode),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
)

EDITS = st.lists(
    st.tuples(
        st.sampled_from(["cut", "drop", "repeat", "replace", "insert"]),
        st.floats(0, 1),
        st.integers(1, 300),
        st.one_of(st.binary(max_size=6), st.sampled_from([b"\n", b'"', b"\\ud83d", b"9" * 30])),
    ),
    min_size=1,
    max_size=4,
)


def _edited(data: bytes, edits: list[tuple[str, float, int, bytes]]) -> bytes:
    for kind, place, length, new in edits:
        at = int(place * len(data))
        before, part, after = data[:at], data[at : at + length], data[at + length :]
        data = {
            "cut": before,
            "drop": before + after,
            "repeat": before + part + part + after,
            "replace": before + new + data[at + len(new) :],
            "insert": before + new + part + after,
        }[kind]
    return data


@pytest.mark.parametrize("format", [reader.format for reader in readers()])
@given(data=ANYTHING)
@generous
def test_any_bytes_for_each_reader(format: str, data: bytes) -> None:
    _survives(data, format)


@given(data=ANYTHING)
@generous
def test_any_bytes_for_the_chosen_reader(data: bytes) -> None:
    _survives(data, None)


@pytest.mark.parametrize("name", _own_samples())
def test_own_samples_are_known_and_survive(name: str) -> None:
    _survives(_sample(name), None)
    assert _format_of(name) in {reader.format for reader in readers()}


@pytest.mark.parametrize("name", _own_samples())
@given(edits=EDITS)
@generous
def test_damaged_samples(name: str, edits: list[tuple[str, float, int, bytes]]) -> None:
    data = _edited(_sample(name), edits)
    _survives(data, _format_of(name))
    _survives(data, None)


def test_every_reader_has_a_sample() -> None:
    missing = {reader.format for reader in readers()} - {_format_of(n) for n in _own_samples()}
    assert missing == set()
