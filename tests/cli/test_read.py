"""`slmsum read` shows what was understood."""

import json
from pathlib import Path

import pytest
from cli_process import Run

from slmsum.conversation import Conversation


def test_shows_the_facts_and_numbers_the_turns(slmsum: Run, sample: Path) -> None:
    done = slmsum("read", sample)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Format    whatsapp"
    assert any(line.startswith("Date      2026-02-23") for line in lines)
    assert "Turns     25 (22 said, 2 system, 1 media)" in lines
    assert any("Leila Haddad 7" in line for line in lines if line.startswith("Speakers"))
    assert (
        "#4 2026-02-23 18:05 Tom Becker: Great news! Did they say anything about the stage?"
        in lines
    )
    assert lines[-1].startswith("#25 ")
    assert not any(line.startswith("Warning") for line in lines)


def test_json_reads_back_as_the_same_conversation(
    slmsum: Run, sample: Path, tmp_path: Path
) -> None:
    first = slmsum("read", sample, "--json").stdout
    conversation = Conversation.from_json(json.loads(first))
    assert len(conversation.turns) == 25
    saved = tmp_path / "chat.json"
    saved.write_text(first, encoding="utf-8")
    again = Conversation.from_json(json.loads(slmsum("read", saved, "--json").stdout))
    assert again.turns == conversation.turns


def test_standard_input_is_read(slmsum: Run, sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    from_pipe = json.loads(slmsum("read", "-", "--json", stdin=text).stdout)
    from_file = json.loads(slmsum("read", sample, "--json").stdout)
    assert from_pipe["turns"] == from_file["turns"]


def test_empty_standard_input_is_refused(slmsum: Run) -> None:
    done = slmsum("read", "-")
    assert done.returncode == 2
    assert "stdin" in done.stderr


@pytest.mark.parametrize(
    "options, first, last",
    [
        (("--since", "2026-02-23T18:30"), "No idea", "Good question"),
        (("--until", "2026-02-23T18:05"), "Messages and calls", "Evening everyone"),
        (("--until", "2026-02-23"), "Messages and calls", "Good question"),
        (
            ("--since", "2026-02-23 18:28", "--speaker", "owen price"),
            "And who does",
            "And who does",
        ),
    ],
)
def test_narrowing(
    slmsum: Run, sample: Path, options: tuple[str, ...], first: str, last: str
) -> None:
    turns = json.loads(slmsum("read", sample, "--json", *options).stdout)["turns"]
    assert turns[0]["text"].startswith(first)
    assert turns[-1]["text"].startswith(last)
    assert [turn["index"] for turn in turns] == list(range(len(turns)))


def test_nothing_left_names_the_speakers(slmsum: Run, sample: Path) -> None:
    done = slmsum("read", sample, "--speaker", "Nobody")
    assert done.returncode == 2
    assert "Leila Haddad" in done.stderr


def test_a_format_can_be_forced_and_a_wrong_one_is_explained(slmsum: Run, sample: Path) -> None:
    assert slmsum("read", sample, "--format-hint", "whatsapp").returncode == 0
    done = slmsum("read", sample, "--format-hint", "bogus")
    assert done.returncode == 2
    assert "whatsapp" in done.stderr


def test_messages_cannot_steer_the_terminal(slmsum: Run) -> None:
    done = slmsum("read", "-", stdin="Ann: hello \x1b[2J\x07 there\nBen: fine\n" * 5)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
