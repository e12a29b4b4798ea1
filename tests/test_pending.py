"""Recordings that wait: kept through crashes, taken by one process at a time, done once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from slmsum.errors import OutputFailed
from slmsum.pending import put_off, taken, waiting

ROOT = Path(__file__).parents[1]
# Takes what waits, says so, and goes on once it is told to.
HOLDER = """
import sys
from pathlib import Path
from slmsum.pending import taken, waiting
for pending in waiting(Path(sys.argv[1])):
    with taken(pending) as mine:
        print("mine" if mine else "not mine", flush=True)
        sys.stdin.readline()
"""


def holder(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, home],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_oldest_comes_first_and_what_is_done_is_gone(tmp_path: Path) -> None:
    for name in ("one.opus", "two.opus"):
        put_off(tmp_path, Path(name))
        os.utime(waiting(tmp_path)[-1].note, (len(name), len(waiting(tmp_path))))
    first, second = waiting(tmp_path)
    assert (first.path, second.path) == (Path("one.opus").absolute(), Path("two.opus").absolute())
    with taken(first) as mine:
        assert mine
    assert waiting(tmp_path) == [second]
    with taken(first) as mine:
        assert not mine


def test_after_an_error_it_waits_again(tmp_path: Path) -> None:
    pending = put_off(tmp_path, tmp_path / "take.opus")
    with pytest.raises(ZeroDivisionError), taken(pending):
        raise ZeroDivisionError
    assert waiting(tmp_path) == [pending]
    with taken(pending) as mine:
        assert mine


def test_two_processes_do_not_take_the_same(tmp_path: Path) -> None:
    pending = put_off(tmp_path, tmp_path / "take.opus")
    with holder(tmp_path) as process:
        assert answer(process) == "mine"
        with taken(pending) as mine:
            assert not mine
        process.communicate("\n")
    assert waiting(tmp_path) == []
    with taken(pending) as mine:
        assert not mine
    assert list((tmp_path / "recordings/.pending").iterdir()) == []


def test_what_a_killed_process_held_waits_on(tmp_path: Path) -> None:
    pending = put_off(tmp_path, tmp_path / "take.opus")
    with holder(tmp_path) as process:
        assert answer(process) == "mine"
        process.send_signal(signal.SIGKILL)
    assert waiting(tmp_path) == [pending]
    with taken(pending) as mine:
        assert mine


def test_drafts_and_damaged_notes_are_passed_over(tmp_path: Path) -> None:
    pending = put_off(tmp_path, tmp_path / "take.opus")
    for name, text in {"a.draft": '{"path"', "b.json": "", "c.json": "[1]", "d.json": "{}"}.items():
        (pending.note.parent / name).write_text(text)
    assert waiting(tmp_path) == [pending]


def test_a_place_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("a file")
    with pytest.raises(OutputFailed):
        put_off(tmp_path, tmp_path / "take.opus")
