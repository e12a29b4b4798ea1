"""Real worker processes that do many jobs: kept, killed, cancelled."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import many_jobs as jobs
import psutil
import pytest

from slmsum.engine.messages import Job
from slmsum.engine.steady import SteadyWorker
from slmsum.errors import Cancelled, MalformedInput, WorkerDied
from slmsum.machine import Machine
from slmsum.many.units import Unit
from slmsum.many.workers import WORKER_BYTES, LocalWorkers, Task, worker_count
from slmsum.power import plan


@pytest.fixture(autouse=True)
def _workers_find_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def tasks(*all_jobs: Job[Any]) -> Iterator[Task]:
    return (Task(Unit(Path(str(i)), str(i)), job) for i, job in enumerate(all_jobs))


def test_one_process_does_job_after_job_and_outlives_what_fails() -> None:
    with SteadyWorker(jobs.SAVER) as worker:
        _, first = worker.run(jobs.Tell("one"))
        with pytest.raises(MalformedInput, match="it is bad"):
            worker.run(jobs.Tell("bad"))
        assert worker.run(jobs.Tell("two")) == ("two", first)
    assert not psutil.pid_exists(first)


def test_a_dead_process_is_replaced(tmp_path: Path) -> None:
    with SteadyWorker(jobs.SAVER) as worker:
        with pytest.raises(WorkerDied):
            worker.run(jobs.Die(1, tmp_path))
        assert worker.run(jobs.Die(1, tmp_path)) == "alive"


def test_cancel_ends_the_process_and_the_next_job_has_a_new_one(tmp_path: Path) -> None:
    pid_file, cancelled = tmp_path / "pid", threading.Event()

    def cancel() -> None:
        while not pid_file.exists():
            time.sleep(0.01)
        cancelled.set()

    threading.Thread(target=cancel).start()
    with SteadyWorker(jobs.SAVER) as worker:
        with pytest.raises(Cancelled):
            worker.run(jobs.Hang(pid_file), cancelled=cancelled)
        assert worker.pid is None
        assert worker.run(jobs.Tell("on"))[0] == "on"


def test_workers_share_the_jobs_retry_the_killed_and_list_what_dies_again(tmp_path: Path) -> None:
    once, always = tmp_path / "once", tmp_path / "always"
    once.mkdir()
    always.mkdir()
    all_jobs = (jobs.Die(1, once), jobs.Tell("x"), jobs.Die(9, always), jobs.Tell("bad"))
    with LocalWorkers(jobs.SAVER, 2) as workers:
        outcomes = {o.task.unit.name: o for o in workers.outcomes(tasks(*all_jobs))}
    assert outcomes["0"].value == "alive"
    assert outcomes["1"].value[0] == "x"
    assert isinstance(outcomes["2"].error, WorkerDied)
    assert len(list(always.iterdir())) == 2
    assert isinstance(outcomes["3"].error, MalformedInput)


def test_closing_stops_what_runs(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    workers = LocalWorkers(jobs.SAVER, 1)
    outcomes = workers.outcomes(tasks(jobs.Hang(pid_file)))
    threading.Thread(target=lambda: list(outcomes), daemon=True).start()
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.01)
    workers.close()
    assert not psutil.pid_exists(int(pid_file.read_text()))


def test_there_are_as_many_workers_as_threads_and_memory_allow() -> None:
    machine = Machine(cores=8)
    assert worker_count(plan("saver", machine), 100 * WORKER_BYTES) == 1
    assert worker_count(plan("balanced", machine), 100 * WORKER_BYTES) == 4
    assert worker_count(plan("full", machine), 100 * WORKER_BYTES) == 8
    assert worker_count(plan("full", machine), 3 * WORKER_BYTES) == 3
    assert worker_count(plan("full", machine), 0) == 1
