"""The evaluation's figures as a table and as bars, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slmsum.training.metrics import Figure, Retrieval, figure


@dataclass(frozen=True)
class Scores:
    """What was evaluated and the figures of each conversation or question, by their names."""

    name: str
    each: tuple[dict[str, Any], ...]

    def total(self, key: str) -> Figure | Retrieval | None:
        """The mean of a figure or the sum of its counts, None where nothing has it."""
        found = [one[key] for one in self.each if key in one]
        if not found:
            return None
        if isinstance(found[0], Retrieval):
            return sum(found, Retrieval())
        return figure(found)


def markdown(lines: Sequence[Scores]) -> str:
    """A Markdown table with a row for each figure and a column for each line."""
    keys = list(dict.fromkeys(key for line in lines for one in line.each for key in one))
    rows = [
        "| | " + " | ".join(line.name for line in lines) + " |",
        "|---" * (len(lines) + 1) + "|",
    ]
    for key in keys:
        cells = [line.total(key) for line in lines]
        rows.append(f"| {key} | " + " | ".join("" if c is None else str(c) for c in cells) + " |")
    return "\n".join(rows)


def bar_chart(lines: Sequence[Scores], key: str, path: Path) -> None:
    """Bars of one figure with their intervals, as a PNG file."""
    from matplotlib.figure import Figure as Canvas

    found = [(line.name, total) for line in lines if isinstance(total := line.total(key), Figure)]
    canvas = Canvas(figsize=(7, 0.6 + 0.45 * len(found)), layout="constrained")
    axes = canvas.add_subplot()
    names, totals = [name for name, _ in found], [total for _, total in found]
    spread = [[t.mean - t.low for t in totals], [t.high - t.mean for t in totals]]
    axes.barh(names, [t.mean for t in totals], xerr=spread, color="#4c72b0", ecolor="#333333")
    axes.invert_yaxis()
    axes.set_xlabel(key)
    canvas.savefig(str(path), dpi=150)
