"""What the window does first once it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from slmsum.errors import SlmsumError
from slmsum.gui.error_dialog import show_error
from slmsum.gui.library_model import name_of
from slmsum.library import retention

if TYPE_CHECKING:
    from slmsum.gui.main_window import MainWindow


def begin(window: MainWindow, files: Sequence[Path]) -> None:
    """Follow the library's rules, take up what waits, import `files`, greet whom we do not know."""
    if window.library.writable:
        try:
            _follow_rules(window)
        except SlmsumError as error:
            show_error(error, window)
    window.put_off.look()
    if files:
        window.intake.take_paths(files)
    if not window.preferences.introduced:
        window.side.show_first_start()


def _follow_rules(window: MainWindow) -> None:
    """Delete what is too old, and say what that was."""
    due = retention.apply(window.library)
    shown = window.open_entry.entry
    if shown is not None and shown in (*due.conversations, *due.audio):
        window.open_entry.open(None if shown in due.conversations else shown.id)
    if due.conversations or due.audio:
        window.library_panel.refresh()
    translate = QCoreApplication.translate
    for key, entries, words in (
        ("old", due.conversations, translate("begin", "Deleted by your rules: {names}")),
        ("old sound", due.audio, translate("begin", "Sound deleted by your rules: {names}")),
    ):
        if entries:
            names = ", ".join(name_of(entry) for entry in entries)
            window.notices.tell(key, words.format(names=names))
