"""`slmsum search` at a terminal's 80 columns, and as JSON."""

import json
from pathlib import Path

import pytest
from kept_talks import CATS, OFFICE, talk
from typer.testing import CliRunner, Result

from slmsum.cli.app import app
from slmsum.library import Library


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with a library and no models."""
    monkeypatch.setenv("SLMSUM_HOME", str(tmp_path))
    with Library.open(tmp_path / "library") as library:
        library.add(talk(OFFICE, "Office; \x1b[31m"))
        library.add(talk(CATS, "A long title " * 10))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["search", *arguments])


@pytest.mark.usefixtures("home")
def test_hits_are_readable_lines() -> None:
    done = run("landlord", "--words")
    assert done.stdout.splitlines() == [
        "1 Office; [31m · 2026-03-01 · #4 · Bob",
        "    I will call the landlord on Monday.",
    ]
    assert done.exit_code == 0
    assert all(len(line) <= 80 for line in run("cake", "--words").stdout.splitlines())


@pytest.mark.usefixtures("home")
def test_json() -> None:
    data = json.loads(run("landlord", "--words", "--json").stdout)
    (hit,) = data["hits"]
    assert (data["schema"], hit["conversation"], hit["turn"]) == ("slmsum.hits/1", 1, 3)
    assert hit["snippet"][slice(*hit["highlights"][0])] == "landlord"


@pytest.mark.usefixtures("home")
def test_without_the_model_words_are_found_with_a_note() -> None:
    done = run("landlord")
    assert "landlord" in done.stdout
    assert "found by words only" in done.stderr
    assert done.exit_code == 0


@pytest.mark.usefixtures("home")
def test_nothing_found_and_what_is_no_date_are_told() -> None:
    done = run("zzz from:soon", "--words")
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "slmsum: note: from:soon is no date like 2026-03-01, 2026-03 or 2026",
        "slmsum: note: nothing found",
    ]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "arguments, problem, code",
    [
        (("x", "--words", "--meaning"), "rule each other out", 2),
        ((" ",), "nothing to look for", 2),
        (("x", "--meaning"), "minilm-l6", 3),
        (("--index",), "minilm-l6", 3),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], problem: str, code: int) -> None:
    done = run(*arguments)
    assert problem in done.stderr
    assert done.exit_code == code
