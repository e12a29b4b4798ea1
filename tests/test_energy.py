"""The meter on files that look like Linux's counters, and on this process."""

import subprocess
import sys
from pathlib import Path

import pytest

from slmsum import energy
from slmsum.energy import WATTS_PER_BUSY_CORE, BatteryGauge, Meter, RaplGauge, choose_gauge


def zone(root: Path, name: str, label: str, microjoules: int, most: int = 262_143_328_850) -> Path:
    folder = root / "sys/class/powercap" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "name").write_text(f"{label}\n")
    (folder / "energy_uj").write_text(f"{microjoules}\n")
    (folder / "max_energy_range_uj").write_text(f"{most}\n")
    return folder


def battery(root: Path, **files: str) -> Path:
    folder = root / "sys/class/power_supply/BAT0"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"type": "Battery", "status": "Discharging", **files}.items():
        (folder / name).write_text(f"{content}\n")
    return folder


def test_rapl_adds_packages_and_memory_but_no_part_twice(tmp_path: Path) -> None:
    zones = [
        zone(tmp_path, "intel-rapl:0", "package-0", 1_000_000),
        zone(tmp_path, "intel-rapl:1", "package-1", 5_000_000),
        zone(tmp_path, "intel-rapl:0:1", "dram", 100),
        zone(tmp_path, "intel-rapl:0:0", "core", 7),
        zone(tmp_path, "intel-rapl:2", "psys", 9),
    ]
    with Meter(tmp_path) as meter:
        for folder in zones:
            before = int((folder / "energy_uj").read_text())
            (folder / "energy_uj").write_text(str(before + 2_000_000))
    assert meter.energy() == energy.Energy(6.0, "rapl")


def test_rapl_counters_that_turn_over(tmp_path: Path) -> None:
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 9_000_000, most=9_999_999)
    gauge = RaplGauge([folder])
    gauge.sample()
    (folder / "energy_uj").write_text("1000000")
    gauge.sample()
    assert gauge.joules == pytest.approx(2.0)


def test_unreadable_rapl_gives_way(tmp_path: Path) -> None:
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 1)
    (folder / "energy_uj").unlink()
    (folder / "energy_uj").mkdir()
    assert choose_gauge(tmp_path).source == "estimate"
    battery(tmp_path, power_now="8000000")
    assert choose_gauge(tmp_path).source == "battery"


@pytest.mark.parametrize(
    "files, watts",
    [
        ({"power_now": "8000000"}, 8.0),
        ({"power_now": "-8000000"}, 8.0),
        ({"current_now": "1000000", "voltage_now": "12000000"}, 12.0),
    ],
)
def test_battery_power_is_integrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], watts: float
) -> None:
    gauge = BatteryGauge(battery(tmp_path, **files))
    clock = iter((100.0, 103.0))
    monkeypatch.setattr(energy.time, "monotonic", lambda: next(clock))
    gauge.sample()
    gauge.sample()
    assert gauge.joules == pytest.approx(3 * watts)


def test_a_charging_battery_says_nothing_about_use(tmp_path: Path) -> None:
    battery(tmp_path, status="Charging", power_now="8000000")
    assert choose_gauge(tmp_path).source == "estimate"


# The times of another process come in ticks of the kernel, user and system apart, in joules.
TICKS = 0.05 * WATTS_PER_BUSY_CORE


def spin(seconds: float) -> str:
    return f"import time\nwhile time.process_time() < {seconds}: pass"


def test_the_estimate_follows_cpu_time_of_children(tmp_path: Path) -> None:
    with Meter(tmp_path) as meter:
        subprocess.run([sys.executable, "-c", spin(0.3)], check=True)
    measured = meter.energy()
    assert measured.source == "estimate"
    assert measured.joules >= 0.3 * WATTS_PER_BUSY_CORE - TICKS
    assert measured == meter.energy()


def test_the_estimate_sees_children_that_still_run(tmp_path: Path) -> None:
    code = spin(0.3) + "\nprint('spun', flush=True)\ninput()"
    with Meter(tmp_path) as meter:
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with child:
            assert child.stdout is not None
            child.stdout.readline()
            running = meter.energy().joules
            child.communicate(b"\n")
    assert running >= 0.3 * WATTS_PER_BUSY_CORE - TICKS
    assert meter.energy().joules >= running - TICKS
