"""What other programs call: read, summarize, ask, search and export."""

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

import slmsum
from slmsum.errors import BadOption, Cancelled, UnreadableFile
from slmsum.minutes import Minutes

ROOT = Path(__file__).parents[2]
CHAT = "Ann: Can you bring the keys to Ben on Monday?\nBen: Yes, at nine.\nAnn: Great, thanks.\n"


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "chat.txt"
    path.write_text(CHAT, encoding="utf-8")
    return path


def unmeasured(minutes: Minutes) -> Minutes:
    by = replace(minutes.made_by, seconds=0, joules=0, threads=0)
    return replace(minutes, made_by=by)


@pytest.mark.parametrize(
    "first", ["import slmsum.summarize.settings", "import slmsum.export.formats"]
)
def test_functions_are_there_whatever_was_imported_before(first: str) -> None:
    code = (
        f"{first}\nimport slmsum, sys\n"
        "assert not {'numpy', 'ctranslate2', 'socket', 'slmsum.api'} & set(sys.modules)\n"
        "for name in ('summarize', 'read', 'ask', 'search', 'export', 'Session'):\n"
        "    assert callable(getattr(slmsum, name)), name\n"
        "    assert name in dir(slmsum)\n"
        "assert issubclass(slmsum.SlmsumError, Exception)\n"
        "assert slmsum.Minutes and slmsum.Conversation\n"
        "from slmsum.summarize.settings import Length\n"
        "assert slmsum.summarize.settings.Length is Length\n"
        "try: slmsum.nothing\n"
        "except AttributeError: pass\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "slmsum" / "py.typed").is_file()


def test_reads_in_a_process_of_its_own(chat: Path) -> None:
    conversation = slmsum.read(chat)
    assert [turn.speaker for turn in conversation.turns] == ["Ann", "Ben", "Ann"]
    assert slmsum.read(str(chat), format="named_lines").format == "named_lines"


def test_errors_are_typed(tmp_path: Path, chat: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        slmsum.read(tmp_path / "none.txt")
    assert isinstance(caught.value, slmsum.SlmsumError)
    assert caught.value.hint
    with pytest.raises(BadOption, match="not a power mode"):
        slmsum.summarize(chat, power="turbo")
    with pytest.raises(BadOption, match="not a length"):
        slmsum.summarize(chat, length="endless")


def test_exports_to_a_value_and_to_a_file(chat: Path, tmp_path: Path) -> None:
    conversation = slmsum.read(chat)
    minutes = Minutes(title="Keys", summary=())
    out = tmp_path / "minutes.md"
    content = slmsum.export(minutes, conversation, out)
    assert out.read_text(encoding="utf-8") == content
    assert "Keys" in content
    assert slmsum.export(minutes, conversation, format="json") != content
    with pytest.raises(BadOption, match="not a format"):
        slmsum.export(minutes, conversation, format="stone")


@pytest.mark.models
def test_a_session_keeps_one_process_and_gives_what_others_give(
    chat: Path, summarizer_folder: Path, encoder_folder: Path
) -> None:
    with slmsum.Session(power="saver") as session:
        first = session.summarize(chat)
        (process,) = psutil.Process().children()
        second = session.summarize(slmsum.read(chat))
        assert process in psutil.Process().children()
        answer = session.ask(chat, "When will Ben bring the keys?")
    assert not process.is_running()
    assert first.summary
    assert unmeasured(first) == unmeasured(second)
    inside = slmsum.summarize(chat, power="saver", in_process=True)
    assert unmeasured(inside) == unmeasured(first)
    assert answer.question == "When will Ben bring the keys?"


@pytest.mark.models
def test_searches_a_library(chat: Path, tmp_path: Path, encoder_folder: Path) -> None:
    from slmsum.library import Library

    with Library.open(tmp_path / "library") as library:
        entry = library.add(slmsum.read(chat))
    (hit, *_) = slmsum.search("keys", library=tmp_path / "library")
    assert (hit.conversation_id, hit.position) == (entry.id, 0)


def test_a_call_can_be_cancelled(chat: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    with slmsum.Session() as session, pytest.raises(Cancelled):
        session.read(chat, cancelled=cancelled)
