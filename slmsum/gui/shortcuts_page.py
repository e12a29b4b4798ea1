"""The settings' page of keyboard shortcuts."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QKeySequenceEdit, QLabel, QScrollArea, QWidget

from slmsum.gui.icons import IconButton, text_button
from slmsum.gui.settings_form import Page
from slmsum.gui.shortcuts import SHORTCUTS, Shortcut, clashes, keys_in_force
from slmsum.preferences import Preferences


class ShortcutsPage(Page):
    """Every command with its keys, which can be changed."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences)
        self.editors: dict[str, QKeySequenceEdit] = {}
        self._resets: dict[str, IconButton] = {}
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setColumnStretch(0, 1)
        for row, shortcut in enumerate(SHORTCUTS):
            self._add(grid, row, shortcut)
        area = QScrollArea(widgetResizable=True)
        area.setAccessibleName(self.tr("Keyboard shortcuts"))
        area.setWidget(inner)
        self.body.addWidget(area, 1)
        self.clash = QLabel(self.tr("The same keys are set for two commands."))
        self.clash.hide()
        self.clash.setProperty("look", "warning")
        self.body.addWidget(self.clash)
        self.usual = text_button("undo", self.tr("Set all to the usual keys"))
        self.usual.clicked.connect(self._reset_all)
        self.body.addWidget(self.usual)
        self.show_preferences(preferences)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show other keys."""
        super().show_preferences(preferences)
        changed = dict(preferences.shortcuts)
        for command, keys in keys_in_force(changed).items():
            if self.editors[command].keySequence() != keys:
                self.editors[command].setKeySequence(keys)
            self._resets[command].setEnabled(command in changed)
        self.clash.setVisible(bool(clashes(changed)))

    def _add(self, grid: QGridLayout, row: int, shortcut: Shortcut) -> None:
        editor = QKeySequenceEdit()
        editor.setMaximumSequenceLength(1)
        editor.setClearButtonEnabled(True)
        editor.setMinimumWidth(170)
        editor.setAccessibleName(self.tr("Keys for: {}").format(shortcut.words))
        editor.keySequenceChanged.connect(
            lambda keys, command=shortcut.command: self._take(command, keys)
        )
        reset = IconButton("undo", self.tr("Back to {}").format(shortcut.keys))
        reset.clicked.connect(lambda _on=False, command=shortcut.command: self._put(command, None))
        self.editors[shortcut.command] = editor
        self._resets[shortcut.command] = reset
        grid.addWidget(QLabel(shortcut.words), row, 0)
        grid.addWidget(editor, row, 1)
        grid.addWidget(reset, row, 2)

    def _take(self, command: str, keys: QKeySequence) -> None:
        if keys == keys_in_force(dict(self.preferences.shortcuts))[command]:
            return
        usual = next(one.keys for one in SHORTCUTS if one.command == command)
        same = keys == QKeySequence(usual)
        text = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._put(command, None if same else text)

    def _put(self, command: str, keys: str | None) -> None:
        self.show_preferences(self.preferences.with_shortcut(command, keys))
        self.edited.emit(self.preferences)

    def _reset_all(self) -> None:
        self.edit(shortcuts=())
        self.show_preferences(self.preferences)
