"""Open the settings and the first start, and do what is asked for there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from slmsum import privacy
from slmsum.errors import SlmsumError
from slmsum.gui.error_dialog import show_error
from slmsum.gui.first_start import FirstStart
from slmsum.gui.settings_dialog import SettingsDialog
from slmsum.library import retention
from slmsum.library.retention import Retention
from slmsum.models.store import default_store

if TYPE_CHECKING:
    from slmsum.gui.main_window import MainWindow


def open_settings(window: MainWindow, page: str) -> None:
    """Show the settings at a page of theirs."""
    dialog = SettingsDialog(
        window.home,
        window.preferences,
        window.watch,
        default_store(),
        retention=retention.rules(window.library),
        parent=window,
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.preferences_changed.connect(window.take_preferences)
    dialog.retention_changed.connect(lambda rules: _keep(window, rules))
    dialog.delete_wanted.connect(lambda kinds: _delete(window, kinds))
    dialog.refused.connect(lambda words: show_error(SlmsumError(words), window))
    dialog.go_to(page)
    dialog.open()


def open_first_start(window: MainWindow) -> None:
    """Show the three steps of a first start."""
    dialog = FirstStart(window.preferences, default_store(), window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.preferences_changed.connect(window.take_preferences)
    dialog.refused.connect(lambda words: show_error(SlmsumError(words), window))
    dialog.open()


def _keep(window: MainWindow, rules: Retention) -> None:
    try:
        retention.set_rules(window.library, rules)
    except SlmsumError as error:
        show_error(error, window)


def _delete(window: MainWindow, kinds: set[privacy.DataKind]) -> None:
    """The library stays open, empty; everything else goes from the disk."""
    for task in window.workbench.desk.queue.tasks:
        window.workbench.desk.queue.cancel(task.id)
    window.open_entry.open(None)
    try:
        if privacy.DataKind.LIBRARY in kinds:
            window.library.remove(*(entry.id for entry in window.library.entries()))
        privacy.delete(window.home, kinds - {privacy.DataKind.LIBRARY})
    except SlmsumError as error:
        show_error(error, window)
    window.library_panel.refresh()
