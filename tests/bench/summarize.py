"""What minutes cost: time, first words, memory and energy, beside bare loops over the same prompts.

    python tests/bench/summarize.py [--meetings 3] [--chats 20] [--modes saver,balanced,full]
        [--llama PYTHON] [--rounds 2] [--runs 5]

Every figure of the first table comes from a worker process of its own, as the command starts one.
The bare loop is CTranslate2 with the same folder, prompts, batches, threads and settings, in the
same process as ours and in turns with it. llama.cpp reads the GGUF file the folder was made from
and writes as many tokens as ours; --llama names an interpreter that has `xllamacpp`, for example
that of a throw-away venv. The conversations are those of the shared development data, which must
lie beside the project. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATA = ROOT.parent / "shared/data/dev"
sys.path[:0] = [str(ROOT), str(HERE)]

from summarize_jobs import Cost, Loops, LoopsJob, MeasuredJob, SlotsJob  # noqa: E402

from slmsum import power  # noqa: E402
from slmsum.conversation import Turn, build  # noqa: E402
from slmsum.engine import worker  # noqa: E402
from slmsum.jobs import ReadRequest, SummarizeJob  # noqa: E402
from slmsum.machine import inspect_machine  # noqa: E402
from slmsum.models.store import default_store  # noqa: E402
from slmsum.power import PowerPlan  # noqa: E402
from slmsum.progress import Progress  # noqa: E402
from slmsum.summarize.settings import SummarizeSettings  # noqa: E402

# An hour of research talk, a design meeting, and a committee with long speeches; then any others.
_FIRST_MEETINGS = ("Bro005", "ES2009c", "education_10")
_COLD_TURNS = 20


@dataclass(frozen=True)
class Case:
    """A conversation as a file."""

    name: str
    path: Path
    turns: int
    words: int


@dataclass(frozen=True)
class Measured:
    """A run in a fresh worker: seconds from its start to the answer and to the first draft."""

    case: Case
    seconds: float
    first: float
    cost: Cost


def main() -> None:
    """Run everything asked for and print each table as soon as it is complete."""
    options = _options()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    machine = inspect_machine()
    with tempfile.TemporaryDirectory() as place:
        meetings = list(_cases("qmsum_meetings_dev.jsonl", Path(place), options.meetings))
        chats = list(_cases("house_dev.jsonl", Path(place), options.chats))
        plans = [power.plan(mode, machine) for mode in options.modes.split(",")]
        _modes_table(plans, meetings, chats)
        _cold_table(plans, Path(place), options.runs)
        full = replace(power.plan("full", machine), candidates=1)
        loops = _loops_table(full, [*meetings, *chats], len(meetings), options.rounds)
        _llama_table(full, loops, options.llama)
        if meetings:
            _slots_table(full, meetings[0], options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--meetings", type=int, default=3)
    parser.add_argument("--chats", type=int, default=20)
    parser.add_argument("--modes", default="saver,balanced,full")
    parser.add_argument("--llama", metavar="PYTHON", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def _cases(name: str, place: Path, count: int) -> Iterator[Case]:
    """The first `count` conversations of a data file, each written to a file of its own."""
    rows = [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    wanted = {key: number for number, key in enumerate(_FIRST_MEETINGS)}
    rows.sort(key=lambda row: wanted.get(row["id"], len(wanted)))
    for row in rows[:count]:
        turns = [Turn(i, speaker, text) for i, (speaker, text) in enumerate(row["turns"])]
        conversation = build(turns, format="slmsum", source=row["id"])
        path = place / f"{row['id']}.json"
        path.write_text(json.dumps(conversation.to_json()), encoding="utf-8")
        yield Case(row["id"], path, len(turns), conversation.word_count)


def _measure(case: Case, plan: PowerPlan) -> Measured:
    began = time.perf_counter()
    first: list[float] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "drafting" and progress.done > 0 and not first:
            first.append(time.perf_counter() - began)

    job = MeasuredJob(SummarizeJob(ReadRequest(case.path), SummarizeSettings(plan)))
    cost = worker.run(job, watch)
    seconds = time.perf_counter() - began
    return Measured(case, seconds, first[0] if first else seconds, cost)


def _modes_table(
    plans: Sequence[PowerPlan], meetings: Sequence[Case], chats: Sequence[Case]
) -> None:
    print("Whole minutes, each in a fresh worker, from its start to the answer")
    _row("mode", "conversation", "words", "cand.", "s", "s/1000 w", "first s", "MB", "J", "by")
    for plan in plans:
        for case in meetings:
            _measured_row(plan, case.name, [_measure(case, plan)])
        if chats:
            _measured_row(plan, f"{len(chats)} chats", [_measure(case, plan) for case in chats])
    print()


def _measured_row(plan: PowerPlan, name: str, runs: Sequence[Measured]) -> None:
    """One row: totals of words, seconds and joules, the median first words, the highest peak."""
    words = sum(run.case.words for run in runs)
    seconds = sum(run.seconds for run in runs)
    _row(
        plan.mode.value,
        name,
        f"{words:,}",
        max(run.cost.candidates for run in runs),
        f"{seconds:.1f}",
        f"{seconds / words * 1000:.2f}",
        f"{statistics.median(run.first for run in runs):.2f}",
        f"{max(run.cost.mb for run in runs):.0f}",
        f"{sum(run.cost.joules for run in runs):.1f}",
        runs[0].cost.joules_source,
    )


def _cold_table(plans: Sequence[PowerPlan], place: Path, runs: int) -> None:
    """The real command on the chat nearest to twenty turns, from its start to its end."""
    if runs < 1:
        return
    rows = (DATA / "house_dev.jsonl").read_text(encoding="utf-8").splitlines()
    chat = min(map(json.loads, rows), key=lambda row: abs(len(row["turns"]) - _COLD_TURNS))
    path = place / "cold.txt"
    text = "\n".join(f"{speaker}: {said}" for speaker, said in chat["turns"])
    path.write_text(text + "\n", encoding="utf-8")
    print(f"The command, a chat of {len(chat['turns'])} turns, cold start to printed result, s")
    _row("mode", f"{runs} runs", "median", "best", "worst")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for plan in plans:
        command = [sys.executable, "-m", "slmsum", str(path), "--power", plan.mode.value]
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            subprocess.run(
                command, env=environment, check=True, stdout=subprocess.DEVNULL, cwd=place
            )
            times.append(time.perf_counter() - began)
        figures = (statistics.median(times), min(times), max(times))
        _row(plan.mode.value, "", *(f"{value:.2f}" for value in figures))
    print()


def _loops_table(
    plan: PowerPlan, cases: Sequence[Case], meetings: int, rounds: int
) -> dict[str, list[Loops]]:
    print(f"One candidate on {plan.threads} threads, s: ours beside a bare CTranslate2 loop")
    _row("", "conversation", "segm.", "ours", "bare", "ratio", "whole", "ratio", "same")
    groups = {case.name: [case] for case in cases[:meetings]}
    if cases[meetings:]:
        groups[f"{len(cases) - meetings} chats"] = list(cases[meetings:])
    results: dict[str, list[Loops]] = {}
    for name, group in groups.items():
        found = [worker.run(LoopsJob(case.path, plan, rounds)) for case in group]
        results[name] = found
        ours, bare, whole = (
            sum(getattr(loops, way) for loops in found) for way in ("ours", "bare", "whole")
        )
        segments = sum(loops.segments for loops in found)
        _row(
            "",
            name,
            segments,
            f"{ours:.2f}",
            f"{bare:.2f}",
            f"{ours / bare:.3f}",
            f"{whole:.2f}",
            f"{whole / bare:.3f}",
            f"{sum(loops.same for loops in found)} of {segments}",
        )
    print()
    return results


def _llama_table(plan: PowerPlan, found: dict[str, list[Loops]], python: str) -> None:
    if not _has_llama(python):
        print("llama.cpp left out: --llama names no interpreter that has xllamacpp\n")
        return
    print(f"The same prompts and lengths by llama.cpp on {plan.threads} threads, s")
    _row("", "conversation", "tokens in", "out", "ours", "1 slot", "ratio", "4 slots", "ratio")
    (gguf,) = default_store().source("smollm2-135m").glob("*.gguf")
    for name, loops in found.items():
        prompts = [p for one in loops for batch in one.batches for p in batch]
        answers = [n for one in loops for batch in one.answers for n in batch]
        ours = sum(one.ours for one in loops)
        # Chats come one at a time, so that there is nothing to run beside another.
        counts = (1, 4) if len(loops) == 1 else (1,)
        figures: list[str] = []
        for parallel in counts:
            work = {
                "gguf": str(gguf),
                "threads": plan.threads,
                "parallel": parallel,
                "prompts": prompts,
                "answers": answers,
            }
            done = subprocess.run(
                [python, str(HERE / "llama_loop.py")],
                input=json.dumps(work),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            seconds = json.loads(done.stdout.splitlines()[-1])["seconds"]
            figures += [f"{seconds:.2f}", f"{ours / seconds:.2f}"]
        tokens = sum(map(len, prompts))
        _row("", name, f"{tokens:,}", f"{sum(answers):,}", f"{ours:.2f}", *figures)
    print()


def _has_llama(python: str) -> bool:
    if python == sys.executable:
        return importlib.util.find_spec("xllamacpp") is not None
    return subprocess.run([python, "-c", "import xllamacpp"], check=False).returncode == 0


def _slots_table(plan: PowerPlan, case: Case, rounds: int) -> None:
    if plan.threads < 2:
        print("Slots left out: there is one core")
        return
    print(f"Threads within a slot or slots beside each other: the segments of {case.name}, s")
    times = worker.run(SlotsJob(case.path, plan, rounds))
    best = min(times.values())
    for way, seconds in times.items():
        print(f"  {way:<42} {seconds:>7.2f} {seconds / best:>6.2f}")


def _row(mode: object, name: object, *figures: object) -> None:
    cells: Iterable[str] = (f"{figure!s:>10}" for figure in figures)
    print(f"{mode!s:<9}{name!s:<14}{''.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
