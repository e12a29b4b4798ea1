"""`slmsum doctor` on a machine without models."""

import json
from pathlib import Path

from cli_process import Run

from slmsum import __version__
from slmsum.machine import inspect_machine


def test_json_holds_what_the_machine_is(slmsum: Run, tmp_path: Path) -> None:
    done = slmsum("doctor", "--json", SLMSUM_HOME=str(tmp_path / "home"))
    assert (done.returncode, done.stderr) == (0, "")
    health = json.loads(done.stdout)
    assert health["version"] == __version__
    assert health["data"] == str(tmp_path / "home")
    assert health["cores"] == inspect_machine().cores
    assert health["power"] in ("saver", "balanced")
    assert health["power_why"]
    assert health["meter"] in ("rapl", "battery", "estimate")
    assert health["offline"] is True
    assert {model["state"] for model in health["models"]} == {"missing"}


def test_text_says_the_same_in_words(slmsum: Run, tmp_path: Path) -> None:
    shown = slmsum("doctor", SLMSUM_HOME=str(tmp_path / "home")).stdout
    assert f"slmsum    {__version__}" in shown
    assert "Network   refused" in shown
    assert "missing" in shown
    assert str(tmp_path / "home") in shown


def test_sound_devices_are_named_or_their_absence_is(slmsum: Run, tmp_path: Path) -> None:
    variables = {"SLMSUM_HOME": str(tmp_path / "home"), "PULSE_SERVER": f"unix:{tmp_path}/none"}
    health = json.loads(slmsum("doctor", "--json", **variables).stdout)
    assert isinstance(health["microphones"], list) and isinstance(health["system_sound"], list)
    shown = slmsum("doctor", **variables).stdout
    named = ", ".join(health["microphones"]) or health["sound_problem"] or "none"
    assert f"Mic       {named}" in shown
