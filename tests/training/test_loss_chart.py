"""Loss curves of the shipped adapter's runs."""

from pathlib import Path

import pytest

from slmsum.training import loss_chart

ADAPTER = Path(__file__).parents[2] / "resources/adapter"


def test_a_running_mean() -> None:
    assert loss_chart.smoothed([4.0, 2.0, 0.0], 2) == pytest.approx([4.0, 3.0, 1.0])
    assert loss_chart.smoothed([]) == []


def test_the_curves_of_the_shipped_adapter(tmp_path: Path) -> None:
    out = tmp_path / "loss.png"
    loss_chart.main([*map(str, sorted(ADAPTER.glob("history*.json"))), "--out", str(out)])
    assert out.read_bytes().startswith(b"\x89PNG")
