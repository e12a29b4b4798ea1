"""What the parent and the worker process say to each other."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from slmsum.errors import SlmsumError
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink

if TYPE_CHECKING:
    from slmsum.engine.loaded import LoadedModels

Answer_co = TypeVar("Answer_co", covariant=True)


class Job(Protocol[Answer_co]):
    """Work for the worker process: a frozen dataclass that can be pickled."""

    @property
    def plan(self) -> PowerPlan:
        """The limits the worker holds itself to, from before it loads anything."""

    def run(self, progress: ProgressSink) -> Answer_co:
        """Do the work in the worker; the answer must be picklable."""


@runtime_checkable
class ModelJob(Protocol[Answer_co]):
    """A job that can use models which an earlier job of the same process has loaded."""

    def run_with(self, models: LoadedModels, progress: ProgressSink) -> Answer_co:
        """Do the work, as `run` does."""


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


def outcome(action: Callable[[], object]) -> Result | Failure:
    """What `action` gives, or why it failed; it never raises."""
    try:
        return Result(pickle.dumps(action()))
    except SlmsumError as error:
        return Failure(error, error.message, traceback.format_exc())
    except BaseException as error:  # whatever it is, the parent must hear of it
        reason = f"{type(error).__name__}: {error}".rstrip(": ")
        return Failure(None, reason, traceback.format_exc())


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
