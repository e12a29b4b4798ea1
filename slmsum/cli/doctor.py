"""`slmsum doctor`: what is installed, what the machine is like, and where things lie."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from slmsum import __version__
from slmsum.cli import options, output
from slmsum.errors import ModelError, ModelMissing, SoundError
from slmsum.machine import Machine

if TYPE_CHECKING:
    from slmsum.models.store import ModelStore

_METERS = {
    "rapl": "the processor's own counters (RAPL)",
    "battery": "the battery's power reading",
    "estimate": "estimated from CPU time",
}


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model, known or brought by the user; `state` is whole, missing, or what is wrong."""

    name: str
    role: str
    state: str
    megabytes: float
    sha256: str


@dataclass(frozen=True, slots=True)
class Health:
    """Everything the doctor looks at."""

    version: str
    python: str
    system: str
    data: str
    cores: int
    has_battery: bool
    on_battery: bool
    battery_percent: float | None
    battery_saver: str
    power: str
    power_why: str
    threads: int
    meter: str
    offline: bool
    microphones: tuple[str, ...]
    system_sound: tuple[str, ...]
    sound_problem: str
    models: tuple[ModelState, ...]


def doctor(as_json: options.Json = False, debug: options.Debug = False) -> None:
    """Tell what is there, what is missing, and how power is used."""
    health = examine()
    if as_json:
        output.write_stdout(json.dumps(asdict(health), indent=2) + "\n")
        return
    output.write_stdout("\n".join(_lines(health)) + "\n")


def examine() -> Health:
    """Look at everything; the models are read whole to check their hashes."""
    from slmsum import offline, power
    from slmsum.energy import choose_gauge
    from slmsum.machine import inspect_machine
    from slmsum.paths import home

    machine = inspect_machine()
    sound = _sound()
    plan = power.plan(power.AUTO, machine)
    return Health(
        version=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        data=str(home()),
        cores=machine.cores,
        has_battery=machine.has_battery,
        on_battery=machine.on_battery,
        battery_percent=machine.percent,
        battery_saver=machine.battery_saver,
        power=plan.mode.value,
        power_why=plan.why,
        threads=plan.threads,
        meter=choose_gauge().source,
        offline=offline.installed(),
        microphones=sound[0],
        system_sound=sound[1],
        sound_problem=sound[2],
        models=_models(),
    )


def _sound() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Names of microphones, names of what plays, and why there are none if that is known."""
    from slmsum.audio.devices import Kind, find_sources

    try:
        sources = find_sources()
    except SoundError as error:
        return (), (), error.message
    names = {kind: tuple(source.name for source in sources if source.kind is kind) for kind in Kind}
    return names[Kind.MICROPHONE], names[Kind.SYSTEM], ""


def _models() -> tuple[ModelState, ...]:
    from slmsum.models.catalogue import load_catalogue
    from slmsum.models.store import default_store

    store = default_store()
    roles = {model.name: model.role for model in load_catalogue().models}
    names = [*roles, *(name for name in store.names() if name not in roles)]
    return tuple(_model(store, name, roles.get(name, "")) for name in names)


def _model(store: ModelStore, name: str, role: str) -> ModelState:
    try:
        manifest = store.verify(name)
    except ModelMissing:
        return ModelState(name, role, "missing", 0.0, "")
    except ModelError as error:
        return ModelState(name, role, error.message, 0.0, "")
    largest = max(manifest.files, key=lambda file: file.bytes)
    return ModelState(name, manifest.role, "whole", manifest.bytes / 1e6, largest.sha256)


def _lines(health: Health) -> list[str]:
    machine = Machine(
        health.cores,
        health.has_battery,
        health.on_battery,
        health.battery_percent,
        health.battery_saver,
    )
    rows = [
        ("slmsum", health.version),
        ("Python", f"{health.python} on {health.system}, {sys.executable}"),
        ("Data", health.data),
        ("Cores", f"{health.cores} physical that may be used"),
        ("Battery", _battery(machine)),
        ("Power", f"{health.power} ({health.power_why}), threads: {health.threads}"),
        ("Energy", _METERS[health.meter]),
        ("Network", "refused" if health.offline else "NOT refused"),
        ("Mic", ", ".join(health.microphones) or health.sound_problem or "none"),
        ("Playing", ", ".join(health.system_sound) or health.sound_problem or "none"),
    ]
    lines = [f"{name:<9} {value}" for name, value in rows]
    for model in health.models:
        size = f", {model.megabytes:,.0f} MB" if model.megabytes else ""
        digest = f", sha256 {model.sha256[:12]}" if model.sha256 else ""
        lines.append(f"{'Model':<9} {model.name} ({model.role}): {model.state}{size}{digest}")
    return lines


def _battery(machine: Machine) -> str:
    if not machine.has_battery:
        return "none"
    parts = ["in use" if machine.on_battery else "on mains"]
    if machine.percent is not None:
        parts.append(f"{machine.percent:.0f} %")
    if machine.battery_saver:
        parts.append(machine.battery_saver)
    return ", ".join(parts)
