"""Jobs for the worker tests, in a module that the worker can import without pytest."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from slmsum.errors import MalformedInput
from slmsum.machine import Machine
from slmsum.power import PowerPlan, plan
from slmsum.progress import Progress, ProgressSink

SAVER = plan("saver", Machine(cores=2))


@dataclass(frozen=True)
class Double:
    """Twice a number, with progress for each half."""

    number: int
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> int:
        progress(Progress("doubling", 1, 2))
        sys.stdout.write("noise on standard output must not break the pipe\n")
        progress(Progress("doubling", 2, 2, seconds_left=0.5))
        return self.number * 2


@dataclass(frozen=True)
class Break:
    """Fails in one of several ways."""

    how: str
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> None:
        if self.how == "ours":
            raise MalformedInput("chat.json", "Telegram", "no messages", where="line 3")
        if self.how == "foreign":
            raise ZeroDivisionError("by nothing")
        if self.how == "exit":
            sys.exit(7)
        if self.how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Forever:
    """Never ends; says that it runs, and where its process id is wanted, writes it there."""

    pid_file: str = ""
    busy: bool = False
    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> None:
        if self.pid_file:
            Path(self.pid_file).write_text(str(os.getpid()), encoding="ascii")
        progress(Progress("running", 0, 1))
        while True:
            if not self.busy:
                time.sleep(3600)


@dataclass(frozen=True)
class Facts:
    """What the worker's process looks like from inside."""

    plan: PowerPlan = SAVER

    def run(self, progress: ProgressSink) -> dict[str, object]:
        from slmsum import offline

        return {
            "nice": os.nice(0),
            "omp": os.environ.get("OMP_NUM_THREADS"),
            "offline": offline.installed(),
            "heavy": sorted({"typer", "rich", "numpy", "ctranslate2"} & sys.modules.keys()),
        }


@dataclass(frozen=True)
class Multiply:
    """Multiplies large matrices in BLAS for a while; gives CPU seconds per second of wall time."""

    seconds: float
    plan: PowerPlan = SAVER
    seeds: tuple[int, ...] = field(default=(1, 2))

    def run(self, progress: ProgressSink) -> float:
        import numpy as np

        matrices = [np.random.default_rng(seed).random((700, 700)) for seed in self.seeds]
        began, cpu = time.monotonic(), time.process_time()
        while time.monotonic() - began < self.seconds:
            matrices[0] @ matrices[1]
        assert threading.active_count() >= 1
        return (time.process_time() - cpu) / (time.monotonic() - began)


@dataclass(frozen=True)
class Echo:
    """Sends back what comes in; a word that names a way to fail makes it fail so."""

    plan: PowerPlan = SAVER

    def serve(self, incoming: SimpleQueue[bytes], send: Callable[[object], None]) -> None:
        while data := incoming.get():
            if data in (b"ours", b"foreign", b"killed"):
                Break(data.decode()).run(lambda _: None)
            send(data.decode())
