"""The journal of a batch: what it knows after any death, and whose files it leaves alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from slmsum.many.journal import FILE, FolderInUse, Journal, NotOurs

ROOT = Path(__file__).parents[2]


def test_what_was_written_is_done_for_the_same_key_only(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        assert journal.write("a/chat.txt", "k1", ".md", "minutes") == tmp_path / "a/chat.txt.md"
    with Journal(tmp_path) as journal:
        assert journal.is_done("a/chat.txt", "k1")
        assert not journal.is_done("a/chat.txt", "k2")
        assert not journal.is_done("b/chat.txt", "k1")
        assert journal.is_output(tmp_path / "a/chat.txt.md")
        assert not journal.is_output(tmp_path / "a/other.md")
        journal.write("a/chat.txt", "k2", ".md", "other minutes")
    assert (tmp_path / "a/chat.txt.md").read_text() == "other minutes"


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "chat.txt.md").write_text("a letter")
    with Journal(tmp_path) as journal, pytest.raises(NotOurs, match=r"chat\.txt\.md"):
        journal.write("chat.txt", "k", ".md", "minutes")
    assert (tmp_path / "chat.txt.md").read_text() == "a letter"


def test_minutes_that_the_user_has_changed_stay(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        path = journal.write("chat.txt", "k1", ".md", "minutes")
        path.write_text("minutes, with my corrections")
        assert journal.is_done("chat.txt", "k1")
        with pytest.raises(NotOurs):
            journal.write("chat.txt", "k2", ".md", "others")
    assert path.read_text() == "minutes, with my corrections"


@pytest.mark.parametrize("before", [None, "minutes of before"])
def test_death_between_journal_and_file_makes_the_file_again(
    tmp_path: Path, before: str | None
) -> None:
    with Journal(tmp_path) as journal:
        if before is not None:
            journal.write("chat.txt", "k1", ".md", before)
        path = journal.write("chat.txt", "k2", ".md", "new")
    if before is None:
        path.unlink()
    else:
        path.write_text(before)
    with Journal(tmp_path) as journal:
        assert not journal.is_done("chat.txt", "k2")
        journal.write("chat.txt", "k2", ".md", "new")
    assert path.read_text() == "new"


def test_what_a_killed_process_was_writing_goes_and_others_hidden_files_stay(
    tmp_path: Path,
) -> None:
    with Journal(tmp_path) as journal:
        path = journal.write("a/chat.txt", "k", ".md", "minutes")
    others = [path.parent / ".other.md.abcdefgh", path.parent / ".chat.txt.md.swp"]
    for other in others:
        other.write_text("mine")
    for target in (path, tmp_path / FILE):
        dying = (
            "import os, sys, pathlib\nfrom slmsum.files import replacing\n"
            "with replacing(pathlib.Path(sys.argv[1])) as s: s.write(b'half'); os._exit(9)"
        )
        subprocess.run([sys.executable, "-c", dying, str(target)], cwd=ROOT, check=False)
    assert len(list(tmp_path.rglob(".*.????????"))) == 3
    with Journal(tmp_path) as journal:
        assert journal.is_done("a/chat.txt", "k")
    assert list(tmp_path.rglob(".*.????????")) == others[:1]
    assert sorted(path.parent.iterdir()) == sorted([path, *others])


@pytest.mark.parametrize("output", ["../letter.md", "/letter.md", "a/../../letter.md"])
def test_a_journal_that_names_files_elsewhere_is_not_believed(tmp_path: Path, output: str) -> None:
    line = {"unit": "u", "key": "k", "output": output, "sha256": "", "bytes": 1}
    out = tmp_path / "out"
    out.mkdir()
    (out / FILE).write_text(json.dumps(line) + "\n")
    draft = tmp_path / ".letter.md.abcdefgh"
    draft.write_text("mine")
    with Journal(out) as journal:
        assert not journal.is_done("u", "k")
    assert draft.exists()


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_line_is_forgotten_and_the_others_hold(tmp_path: Path, cut: int) -> None:
    with Journal(tmp_path) as journal:
        journal.write("one", "k", ".md", "1")
        journal.write("two", "k", ".md", "2")
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:-cut])
    with Journal(tmp_path) as journal:
        assert journal.is_done("one", "k")
        assert not journal.is_done("two", "k") or cut == 1


@pytest.mark.parametrize("junk", [b"\xff\x00", b"[1]\n", b"[" * 100_000, b'{"unit": 3}\n'])
def test_junk_in_the_journal_does_no_harm(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / FILE).write_bytes(junk)
    with Journal(tmp_path) as journal:
        journal.write("one", "k", ".md", "1")
        assert journal.is_done("one", "k")


def test_names_that_differ_in_capitals_only_do_not_collide(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        one = journal.write("Chat.txt", "k", ".md", "1")
        two = journal.write("chat.txt", "k", ".md", "2")
    assert (one.name, two.name) == ("Chat.txt.md", "chat.txt-2.md")
    with Journal(tmp_path) as journal:
        assert journal.write("chat.txt", "k2", ".md", "3") == two


def test_only_one_batch_writes_into_a_folder(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(FolderInUse):
        Journal(tmp_path)
    Journal(tmp_path)
