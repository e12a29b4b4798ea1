"""Start the window, or hand files to the one that is open."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from slmsum import preferences
from slmsum.gui.beginning import begin
from slmsum.gui.icons import app_icon
from slmsum.gui.language import speak
from slmsum.gui.single import SingleInstance
from slmsum.gui.theme import Theme
from slmsum.gui.unlocking import open_window

# Python sees Ctrl-C only when it runs; Qt's loop must let it now and then.
_HEARTBEAT_MS = 400
_NOT_OPENED = 2


def start(home: Path, files: Sequence[Path], passphrase: str | None = None) -> int:
    """Show the window over the data in `home` until it is closed; returns the exit code.

    Where one is open already it takes the files, and this returns at once. What keeps the library
    from opening is told in a dialog.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("slmsum")
    app.setDesktopFileName("slmsum")
    app.setWindowIcon(app_icon())
    app.setQuitOnLastWindowClosed(False)
    single = SingleInstance(home, app)
    if single.hand_over(files):
        return 0
    single.listen()
    theme = Theme(app)
    chosen = preferences.load(home)
    theme.apply(chosen.scheme, chosen.text_size)
    speak(app, chosen.window_language)
    handed: list[Path] = []
    single.handed.connect(handed.extend)
    window = open_window(home, passphrase)
    if window is None:
        single.close()
        return _NOT_OPENED
    window.preferences_changed.connect(lambda chosen: theme.apply(chosen.scheme, chosen.text_size))
    theme.changed.connect(window.commands.draw)
    single.handed.disconnect()
    single.handed.connect(window.take_files)
    window.show()
    QTimer.singleShot(0, lambda: begin(window, [*files, *handed]))
    beat = QTimer(app, interval=_HEARTBEAT_MS)
    beat.timeout.connect(lambda: None)
    beat.start()
    signal.signal(signal.SIGINT, lambda _number, _frame: window.close())
    code = app.exec()
    single.close()
    return code
