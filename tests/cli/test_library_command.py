"""`slmsum library` as a user meets it."""

import json
import subprocess
from pathlib import Path

import pytest
from cli_process import Run

from slmsum.conversation import Conversation, Turn
from slmsum.library import Library
from slmsum.search.job import AT_ONCE
from slmsum.search.vectors import pending


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def chat(tmp_path: Path) -> str:
    (tmp_path / "chat.txt").write_text(
        "[13/03/2026, 09:30:00] Ann: Hello \u202e\x1b[31m there\n"
        "[13/03/2026, 09:31:00] O'Neil; Bob: We ship\n",
        encoding="utf-8",
    )
    return "chat.txt"


@pytest.mark.slow
def test_a_conversation_from_first_to_last(slmsum: Run, home: Path, chat: str) -> None:
    def library(*args: str, code: int = 0, **extra: str) -> subprocess.CompletedProcess[str]:
        done = slmsum("library", *args, SLMSUM_HOME=str(home), **extra)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr and "\x1b" not in done.stdout + done.stderr
        return done

    added = library("add", chat, "nothere", "--tag", "Work", code=2)
    assert "nothere: cannot be read" in added.stderr
    line = "  1  2026-03-13  chat          2 turns           chat.txt #work\n"
    assert added.stdout == line == library("list", "o'neil").stdout
    (entry,) = json.loads(library("list", "--json").stdout)
    assert entry["speakers"] == ["Ann", "O'Neil; Bob"]
    assert "#2 2026-03-13 09:31 O'Neil; Bob: We ship" in library("show", "1").stdout
    assert library("tag", "1", "keep", "--", "-work").stdout.endswith("chat.txt #keep\n")
    assert library("check").stdout == "whole\n"
    assert "1 kept" in library("export", "out.zip").stdout
    encrypted = library("encrypt", SLMSUM_NEW_PASSPHRASE="it's secret").stdout
    assert "Sound files are not encrypted" in encrypted
    wrong = library("list", code=2, SLMSUM_PASSPHRASE="other").stderr
    assert wrong.splitlines()[0].endswith("the passphrase is wrong")
    assert "SLMSUM_PASSPHRASE" in library("list", code=2).stderr
    library("decrypt", SLMSUM_PASSPHRASE="it's secret")
    assert "Say --yes" in library("remove", "1", code=2).stderr
    assert library("remove", "1", "--yes").stdout == "1 deleted\n"
    assert library("import", "out.zip").stdout == "1 added, 0 were there\n"
    assert "no conversation 9" in library("show", "9", code=2).stderr


def test_rules_apply_when_it_is_changed(slmsum: Run, home: Path, chat: str) -> None:
    env = {"SLMSUM_HOME": str(home)}
    slmsum("library", "add", chat, **env)
    with Library.open(home / "library") as library, library.changing() as connection:
        connection.execute("UPDATE conversation SET added = '2020-01-01T00:00:00.000000+00:00'")
    shown = slmsum("library", "retention", "--days", "30", "--dry-run", **env)
    assert "due now: 1 chat.txt" in shown.stdout
    slmsum("library", "retention", "--days", "30", **env)
    assert slmsum("library", "list", **env).stdout != ""
    added = slmsum("library", "add", chat, **env)
    assert "deleted by the library's rules: 1 chat.txt" in added.stderr
    assert added.stdout.startswith("  2  ")


def test_a_damaged_library_is_repaired(slmsum: Run, home: Path, chat: str) -> None:
    env = {"SLMSUM_HOME": str(home)}
    slmsum("library", "add", chat, **env)
    slmsum("library", "backup", **env)
    (home / "library" / "library.db").write_bytes(b"rubbish")
    told = slmsum("library", "list", **env)
    assert told.returncode == 2 and "library check --repair" in told.stderr
    repaired = slmsum("library", "check", "--repair", **env)
    assert "1 conversations, 2 turns saved from the backup" in repaired.stdout
    assert slmsum("library", "check", **env).stdout == "whole\n"


@pytest.fixture
def home_with_models(home: Path, encoder_folder: Path) -> Path:
    from slmsum.models.store import default_store

    home.mkdir()
    (home / "models").symlink_to(default_store().root / "models")
    return home


@pytest.mark.models
@pytest.mark.usefixtures("summarizer_folder")
def test_minutes_are_kept_and_found(slmsum: Run, home_with_models: Path, sample: Path) -> None:
    home = home_with_models
    done = slmsum("summarize", sample, "--keep", "--power", "saver", SLMSUM_HOME=str(home))
    assert done.returncode == 0, done.stderr
    with Library.open(home / "library") as library:
        (entry,) = library.entries()
        assert entry.has_minutes
        assert pending(library) == []


@pytest.mark.models
def test_what_is_added_is_found_by_meaning(slmsum: Run, home_with_models: Path, chat: str) -> None:
    home = home_with_models
    with Library.open(home / "library") as library:
        long = Turn(0, "Ann", "before there was a model " * AT_ONCE)
        old = library.add(Conversation((long,)))
    added = slmsum("library", "add", chat, SLMSUM_HOME=str(home))
    assert (added.returncode, added.stderr) == (0, "")
    with Library.open(home / "library") as library:
        assert [item.id for item in pending(library)] == [old.id]
