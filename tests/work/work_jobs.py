"""Jobs for the tests of the queue, in a module that the worker can import without pytest."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from slmsum.errors import EmptyInput
from slmsum.machine import Machine
from slmsum.power import PowerPlan, plan
from slmsum.progress import Progress, ProgressSink

SAVER = plan("saver", Machine(cores=2))


@dataclass(frozen=True)
class Say:
    """Gives a word back."""

    word: str
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> str:
        progress(Progress("saying", 1, 2, 3.0))
        return self.word


@dataclass(frozen=True)
class DieOnce:
    """Is killed the first time, and gives a word back the second."""

    mark: Path
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> str:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "back"


@dataclass(frozen=True)
class Fail:
    """Fails as work on a bad file does."""

    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> None:
        raise EmptyInput("chat.txt")


@dataclass(frozen=True)
class Forever:
    """Never ends, and writes its process id into a file."""

    mark: Path
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> None:
        self.mark.write_text(str(os.getpid()))
        progress(Progress("going round", 1, 4))
        while True:
            time.sleep(1)
