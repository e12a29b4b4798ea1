"""The commands that the README shows are real: their options exist and they run."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

# What a line may not do in a test: reach the network, change models, or wait for a person.
_NOT_RUN = ("models fetch", "models import", "models remove", "--install-completion", "record")


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


def run(args: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "slmsum", *args],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("command", commands())
def test_every_option_in_the_readme_exists(command: str, tmp_path: Path) -> None:
    args = arguments(command)
    subcommand = (
        [w for w in args[:2] if w.isalpha()] if args[0] in ("models", "voices") else args[:1]
    )
    known_commands = ("summarize", "read", "doctor", "models", "record", "transcribe", "voices")
    if subcommand[0] not in known_commands:
        subcommand = ["summarize"] if "--version" not in args else []
    known = run([*subcommand, "--help"], tmp_path).stdout
    for option in (word.partition("=")[0] for word in args if re.match(r"--?[a-z]", word)):
        assert option in known, f"{option} of: {command}"


def runnable() -> list[str]:
    """The commands that change nothing on the machine."""
    return [command for command in commands() if not any(word in command for word in _NOT_RUN)]


@pytest.mark.models
@pytest.mark.parametrize("command", runnable())
def test_every_command_in_the_readme_runs(
    command: str, tmp_path: Path, summarizer_folder: Path, encoder_folder: Path
) -> None:
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    done = run(arguments(command), tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not README.exists(), reason="there is no README yet")
def test_targets_of_make_in_the_readme_exist() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)\b", "".join(blocks(README.read_text("utf-8")))):
        assert re.search(rf"^{target}:", rules, re.M), target
