"""Run a job in a process of its own: it can be stopped at once, and its limits are its own."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import IO, TypeVar

from slmsum.engine import WORKER_ARGUMENT, pipes
from slmsum.engine.messages import (
    Failure,
    Job,
    Message,
    ProgressMessage,
    Result,
    StreamJob,
    Update,
    transmit,
)
from slmsum.errors import Cancelled, SlmsumError, WorkerDied, WorkerFailed
from slmsum.power import PowerPlan, environment
from slmsum.progress import ProgressSink, ignore

Answer = TypeVar("Answer")

# How often a cancel is looked for, and how long a stopped worker may take to go, in seconds.
_POLL = 0.05
_GRACE = 0.5


def run(
    job: Job[Answer],
    on_progress: ProgressSink = ignore,
    cancelled: threading.Event | None = None,
) -> Answer:
    """Do `job` in a worker process and return its answer.

    `on_progress` is called in this thread. Setting `cancelled` stops the worker at once. Raises
    what the job raised where it is a SlmsumError, else WorkerFailed, WorkerDied or Cancelled.
    """
    process = _start(job.plan)
    messages: queue.Queue[Message | None] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True)
    listener.start()
    try:
        _send(process, job)
        answer: Answer = pickle.loads(_await(process, messages, on_progress, cancelled))
        return answer
    finally:
        _end(process)
        listener.join()


def _await(
    process: subprocess.Popen[bytes],
    messages: queue.Queue[Message | None],
    on_progress: ProgressSink,
    cancelled: threading.Event | None,
) -> bytes:
    while True:
        if cancelled is not None and cancelled.is_set():
            raise Cancelled
        try:
            message = messages.get(timeout=_POLL)
        except queue.Empty:
            continue
        match message:
            case ProgressMessage(progress):
                on_progress(progress)
            case Result(value):
                return value
            case Failure():
                raise error_of(message)
            case None:
                raise WorkerDied(process.wait())


def error_of(failure: Failure) -> SlmsumError:
    """The error that a failure tells of."""
    if failure.error is None:
        return WorkerFailed(failure.reason, failure.trace)
    failure.error.add_note(failure.trace)
    return failure.error


class Stream:
    """A stream job in a worker process of its own.

    `on_update` is called with each update, in a thread of this stream; then `ended` is set and
    `error` holds why it ended early: what the job raised, WorkerFailed or WorkerDied.
    """

    def __init__(self, job: StreamJob, on_update: Callable[[object], None]) -> None:
        self.ended = threading.Event()
        self.error: SlmsumError | None = None
        self._on_update = on_update
        self._process = _start(job.plan)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        _send(self._process, job)

    @property
    def pid(self) -> int:
        """The worker's process."""
        return self._process.pid

    def send(self, data: bytes) -> None:
        """Give the job something; b"" tells it that nothing more comes.

        It waits while the worker is busy reading, and does nothing where the worker has ended.
        """
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            transmit(self._process.stdin, data)

    def stop(self) -> None:
        """End the worker now, whatever it does; another thread may be in `send`."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._listener.join()

    def close(self) -> None:
        """Stop, and free what is held; no other thread may be in `send`."""
        _end(self._process)
        self._listener.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        done = False
        try:
            for message in pipes.unpickled(self._process.stdout):
                match message:
                    case Update(value):
                        self._on_update(pickle.loads(value))
                    case Failure():
                        self.error = error_of(message)
                    case Result():
                        done = True
            if not done and self.error is None:
                self.error = WorkerDied(self._process.wait())
        finally:
            self.ended.set()


def _start(plan: PowerPlan) -> subprocess.Popen[bytes]:
    variables = pipes.with_package({**os.environ, **environment(plan)})
    with _interrupts_held_back():
        return subprocess.Popen(
            pipes.command("slmsum.engine.child", WORKER_ARGUMENT),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=variables,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A process started here never sees Ctrl-C: its parent does, and decides."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _send(process: subprocess.Popen[bytes], job: Job[Answer] | StreamJob) -> None:
    """The plan first, then the job; standard input stays open, as a sign that we live."""
    assert process.stdin is not None
    plan, work = pickle.dumps(job.plan), pickle.dumps(job)
    # A worker that died already shows when we listen.
    with contextlib.suppress(BrokenPipeError):
        transmit(process.stdin, plan)
        transmit(process.stdin, work)


def _listen(stream: IO[bytes], messages: queue.Queue[Message | None]) -> None:
    """Pass on each message, and None at the end of the stream, clean or cut."""
    for message in pipes.unpickled(stream):
        messages.put(message)
    messages.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the worker if it still works; a finished one is gone by itself."""
    if process.poll() is None:
        process.terminate()
    pipes.end(process, _GRACE)
