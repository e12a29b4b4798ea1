"""Tasks run one after another, can be stopped and tried again, and lose nothing."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from work_jobs import DieOnce, Fail, Forever, Say

from slmsum.errors import EmptyInput, WorkerDied
from slmsum.work.queue import State, Task, WorkQueue

SECONDS = 20.0


@pytest.fixture(autouse=True)
def _worker_finds_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


class Told:
    """What a queue tells."""

    def __init__(self) -> None:
        self.news: queue.SimpleQueue[Task] = queue.SimpleQueue()

    def until(self, wanted: Callable[[Task], bool]) -> Task:
        while True:
            task = self.news.get(timeout=SECONDS)
            if wanted(task):
                return task


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def work(told: Told) -> Iterator[WorkQueue]:
    made = WorkQueue(told.news.put)
    yield made
    made.close()


def test_steps_follow_each_other_and_see_the_answers_before(work: WorkQueue, told: Told) -> None:
    id = work.submit("two", lambda _: Say("one"), lambda answers: Say(answers[0] + " two"))
    shown = told.until(lambda task: task.progress is not None)
    assert (shown.state, shown.fraction) == (State.RUNNING, 0.5)
    done = told.until(lambda task: task.ended)
    assert (done.id, done.state, done.answers) == (id, State.DONE, ("one", "one two"))
    assert not work.busy


def test_a_failure_keeps_what_was_done_and_is_tried_again_from_there(
    work: WorkQueue, told: Told, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    id = work.submit("dies", lambda _: Say("kept"), lambda _: DieOnce(mark))
    failed = told.until(lambda task: task.ended)
    assert failed.state is State.FAILED
    assert isinstance(failed.error, WorkerDied)
    assert failed.answers == ("kept",)
    work.retry(id)
    done = told.until(lambda task: task.ended)
    assert done.answers == ("kept", "back")


def test_an_error_of_one_does_not_hold_up_the_next(work: WorkQueue, told: Told) -> None:
    work.submit("bad", lambda _: Fail())
    work.submit("broken", lambda answers: answers[7])
    work.submit("good", lambda _: Say("good"))
    ends = [told.until(lambda task: task.ended) for _ in range(3)]
    assert [task.state for task in ends] == [State.FAILED, State.FAILED, State.DONE]
    assert isinstance(ends[0].error, EmptyInput)


def test_a_cancel_is_told_at_once_and_ends_the_worker(
    work: WorkQueue, told: Told, tmp_path: Path
) -> None:
    mark = tmp_path / "pid"
    running = work.submit("long", lambda _: Forever(mark))
    waiting = work.submit("waits", lambda _: Say("never"))
    told.until(lambda task: task.progress is not None)
    work.cancel(waiting)
    work.cancel(running)
    assert {task.id: task.state for task in work.tasks} == {
        running: State.CANCELLED,
        waiting: State.CANCELLED,
    }
    work.close()
    assert not psutil.pid_exists(int(mark.read_text()))


def test_only_what_ended_can_be_forgotten(work: WorkQueue, told: Told, tmp_path: Path) -> None:
    id = work.submit("long", lambda _: Forever(tmp_path / "pid"))
    work.forget(id)
    assert [task.id for task in work.tasks] == [id]
    work.cancel(id)
    work.forget(id)
    assert work.tasks == []
