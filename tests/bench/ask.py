"""Ask the development questions: what is answered, abstained from and cited, with intervals.

Run as `python tests/bench/ask.py [--limit N] [--power MODE] FILE...`; FILE is of the development
data's shape, house_dev.jsonl or qmsum_meetings_dev.jsonl.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slmsum import power
from slmsum.ask.answer import AskSettings
from slmsum.ask.pipeline import asker_of
from slmsum.engine.loaded import LoadedModels
from slmsum.machine import inspect_machine
from slmsum.models.store import default_store
from slmsum.training.eval_sets import EvalRow, read_set
from slmsum.training.evaluate import score_answer
from slmsum.training.metrics import Retrieval, figure


def measure(rows: Sequence[EvalRow], mode: str) -> tuple[list[dict[str, Any]], float]:
    """Figures of each answer, and the seconds that a question took on average."""
    models = LoadedModels(default_store())
    settings = AskSettings(power.plan(mode, inspect_machine()))
    scores, began = [], time.monotonic()
    for row in rows:
        asker = asker_of(row.conversation, settings, models)
        scores += [score_answer(asked, asker.answer(asked.question)) for asked in row.questions]
    return scores, (time.monotonic() - began) / max(1, len(scores))


def table(name: str, scores: Sequence[dict[str, Any]], seconds: float) -> str:
    """A Markdown table with 95% bootstrap intervals over questions."""
    lines = [f"| {name}, {len(scores)} questions | % |", "|---|---|"]
    for label, key in (
        ("unanswerable, abstained", "abstained"),
        ("answerable, answered", "answered"),
    ):
        found = [100.0 * s[key].right for s in scores if s[key].wanted]
        lines += [f"| {label} | {figure(found)} |"] if found else []
    cited = [s["cited turns"] for s in scores if "cited turns" in s]
    lines.append(f"| cited turns among the labelled | {figure(_precision(cited))} |")
    for key in ("answers R1", "quoted answers"):
        lines.append(f"| {key} | {figure([s[key] for s in scores if key in s])} |")
    return "\n".join([*lines, f"| seconds a question | {seconds:.2f} |"])


def _precision(cited: Sequence[Retrieval]) -> list[float]:
    return [100 * one.precision for one in cited if one.written and one.wanted]


def main() -> None:
    """Print a table for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=1_000_000, help="conversations of each file")
    parser.add_argument("--power", default="saver")
    options = parser.parse_args()
    for path in options.files:
        rows = [row for row in read_set(path) if row.questions][: options.limit]
        print(table(path.stem, *measure(rows, options.power)), flush=True)


if __name__ == "__main__":
    main()
