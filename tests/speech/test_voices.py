"""Remembered voices: kept whole, kept private, and found again."""

import json
import math
import multiprocessing
import stat
import sys
from pathlib import Path

import pytest

from slmsum.errors import BadOption, MalformedInput, OutputFailed
from slmsum.speech.voices import VoiceBook


def voice(*places: int) -> tuple[float, ...]:
    """A unit vector with equal values at some places."""
    return tuple(1 / math.sqrt(len(places)) if n in places else 0.0 for n in range(256))


def test_voices_are_remembered_and_forgotten(tmp_path: Path) -> None:
    book = VoiceBook(tmp_path / "home")
    assert book.voices() == {} and not book.folder.exists()
    assert not book.remember("Zoë", voice(1))
    assert not book.remember("Anna", voice(2))
    assert book.remember("Anna", voice(3))
    assert list(book.voices()) == ["Anna", "Zoë"]
    assert book.voices()["Anna"] == pytest.approx(voice(3))
    book.forget("Anna")
    book.forget("Zoë")
    assert book.voices() == {} and not book.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_user_can_read_them(tmp_path: Path) -> None:
    book = VoiceBook(tmp_path)
    book.remember("Anna", voice(1))
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    book.remember("Ben", voice(2))
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600


def test_each_voice_gets_the_name_most_like_it(tmp_path: Path) -> None:
    book = VoiceBook(tmp_path)
    book.remember("Anna", voice(1))
    book.remember("Ben", voice(2))
    rest = math.sqrt(1 - 0.95**2)
    near = tuple(0.95 if n == 1 else rest if n == 9 else 0.0 for n in range(256))
    assert book.recognise([near, voice(2), voice(1), voice(7)]) == {1: "Ben", 2: "Anna"}
    assert book.recognise([near]) == {0: "Anna"}
    assert book.recognise([]) == {}


def test_an_unknown_name_is_one_clear_error(tmp_path: Path) -> None:
    book = VoiceBook(tmp_path)
    with pytest.raises(BadOption, match="'Anna'"):
        book.forget("Anna")
    for name in ("", " ", "a\nb"):
        with pytest.raises(BadOption, match="needs a name"):
            book.remember(name, voice(1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b'{"schema": "slmsum.voices/2", "voices": {}}',
        b'{"schema": "slmsum.voices/1"}',
        b'{"schema": "slmsum.voices/1", "voices": {"Anna": [1, 2]}}',
        b'{"schema": "slmsum.voices/1", "voices": {"Anna": "x"}}',
        json.dumps({"schema": "slmsum.voices/1", "voices": {"A": [math.nan] * 256}}).encode(),
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_one_clear_error_and_stays_as_it_is(
    content: bytes, tmp_path: Path
) -> None:
    book = VoiceBook(tmp_path)
    book.path.write_bytes(content)
    for act in (book.voices, lambda: book.remember("Anna", voice(1)), lambda: book.forget("A")):
        with pytest.raises(MalformedInput, match=r"voices\.json"):
            act()
    assert book.path.read_bytes() == content
    assert not list(tmp_path.glob(".voices.json.?*[!k]"))


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputFailed):
        VoiceBook(tmp_path / "file").remember("Anna", voice(1))


def remember_many(folder: Path, who: str) -> None:
    for number in range(20):
        VoiceBook(folder).remember(f"{who} {number}", voice(number))


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=remember_many, args=(tmp_path, who)) for who in "AB"]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert len(VoiceBook(tmp_path).voices()) == 40
