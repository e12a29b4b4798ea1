"""`slmsum batch` and `slmsum watch` with the real models: killed, interrupted, resumed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from slmsum.export.formats import Format
from slmsum.machine import Machine
from slmsum.many.batch import BatchSettings, Ended, State, run_batch
from slmsum.many.journal import Journal
from slmsum.many.units import find_units
from slmsum.many.watch import Watch
from slmsum.many.workers import LocalWorkers
from slmsum.minutes import Minutes
from slmsum.power import plan
from slmsum.summarize.settings import SummarizeSettings
from slmsum.templates.template import Choice, Template

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("models")]

ROOT = Path(__file__).parents[2]
TOPICS = ("keys", "tickets", "van")
SAVER = BatchSettings(SummarizeSettings(plan("saver", Machine(cores=2))), Format.JSON)
SAMPLING = BatchSettings(SummarizeSettings(plan("balanced", Machine(cores=2))), Format.JSON)


@pytest.fixture
def models(summarizer_folder: Path, encoder_folder: Path) -> None:
    """The models a batch needs are there."""


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    """Three chats in folders, a broken file and a photo."""
    folder = tmp_path / "chats"
    for number, topic in enumerate(TOPICS):
        path = folder / f"{number % 2}" / f"{topic}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Ann: Can you bring the {topic} to Ben on Monday?\nBen: Yes, at nine.\n"
            f"Ann: Great, and who pays for the {topic}?\nBen: I do not know yet.\n",
            encoding="utf-8",
        )
    (folder / "broken.json").write_text('{"messages": [', encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4)
    return folder


def laid_out(body: str) -> BatchSettings:
    template = Template("mine", "Mine", body=body, source="mine.toml")
    settings = replace(SAVER.settings, template=Choice(asked=template))
    return BatchSettings(settings, Format.MARKDOWN)


def batch(chats: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    arguments = ("batch", str(chats), "-o", str(out), "-f", "json", "--power", "saver", *options)
    return subprocess.Popen(
        [sys.executable, "-m", "slmsum", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def minutes_in(out: Path) -> dict[str, dict[str, Any]]:
    """All minutes by the names of their files, without what each run measures anew."""
    found = {}
    for path in sorted(out.rglob("*.json")):
        data = Minutes.from_json(json.loads(path.read_text(encoding="utf-8"))).to_json()
        for measured in ("seconds", "joules"):
            del data["made_by"][measured]
        found[path.relative_to(out).as_posix()] = data
    return found


def wait_for_minutes(out: Path) -> None:
    while not list(out.rglob("*.txt.json")):
        time.sleep(0.02)


def children(process: subprocess.Popen[str]) -> Iterator[psutil.Process]:
    yield from psutil.Process(process.pid).children(recursive=True)


def test_a_killed_batch_goes_on_mirrors_the_folder_and_ends_with_errors(
    chats: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    running = batch(chats, out)
    wait_for_minutes(out)
    workers = list(children(running))
    running.kill()
    running.communicate()
    assert not psutil.wait_procs(workers, timeout=5)[1]
    kept = {path: path.stat().st_mtime_ns for path in out.rglob("*.txt.json")}
    assert 1 <= len(kept) == len(minutes_in(out))
    done = batch(chats, out, "--workers", "2")
    printed, errors = done.communicate()
    assert done.returncode == 1
    made = len(TOPICS) - len(kept)
    said = f"{made} made, {len(kept)} already there, 1 passed over, 1 failed; "
    assert printed.startswith(said.removeprefix("0 made, "))
    assert errors.splitlines()[-1].startswith(f"slmsum: {chats / 'broken.json'}: ")
    assert sorted(minutes_in(out)) == ["0/keys.txt.json", "0/van.txt.json", "1/tickets.txt.json"]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    (chats / "broken.json").unlink()
    again = batch(chats, out)
    assert again.communicate()[0].startswith("3 already there, 1 passed over; ")
    assert again.returncode == 0


def test_an_interrupt_ends_it_and_keeps_what_is_done(
    chats: Path,
    tmp_path: Path,
    interrupts: None,
    record_property: Callable[[str, object], None],
) -> None:
    out = tmp_path / "out"
    running = batch(chats, out)
    wait_for_minutes(out)
    workers = list(children(running))
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate()
    latency = time.monotonic() - began
    record_property("milliseconds", round(latency * 1000))
    sys.stdout.write(f"stopped after {latency * 1000:.0f} ms\n")
    assert running.returncode == 130
    assert "Traceback" not in errors
    assert workers
    assert not any(process.is_running() for process in workers)
    assert minutes_in(out)


def test_minutes_do_not_depend_on_what_the_worker_did_before(chats: Path, tmp_path: Path) -> None:
    units = find_units([chats / "0"])
    first, second = tmp_path / "first", tmp_path / "second"
    with LocalWorkers(SAMPLING.plan, 1) as workers:
        for out, order in ((first, units), (second, units[::-1])):
            with Journal(out) as journal:
                report = run_batch(order, SAMPLING, workers, journal)
            assert report.counts[State.MADE] == 2
    assert minutes_in(first) == minutes_in(second)


def test_other_settings_or_content_make_minutes_anew(chats: Path, tmp_path: Path) -> None:
    (unit,) = find_units([chats / "0" / "keys.txt"])
    ended: list[Ended] = []
    with Journal(tmp_path / "out") as journal, LocalWorkers(SAVER.plan, 1) as workers:

        def run(settings: BatchSettings) -> None:
            run_batch([unit], settings, workers, journal, ended.append)

        run(SAVER)
        run(SAVER)
        run(laid_out("# {{ title }}"))
        unit.path.write_text("Ann: I bring the cups.\nBen: Good.\n", encoding="utf-8")
        run(laid_out("# {{ title }}"))
    assert [e.state for e in ended] == [State.MADE, State.THERE, State.MADE, State.MADE]
    assert all(e.output and e.output.read_text("utf-8").startswith("# ") for e in ended[2:])


def test_notes_on_the_file_and_a_failing_template_come_with_the_minutes(
    chats: Path, tmp_path: Path
) -> None:
    units = find_units([chats / "0" / "keys.txt"])
    ended: list[Ended] = []
    with Journal(tmp_path / "out") as journal, LocalWorkers(SAVER.plan, 1) as workers:
        run_batch(units, laid_out("{{ nothing }}"), workers, journal, ended.append)
        run_batch(units, replace(SAVER, format=Format.ICS), workers, journal, ended.append)
    failing, dateless = ended
    assert failing.state is State.MADE
    assert failing.output
    assert "## Summary" in failing.output.read_text("utf-8")
    for end, words in ((failing, "mine.toml: body: "), (dateless, "no date is known")):
        assert end.made
        assert any(words in warning for warning in end.made.warnings)


def test_watching_waits_for_whole_files_and_survives_bad_ones(chats: Path) -> None:
    for path in (chats / "1").iterdir():
        path.unlink()
    out = chats / "out"
    stop, ready, seen = threading.Event(), threading.Event(), []
    arrived = threading.Event()

    def on_ended(ended: Ended) -> None:
        seen.append((ended.unit.name, ended.state))
        if ended.unit.name == "late.txt":
            arrived.set()

    with Journal(out) as journal, LocalWorkers(SAVER.plan, 1) as workers:
        watch = Watch(chats, SAVER, workers, journal, settled=0.3)
        thread = threading.Thread(target=watch.run, args=(stop, on_ended, ready.set))
        thread.start()
        ready.wait()
        with (chats / "late.txt").open("w", encoding="utf-8") as stream:
            for number in range(5):
                stream.write(f"Ann: We need {number} more chairs.\nBen: I will get them.\n")
                stream.flush()
        assert arrived.wait(60)
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
    made = [(f"0/{topic}.txt", State.MADE) for topic in ("keys", "van")]
    assert sorted(seen) == sorted([*made, ("broken.json", State.FAILED), ("late.txt", State.MADE)])
