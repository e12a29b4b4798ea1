"""Recording with the window's record bar from real devices, beside a sound server."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from sound_server import SoundServer, decode, strength, tone
from test_spoken_take import MINE as MY_WORDS
from test_spoken_take import spoken

from slmsum.audio.recorder import Recorded
from slmsum.errors import NoMicrophone, SlmsumError
from slmsum.gui.closing import Closing, ask_to_close
from slmsum.gui.first_start import MicrophoneTest
from slmsum.gui.record_bar import RecordBar
from slmsum.gui.record_session import RecordState
from slmsum.machine import Machine
from slmsum.power import plan
from slmsum.preferences import Preferences

pytestmark = [pytest.mark.slow, pytest.mark.alone]

MINE, THEIRS = 500.0, 1300.0
SILENT = replace(Preferences(), live_text=False)


@pytest.fixture
def devices(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    """This very process, and what it starts, has the server's devices."""
    for name, value in server.environment.items():
        if name.startswith(("PULSE_", "XDG_RUNTIME")) or name == "PYTHONPATH":
            monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def bar(qtbot: QtBot, devices: SoundServer, tmp_path: Path) -> Iterator[RecordBar]:
    shown = RecordBar(tmp_path / "home", SILENT, plan("saver", Machine(2)))
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: shown.devices.known, timeout=10_000)
    yield shown
    shown.session.stop_and_wait()


def begin(bar: RecordBar, qtbot: QtBot) -> None:
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.session.state is RecordState.RECORDING, timeout=10_000)


def loudest(sound: np.ndarray, hertz: float) -> float:
    """The greatest strength of a tone in any tenth of a second."""
    tenths = sound[: len(sound) // 4800 * 4800].reshape(-1, 4800)
    return max(strength(tenth, hertz) for tenth in tenths)


def finish(bar: RecordBar, qtbot: QtBot) -> Recorded:
    with qtbot.waitSignal(bar.ended, timeout=10_000) as told:
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    return told.args[0]


def test_both_sides_are_recorded_and_metered(
    bar: RecordBar, qtbot: QtBot, devices: SoundServer
) -> None:
    assert "Headset" in bar.microphone.itemText(0)
    assert "Meet" in bar.system.itemText(0)
    devices.play("mic", tone(MINE, 20))
    devices.play("meet", tone(THEIRS, 20))
    begin(bar, qtbot)
    assert not bar.microphone.isEnabled()
    heard = (bar.my_level, bar.their_level)
    qtbot.waitUntil(lambda: all(meter.level.heard for meter in heard), timeout=10_000)
    qtbot.waitUntil(lambda: bar.time.text() == bar.mini.time.text() == "0:01", timeout=10_000)
    bar.mute.click()
    qtbot.waitUntil(lambda: bar.my_level.muted, timeout=5_000)
    recorded = finish(bar, qtbot)
    assert recorded.problem is None
    assert recorded.path.parent == bar._home / "recordings"
    me, others = decode(recorded.path)
    assert loudest(others, THEIRS) > 0.1 > 10 * loudest(others, MINE)
    assert loudest(me, MINE) > 0.1 > 10 * loudest(me, THEIRS)
    assert bar.state.text() == "Ready"
    assert bar.microphone.isEnabled()
    assert not bar.my_level.level.heard


def test_time_stands_still_in_a_pause(bar: RecordBar, qtbot: QtBot) -> None:
    begin(bar, qtbot)
    with qtbot.waitSignal(bar.session.status, timeout=5_000, check_params_cb=lambda s: s.seconds):
        pass
    bar.pause.click()
    assert bar.session.state is RecordState.PAUSED
    paused: list[float] = []
    bar.session.status.connect(lambda status: status.paused and paused.append(status.seconds))
    qtbot.waitUntil(lambda: len(paused) > 5, timeout=5_000)
    assert np.ptp(paused) == 0
    assert bar.pause.toolTip() == "Go on"
    bar.pause.click()
    assert bar.session.state is RecordState.RECORDING
    assert finish(bar, qtbot).seconds >= paused[-1]


def test_closing_asks_and_keeps_the_recording(bar: RecordBar, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_to_close(bar.session, window) is Closing.CLOSE

    def answer(name: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.objectName() == name).click()

    begin(bar, qtbot)
    for name, wanted in (("stay", Closing.STAY), ("hide", Closing.HIDE)):
        QTimer.singleShot(0, lambda name=name: answer(name))
        assert ask_to_close(bar.session, window, can_hide=True) is wanted
        assert bar.session.active
    ended: list[Recorded] = []
    bar.ended.connect(ended.append)
    QTimer.singleShot(0, lambda: answer("close"))
    assert ask_to_close(bar.session, window) is Closing.CLOSE
    (recorded,) = ended
    assert decode(recorded.path).shape[0] == 2


def test_a_device_that_is_not_there_is_told(
    bar: RecordBar, qtbot: QtBot, devices: SoundServer
) -> None:
    bar.set_preferences(replace(SILENT, microphone="nowhere"))
    with qtbot.waitSignal(bar.failed, timeout=20_000) as told:
        bar.button.click()
    assert isinstance(told.args[0], SlmsumError)
    assert not isinstance(told.args[0], NoMicrophone)
    assert "nowhere" in told.args[0].message
    assert bar.session.state is RecordState.IDLE
    assert list((bar._home / "recordings").glob("*.opus")) == []


def test_devices_chosen_here_become_preferences(bar: RecordBar, qtbot: QtBot) -> None:
    place = bar.system.findData(None)
    with qtbot.waitSignal(bar.preferences_changed) as told:
        bar.system.setCurrentIndex(place)
        bar.system.activated.emit(place)
    assert told.args[0].record_system is False
    begin(bar, qtbot)
    assert bar.session.recorder is not None
    assert bar.session.recorder.channels == ("me",)
    finish(bar, qtbot)


def test_the_microphone_test_hears_and_keeps_nothing(qtbot: QtBot, devices: SoundServer) -> None:
    test = MicrophoneTest(SILENT)
    qtbot.addWidget(test)
    test.listen(True)
    qtbot.waitUntil(lambda: test.verdict.text() == "Nothing heard yet.")
    devices.play("mic", tone(MINE, 20))
    qtbot.waitUntil(lambda: test.verdict.text() == "slmsum hears you.", timeout=10_000)
    assert test.meter.level.heard
    test.listen(False)
    assert test.monitor is None


@pytest.mark.models
def test_words_appear_while_they_are_spoken(
    bar: RecordBar,
    qtbot: QtBot,
    devices: SoundServer,
    tmp_path: Path,
    model_folder: Callable[[str], Path],
) -> None:
    model_folder("whisper-tiny.en")
    bar.set_preferences(replace(Preferences(), speech_language="en"))
    begin(bar, qtbot)
    assert bar.live.isVisible()
    devices.play("mic", spoken(tmp_path / "mine.wav", MY_WORDS, "en-us"))
    qtbot.waitUntil(lambda: "Me" in bar.live.toPlainText(), timeout=30_000)
    finish(bar, qtbot)
    assert len(bar.live.toPlainText().split()) > 3
