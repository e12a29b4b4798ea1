"""A worker process that does one job after another and keeps the models it has loaded."""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from slmsum.engine import worker
from slmsum.engine.messages import (
    Failure,
    Job,
    ModelJob,
    ProgressMessage,
    Result,
    outcome,
)
from slmsum.errors import Cancelled, WorkerDied
from slmsum.power import PowerPlan
from slmsum.progress import ProgressSink, ignore

Answer = TypeVar("Answer")

# How often a cancel and the worker's end are looked for, in seconds.
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class JobAfterJob:
    """What the process does: take pickled jobs, send progress and how each ended."""

    plan: PowerPlan

    def serve(self, incoming: SimpleQueue[bytes], send: Callable[[object], None]) -> None:
        """One job at a time, in the order in which they come."""
        from slmsum.engine.loaded import LoadedModels
        from slmsum.models.store import default_store

        models = LoadedModels(default_store())
        while data := incoming.get():
            send(outcome(_action(data, models, lambda p: send(ProgressMessage(p)))))


def _action(data: bytes, models: Any, progress: ProgressSink) -> Callable[[], object]:
    def act() -> object:
        job = pickle.loads(data)
        if isinstance(job, ModelJob):
            return job.run_with(models, progress)
        return job.run(progress)

    return act


class SteadyWorker:
    """A process for jobs under one plan, started at the first; for one thread at a time.

    All jobs run under `plan`, whatever their own says. A process that died or was cancelled is
    replaced at the next job.
    """

    def __init__(self, plan: PowerPlan) -> None:
        self.plan = plan
        self._stream: worker.Stream | None = None
        self._messages: queue.SimpleQueue[object] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process that works, None where none was started yet or it was ended."""
        return None if self._stream is None else self._stream.pid

    def run(
        self,
        job: Job[Answer],
        on_progress: ProgressSink = ignore,
        cancelled: threading.Event | None = None,
    ) -> Answer:
        """Do `job` and return its answer; progress and errors come as from `worker.run`."""
        if self._stream is None:
            # A queue of its own, so that nothing of a former process is taken for its answer.
            self._messages = queue.SimpleQueue()
            self._stream = worker.Stream(JobAfterJob(self.plan), self._messages.put)
        try:
            self._stream.send(pickle.dumps(job))
            ended = self._await(self._stream, on_progress, cancelled)
        except BaseException:
            # Whatever it is, the process may still be busy with the job.
            self.close()
            raise
        if isinstance(ended, Failure):
            raise worker.error_of(ended)
        answer: Answer = pickle.loads(ended.value)
        return answer

    def close(self) -> None:
        """End the process at once."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.stop()
            stream.close()

    def _await(
        self, stream: worker.Stream, on_progress: ProgressSink, cancelled: threading.Event | None
    ) -> Result | Failure:
        while True:
            if cancelled is not None and cancelled.is_set():
                raise Cancelled
            # Looked at before the queue, into which a process puts its last words first.
            ended = stream.ended.is_set()
            try:
                message = self._messages.get(timeout=0 if ended else _POLL)
            except queue.Empty:
                if ended:
                    raise stream.error or WorkerDied(None) from None
                continue
            match message:
                case ProgressMessage(progress):
                    on_progress(progress)
                case Result() | Failure():
                    return message
