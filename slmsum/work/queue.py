"""One piece of work after another in the worker process, with cancel and retry for each."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from slmsum.engine import worker
from slmsum.engine.messages import Job
from slmsum.errors import Cancelled, SlmsumError, WorkerFailed
from slmsum.progress import Progress

# Makes the next job of the answers that came before it.
Step = Callable[[tuple[Any, ...]], Job[Any]]


class State(StrEnum):
    """Where a task stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Task:
    """Work on one thing called `name`: `steps` that follow each other, and their `answers` so far.

    `progress` is that of the step at work, `error` why it failed, `conversation` the library's id
    of what it is about, where that is known.
    """

    id: int
    name: str
    steps: tuple[Step, ...]
    conversation: int | None = None
    state: State = State.WAITING
    answers: tuple[Any, ...] = ()
    progress: Progress | None = None
    error: SlmsumError | None = None

    @property
    def fraction(self) -> float | None:
        """How much of the step at work is done, 0 to 1; None where unknown."""
        if self.progress is None or not self.progress.total:
            return None
        return min(1.0, self.progress.done / self.progress.total)

    @property
    def ended(self) -> bool:
        """Whether nothing more happens unless it is tried again."""
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)


class WorkQueue:
    """Runs tasks one by one in a thread of its own, each step in a worker process of its own.

    So no model stays loaded when nothing is to be done. `on_change` is called with the task as it
    is now, at each change, in whatever thread makes it. Tasks are kept until `forget`.
    """

    def __init__(self, on_change: Callable[[Task], None]) -> None:
        self._on_change = on_change
        self._numbers = itertools.count(1)
        self._tasks: dict[int, Task] = {}
        self._waiting: deque[int] = deque()
        self._stops: dict[int, threading.Event] = {}
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def tasks(self) -> list[Task]:
        """All tasks that are known, oldest first."""
        with self._lock:
            return list(self._tasks.values())

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return any(not task.ended for task in self.tasks)

    def submit(self, name: str, *steps: Step, conversation: int | None = None) -> int:
        """Put a task at the end; returns its id."""
        task = Task(next(self._numbers), name, steps, conversation)
        self._put(task)
        return task.id

    def cancel(self, id: int) -> None:
        """Stop a task, or take it out before it begins; one that ended stays as it is."""
        with self._lock:
            task = self._tasks.get(id)
            if task is None or task.ended:
                return
            if id in self._stops:
                self._stops[id].set()
            task = self._tasks[id] = replace(task, state=State.CANCELLED, progress=None)
        self._on_change(task)

    def retry(self, id: int) -> None:
        """Begin a failed or cancelled task again, at the step that did not come to its end."""
        with self._lock:
            task = self._tasks.get(id)
            if task is None or task.state not in (State.FAILED, State.CANCELLED):
                return
            task = replace(task, state=State.WAITING, progress=None, error=None)
        self._put(task)

    def forget(self, id: int) -> None:
        """Drop a task that ended."""
        with self._lock:
            if id in self._tasks and self._tasks[id].ended:
                del self._tasks[id]

    def close(self) -> None:
        """Stop what runs and take nothing more; returns when the worker process is gone."""
        with self._lock:
            self._closed = True
            for stop in self._stops.values():
                stop.set()
            self._wake.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _put(self, task: Task) -> None:
        with self._lock:
            self._tasks[task.id] = task
            self._waiting.append(task.id)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._wake.notify_all()
        self._on_change(task)

    def _work(self) -> None:
        while True:
            with self._lock:
                while not self._waiting and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                id = self._waiting.popleft()
                if id not in self._tasks or self._tasks[id].state is not State.WAITING:
                    continue
                stop = self._stops[id] = threading.Event()
            try:
                self._do(id, stop)
            finally:
                with self._lock:
                    del self._stops[id]

    def _do(self, id: int, stop: threading.Event) -> None:
        def show(progress: Progress) -> None:
            self._change(id, stop, progress=progress)

        task = self._change(id, stop, state=State.RUNNING)
        try:
            for step in task.steps[len(task.answers) :]:
                answer = worker.run(step(task.answers), show, stop)
                task = self._change(id, stop, answers=(*task.answers, answer), progress=None)
                if stop.is_set():
                    return
            self._change(id, stop, state=State.DONE)
        except Cancelled:
            return
        except SlmsumError as error:
            self._change(id, stop, state=State.FAILED, error=error, progress=None)
        # A step that cannot be made is a fault of ours; the queue must go on all the same.
        except Exception as error:
            failed = WorkerFailed(f"{type(error).__name__}: {error}", "")
            self._change(id, stop, state=State.FAILED, error=failed, progress=None)

    def _change(self, id: int, stop: threading.Event, **changes: Any) -> Task:
        """Note a change and tell it; one that comes after a cancel only keeps its answers."""
        with self._lock:
            if stop.is_set():
                changes = {key: value for key, value in changes.items() if key == "answers"}
            task = self._tasks[id] = replace(self._tasks[id], **changes)
        if changes:
            self._on_change(task)
        return task
