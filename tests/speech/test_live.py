"""Live text by real models in real workers: all words, once, in order, whatever happens."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
from known_words import silence, spoken, wrong
from numpy.typing import NDArray

from slmsum import power
from slmsum.audio.sound import RATE
from slmsum.machine import Machine
from slmsum.speech.live import Live, LiveSkip, LiveText, LiveUpdate
from slmsum.speech.live_job import LiveJob
from slmsum.speech.settings import SpeechSettings

pytestmark = [pytest.mark.models, pytest.mark.slow, pytest.mark.alone]

MODEL = "whisper-tiny.en"
BLOCK = RATE // 10
BUDGET = "We have to talk about the budget of the summer party, because last year it was too small."
MONDAY = "The new printer is going to arrive on Monday morning."


@pytest.fixture(autouse=True)
def _model(model_folder: Callable[[str], Path]) -> None:
    model_folder(MODEL)


def workers() -> set[psutil.Process]:
    """The worker processes of this one, which may have other children."""
    found = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if "slmsum.engine.child" in child.cmdline():
                found.add(child)
    return found


def wait_until(true: Callable[[], bool]) -> None:
    for _try in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come true")


class Run:
    """A recorder's stand-in that gives sound to live text, and what live text told."""

    def __init__(self, *speakers: str, mode: str = "full", model: str | None = MODEL) -> None:
        plan = power.plan(mode, Machine(cores=2))
        self.updates: list[LiveUpdate] = []
        self.warnings: list[str] = []
        before = workers()
        job = LiveJob(SpeechSettings(plan, model, "en"), speakers)
        self.live = Live(job, self.updates.append, self.warnings.append)
        while not (started := workers() - before):
            time.sleep(0.01)
        self.worker = started.pop()
        self.seconds = 0.0

    def play(self, *sides: NDArray[np.int16], pace: float = 1.0) -> None:
        """Give each channel's samples, `pace` times as fast as they are spoken."""
        length = max(map(len, sides))
        samples = np.stack([np.pad(side, (0, length - len(side))) for side in sides])
        began = time.monotonic()
        for first in range(0, length, BLOCK):
            block = samples[:, first : first + BLOCK]
            time.sleep(max(0.0, began + first / RATE / pace - time.monotonic()))
            self.live.hear(self.seconds, block)
            self.seconds += block.shape[1] / RATE

    def settled(self, speaker: str = "Me") -> list[LiveText]:
        texts = [one for one in self.updates if isinstance(one, LiveText)]
        return [one for one in texts if one.final and one.speaker == speaker]

    def text(self, speaker: str = "Me") -> str:
        return "".join(one.text for one in self.settled(speaker))

    def end(self, patience: float = 30.0) -> None:
        self.live.finish(patience)


def test_words_come_once_in_order_and_before_the_end(tmp_path: Path) -> None:
    run = Run("Me")
    run.play(np.concatenate([spoken(tmp_path, BUDGET), silence(1.0), spoken(tmp_path, MONDAY)]))
    before_end = len(run.settled())
    run.end()
    assert run.warnings == []
    assert wrong(f"{BUDGET} {MONDAY}", run.text()) < 0.4
    assert before_end >= 1
    assert any(not one.final for one in run.updates if isinstance(one, LiveText))
    starts = [one.start for one in run.settled()]
    assert starts == sorted(starts)
    assert all(one.start <= one.end <= run.seconds + 0.5 for one in run.settled())


def test_two_channels_are_two_speakers(tmp_path: Path) -> None:
    run = Run("Me", "Others")
    mine, theirs = spoken(tmp_path, MONDAY), spoken(tmp_path, BUDGET)
    run.play(mine, silence(len(mine) / RATE))
    run.play(silence(len(theirs) / RATE + 1), theirs)
    run.end()
    assert wrong(MONDAY, run.text("Me")) < 0.4
    assert wrong(BUDGET, run.text("Others")) < 0.4
    assert run.settled("Others")[0].start > len(mine) / RATE - 0.5


def test_words_are_settled_while_the_recording_pauses(tmp_path: Path) -> None:
    run = Run("Me")
    run.play(spoken(tmp_path, MONDAY))
    wait_until(lambda: "morning" in run.text())
    assert wrong(MONDAY, run.text()) < 0.4
    before = run.seconds
    run.play(spoken(tmp_path, MONDAY), pace=2)
    run.end()
    assert wrong(f"{MONDAY} {MONDAY}", run.text()) < 0.4
    assert run.settled()[-1].end > before + 1


def test_a_worker_that_dies_is_started_once_again_and_then_left(tmp_path: Path) -> None:
    run = Run("Me")
    run.play(spoken(tmp_path, MONDAY))
    run.worker.kill()
    run.play(silence(1))
    run.play(spoken(tmp_path, BUDGET))
    run.play(silence(1.5))
    wait_until(lambda: "party" in run.text())
    assert run.warnings == ["live text begins again: its worker ended"]
    (second,) = workers()
    second.kill()
    run.play(silence(1))
    run.play(silence(600), pace=1000)
    run.end(1)
    assert len(run.warnings) == 2
    assert run.warnings[1].startswith("no live text: the worker process ended")
    assert not workers()


def test_a_worker_that_stands_still_holds_up_nobody() -> None:
    run = Run("Me")
    os.kill(run.worker.pid, signal.SIGSTOP)
    run.play(silence(1800), pace=2000)
    run.end(0.5)
    assert run.seconds == pytest.approx(1800)
    assert not run.worker.is_running()


def test_what_comes_too_fast_is_skipped_and_said(tmp_path: Path) -> None:
    run = Run("Me")
    talk = spoken(tmp_path, BUDGET)
    run.play(np.tile(talk, 8), pace=30)
    run.play(np.concatenate([silence(1), spoken(tmp_path, MONDAY)]))
    run.end()
    skips = [one for one in run.updates if isinstance(one, LiveSkip)]
    assert sum(one.end - one.start for one in skips) > 8
    assert "printer" in run.text()
    assert run.warnings == []


@pytest.mark.parametrize("loudness", [0, 3, 300])
def test_nothing_said_gives_no_words(loudness: int) -> None:
    run = Run("Me")
    noise = np.random.default_rng(1).normal(0, loudness, 4 * RATE)
    run.play(noise.astype(np.int16), pace=2)
    run.end()
    assert run.updates == []


def test_a_missing_model_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLMSUM_HOME", str(tmp_path))
    run = Run("Me")
    run.play(silence(2))
    while not run.warnings:
        time.sleep(0.01)
    run.end()
    assert run.warnings == [f"no live text: model {MODEL}: not on this machine"]


def test_saver_stays_within_one_core(tmp_path: Path) -> None:
    run = Run("Me", "Others", mode="saver")
    talk = spoken(tmp_path, f"{BUDGET} {MONDAY}")
    began = time.monotonic()
    run.play(talk, np.roll(talk, RATE))
    cpu = run.worker.cpu_times()
    cores = (cpu.user + cpu.system) / (time.monotonic() - began)
    run.end()
    assert 0 < cores < 1.0
    assert run.text("Me") and run.text("Others")
