"""Windows are drawn in memory, over data of their own."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from slmsum import preferences
from slmsum.gui.main_window import MainWindow
from slmsum.models.store import default_store
from slmsum.preferences import Preferences


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data: empty but for the models of this machine, settings of somebody known."""
    models = default_store().root / "models"
    folder = tmp_path / "home"
    folder.mkdir()
    if models.is_dir():
        (folder / "models").symlink_to(models, target_is_directory=True)
    monkeypatch.setenv("SLMSUM_HOME", str(folder))
    preferences.save(folder, replace(Preferences(), introduced=True, power="saver"))
    return folder


@pytest.fixture
def open_window(home: Path, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    """Opens windows over `home`, one after another."""
    opened: list[MainWindow] = []

    def close() -> None:
        for window in opened:
            window.close()
        opened.clear()

    def start() -> MainWindow:
        close()
        window = MainWindow(home)
        window.show()
        qtbot.waitExposed(window)
        opened.append(window)
        return window

    yield start
    close()


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    """A window with an empty library."""
    return open_window()
