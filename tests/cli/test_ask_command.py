"""`slmsum ask` as a user meets it, with the real models."""

import json
from pathlib import Path

import pytest
from cli_process import Run

from slmsum.ask.clinic import NOTE
from slmsum.conversation import Turn, build
from slmsum.library import Library
from slmsum.paths import home
from slmsum.summarize.prompts import NOT_SAID

SAVER = ("--power", "saver")


@pytest.fixture
def models(summarizer_folder: Path, encoder_folder: Path) -> None:
    """The models the command needs are there."""


@pytest.mark.models
@pytest.mark.usefixtures("models")
def test_an_answer_shows_the_turns_behind_it(slmsum: Run, sample: Path) -> None:
    done = slmsum("ask", sample, "What does the band cost?", *SAVER)
    assert (done.returncode, done.stderr) == (0, "")
    answer, *quotes = done.stdout.splitlines()
    assert "350" in answer
    assert "[#" in answer
    assert any(line.startswith("  #8 Priya Nair: 350 euros") for line in quotes)
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.models
@pytest.mark.usefixtures("models")
def test_json_cites_turns_by_their_index(slmsum: Run, sample: Path) -> None:
    done = slmsum("ask", sample, "What", "does", "the", "band", "cost?", "--json", *SAVER)
    answer = json.loads(done.stdout)
    assert answer["schema"] == "slmsum.answer/1"
    assert answer["question"] == "What does the band cost?"
    turns = json.loads(slmsum("read", sample, "--json").stdout)["turns"]
    assert 7 in answer["citations"]
    assert [quote["turn"] for quote in answer["quotes"]] == answer["citations"]
    assert all(quote["text"] == turns[quote["turn"]]["text"] for quote in answer["quotes"])


@pytest.mark.models
@pytest.mark.usefixtures("models")
def test_what_is_not_said_is_not_answered(slmsum: Run, sample: Path) -> None:
    done = slmsum("ask", sample, "Which hospital did the ambulance go to?", *SAVER)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{NOT_SAID}\n", "")


@pytest.mark.models
@pytest.mark.usefixtures("models")
def test_a_visit_is_quoted_and_no_advice(slmsum: Run) -> None:
    chat = "Ann: Where does it hurt?\nBen: In my left knee, since the summer.\n"
    done = slmsum("ask", "-", "Where does it hurt?", "--clinic", *SAVER, stdin=chat)
    assert done.returncode == 0
    assert "Ben: “In my left knee, since the summer.” [#2]" in done.stdout
    assert f"Note: {NOTE}" in " ".join(done.stdout.split())


@pytest.mark.models
@pytest.mark.usefixtures("models")
def test_the_library_is_asked_for_the_conversation_that_says_it(
    slmsum: Run, sample: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "home"
    mine.mkdir()
    (mine / "models").symlink_to(home() / "models", target_is_directory=True)
    others = [Turn(0, "Ann", "The key is under the flower pot."), Turn(1, "Ben", "Thank you.")]
    with Library.open(mine / "library") as library:
        library.add(build(others, format="test", source="key.txt", title="The key"))
    assert slmsum("library", "add", sample, SLMSUM_HOME=str(mine)).returncode == 0
    done = slmsum("ask", "--all", "Where is the key?", *SAVER, SLMSUM_HOME=str(mine))
    assert done.returncode == 0
    assert "[#1]" in done.stdout
    assert done.stdout.endswith("From 1 The key\n")


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("chat.txt", ""), "no words"),
        (("chat.txt",), "no question"),
        (("missing.txt", "When do we meet?"), "missing.txt"),
    ],
)
def test_a_mistake_is_told_in_a_line(
    slmsum: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "chat.txt").write_text("Ann: Hello\nBen: Hello\n")
    done = slmsum("ask", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr.splitlines()[0]
    assert "Traceback" not in done.stderr
