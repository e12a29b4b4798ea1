"""The commands that the README shows are real: their options exist and they run."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from slmsum.cli.app import app
from slmsum.models.store import ModelStore

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

# What a line may not do in a test: reach the network, change models, or wait for a person.
_NOT_RUN = (
    "models fetch",
    "models import",
    "models remove",
    "--install-completion",
    "record",
    "watch",
    "serve",
    "app",
)


def blocks(text: str) -> Iterator[str]:
    """The fenced blocks of the README that hold commands."""
    for found in re.finditer(r"^```(?:console|sh|bash)\n(.*?)^```", text, re.M | re.S):
        yield found[1]


def commands() -> list[str]:
    """Each shown `slmsum ...` command once, prompts and comments taken off."""
    if not README.exists():
        return []
    lines = "".join(blocks(README.read_text(encoding="utf-8"))).splitlines()
    shown = (re.sub(r"^\$ ", "", line).split("  #")[0].strip() for line in lines)
    return list(dict.fromkeys(line for line in shown if line.startswith("slmsum ")))


def arguments(command: str) -> list[str]:
    """The words up to a pipe or redirection, which are the shell's."""
    words = shlex.split(command)[1:]
    ends = [i for i, word in enumerate(words) if word in ("|", ">", "<", "&&", ";")]
    return words[: ends[0]] if ends else words


def run(
    args: list[str], folder: Path, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    own = (
        {} if home is None else {"SLMSUM_HOME": str(home), "SLMSUM_PASSPHRASE": "seven quiet owls"}
    )
    return subprocess.run(
        [sys.executable, "-m", "slmsum", *args],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), **own},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def command_of(args: list[str]) -> list[str]:
    """The words that name the command, none for the program itself."""
    groups = {group.name for group in app.registered_groups}
    if args[0] in groups:
        return args[:2]
    if args[0] in {command.name for command in app.registered_commands}:
        return args[:1]
    return [] if args[0] == "--version" else ["summarize"]


@pytest.mark.parametrize("command", commands())
def test_every_option_in_the_readme_exists(command: str, tmp_path: Path) -> None:
    args = arguments(command)
    known = run([*command_of(args), "--help"], tmp_path).stdout
    for option in (word.partition("=")[0] for word in args if re.match(r"--?[a-z]", word)):
        assert option in known, f"{option} of: {command}"


def runnable() -> list[str]:
    """The commands that change no models and wait for nobody, in the order they are shown."""
    skipped = tuple(f"slmsum {start}" for start in _NOT_RUN)
    return [command for command in commands() if not command.startswith(skipped)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, model_store: ModelStore) -> Path:
    """A folder to work in, as after a clone, with a home of its own below it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "resources").symlink_to(ROOT / "resources")
    home = folder / "home"
    home.mkdir()
    (home / "models").symlink_to(model_store.root / "models")
    return folder


@pytest.mark.models
@pytest.mark.parametrize("command", runnable())
def test_every_command_in_the_readme_runs(
    command: str, place: Path, summarizer_folder: Path, encoder_folder: Path
) -> None:
    done = run(arguments(command), place, place / "home")
    assert done.returncode == 0, done.stderr
