"""Processes that do many jobs side by side, each with its models loaded once."""

from __future__ import annotations

import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from slmsum.engine.messages import Job
from slmsum.engine.steady import SteadyWorker
from slmsum.errors import Cancelled, SlmsumError, WorkerDied
from slmsum.many.units import Unit
from slmsum.power import PowerPlan
from slmsum.progress import Progress

# Memory that a worker is given room for, in bytes: a cautious choice, since tests/bench/many.py saw
# 380 MB with short chats and longer conversations and recordings take more.
WORKER_BYTES = 650_000_000
# How often Ctrl-C is looked for, in seconds.
_POLL = 0.05

OnProgress = Callable[[Unit, Progress], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A job for one conversation."""

    unit: Unit
    job: Job[Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended: with `value`, or with `error`."""

    task: Task
    value: Any = None
    error: SlmsumError | None = None


def one_thread(plan: PowerPlan) -> PowerPlan:
    """What each worker of a batch may take: processes side by side use cores best one by one."""
    return replace(plan, threads=1)


def worker_count(plan: PowerPlan, available_bytes: int) -> int:
    """As many as the plan has threads, but no more than fit into the memory that is available."""
    return max(1, min(plan.threads, available_bytes // WORKER_BYTES))


def outcome_of(task: Task, action: Callable[[], Any]) -> Outcome:
    """How `action`, which does the task, ends; only cancelling is raised."""
    try:
        return Outcome(task, action())
    except Cancelled:
        raise
    except SlmsumError as error:
        return Outcome(task, error=error)


class Workers(ABC):
    """Where tasks are done; `room` is how many are taken on at a time."""

    room: int

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def outcomes(self, tasks: Iterator[Task | None]) -> Iterator[Outcome]:
        """Do all tasks; each outcome comes as soon as it is known.

        A task is taken only once there is room for it; None stands for something that needs no
        work, so that outcomes are heard of meanwhile.
        """
        running, more = 0, True
        while more or running:
            if more and running < self.room:
                try:
                    task = next(tasks)
                except StopIteration:
                    more = False
                    continue
                if task is not None:
                    self._submit(task)
                    running += 1
                found = self._take(0.0) if running else None
            else:
                found = self._take(_POLL)
            if found is not None:
                running -= 1
                yield found

    @abstractmethod
    def ask(self, job: Job[Any]) -> Any:
        """Do one small job on a worker, before all tasks; raises SlmsumError."""

    @abstractmethod
    def close(self) -> None:
        """Stop what still runs, at once."""

    @abstractmethod
    def _submit(self, task: Task) -> None: ...

    @abstractmethod
    def _take(self, seconds: float) -> Outcome | None:
        """An outcome, waited for so long."""


class LocalWorkers(Workers):
    """`count` worker processes on this machine, each on one thread.

    A process that dies is started anew and its task tried once more. `on_progress` is called in
    threads of the workers.
    """

    def __init__(
        self, plan: PowerPlan, count: int, on_progress: OnProgress = lambda _unit, _progress: None
    ) -> None:
        # One more than are busy, so that no worker waits for what prepares the tasks.
        self.room = count + 1
        self._on_progress = on_progress
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self.workers = [SteadyWorker(one_thread(plan)) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._work, args=(worker,), daemon=True)
            for worker in self.workers
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, job: Job[Any]) -> Any:
        """Done in this process: what is asked before tasks is no heavy work."""
        return job.run(lambda _progress: None)

    def close(self) -> None:
        """Stop what still runs, at once."""
        self._cancelled.set()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _submit(self, task: Task) -> None:
        self._tasks.put(task)

    def _take(self, seconds: float) -> Outcome | None:
        try:
            return self._outcomes.get(timeout=seconds) if seconds else self._outcomes.get_nowait()
        except queue.Empty:
            return None

    def _work(self, worker: SteadyWorker) -> None:
        with worker:
            while (task := self._tasks.get()) is not None and not self._cancelled.is_set():
                try:
                    self._outcomes.put(self._done(task, worker))
                except Cancelled:
                    return

    def _done(self, task: Task, worker: SteadyWorker) -> Outcome:
        def run() -> Any:
            return worker.run(task.job, lambda p: self._on_progress(task.unit, p), self._cancelled)

        found = outcome_of(task, run)
        return outcome_of(task, run) if isinstance(found.error, WorkerDied) else found
