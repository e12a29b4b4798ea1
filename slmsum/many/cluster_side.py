"""What runs inside the workers of a Dask cluster: it hands jobs to processes of ours."""

from __future__ import annotations

import queue
import threading
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from slmsum.engine.messages import Job
from slmsum.engine.steady import SteadyWorker
from slmsum.errors import Cancelled, SlmsumError, WorkerDied
from slmsum.power import PowerPlan

PLUGIN = "slmsum"


class Hands(WorkerPlugin):  # type: ignore[misc]
    """Gives a Dask worker as many processes of ours as it has threads, started when needed."""

    def __init__(self, plan: PowerPlan) -> None:
        self._plan = plan

    def setup(self, worker: Worker) -> None:
        """Called by Dask in each worker, those that come later as well."""
        self._stopped = threading.Event()
        self._free: queue.SimpleQueue[SteadyWorker] = queue.SimpleQueue()
        for _ in range(worker.state.nthreads):
            self._free.put(SteadyWorker(self._plan))

    def teardown(self, worker: Worker) -> None:
        """Called by Dask when a batch is over or the worker ends; work in progress is stopped."""
        self._stopped.set()
        # A busy one closes itself within a moment.
        while self._free.qsize():
            self._free.get().close()

    def run(self, job: Job[Any]) -> Any:
        """Do a job, a second time where the process died meanwhile; raises SlmsumError."""
        hand = self._free.get()
        try:
            try:
                return hand.run(job, cancelled=self._stopped)
            except WorkerDied:
                return hand.run(job, cancelled=self._stopped)
        finally:
            if self._stopped.is_set():
                hand.close()
            self._free.put(hand)


def do(job: Job[Any]) -> Any:
    """Do a job on the worker that calls this; an error of ours is given back, not raised."""
    hands = get_worker().plugins[PLUGIN]
    try:
        return hands.run(job)
    except Cancelled:
        raise
    except SlmsumError as error:
        return error
