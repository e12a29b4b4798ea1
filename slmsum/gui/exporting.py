"""Write the open minutes to a file that the user chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from slmsum.errors import SlmsumError
from slmsum.export.formats import Format, choose, render
from slmsum.files import replace_file
from slmsum.gui.error_dialog import show_error
from slmsum.gui.open_entry import OpenEntry


def export_minutes(open_entry: OpenEntry, window: QWidget) -> Path | None:
    """Ask where to and write; returns the file, None where nothing was written."""
    entry, minutes = open_entry.entry, open_entry.minutes
    if entry is None or minutes is None:
        return None
    kinds = ";;".join(f"{format.value} (*{format.suffix})" for format in Format)
    title = QCoreApplication.translate("Export", "Export minutes")
    stem = "".join(one if one.isalnum() or one in " -_" else "_" for one in minutes.title)
    start = f"{stem.strip()[:80] or 'minutes'}.html"
    preferred = f"{Format.HTML.value} (*{Format.HTML.suffix})"
    name, _kind = QFileDialog.getSaveFileName(window, title, start, kinds, preferred)
    if not name:
        return None
    try:
        write_minutes(open_entry, Path(name))
    except SlmsumError as error:
        show_error(error, window)
        return None
    return Path(name)


def write_minutes(open_entry: OpenEntry, path: Path) -> None:
    """Write them in the format that the file's name asks for; raises SlmsumError."""
    assert open_entry.entry is not None and open_entry.minutes is not None
    conversation = open_entry.library.conversation(open_entry.entry.id)
    replace_file(path, render(choose(None, path), open_entry.minutes, conversation))
