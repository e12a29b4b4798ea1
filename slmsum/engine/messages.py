"""What the parent and the worker process say to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, Protocol, TypeVar, runtime_checkable

from slmsum.errors import SlmsumError
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink

Answer_co = TypeVar("Answer_co", covariant=True)


class Job(Protocol[Answer_co]):
    """Work for the worker process: a frozen dataclass that can be pickled."""

    @property
    def plan(self) -> PowerPlan:
        """The limits the worker holds itself to, from before it loads anything."""

    def run(self, progress: ProgressSink) -> Answer_co:
        """Do the work in the worker; the answer must be picklable."""


@runtime_checkable
class StreamJob(Protocol):
    """Work on a stream: a frozen dataclass that can be pickled."""

    @property
    def plan(self) -> PowerPlan:
        """The limits the worker holds itself to, from before it loads anything."""

    def serve(self, incoming: SimpleQueue[bytes], send: Callable[[object], None]) -> None:
        """Do the work in the worker: take what comes in until b"" tells the end, send updates."""


@dataclass(frozen=True, slots=True)
class ProgressMessage:
    """The worker has come this far."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Update:
    """Something a stream job has found out; `value` is pickled."""

    value: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """The job is done; `value` is its pickled answer."""

    value: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """The job failed.

    `error` is the very error where it is one of ours, None for one that nobody foresaw; `reason`
    and `trace` tell it in words.
    """

    error: SlmsumError | None
    reason: str
    trace: str


Message = ProgressMessage | Update | Result | Failure


def transmit(stream: IO[bytes], data: bytes) -> None:
    """Write one block with its length before it."""
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one block; raises EOFError where the stream ends before or within it."""
    head = stream.read(8)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == 8 else b""
    if len(head) < 8 or len(data) < size:
        raise EOFError
    return data
