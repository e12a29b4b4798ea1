"""Draw the loss curves of training runs.

Run as `python -m slmsum.training.loss_chart HISTORY... --out FILE`, HISTORY being the
`history.json` of a run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

_WINDOW = 10


def smoothed(losses: Sequence[float], window: int = _WINDOW) -> list[float]:
    """The mean of each loss with up to `window` - 1 before it."""
    return [
        sum(losses[max(0, i + 1 - window) : i + 1]) / min(window, i + 1) for i in range(len(losses))
    ]


def draw(histories: Sequence[Path], out: Path) -> None:
    """One curve for each run over the tokens trained on, one run after the other, as a PNG file."""
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(7, 3.5), layout="constrained")
    axes = canvas.add_subplot()
    seen = 0.0
    for number, history in enumerate(histories):
        steps = json.loads(history.read_text(encoding="utf-8"))["steps"]
        places = []
        for step in steps:
            seen += step["tokens"]
            places.append(seen / 1000)
        losses = [step["loss"] for step in steps]
        (line,) = axes.plot(places, smoothed(losses), label=f"run {number + 1}")
        axes.plot(places, losses, color=line.get_color(), alpha=0.2)
    axes.set_xlabel("thousand tokens")
    axes.set_ylabel(f"loss, and its mean over {_WINDOW} steps")
    axes.legend()
    canvas.savefig(str(out), dpi=150)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of the chart."""
    parser = argparse.ArgumentParser(description="Draw loss curves of training runs.")
    parser.add_argument("histories", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    draw(options.histories, options.out)


if __name__ == "__main__":
    main()
