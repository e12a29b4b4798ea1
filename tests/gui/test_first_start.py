"""The first start comes once, and can be skipped."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from slmsum.gui.first_start import FirstStart
from slmsum.models.store import ModelStore
from slmsum.preferences import Preferences


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> FirstStart:
    shown = FirstStart(Preferences(), ModelStore(tmp_path))
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.mark.parametrize("how", ["skip", "close", "reject"])
def test_it_can_be_skipped_at_once(first: FirstStart, qtbot: QtBot, how: str) -> None:
    with qtbot.waitSignal(first.preferences_changed) as told:
        {"skip": first.skip.click, "close": first.close, "reject": first.reject}[how]()
    assert told.args[0].introduced
    assert not first.isVisible()


def test_three_steps_lead_to_the_end(first: FirstStart, qtbot: QtBot) -> None:
    assert first.steps.count() == 3
    assert not first.back.isVisible()
    first.next.click()
    assert first.steps.currentWidget() is first.models
    qtbot.waitUntil(lambda: first.models.table.rowCount() > 0)
    first.next.click()
    assert first.dots.accessibleName() == "Step 3 of 3"
    assert first.microphone.monitor is not None
    assert not first.skip.isVisible()
    with qtbot.waitSignal(first.preferences_changed):
        first.next.click()
    assert first.microphone.monitor is None
