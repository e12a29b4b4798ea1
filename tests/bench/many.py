"""Many conversations: how a batch scales with workers, and what a million would take.

    python tests/bench/many.py ../shared/data/dev/house_dev.jsonl [--count 40] [--workers 1 2]

Prints Markdown. What stands in the second table is computed from the first and the assumptions
given as options; the machine's idle power is left out, as it would be on all the same.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from slmsum.export.formats import Format
from slmsum.machine import Machine
from slmsum.many.batch import BatchSettings, State, run_batch
from slmsum.many.journal import Journal
from slmsum.many.units import Unit, find_units
from slmsum.many.workers import LocalWorkers
from slmsum.power import plan
from slmsum.summarize.settings import SummarizeSettings

MILLION = 1_000_000


@dataclass(frozen=True)
class Run:
    """One batch: `joules` as the meter says, `mb` the most memory that one worker took."""

    workers: int
    count: int
    seconds: float
    joules: float
    source: str
    mb: float

    @property
    def rate(self) -> float:
        """Conversations a second."""
        return self.count / self.seconds


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--turns", type=int, default=12, help="turns of each conversation")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--power", default="saver")
    parser.add_argument("--watts", type=float, default=15.0, help="of the machine, all cores busy")
    parser.add_argument("--kwh-price", type=float, default=0.30, help="of electricity")
    parser.add_argument("--core-hour", type=float, default=0.012, help="price of a rented core")
    parser.add_argument("--cores", type=int, default=64, help="rented")
    return parser.parse_args()


def write_chats(data: Path, folder: Path, count: int, turns: int) -> int:
    """Short conversations from the first turns of those in `data`; gives the number of words."""
    words = 0
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    for number in range(count):
        said = rows[number % len(rows)]["turns"][:turns]
        text = "".join(f"{speaker}: {words_said}\n" for speaker, words_said in said)
        words += len(text.split())
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return words


def run(units: list[Unit], settings: BatchSettings, workers: int, out: Path) -> Run:
    peak = 0.0

    def look(_unit: Unit, _progress: object) -> None:
        nonlocal peak
        for worker in hands.workers:
            if worker.pid is not None and psutil.pid_exists(worker.pid):
                peak = max(peak, psutil.Process(worker.pid).memory_info().rss / 1e6)

    began = time.monotonic()
    with Journal(out) as journal, LocalWorkers(settings.plan, workers, look) as hands:
        report = run_batch(units, settings, hands, journal)
        seconds = time.monotonic() - began
    made = report.counts[State.MADE]
    return Run(workers, made, seconds, report.joules, report.joules_source, peak)


def print_runs(runs: list[Run]) -> None:
    print("| workers | conversations | seconds | a second | against one | J each | MB a worker |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for found in runs:
        print(
            f"| {found.workers} | {found.count} | {found.seconds:.0f} | {found.rate:.2f} "
            f"| {found.rate / runs[0].rate:.2f} | {found.joules / found.count:.1f} "
            f"({found.source}) | {found.mb:.0f} |"
        )


def print_projection(best: Run, chosen: argparse.Namespace) -> None:
    hours = MILLION / best.rate / 3600
    joules = MILLION * best.joules / best.count
    wall = hours * chosen.watts
    core_hours = hours * best.workers
    print("\n| a million conversations | this machine | rented cores |")
    print("|---|--:|--:|")
    print(f"| hours | {hours:,.0f} | {core_hours / chosen.cores:,.1f} on {chosen.cores} |")
    print(f"| core-hours | {core_hours:,.0f} | {core_hours:,.0f} |")
    print(f"| energy as the meter says | {joules / 1e6:,.1f} MJ ({joules / 3.6e6:,.1f} kWh) | |")
    print(
        f"| energy at {chosen.watts:g} W | {wall * 3600 / 1e6:,.1f} MJ ({wall / 1e3:,.1f} kWh) | |"
    )
    rent = core_hours * chosen.core_hour
    print(f"| cost | {wall / 1e3 * chosen.kwh_price:,.2f} | {rent:,.2f} |")
    print(
        f"\nAssumed: {chosen.watts:g} W for the whole machine at work, {chosen.kwh_price:g} a kWh, "
        f"{chosen.core_hour:g} for a rented core-hour, cores as fast as these and independent."
    )


def main() -> None:
    chosen = options()
    settings = BatchSettings(
        SummarizeSettings(plan(chosen.power, Machine(cores=os.cpu_count() or 1))), Format.JSON
    )
    with tempfile.TemporaryDirectory() as folder:
        chats = Path(folder) / "chats"
        chats.mkdir()
        words = write_chats(chosen.data, chats, chosen.count, chosen.turns)
        units = find_units([chats])
        print(
            f"{chosen.count} conversations, {words / chosen.count:.0f} words each, {chosen.power}\n"
        )
        runs = [run(units, settings, n, Path(folder) / f"out{n}") for n in chosen.workers]
    print_runs(runs)
    print_projection(max(runs, key=lambda found: found.rate), chosen)


if __name__ == "__main__":
    main()
