"""A Dask cluster that does the work of a batch.

On a cluster's machine, too, models run in worker processes of ours, which stay offline: Dask only
carries the conversations there and the minutes back.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from slmsum.engine.messages import Job
from slmsum.errors import SlmsumError
from slmsum.many.jobs import MakeJob
from slmsum.many.workers import Outcome, Task, Workers, one_thread, outcome_of
from slmsum.offline import allow_address
from slmsum.power import PowerPlan

_PATIENCE = "10s"


class ClusterFailed(SlmsumError):
    """The cluster cannot be reached, or cannot do the work."""

    exit_code = 1

    def __init__(self, address: str, reason: str, *, hint: str = "") -> None:
        super().__init__(
            f"Dask scheduler {address}: {reason}",
            hint=hint or "Start one with: dask scheduler --host HOST, and dask worker ADDRESS",
        )


class Cluster(Workers):
    """The workers of the Dask scheduler at `address`, such as "tcp://10.0.0.5:8786".

    Each of them keeps as many processes with loaded models as it has threads. Raises ExtraMissing
    or ClusterFailed.
    """

    def __init__(self, address: str, plan: PowerPlan) -> None:
        try:
            import distributed
        except ImportError as error:
            from slmsum.extras import ExtraMissing

            raise ExtraMissing("--dask", "batch") from error
        # It imports Dask, which may not be installed.
        from slmsum.many.cluster_side import PLUGIN, Hands, do

        self._do, self._plugin = do, PLUGIN
        self._address = address
        self._outcomes: queue.SimpleQueue[tuple[Task, Any]] = queue.SimpleQueue()
        self._futures: dict[str, Any] = {}
        _allow(address)
        with self._failures():
            self._client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
        try:
            with self._failures():
                threads = sum(self._client.nthreads().values())
                if not threads:
                    raise ClusterFailed(address, "it has no workers")
                self._client.register_plugin(Hands(one_thread(plan)), name=PLUGIN)
        except BaseException:
            self._client.close()
            raise
        # The next tasks are there before the former ones end.
        self.room = 2 * threads

    def ask(self, job: Job[Any]) -> Any:
        """Done by one of the workers: all are taken to have the same models."""
        with self._failures():
            found = self._client.submit(self._do, job, pure=False).result()
        if isinstance(found, SlmsumError):
            raise found
        return found

    def close(self) -> None:
        """Cancel what is not done, and end our processes on the cluster."""
        with contextlib.suppress(Exception):  # the cluster may be gone, and we are leaving
            self._client.cancel(list(self._futures.values()))
            self._client.unregister_worker_plugin(self._plugin)
        self._client.close()

    def _submit(self, task: Task) -> None:
        def carried() -> Job[Any]:
            return task.job.carried() if isinstance(task.job, MakeJob) else task.job

        found = outcome_of(task, carried)
        if found.error is not None:
            # It cannot be sent, and how it ended is known like that of any other.
            self._outcomes.put((task, _Known(found.error)))
            return
        future = self._client.submit(self._do, found.value, pure=False)
        self._futures[future.key] = future
        future.add_done_callback(lambda done: self._outcomes.put((task, done)))

    def _take(self, seconds: float) -> Outcome | None:
        try:
            got = self._outcomes.get(timeout=seconds) if seconds else self._outcomes.get_nowait()
        except queue.Empty:
            return None
        task, future = got
        self._futures.pop(future.key, None)
        with self._failures():
            found = future.result()
        if isinstance(found, SlmsumError):
            return Outcome(task, error=found)
        return Outcome(task, found)

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        """Tell what goes wrong with the cluster, whatever of Dask's many errors it is, as ours."""
        try:
            yield
        except SlmsumError:
            raise
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            hint = ""
            if isinstance(error, ImportError):
                hint = "Its scheduler and workers need this version of slmsum, too."
            raise ClusterFailed(self._address, reason, hint=hint) from error


class _Known:
    """Stands for a future whose outcome was known before anything was sent."""

    key = ""

    def __init__(self, error: SlmsumError) -> None:
        self._error = error

    def result(self) -> SlmsumError:
        return self._error


def _allow(address: str) -> None:
    """Let this process reach the scheduler, and nothing else; raises ClusterFailed."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.scheme not in ("tcp", "tls"):
        raise ClusterFailed(
            address, "not an address", hint="Write it like tcp://10.0.0.5:8786 or tls://host:8786."
        )
    try:
        allow_address(host, port)
    except OSError as error:
        raise ClusterFailed(address, error.strerror or str(error)) from error
