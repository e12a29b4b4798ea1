"""The commands of the window: what a button, a menu or a key does, each an action of one name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QToolBar, QToolButton, QWidget

from slmsum.gui.icons import icon
from slmsum.gui.shortcuts import SHORTCUTS, keys_in_force

_ICONS = {
    "record": "record",
    "import": "import",
    "export": "export",
    "settings": "settings",
    "pictures": "picture",
    "undo": "undo",
    "redo": "redo",
}


class Commands:
    """Actions by name, with the user's keys; they work wherever the focus is in the window."""

    def __init__(self, window: QMainWindow, calls: Mapping[str, Callable[[], object]]) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        for shortcut in SHORTCUTS:
            if shortcut.command not in calls:
                continue
            action = QAction(shortcut.words, window)
            action.triggered.connect(lambda _on=False, call=calls[shortcut.command]: call())
            window.addAction(action)
            self.actions[shortcut.command] = action
        self.set_keys({})
        self.draw()

    def set_keys(self, changed: Mapping[str, str]) -> None:
        """Take the user's keys."""
        for command, keys in keys_in_force(changed).items():
            if command in self.actions:
                action = self.actions[command]
                action.setShortcut(keys)
                shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
                action.setToolTip(f"{action.text()} ({shown})" if shown else action.text())

    def draw(self) -> None:
        """Take the colours of the scheme."""
        for command, name in _ICONS.items():
            if command in self.actions:
                role = "record" if command == "record" else "text"
                self.actions[command].setIcon(icon(name, role))

    def tool_bar(self, power: QWidget) -> QToolBar:
        """The one tool bar: Record, Import, Export, and on the right what runs and Power."""
        bar = QToolBar(self._window.tr("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.toggleViewAction().setEnabled(False)
        for command, words in (
            ("record", self._window.tr("Record")),
            ("import", self._window.tr("Import")),
            ("export", self._window.tr("Export")),
        ):
            bar.addAction(self.actions[command])
            _dress(bar, self.actions[command], words)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        for command in ("undo", "redo"):
            bar.addAction(self.actions[command])
        bar.addWidget(power)
        bar.addAction(self.actions["settings"])
        return bar


def _dress(bar: QToolBar, action: QAction, words: str) -> None:
    button = bar.widgetForAction(action)
    if isinstance(button, QToolButton):
        action.setIconText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(words)
