"""A library in a folder of its own, and things to put into it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slmsum.conversation import Conversation, Turn, build
from slmsum.library import Library
from slmsum.minutes import Action, Chapter, Minutes, Point, Section, Sentence

ROOT = Path(__file__).parents[2]
BEGAN = datetime(2026, 3, 1, 9, 30)

Talk = Callable[..., Conversation]
RunCode = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


@pytest.fixture
def talk() -> Talk:
    """A chat of some texts, Ann and Bob in turns."""

    def make(*texts: str, **fields: str) -> Conversation:
        turns = (
            Turn(i, ("Ann", "Bob")[i % 2], text, time=BEGAN + timedelta(minutes=i))
            for i, text in enumerate(texts)
        )
        return build(turns, **{"format": "whatsapp", "source": "chat.txt", **fields})

    return make


@pytest.fixture
def minutes() -> Minutes:
    """Minutes with something in each of their parts."""
    said = Sentence("Ann will ship it.", (0,), 0.5, False, ("a doubt",))
    return Minutes(
        "Release",
        (said, Sentence("Bob agreed.", (1,), 1.0)),
        language="en",
        chapters=(Chapter("Start", 0, 1, (said,), 0.5, 2.25),),
        actions=(Action("Ann", "ship it", "Friday", BEGAN.date(), (0,)),),
        decisions=(Point("Ship it", (0, 1)),),
        questions=(Point("When?", (1,)),),
        notes=("a note",),
        template="own",
        sections=(Section("Own words", sentences=(said,)),),
    )


@pytest.fixture
def in_process() -> RunCode:
    """Run Python code in a process of its own, with arguments, after a command if need be."""

    def run(code: str, *args: object, before: str = "") -> "subprocess.CompletedProcess[str]":
        words = [sys.executable, "-c", code, *map(str, args)]
        if before:
            words = ["unshare", "-m", "sh", "-c", f'{before} && exec "$@"', "sh", *words]
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def files_with(folder: Path, word: bytes) -> list[str]:
    """The files below a folder in whose bytes a word stands."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in paths if word in path.read_bytes()]


@pytest.fixture
def holding() -> Callable[[Path, bytes], list[str]]:
    return files_with
