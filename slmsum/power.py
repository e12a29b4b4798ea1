"""Power modes: how many threads, candidates and how much priority a piece of work may take."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from enum import StrEnum

from slmsum.errors import BadOption
from slmsum.machine import Machine

AUTO = "auto"

_POOLS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "RAYON_NUM_THREADS",
)


class PowerMode(StrEnum):
    """How hard the machine may work."""

    SAVER = "saver"
    BALANCED = "balanced"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class PowerPlan:
    """What a mode means on this machine.

    `why` says in words how the mode was chosen. `threads` is the limit for every pool in the
    process, `candidates` the drafts a segment gets, `nice` the process priority from 0 to 19.
    """

    mode: PowerMode
    why: str
    threads: int
    candidates: int
    nice: int


def plan(request: str, machine: Machine) -> PowerPlan:
    """The plan for "auto" or a mode's name on `machine`; raises BadOption for another word."""
    mode, why = _choose(request, machine)
    if mode is PowerMode.SAVER:
        return PowerPlan(mode, why, threads=1, candidates=1, nice=19)
    if mode is PowerMode.BALANCED:
        return PowerPlan(mode, why, threads=max(1, machine.cores // 2), candidates=4, nice=5)
    return PowerPlan(mode, why, threads=machine.cores, candidates=8, nice=0)


def _choose(request: str, machine: Machine) -> tuple[PowerMode, str]:
    if request != AUTO:
        try:
            return PowerMode(request), "asked for"
        except ValueError:
            known = ", ".join((AUTO, *PowerMode))
            raise BadOption(
                f"--power {request}: not a power mode", hint=f"Modes: {known}."
            ) from None
    if machine.battery_saver:
        return PowerMode.SAVER, machine.battery_saver
    if machine.on_battery:
        return PowerMode.SAVER, "on battery"
    return PowerMode.BALANCED, "on mains"


def environment(plan: PowerPlan) -> dict[str, str]:
    """The variables that hold thread pools and memory to the plan, if set before libraries load."""
    limits = dict.fromkeys(_POOLS, str(plan.threads))
    # An arena for each thread keeps up to 100 MB that it no longer uses.
    limits["MALLOC_ARENA_MAX"] = "1"
    limits["TOKENIZERS_PARALLELISM"] = "true" if plan.threads > 1 else "false"
    if plan.mode is not PowerMode.FULL:
        # A thread that waits for work sleeps then, where it would spin by default.
        limits["OMP_WAIT_POLICY"] = "PASSIVE"
        limits["KMP_BLOCKTIME"] = "0"
    return limits


def apply(plan: PowerPlan, variables: MutableMapping[str, str] = os.environ) -> None:
    """Hold this process to the plan: thread limits and priority.

    Call it before a library with threads of its own is imported. A priority that the system
    refuses to set is left as it is, for the work can be done all the same.
    """
    variables.update(environment(plan))
    if sys.platform == "win32":
        _apply_windows(plan)
    elif sys.platform == "darwin":
        _apply_macos(plan)
    else:
        _apply_linux(plan)


def _try(action: Callable[[], object]) -> None:
    # The system may have no such setting, or forbid it.
    with contextlib.suppress(OSError, AttributeError):
        action()


def _lower_nice(plan: PowerPlan) -> None:
    """Only ever lowers priority: raising it again is forbidden to ordinary users."""
    step = plan.nice - os.nice(0)
    if step > 0:
        os.nice(step)


def _apply_linux(plan: PowerPlan) -> None:
    _try(lambda: _lower_nice(plan))
    if plan.mode is PowerMode.SAVER:
        import psutil

        _try(lambda: psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE))


def _apply_macos(plan: PowerPlan) -> None:
    _try(lambda: _lower_nice(plan))
    if plan.mode is PowerMode.SAVER:
        # PRIO_DARWIN_PROCESS and PRIO_DARWIN_BG: background quality of service, efficiency cores.
        _try(lambda: os.setpriority(4, 0, 0x1000))


def _apply_windows(plan: PowerPlan) -> None:
    import psutil

    name = {
        PowerMode.SAVER: "IDLE_PRIORITY_CLASS",
        PowerMode.BALANCED: "BELOW_NORMAL_PRIORITY_CLASS",
        PowerMode.FULL: "NORMAL_PRIORITY_CLASS",
    }[plan.mode]
    _try(lambda: psutil.Process().nice(getattr(psutil, name)))
    if plan.mode is PowerMode.SAVER:
        _try(_windows_eco_qos)


def _windows_eco_qos() -> None:
    import ctypes

    class PowerThrottlingState(ctypes.Structure):
        _fields_ = (
            ("version", ctypes.c_ulong),
            ("control_mask", ctypes.c_ulong),
            ("state_mask", ctypes.c_ulong),
        )

    process_power_throttling, execution_speed = 4, 1
    state = PowerThrottlingState(1, execution_speed, execution_speed)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (absent from non-Windows stubs)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.SetProcessInformation(
        ctypes.c_void_p(kernel.GetCurrentProcess()),
        process_power_throttling,
        ctypes.byref(state),
        ctypes.sizeof(state),
    )
