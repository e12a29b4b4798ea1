"""`slmsum export`, run as users run it."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
from cli_process import COMMAND, ROOT, environment
from docx import Document

from slmsum.minutes import Action, Minutes, Sentence

SAMPLE = ROOT / "resources/samples/street-festival.txt"


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Minutes of the sample chat, as JSON."""
    found = Minutes("Festival", (Sentence("It is on.", (2,), 1.0),), actions=(Action("Tom", "go"),))
    path = tmp_path / "minutes.json"
    path.write_text(json.dumps(found.to_json()), encoding="utf-8")
    return path


def run(*args: object) -> "subprocess.CompletedProcess[bytes]":
    command = [*COMMAND, "export", *map(str, args)]
    return subprocess.run(command, env=environment(), capture_output=True, check=False)


def test_a_word_document_without_any_model(minutes: Path, tmp_path: Path) -> None:
    out = tmp_path / "minutes.docx"
    done = run(minutes, SAMPLE, "-o", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert Document(str(out)).paragraphs[0].text == "Festival"


def test_what_a_calendar_cannot_hold_is_said(minutes: Path, tmp_path: Path) -> None:
    done = run(minutes, SAMPLE, "-f", "ics")
    assert done.returncode == 0
    assert done.stdout.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"no date is known for them: 1" in done.stderr


def test_files_that_are_no_minutes_are_refused_in_one_line(tmp_path: Path) -> None:
    done = run(SAMPLE, SAMPLE, "-o", tmp_path / "x.pdf")
    assert done.returncode == 2
    assert b"broken slmsum minutes file" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_a_document_is_not_shown_on_a_terminal(minutes: Path) -> None:
    terminal, end = pty.openpty()
    command = [*COMMAND, "export", str(minutes), str(SAMPLE), "-f", "pdf"]
    done = subprocess.run(
        command, env=environment(), stdout=end, stderr=subprocess.PIPE, check=False
    )
    os.close(end)
    os.close(terminal)
    assert done.returncode == 2
    assert b"pdf is nothing for a terminal" in done.stderr
