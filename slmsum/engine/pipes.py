"""What processes of ours that talk through pipes have in common, on either side."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO

from slmsum.engine.messages import receive


def command(module: str, argument: str) -> list[str]:
    """What starts `module` in a process: a frozen app starts itself with `argument`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, argument]
    return [sys.executable, "-m", module]


def with_package(variables: Mapping[str, str]) -> dict[str, str]:
    """An environment in which a process finds the very package that runs here."""
    paths = [str(Path(__file__).parents[2]), variables.get("PYTHONPATH")]
    return {**variables, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def take_over_output() -> BinaryIO:
    """Keep the pipe to the parent for messages; what libraries print goes to standard error."""
    pipe = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(pipe, "wb")


def unpickled(stream: IO[bytes]) -> Iterator[Any]:
    """Each message that comes, until the stream ends, clean or cut; then it is closed."""
    with stream, contextlib.suppress(EOFError, OSError):
        while True:
            yield pickle.loads(receive(stream))


def end(process: subprocess.Popen[bytes], grace: float) -> None:
    """Close its standard input, which ends it, and kill it where it lives on after `grace` s."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
