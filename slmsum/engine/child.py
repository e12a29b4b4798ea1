"""The worker process: read a plan and a job from standard input, do it, answer on standard output.

The parent starts it as `python -m slmsum.engine.child`, or in a frozen app as `slmsum` with the
argument `WORKER_ARGUMENT`.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import BinaryIO

from slmsum import offline, power
from slmsum.engine.messages import (
    Message,
    ProgressMessage,
    StreamJob,
    Update,
    outcome,
    receive,
    transmit,
)
from slmsum.engine.pipes import take_over_output


def main() -> None:
    """Serve one job and end."""
    offline.install()
    incoming = sys.stdin.buffer
    outgoing = take_over_output()
    # Plan and job come apart, since unpickling a job may import libraries with threads.
    power.apply(pickle.loads(receive(incoming)))
    job = receive(incoming)
    stream: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_take_in, args=(incoming, stream), daemon=True).start()
    lock = threading.Lock()

    def send(message: Message) -> None:
        data = pickle.dumps(message)
        with lock:
            transmit(outgoing, data)

    send(_work(job, stream, send))
    # Libraries may hold threads that would keep a finished process alive.
    sys.stderr.flush()
    os._exit(0)


def _take_in(incoming: BinaryIO, stream: SimpleQueue[bytes]) -> None:
    """Pass on what follows the job. Standard input ends when the parent does, however it ends."""
    with contextlib.suppress(EOFError):
        while True:
            stream.put(receive(incoming))
    os._exit(1)


def _work(pickled: bytes, stream: SimpleQueue[bytes], send: Callable[[Message], None]) -> Message:
    def act() -> object:
        job = pickle.loads(pickled)
        if isinstance(job, StreamJob):
            job.serve(stream, lambda update: send(Update(pickle.dumps(update))))
            return None
        return job.run(lambda progress: send(ProgressMessage(progress)))

    return outcome(act)


if __name__ == "__main__":
    main()
