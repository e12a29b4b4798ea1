"""`--name` gives speakers other names wherever a conversation is read."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from slmsum.cli.app import app

CHAT = "Speaker 1: shall we meet?\nSpeaker 2: yes\nSpeaker 1: good\n"


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(CHAT)
    return path


def test_speakers_get_new_names(chat: Path) -> None:
    done = CliRunner().invoke(
        app, ["read", str(chat), "--json", "--name", "Speaker 1=Anna", "--speaker", "anna"]
    )
    read = json.loads(done.stdout)
    assert read["speakers"] == ["Anna"]
    assert [turn["speaker"] for turn in read["turns"]] == ["Anna", "Anna"]


@pytest.mark.parametrize("name", ["Speaker 1", "=Anna", "Speaker 1=", ""])
def test_what_is_no_new_name_is_one_clear_error(chat: Path, name: str) -> None:
    done = CliRunner().invoke(app, ["read", str(chat), "--name", name])
    assert done.exit_code == 2
    assert "not a new name" in done.stderr


def test_an_unknown_speaker_is_one_clear_error(chat: Path) -> None:
    done = CliRunner().invoke(app, ["read", str(chat), "--name", "Zoe=Anna"])
    assert done.exit_code == 2
    assert "Speaker 1, Speaker 2" in done.stderr
