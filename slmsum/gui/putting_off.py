"""Recordings wait for mains where the user wants that, and are taken up when it is back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from slmsum.errors import SlmsumError
from slmsum.gui.error_dialog import show_error
from slmsum.pending import put_off, waiting

if TYPE_CHECKING:
    from slmsum.gui.main_window import MainWindow

_NOTICE = "mains"


class PuttingOff(QObject):
    """Lets recordings wait while the machine is on battery, and says how many do."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._taken_up: set[Path] = set()
        window.watch.changed.connect(lambda _plan: self.look())

    def take(self, recording: Path) -> None:
        """Work on a recording now, or let it wait."""
        window = self._window
        if not (window.preferences.wait_for_mains and window.watch.machine.on_battery):
            window.intake.take_paths([recording])
            return
        try:
            put_off(window.home, recording)
        except SlmsumError as error:
            show_error(error, window)
            window.intake.take_paths([recording])
        self.look()

    def look(self) -> None:
        """Take up what waits, or on battery say that it does."""
        if not self._window.watch.machine.on_battery:
            self.take_up()
            return
        count = sum(1 for one in waiting(self._window.home) if one.note not in self._taken_up)
        if not count:
            self._window.notices.drop(_NOTICE)
            return
        told = self.tr("%n recording(s) wait for mains before minutes are written.", "", count)
        self._window.notices.tell(_NOTICE, told, self.tr("Write them now"), self.take_up)

    def take_up(self) -> None:
        """Work on all that waits, once."""
        for pending in waiting(self._window.home):
            if pending.note not in self._taken_up:
                self._taken_up.add(pending.note)
                self._window.workbench.desk.take_up(pending)
        self._window.notices.drop(_NOTICE)
