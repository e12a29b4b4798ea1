"""A meter for the energy that work takes: measured where the machine can, else estimated."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from slmsum.machine import ROOT, read_number, read_text, system_batteries

# What one busy core draws: vendors rate four-core laptop processors at 15 W, 3.75 W a core, and
# eight-core desktop ones at 65 W, 8 W a core; this lies between and stands for no exact machine.
WATTS_PER_BUSY_CORE = 5.0

# A package of 200 W turns a counter of 262 kJ, the common range, over in 22 minutes.
RAPL_SECONDS = 300.0
BATTERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy in joules; `source` is "rapl", "battery" or "estimate"."""

    joules: float
    source: str


class _Gauge(Protocol):
    source: str
    interval: float | None

    def sample(self) -> None:
        """Take a reading; called at the start, every `interval` seconds, and at the end."""

    @property
    def joules(self) -> float:
        """Energy between the first and the last reading."""


class Meter:
    """Measures a `with` block, child processes included; `energy()` may be asked at any time.

    RAPL counts what the processor packages and memory took, the battery's reading what the whole
    machine took, both with everything else that ran; the estimate counts this process's CPU time.
    `root` stands for "/".
    """

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._gauge: _Gauge | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._gauge = choose_gauge(self._root)
        self._gauge.sample()
        if self._gauge.interval is not None:
            self._thread = threading.Thread(target=self._watch, name="energy meter", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._sample()

    def energy(self) -> Energy:
        """Energy since the block was entered, until now or until it was left."""
        if not self._stop.is_set():
            self._sample()
        assert self._gauge is not None
        return Energy(self._gauge.joules, self._gauge.source)

    def _sample(self) -> None:
        assert self._gauge is not None
        with self._lock:
            self._gauge.sample()

    def _watch(self) -> None:
        assert self._gauge is not None
        while not self._stop.wait(self._gauge.interval):
            self._sample()


def choose_gauge(root: Path = ROOT) -> _Gauge:
    """The best gauge that can be read on this machine."""
    zones = _rapl_zones(root)
    if zones:
        return RaplGauge(zones)
    for battery in system_batteries(root):
        if read_text(battery / "status") == "Discharging" and _battery_watts(battery) is not None:
            return BatteryGauge(battery)
    return CpuGauge()


def _rapl_zones(root: Path) -> list[Path]:
    """Zones that add up without overlap: the packages, and memory that no package includes."""
    zones = []
    for zone in sorted((root / "sys/class/powercap").glob("*-rapl:*")):
        if not read_text(zone / "name").startswith(("package", "dram")):
            continue
        if read_number(zone / "energy_uj") is None:
            return []
        zones.append(zone)
    return zones


class RaplGauge:
    """Adds up the energy counters of processor packages, in microjoules that wrap around."""

    source = "rapl"
    interval: float | None = RAPL_SECONDS

    def __init__(self, zones: list[Path]) -> None:
        self._zones = zones
        self._last: dict[Path, int] = {}
        self._microjoules = 0

    def sample(self) -> None:
        """Add what each counter gained since the last sample."""
        for zone in self._zones:
            now = read_number(zone / "energy_uj")
            if now is None:
                continue
            gained = now - self._last.get(zone, now)
            if gained < 0:
                gained += (read_number(zone / "max_energy_range_uj") or 0) + 1
            self._microjoules += max(0, gained)
            self._last[zone] = now

    @property
    def joules(self) -> float:
        """Joules counted so far."""
        return self._microjoules / 1e6


class BatteryGauge:
    """Integrates the power that the battery says it gives, by the trapezoid rule."""

    source = "battery"
    interval: float | None = BATTERY_SECONDS

    def __init__(self, battery: Path) -> None:
        self._battery = battery
        self._last: tuple[float, float] | None = None
        self._joules = 0.0

    def sample(self) -> None:
        """Add the energy since the last sample."""
        watts = _battery_watts(self._battery)
        if watts is None:
            return
        now = time.monotonic()
        if self._last is not None:
            before, watts_before = self._last
            self._joules += (now - before) * (watts + watts_before) / 2
        self._last = (now, watts)

    @property
    def joules(self) -> float:
        """Joules given so far."""
        return self._joules


def _battery_watts(battery: Path) -> float | None:
    power = read_number(battery / "power_now")
    if power is not None:
        return abs(power) / 1e6
    current, voltage = read_number(battery / "current_now"), read_number(battery / "voltage_now")
    if current is None or voltage is None:
        return None
    return abs(current) * voltage / 1e12


class CpuGauge:
    """Takes the CPU time of this process and its children for energy."""

    source = "estimate"
    interval: float | None = None

    def __init__(self) -> None:
        self._first: float | None = None
        self._last = 0.0

    def sample(self) -> None:
        """Read the CPU time."""
        self._last = cpu_seconds()
        if self._first is None:
            self._first = self._last

    @property
    def joules(self) -> float:
        """Estimated joules so far."""
        return max(0.0, self._last - (self._first or 0.0)) * WATTS_PER_BUSY_CORE


def cpu_seconds() -> float:
    """CPU time of this process and of its children, those that ended and those that run."""
    import psutil

    times = os.times()
    total = time.process_time() + times.children_user + times.children_system
    for child in psutil.Process().children(recursive=True):
        try:
            spent = child.cpu_times()
        except psutil.Error:
            continue  # it ended just now and is counted among the ended ones
        total += spent.user + spent.system
        total += getattr(spent, "children_user", 0.0) + getattr(spent, "children_system", 0.0)
    return total
