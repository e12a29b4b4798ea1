"""Stream jobs in real worker processes: updates, ends of every kind, and a worker that stands."""

import os
import signal
from pathlib import Path

import psutil
import pytest
import worker_jobs as jobs

from slmsum.engine import worker
from slmsum.errors import MalformedInput, WorkerDied, WorkerFailed

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _worker_finds_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_updates_come_in_order_and_the_job_ends_when_nothing_more_comes() -> None:
    seen: list[object] = []
    stream = worker.Stream(jobs.Echo(), seen.append)
    for word in (b"one", b"two", b"three", b""):
        stream.send(word)
    assert stream.ended.wait(20)
    stream.close()
    assert seen == ["one", "two", "three"]
    assert stream.error is None


@pytest.mark.parametrize(
    "how, error", [(b"ours", MalformedInput), (b"foreign", WorkerFailed), (b"killed", WorkerDied)]
)
def test_the_stream_tells_why_it_ended(how: bytes, error: type[Exception]) -> None:
    seen: list[object] = []
    stream = worker.Stream(jobs.Echo(), seen.append)
    stream.send(b"one")
    stream.send(how)
    assert stream.ended.wait(20)
    stream.send(b"nobody reads this")
    stream.close()
    assert seen == ["one"]
    assert isinstance(stream.error, error)


def test_a_worker_that_stands_still_can_be_stopped() -> None:
    before = children()
    stream = worker.Stream(jobs.Echo(), lambda _: None)
    (pid,) = children() - before
    os.kill(pid, signal.SIGSTOP)
    stream.stop()
    stream.close()
    assert not psutil.pid_exists(pid)
