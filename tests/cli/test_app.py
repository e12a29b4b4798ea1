"""What holds for every command: help, errors, pipes, interrupts, completion."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_process import COMMAND, Run, environment

from slmsum import __version__

COMMANDS = [
    *"summarize read batch watch export transcribe record app ask search serve doctor".split(),
    *"voices library models templates".split(),
]
MODEL_COMMANDS = ["list", "fetch", "verify", "import", "remove"]
VOICE_COMMANDS = ["list", "remember", "forget"]


def test_version(slmsum: Run) -> None:
    done = slmsum("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"slmsum {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        [],
        *([c] for c in COMMANDS),
        *(["models", c] for c in MODEL_COMMANDS),
        *(["voices", c] for c in VOICE_COMMANDS),
    ],
    ids=" ".join,
)
def test_help_reads_well_in_80_columns(slmsum: Run, words: list[str]) -> None:
    done = slmsum(*words, "--help")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Usage: slmsum")
    assert max(map(len, lines)) <= 80
    # A description that is cut off says nothing; only usage lines end in dots.
    assert not any(line.endswith("...") for line in lines[1:])


def test_help_lists_every_command(slmsum: Run) -> None:
    top, models = slmsum("-h").stdout, slmsum("models", "-h").stdout
    assert all(f"\n  {command} " in top for command in COMMANDS)
    assert all(f"\n  {command} " in models for command in MODEL_COMMANDS)


def test_no_arguments_show_the_help(slmsum: Run) -> None:
    done = slmsum()
    assert "Usage: slmsum" in done.stdout + done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize(
    "args",
    [
        ("--bogus", "x.txt"),
        ("summarize", "--power", "turbo", "x.txt"),
        ("--length", "tiny", "x.txt"),
        ("read",),
        ("models", "bogus"),
        ("x.txt", "--since", "yesterday"),
        ("x.txt", "-o", "x.pages"),
    ],
)
def test_wrong_usage_exits_with_2_and_no_traceback(slmsum: Run, args: tuple[str, ...]) -> None:
    done = slmsum(*args)
    assert done.returncode == 2
    assert done.stdout == "" or args == ("read",)
    assert "Traceback" not in done.stderr


def test_an_error_is_one_line_and_a_hint(slmsum: Run) -> None:
    done = slmsum("read", "missing.txt")
    assert done.returncode == 2
    assert done.stdout == ""
    message, hint = done.stderr.splitlines()
    assert message == "slmsum: missing.txt: cannot be read: no such file"
    assert hint.startswith("  ")


def test_debug_shows_where_an_error_comes_from(slmsum: Run) -> None:
    done = slmsum("read", "missing.txt", "--debug")
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-2].startswith("slmsum: missing.txt")


def test_a_file_name_cannot_steer_the_terminal(slmsum: Run) -> None:
    done = slmsum("read", "a\x1b[2Jb")
    assert "\x1b" not in done.stderr


def test_any_other_word_means_summarize(slmsum: Run) -> None:
    for args in (["missing.txt"], ["--quiet", "missing.txt"], ["./read"]):
        done = slmsum(*args, "--since", "never")
        assert done.stderr.startswith("slmsum: --since never: not a date")


def test_a_closed_pipe_is_silent(slmsum: Run, tmp_path: Path) -> None:
    chat = tmp_path / "long.txt"
    chat.write_text("".join(f"Ann: message {n}\nBen: yes\n" for n in range(20_000)))
    with subprocess.Popen(
        [*COMMAND, "read", str(chat)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.usefixtures("interrupts")
def test_ctrl_c_exits_with_130_and_says_nothing() -> None:
    with subprocess.Popen(
        [*COMMAND, "read", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        _wait_until_it_sleeps(process)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        sys.stdout.write(f"ended after {(time.monotonic() - began) * 1000:.0f} ms\n")
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 130


def _wait_until_it_sleeps(process: subprocess.Popen[bytes]) -> None:
    """Until the command reads from its empty standard input, which makes it use no more CPU."""
    import psutil

    running = psutil.Process(process.pid)
    spent = -1.0
    while spent != (now := sum(running.cpu_times()[:2])) or now == 0.0:
        spent = now
        time.sleep(0.3)


def complete(line: str) -> list[str]:
    """What bash would be offered at the end of a command line."""
    words = line.split()
    count = len(words) - (0 if line.endswith(" ") else 1)
    done = subprocess.run(
        COMMAND,
        env=environment(_SLMSUM_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(count)),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    "line, offers",
    [
        ("slmsum ", COMMANDS),
        ("slmsum mo", ["models"]),
        ("slmsum models ", MODEL_COMMANDS),
        ("slmsum summarize --len", ["--length"]),
        ("slmsum chat.txt --len", ["--length"]),
        ("slmsum --len", ["--length"]),
        ("slmsum --ver", ["--version"]),
        ("slmsum chat.txt --length ", ["short", "medium", "long"]),
        ("slmsum chat.txt --power s", ["saver"]),
        ("slmsum chat.txt --format ", "text markdown html json docx odt pdf csv ics".split()),
    ],
)
def test_completion(line: str, offers: list[str]) -> None:
    assert sorted(complete(line)) == sorted(offers)


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
def test_completion_works_in_a_real_bash(tmp_path: Path) -> None:
    command = tmp_path / "slmsum"
    command.write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    command.chmod(0o755)
    script = """
        eval "$(_SLMSUM_COMPLETE=source_bash slmsum)"
        COMP_WORDS=(slmsum mod) COMP_CWORD=1
        _slmsum_completion slmsum
        echo "${COMPREPLY[@]}"
    """
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        env=environment(PATH=path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["models"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_gets_a_completion_script(shell: str) -> None:
    done = subprocess.run(
        COMMAND,
        env=environment(_SLMSUM_COMPLETE=f"source_{shell}"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_SLMSUM_COMPLETE" in done.stdout
