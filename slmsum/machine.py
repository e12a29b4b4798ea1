"""What kind of machine this is right now: cores that may be used, battery, battery saver."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Machine:
    """The facts that power plans are made of.

    `cores` are physical cores this process may use. `has_battery` and `on_battery` tell about the
    system's own battery, `percent` how full it is where known, `battery_saver` is the name of the
    system setting that asks to save power, empty when none does.
    """

    cores: int
    has_battery: bool = False
    on_battery: bool = False
    percent: float | None = None
    battery_saver: str = ""


def inspect_machine(root: Path = ROOT) -> Machine:
    """Look at the machine; `root` stands for "/" where its facts are files (Linux)."""
    if sys.platform == "linux":
        has_battery, on_battery, percent = _linux_battery(root)
        saver = _linux_saver(root)
    else:
        has_battery, on_battery, percent = _psutil_battery()
        saver = _windows_saver() if sys.platform == "win32" else _macos_saver()
    return Machine(usable_cores(root), has_battery, on_battery, percent, saver)


def usable_cores(root: Path = ROOT) -> int:
    """Physical cores within the process's CPU affinity and its control group's quota."""
    allowed = _allowed_cpus()
    cores = _cores_of(allowed, root) if allowed else 0
    if not cores:
        import psutil

        logical = len(allowed) or os.cpu_count() or 1
        cores = min(psutil.cpu_count(logical=False) or logical, logical)
    quota = _cgroup_quota(root)
    return max(1, min(cores, int(quota)) if quota else cores)


def system_batteries(root: Path = ROOT) -> list[Path]:
    """The folders of batteries that feed the whole machine, not a mouse or a headset (Linux)."""
    return [
        supply
        for supply in _supplies(root)
        if read_text(supply / "type") == "Battery" and read_text(supply / "scope") != "Device"
    ]


def read_text(path: Path) -> str:
    """A small system file's stripped content, empty where it cannot be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def read_number(path: Path) -> int | None:
    """A small system file's integer, None where there is none."""
    try:
        return int(read_text(path))
    except ValueError:
        return None


def _allowed_cpus() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return []


def _cores_of(cpus: list[int], root: Path) -> int:
    """Distinct physical cores behind logical CPUs, 0 where the kernel does not say."""
    cores = set()
    for cpu in cpus:
        topology = root / f"sys/devices/system/cpu/cpu{cpu}/topology"
        core = read_text(topology / "core_id")
        if not core:
            return 0
        cores.add((read_text(topology / "physical_package_id"), core))
    return len(cores)


def _cgroup_quota(root: Path) -> float | None:
    """CPUs granted by control group v2, None where unlimited."""
    quota, _, period = read_text(root / "sys/fs/cgroup/cpu.max").partition(" ")
    if not quota.isdecimal() or not period.isdecimal() or int(period) == 0:
        return None
    return max(1.0, int(quota) / int(period))


def _supplies(root: Path) -> list[Path]:
    try:
        return sorted((root / "sys/class/power_supply").iterdir())
    except OSError:
        return []


def _linux_battery(root: Path) -> tuple[bool, bool, float | None]:
    batteries = system_batteries(root)
    if not batteries:
        return False, False, None
    plugged = any(
        read_text(supply / "type") in ("Mains", "USB") and read_text(supply / "online") == "1"
        for supply in _supplies(root)
    )
    discharging = any(read_text(battery / "status") == "Discharging" for battery in batteries)
    percent = read_number(batteries[0] / "capacity")
    return True, discharging and not plugged, None if percent is None else float(percent)


def _linux_saver(root: Path) -> str:
    """The setting that asks to save power: firmware profile, its daemons, or the CPU driver."""
    if read_text(root / "sys/firmware/acpi/platform_profile") == "low-power":
        return "platform profile low-power"
    state = read_text(root / "var/lib/power-profiles-daemon/state.ini")
    if "Profile=power-saver" in state.replace(" ", "").splitlines():
        return "power profile power-saver"
    if read_text(root / "etc/tuned/active_profile").startswith("powersave"):
        return "tuned profile powersave"
    preference = root / "sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference"
    return "processor preference power" if read_text(preference) == "power" else ""


def _psutil_battery() -> tuple[bool, bool, float | None]:
    import psutil

    battery = psutil.sensors_battery()
    if battery is None:
        return False, False, None
    return True, battery.power_plugged is False, float(battery.percent)


def _windows_saver() -> str:
    import ctypes

    class SystemPowerStatus(ctypes.Structure):
        _fields_ = (
            ("ac_line_status", ctypes.c_ubyte),
            ("battery_flag", ctypes.c_ubyte),
            ("battery_life_percent", ctypes.c_ubyte),
            ("system_status_flag", ctypes.c_ubyte),
            ("battery_life_time", ctypes.c_ulong),
            ("battery_full_life_time", ctypes.c_ulong),
        )

    status = SystemPowerStatus()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (absent from non-Windows stubs)
    known = kernel.GetSystemPowerStatus(ctypes.byref(status))
    return "Windows battery saver" if known and status.system_status_flag == 1 else ""


def _macos_saver() -> str:
    import subprocess

    try:
        done = subprocess.run(
            ["/usr/bin/pmset", "-g"], capture_output=True, text=True, timeout=2, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = [line.split() for line in done.stdout.splitlines()]
    return "macOS low power mode" if ["lowpowermode", "1"] in words else ""
