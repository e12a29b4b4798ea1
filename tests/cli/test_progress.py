"""Progress shows on a terminal and nowhere else."""

import os
import re
import subprocess
import sys

import pytest
from cli_process import environment

from slmsum.cli.progress import time_left

CODE = """
import sys
from slmsum.cli.progress import shown
from slmsum.progress import Progress
with shown("chat [1].txt", quiet="quiet" in sys.argv) as sink:
    sink(Progress("drafting", 1, 4, 12.0))
print("minutes")
"""


@pytest.mark.parametrize(
    "seconds, words", [(None, ""), (0.2, "1 s left"), (41.6, "42 s left"), (150, "2 min left")]
)
def test_time_left(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


def test_nothing_is_shown_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=environment(), check=True
    )
    assert (done.stdout, done.stderr) == ("minutes\n", "")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("quiet", [False, True])
def test_a_terminal_shows_stage_and_time_left(quiet: bool) -> None:
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *(["quiet"] if quiet else [])],
        stdout=subprocess.PIPE,
        stderr=follower,
        env=environment(TERM="xterm"),
    )
    os.close(follower)
    with process:
        assert process.stdout is not None
        assert process.stdout.read() == b"minutes\n"
    shown = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", _drain(leader))
    if quiet:
        assert shown == ""
    else:
        assert "chat [1].txt: drafting" in shown
        assert "12 s left" in shown


def _drain(leader: int) -> str:
    data = b""
    try:
        while block := os.read(leader, 65536):
            data += block
    except OSError:
        pass  # how Linux tells that the other side is closed
    finally:
        os.close(leader)
    return data.decode()
