"""The views beside the three columns: pictures, power, settings, first start, and the tray icon."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QVBoxLayout

from slmsum.conversation import Conversation
from slmsum.gui.background import Task as Background
from slmsum.gui.error_dialog import show_error
from slmsum.gui.pictures import Pictures
from slmsum.gui.power_view import PowerView
from slmsum.gui.tray import Tray
from slmsum.minutes import Minutes
from slmsum.work.queue import State, Task

if TYPE_CHECKING:
    from slmsum.gui.main_window import MainWindow


class SideViews(QObject):
    """Opens them, and keeps them in step with what is open in the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._loading: Background | None = None
        self._drawn: tuple[int, Minutes | None] | None = None
        self._power: QDialog | None = None
        self.pictures = Pictures()
        self.pictures.chapter_clicked.connect(window.transcript.show_row)
        self.pictures.failed.connect(lambda error: show_error(error, window))
        self.tray = Tray(window)
        self.has_tray = self.tray.show()
        self._connect_tray()

    def show_open(self) -> None:
        """Draw and tell what is open now, where it can be seen."""
        self.draw_pictures()
        self._tell_power()

    def draw_pictures(self) -> None:
        """Load the whole conversation beside the window, and draw it, where that is in view."""
        entry, minutes = self._window.open_entry.entry, self._window.open_entry.minutes
        if entry is None:
            self._drawn = None
            self.pictures.clear()
            return
        if not self.pictures.isVisible() or self._drawn == (entry.id, minutes):
            return
        self._drawn = (entry.id, minutes)
        place, id = self._window.workbench.desk.place, entry.id

        def load() -> object:
            with place.open() as library:
                return library.conversation(id)

        def show(conversation: object) -> None:
            if task is self._loading and isinstance(conversation, Conversation):
                self.pictures.show_conversation(conversation, minutes)

        task = self._loading = Background(load, self)
        task.done.connect(show)

    def show_power(self) -> None:
        """Open the power view."""
        window = self._window
        if self._power is None:
            self._power = QDialog(window)
            self._power.setWindowTitle(self.tr("Power"))
            self._power.resize(620, 640)
            layout = QVBoxLayout(self._power)
            layout.setContentsMargins(0, 0, 0, 0)
            self._view = PowerView(window.watch, window.book)
            self._view.requested.connect(self._take_power)
            layout.addWidget(self._view)
        self._tell_power()
        self._view.refresh()
        self._power.show()
        self._power.raise_()

    def show_settings(self, page: str) -> None:
        """Open the settings at a page."""
        from slmsum.gui.settings_opening import open_settings

        open_settings(self._window, page)

    def show_first_start(self) -> None:
        """Open the three steps of a first start."""
        from slmsum.gui.settings_opening import open_first_start

        open_first_start(self._window)

    def show_work(self, task: Task) -> None:
        """Tell in the tray what is being worked on."""
        running = task.state is State.RUNNING
        self.tray.set_work(task.name if running else "")
        if task.state is State.DONE and not self._window.isActiveWindow():
            self.tray.tell(task.name, self.tr("The minutes are ready."))

    def note_energy(self, task: Task) -> None:
        """Put what minutes took in the book."""
        made = next((one for one in task.answers if isinstance(one, Minutes)), None)
        if made is not None:
            self._window.book.note(task.name, made.made_by, datetime.now())
            if self._power is not None:
                self._view.refresh()

    def _tell_power(self) -> None:
        if self._power is not None:
            minutes = self._window.open_entry.minutes
            self._view.show_minutes(minutes.made_by if minutes is not None else None)

    def _take_power(self, request: str) -> None:
        window = self._window
        window.take_preferences(replace(window.preferences, power=request))

    def _connect_tray(self) -> None:
        window, session = self._window, self._window.record_bar.session
        self.tray.open_wanted.connect(lambda: window.take_files([]))
        self.tray.record_wanted.connect(window.record_bar.start)
        self.tray.pause_wanted.connect(session.pause)
        self.tray.stop_wanted.connect(session.stop)
        self.tray.quit_wanted.connect(window.close)
        session.state_changed.connect(self.tray.set_recording)
