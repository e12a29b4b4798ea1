"""The real command, run as a process."""

import subprocess
from pathlib import Path

import pytest
from cli_process import COMMAND, ROOT, Run, environment


@pytest.fixture
def slmsum(tmp_path: Path) -> Run:
    """Run `slmsum ARGS...` in an empty folder: `slmsum("read", "-", stdin="Ann: hi")`."""

    def run(*args: str | Path, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, args)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment(**extra),
            check=False,
        )

    return run


@pytest.fixture
def sample() -> Path:
    """The sample chat that ships with slmsum."""
    return ROOT / "resources/samples/street-festival.txt"
