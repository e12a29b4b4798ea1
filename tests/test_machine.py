"""What is found out about the machine, on trees of files that look like Linux's."""

import os
import sys
from pathlib import Path

import psutil
import pytest

from slmsum.machine import inspect_machine, usable_cores

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these facts are files on Linux")


def write(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + "\n", encoding="ascii")
    return root


def laptop(root: Path, status: str, plugged: str) -> Path:
    supplies = "sys/class/power_supply"
    return write(
        root,
        {
            f"{supplies}/AC/type": "Mains",
            f"{supplies}/AC/online": plugged,
            f"{supplies}/BAT0/type": "Battery",
            f"{supplies}/BAT0/status": status,
            f"{supplies}/BAT0/capacity": "57",
        },
    )


def test_a_machine_without_battery(tmp_path: Path) -> None:
    machine = inspect_machine(tmp_path)
    assert (machine.has_battery, machine.on_battery, machine.percent) == (False, False, None)
    assert machine.battery_saver == ""
    assert machine.cores >= 1


@pytest.mark.parametrize(
    "status, plugged, on_battery",
    [
        ("Discharging", "0", True),
        ("Charging", "1", False),
        ("Full", "1", False),
        ("Not charging", "1", False),
        # Some chargers are too weak for the load: the cable still decides.
        ("Discharging", "1", False),
    ],
)
def test_battery(tmp_path: Path, status: str, plugged: str, on_battery: bool) -> None:
    machine = inspect_machine(laptop(tmp_path, status, plugged))
    assert machine.has_battery
    assert machine.on_battery is on_battery
    assert machine.percent == 57


def test_the_battery_of_a_mouse_does_not_count(tmp_path: Path) -> None:
    mouse = "sys/class/power_supply/hidpp_battery_0"
    files = {f"{mouse}/type": "Battery", f"{mouse}/scope": "Device"}
    files[f"{mouse}/status"] = "Discharging"
    assert not inspect_machine(write(tmp_path, files)).has_battery


@pytest.mark.parametrize(
    "path, content, saver",
    [
        ("sys/firmware/acpi/platform_profile", "low-power", "platform profile low-power"),
        ("sys/firmware/acpi/platform_profile", "balanced", ""),
        (
            "var/lib/power-profiles-daemon/state.ini",
            "[State]\nDriver=fake\nProfile=power-saver",
            "power profile power-saver",
        ),
        ("var/lib/power-profiles-daemon/state.ini", "[State]\nProfile=performance", ""),
        ("etc/tuned/active_profile", "powersave", "tuned profile powersave"),
        (
            "sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference",
            "power",
            "processor preference power",
        ),
        ("sys/devices/system/cpu/cpu0/cpufreq/energy_performance_preference", "balance_power", ""),
    ],
)
def test_the_systems_own_saver(tmp_path: Path, path: str, content: str, saver: str) -> None:
    assert inspect_machine(write(tmp_path, {path: content})).battery_saver == saver


def test_two_threads_of_one_core_are_one_core(tmp_path: Path) -> None:
    files = {}
    for cpu in os.sched_getaffinity(0):
        topology = f"sys/devices/system/cpu/cpu{cpu}/topology"
        files |= {f"{topology}/core_id": "0", f"{topology}/physical_package_id": "0"}
    assert usable_cores(write(tmp_path, files)) == 1


def test_affinity_limits_cores() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert usable_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)


@pytest.mark.parametrize(
    "quota, most", [("100000 100000", 1), ("50000 100000", 1), ("max 100000", 99999)]
)
def test_a_containers_quota_limits_cores(tmp_path: Path, quota: str, most: int) -> None:
    cores = usable_cores(write(tmp_path, {"sys/fs/cgroup/cpu.max": quota}))
    assert 1 <= cores <= most


def test_agrees_with_psutil_about_this_machines_battery() -> None:
    battery = psutil.sensors_battery()
    assert inspect_machine().has_battery is (battery is not None)
