"""Jobs for the tests of workers, in a module that worker processes can import."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from slmsum.errors import MalformedInput
from slmsum.machine import Machine
from slmsum.power import PowerPlan, plan
from slmsum.progress import ProgressSink

SAVER = plan("saver", Machine(cores=2))


@dataclass(frozen=True)
class Tell:
    """Gives its word and the process that it ran in; the word "bad" fails."""

    word: str
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> tuple[str, int]:
        if self.word == "bad":
            raise MalformedInput("bad", "test", "it is bad")
        return self.word, os.getpid()


@dataclass(frozen=True)
class Die:
    """Kills its process, as running out of memory would, so many times; then it works."""

    times: int
    marks: Path
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> str:
        died = len(list(self.marks.iterdir()))
        if died < self.times:
            (self.marks / str(died)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "alive"


@dataclass(frozen=True)
class Hang:
    """Never ends; writes its process id into a file."""

    pid_file: Path
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> None:
        self.pid_file.write_text(str(os.getpid()), encoding="ascii")
        while True:
            pass
