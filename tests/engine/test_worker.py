"""Real worker processes: answers, errors, cancelling, and deaths on either side."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import worker_jobs as jobs

from slmsum.engine import worker
from slmsum.errors import Cancelled, MalformedInput, WorkerDied, WorkerFailed
from slmsum.machine import Machine
from slmsum.power import plan
from slmsum.progress import Progress

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(autouse=True)
def _worker_finds_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def test_gives_the_answer_and_every_progress_in_order() -> None:
    seen: list[Progress] = []
    assert worker.run(jobs.Double(21), seen.append) == 42
    assert seen == [Progress("doubling", 1, 2), Progress("doubling", 2, 2, seconds_left=0.5)]


def test_carries_our_errors_whole() -> None:
    with pytest.raises(MalformedInput) as caught:
        worker.run(jobs.Break("ours"))
    error = caught.value
    assert (error.source, error.format, error.where) == ("chat.json", "Telegram", "line 3")
    assert error.message == "chat.json: broken Telegram file at line 3: no messages"
    assert error.hint
    assert "worker_jobs.py" in "".join(error.__notes__)


@pytest.mark.parametrize("how, reason", [("foreign", "ZeroDivisionError"), ("exit", "SystemExit")])
def test_tells_of_foreign_errors_with_their_traceback(how: str, reason: str) -> None:
    with pytest.raises(WorkerFailed) as caught:
        worker.run(jobs.Break(how))
    assert reason in caught.value.message
    assert "worker_jobs.py" in caught.value.trace
    assert "Traceback" not in caught.value.message


def test_tells_of_a_killed_worker() -> None:
    with pytest.raises(WorkerDied) as caught:
        worker.run(jobs.Break("killed"))
    assert caught.value.code == -signal.SIGKILL


@pytest.mark.parametrize("busy", [False, True])
def test_cancel_stops_the_worker_at_once(
    busy: bool, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    running, cancelled, asked = threading.Event(), threading.Event(), [0.0]
    pid_file = tmp_path / "pid"

    def cancel() -> None:
        running.wait()
        asked[0] = time.monotonic()
        cancelled.set()

    threading.Thread(target=cancel).start()
    with pytest.raises(Cancelled):
        worker.run(jobs.Forever(str(pid_file), busy), lambda _: running.set(), cancelled)
    latency = time.monotonic() - asked[0]
    record_property("milliseconds", round(latency * 1000))
    sys.stdout.write(f"cancelled after {latency * 1000:.0f} ms\n")
    assert latency < 1
    assert not psutil.pid_exists(int(pid_file.read_text()))


def test_a_worker_that_is_killed_from_outside_is_noticed(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"

    def kill(_: Progress) -> None:
        os.kill(int(pid_file.read_text()), signal.SIGKILL)

    with pytest.raises(WorkerDied):
        worker.run(jobs.Forever(str(pid_file)), kill)


def test_a_frozen_app_starts_itself_as_the_worker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = tmp_path / "app"
    app.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m slmsum "$@"\n')
    app.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(app))
    assert worker.run(jobs.Double(4)) == 8


def _parent(pid_file: Path) -> subprocess.Popen[bytes]:
    code = (
        "from slmsum.engine import worker; import worker_jobs as jobs\n"
        f"worker.run(jobs.Forever({str(pid_file)!r}, busy=True), lambda p: print('up', flush=True))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline().strip() == b"up"
    return parent


def test_no_orphan_is_left_by_a_killed_parent(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with _parent(pid_file) as parent:
        child = psutil.Process(int(pid_file.read_text()))
        parent.kill()
    assert child.pid not in (p.pid for p in psutil.wait_procs([child], timeout=5)[1])


@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_of_the_whole_group_ends_both_cleanly(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with _parent(pid_file) as parent:
        assert parent.stderr is not None
        child = psutil.Process(int(pid_file.read_text()))
        os.killpg(parent.pid, signal.SIGINT)
        errors = parent.stderr.read().decode()
    assert parent.returncode == -signal.SIGINT
    assert errors.count("Traceback") == 1  # the parent's own; the worker says nothing
    assert not child.is_running()


def test_the_plan_holds_before_anything_heavy_is_loaded() -> None:
    facts = worker.run(jobs.Facts(jobs.SAVER))
    assert facts["nice"] == 19
    assert facts["omp"] == "1"
    assert facts["offline"] is True
    assert facts["heavy"] == []


def test_balanced_is_below_normal_and_full_is_normal() -> None:
    before = os.nice(0)
    machine = Machine(cores=2)
    assert worker.run(jobs.Facts(plan("balanced", machine)))["nice"] == max(5, before)
    assert worker.run(jobs.Facts(plan("full", machine)))["nice"] == before


@pytest.mark.slow
def test_saver_keeps_blas_on_one_core() -> None:
    busy = worker.run(jobs.Multiply(2.0, jobs.SAVER))
    assert 0 < busy < 1.15
