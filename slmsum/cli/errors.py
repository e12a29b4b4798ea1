"""The one place that turns errors into words on standard error and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from slmsum.errors import Cancelled, SlmsumError, WorkerFailed

if TYPE_CHECKING:
    from slmsum.conversation import Conversation

INTERRUPTED = 130

_settings = {"debug": False}


def show_tracebacks(wanted: bool) -> bool:
    """What `--debug` asks for; gives `wanted` back, as a callback of an option must."""
    _settings["debug"] = wanted
    return wanted


def guarded(command: Callable[[], Any]) -> Any:
    """Run a command; an error becomes one line and the process's exit code."""
    try:
        outcome = command()
        sys.stdout.flush()
        return outcome
    except SlmsumError as error:
        sys.exit(report(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not try to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def report_unforeseen(error: Exception) -> int:
    """Tell of an error that is a fault of ours; returns the exit code."""
    trace = "".join(traceback.format_exception(error))
    return report(WorkerFailed(f"{type(error).__name__}: {error}", trace))


def warn(conversation: Conversation, name: str) -> None:
    """Tell on standard error what was not as it should be in the conversation called `name`."""
    note(conversation.warnings, name)


def note(warnings: Iterable[str], name: str) -> None:
    """Tell on standard error of warnings about the conversation called `name`."""
    from slmsum.export.words import clean

    for warning in warnings:
        sys.stderr.write(f"slmsum: note: {clean(name)}: {clean(warning)}\n")


def report(error: SlmsumError, *, brief: bool = False) -> int:
    """Tell of an error on standard error, `brief` in one line; returns its exit code."""
    if isinstance(error, Cancelled):
        return INTERRUPTED
    from slmsum.export.words import clean

    if _settings["debug"]:
        trace = error.trace if isinstance(error, WorkerFailed) else ""
        sys.stderr.write(trace or "".join(traceback.format_exception(error)))
    sys.stderr.write(f"slmsum: {clean(error.message)}\n")
    if error.hint and not brief:
        sys.stderr.write(f"  {clean(error.hint)}\n")
    return error.exit_code
