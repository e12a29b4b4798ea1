"""`slmsum FILE` with the real models: formats, files, power, no network, interrupts."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from cli_process import COMMAND, Run, environment

from slmsum.minutes import Minutes
from slmsum.power import PowerMode

CHAT = "Ann: Can you bring the keys to Ben on Monday?\nBen: Yes, at nine.\nAnn: Great, thanks.\n"
SAVER = ("--power", "saver")


@pytest.fixture
def models(summarizer_folder: Path, encoder_folder: Path) -> None:
    """The models the command needs are there."""


def with_models(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that runs the real models."""
    return pytest.mark.models(pytest.mark.usefixtures("models")(test))


def test_missing_models_exit_with_3_and_say_how_to_get_them(slmsum: Run, tmp_path: Path) -> None:
    done = slmsum("-", stdin=CHAT, SLMSUM_HOME=str(tmp_path / "home"))
    assert done.returncode == 3
    assert "slmsum models fetch" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("content", ["", "\x00\x01\x02\xff" * 50])
def test_bad_input_exits_with_2(slmsum: Run, tmp_path: Path, content: str) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text(content, encoding="latin-1")
    done = slmsum(bad)
    assert done.returncode == 2
    assert "bad.txt" in done.stderr
    assert "Traceback" not in done.stderr


@with_models
def test_text_names_the_turns_behind_each_sentence(slmsum: Run, sample: Path) -> None:
    done = slmsum(sample)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Summary" in done.stdout
    assert "[#" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    footer = " ".join(done.stdout.splitlines()[-3:])
    assert " J estimated" in footer or " J measured" in footer


@with_models
def test_json_is_minutes_and_the_same_each_time(slmsum: Run, sample: Path) -> None:
    options = (sample, "--format", "json", "--power", "saver")
    first, second = (json.loads(slmsum(*options).stdout) for _ in range(2))
    minutes = Minutes.from_json(first)
    assert minutes.summary
    assert minutes.made_by.power == PowerMode.SAVER
    assert (minutes.made_by.threads, minutes.made_by.candidates) == (1, 1)
    assert minutes.made_by.joules_source in ("rapl", "battery", "estimate")
    del first["made_by"], second["made_by"]
    assert first == second


@with_models
@pytest.mark.parametrize(
    "name, begin", [("m.md", "# "), ("m.html", "<!DOCTYPE html>"), ("m.json", "{"), ("m.txt", "")]
)
def test_the_suffix_picks_the_format(slmsum: Run, tmp_path: Path, name: str, begin: str) -> None:
    done = slmsum("-", "-o", name, *SAVER, stdin=CHAT)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)


@with_models
def test_one_bad_file_does_not_stop_the_others(slmsum: Run, sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / sample.name
    copy.parent.mkdir()
    shutil.copy(sample, copy)
    done = slmsum(sample, "missing.txt", copy, "-o", "out", "--format", "markdown", *SAVER)
    assert done.returncode == 2
    assert "missing.txt" in done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "street-festival-2.md",
        "street-festival.md",
    ]


def test_several_minutes_cannot_go_into_one_file(slmsum: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.md").write_text("kept")
    done = slmsum(sample, sample, "-o", "kept.md")
    assert done.returncode == 2
    assert (tmp_path / "kept.md").read_text() == "kept"


def test_a_failure_keeps_the_file_that_was_there(slmsum: Run, tmp_path: Path) -> None:
    (tmp_path / "kept.md").write_text("kept")
    assert slmsum("missing.txt", "-o", "kept.md").returncode == 2
    assert (tmp_path / "kept.md").read_text() == "kept"


@with_models
def test_an_unknown_model_exits_with_3(slmsum: Run, sample: Path) -> None:
    done = slmsum(sample, "--model", "nothing-like-it")
    assert done.returncode == 3
    assert "nothing-like-it" in done.stderr


@with_models
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs Linux namespaces")
def test_works_without_any_network_interface(sample: Path) -> None:
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", *COMMAND, str(sample), "--format", "json", *SAVER],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    if "unshare:" in done.stderr:
        pytest.skip(f"namespaces are not allowed here: {done.stderr.strip()}")
    assert (done.returncode, done.stderr) == (0, "")
    assert Minutes.from_json(json.loads(done.stdout)).summary


@with_models
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the CPU time of children")
def test_saver_keeps_one_core_busy_at_most(tmp_path: Path) -> None:
    """The mean over the worker's whole life, its CPU time told by the kernel when it has ended."""
    meeting = tmp_path / "meeting.txt"
    lines = [
        f"{name}: For point {n} we should ask the {team} team about page {n + 7}.\n"
        for n in range(36)
        for name, team in (("Ann", "design"), ("Ben", "sales"), ("Cleo", "support"))
    ]
    meeting.write_text("".join(lines))
    began, before = time.monotonic(), os.times()
    subprocess.run(
        [*COMMAND, str(meeting), "--power", "saver"],
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    wall, after = time.monotonic() - began, os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    sys.stdout.write(f"{cpu / wall:.2f} cores busy over {wall:.1f} s\n")
    assert 0 < cpu / wall < 1.15


@with_models
@pytest.mark.usefixtures("interrupts")
def test_ctrl_c_ends_a_running_summary(sample: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, str(sample), "--power", "saver"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        worker = _worker_of(process)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
        sys.stdout.write(f"ended after {(time.monotonic() - began) * 1000:.0f} ms\n")
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert process.returncode == 130
    assert not worker.is_running()


def _worker_of(process: subprocess.Popen[bytes]) -> psutil.Process:
    """The worker, as soon as it works: it has then spent CPU time."""
    parent = psutil.Process(process.pid)
    while process.poll() is None:
        for child in parent.children():
            if sum(child.cpu_times()[:2]) > 0.1:
                return child
        time.sleep(0.02)
    raise AssertionError("the command ended by itself")
