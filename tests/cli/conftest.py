"""The real command, run as a process."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "slmsum"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**extra: str) -> dict[str, str]:
    """This process's environment in which the command finds the package, at 80 columns."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths, "COLUMNS": "80", **extra}


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
