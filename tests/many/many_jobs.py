"""Jobs for the tests of workers, in a module that worker processes can import."""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from slmsum.engine.messages import Job
from slmsum.errors import MalformedInput
from slmsum.export.formats import Format
from slmsum.machine import Machine
from slmsum.many.batch import BatchSettings, run_batch
from slmsum.many.jobs import Made
from slmsum.many.journal import Journal
from slmsum.many.units import Unit, find_units
from slmsum.many.workers import LocalWorkers
from slmsum.power import PowerPlan, plan
from slmsum.progress import ProgressSink
from slmsum.summarize.settings import SummarizeSettings

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


# What a file of "minutes" made without models consists of: so long that writing it takes a while.
REPEATS = 50_000


@dataclass(frozen=True)
class Repeat:
    """Gives the words of a file many times over as its minutes."""

    path: Path
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> Made:
        return Made(self.path.read_text(encoding="utf-8") * REPEATS, 0.0, 0.0, "")


class Repeating(BatchSettings):
    """Settings of a batch that needs no models."""

    def job(self, unit: Unit) -> Repeat:  # type: ignore[override]
        return Repeat(unit.path)


class WithoutModels(LocalWorkers):
    """Workers that know no models."""

    def ask(self, job: Job[object]) -> str:
        return "no model"


def main() -> None:
    """A batch of the first folder into the second; prints how many were made and were there."""
    chats, out = map(Path, sys.argv[1:])
    with Journal(out) as journal, WithoutModels(SAVER, 1) as workers:
        settings = Repeating(SummarizeSettings(SAVER), Format.TEXT)
        report = run_batch(find_units([chats]), settings, workers, journal)
    sys.stdout.write(" ".join(map(str, report.counts.values())))
