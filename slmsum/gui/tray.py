"""The icon beside the clock: what the program does, and the few things to tell it from there."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from slmsum.gui.icons import app_icon
from slmsum.gui.record_session import RecordState
from slmsum.gui.theme import LIGHT


class TrayState(Enum):
    """What the icon shows."""

    IDLE = auto()
    WORKING = auto()
    RECORDING = auto()
    PAUSED = auto()


_DOTS = {
    TrayState.WORKING: LIGHT.accent,
    TrayState.RECORDING: LIGHT.record,
    TrayState.PAUSED: LIGHT.warning,
}


class Tray(QObject):
    """Call `set_recording` and `set_work` as things change; `state` is what is shown.

    Recording comes before work. The signals are what the user asks for in its menu.
    """

    open_wanted = Signal()
    record_wanted = Signal()
    pause_wanted = Signal(bool)
    stop_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = TrayState.IDLE
        self._recording = RecordState.IDLE
        self._work = ""
        self.menu = QMenu(parent)
        self.open_action = self._action(self.tr("Open slmsum"), self.open_wanted.emit)
        self.menu.addSeparator()
        self.record_action = self._action(self.tr("Record"), self.record_wanted.emit)
        self.pause_action = self._action(self.tr("Pause"), self._pause)
        self.stop_action = self._action(self.tr("Stop recording"), self.stop_wanted.emit)
        self.menu.addSeparator()
        self.quit_action = self._action(self.tr("Quit"), self.quit_wanted.emit)
        self.icon = QSystemTrayIcon(state_icon(TrayState.IDLE), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self._show()

    def show(self) -> bool:
        """Show the icon where the system has a place for it; tells whether it has."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        self.icon.show()
        return True

    def set_recording(self, state: RecordState) -> None:
        """Show how a recording stands."""
        self._recording = state
        self._show()

    def set_work(self, words: str) -> None:
        """Show what is being worked on, "" for nothing."""
        self._work = words
        self._show()

    def tell(self, title: str, text: str) -> None:
        """Show a message of the system's for some seconds."""
        if self.icon.isVisible():
            self.icon.showMessage(title, text, app_icon(), 5000)

    def _action(self, words: str, call: object) -> QAction:
        action = QAction(words, self.menu)
        action.triggered.connect(call)
        self.menu.addAction(action)
        return action

    def _pause(self) -> None:
        self.pause_wanted.emit(self._recording is not RecordState.PAUSED)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit()

    def _show(self) -> None:
        idle = self._recording is RecordState.IDLE
        paused = self._recording is RecordState.PAUSED
        if paused:
            self.state, words = TrayState.PAUSED, self.tr("recording, paused")
        elif not idle:
            self.state, words = TrayState.RECORDING, self.tr("recording")
        elif self._work:
            self.state, words = TrayState.WORKING, self._work
        else:
            self.state, words = TrayState.IDLE, ""
        self.icon.setIcon(state_icon(self.state))
        self.icon.setToolTip(f"slmsum: {words}" if words else "slmsum")
        self.record_action.setVisible(idle)
        self.pause_action.setVisible(not idle)
        self.pause_action.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.stop_action.setVisible(not idle)


def state_icon(state: TrayState) -> QIcon:
    """The program's icon with a dot for what it does."""
    if state is TrayState.IDLE:
        return app_icon()
    made = QIcon()
    for size in (16, 22, 24, 32, 48, 64):
        drawn = QPixmap(app_icon().pixmap(size, size))
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, color in ((0.56, "#ffffff"), (0.46, _DOTS[state])):
            side = size * share
            painter.setBrush(QColor(color))
            inset = size * (0.56 - share) / 2
            painter.drawEllipse(
                int(size - side - inset), int(size - side - inset), int(side), int(side)
            )
        painter.end()
        made.addPixmap(drawn)
    return made
