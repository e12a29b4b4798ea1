"""The middle of the window: the conversation itself, with its speakers and find in page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from slmsum.gui import shades
from slmsum.gui.empty_state import EmptyState
from slmsum.gui.find_bar import FindBar
from slmsum.gui.icons import IconButton
from slmsum.gui.library_model import name_of
from slmsum.gui.open_entry import OpenEntry
from slmsum.gui.turn_model import TurnModel
from slmsum.gui.turn_view import TurnView


class TranscriptPanel(QWidget):
    """Shows the turns of what is open; `chosen` tells a turn clicked, `play_wanted` one to hear."""

    chosen = QtSignal(int)
    play_wanted = QtSignal(int)

    def __init__(self, open_entry: OpenEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = open_entry
        self.model = TurnModel(self)
        self.view = TurnView(self.model)
        self.view.setAccessibleName(self.tr("Turns of the conversation"))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.find_bar = FindBar(self.model)
        self.empty = EmptyState(
            "chat",
            self.tr("No conversation open"),
            self.tr("Choose one on the left, or drop a chat, a transcript or a recording."),
        )
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("look", "heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._speakers = QToolButton()
        self._speakers.setText(self.tr("Speakers"))
        self._speakers.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._speakers.setAccessibleName(self.tr("Rename or merge speakers"))
        self._speakers.setToolTip(self.tr("Rename or merge speakers"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._list_speakers)
        self._speakers.setMenu(self._menu)
        self._find = IconButton("search", self.tr("Find in this conversation"))
        self._head = QWidget()
        self._build()
        self._find.clicked.connect(self.look_for_words)
        self.find_bar.found.connect(self.show_row)
        self.view.chosen.connect(self.chosen)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.model.edited.connect(self._edit)
        open_entry.opened.connect(self._show)
        open_entry.turns_changed.connect(self.model.refresh)
        self._show()

    def look_for_words(self) -> None:
        """Look for words."""
        if self._open.turns is not None:
            self.find_bar.start(self._open.turns)

    def show_evidence(self, rows: tuple[int, ...]) -> None:
        """Let these turns stand out, and bring the first of them into view."""
        known = tuple(row for row in rows if 0 <= row < self.model.rowCount())
        self.model.light(frozenset(known))
        if known and not all(self.view.sees(row) for row in known[:1]):
            self.view.show_row(min(known))

    def show_row(self, row: int) -> None:
        """Bring a turn into view and choose it."""
        self.view.show_row(row)
        self.view.setCurrentIndex(self.model.index(row))

    def _build(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(18, 8, 8, 8)
        head.addWidget(self._title, 1)
        head.addWidget(self._speakers)
        head.addWidget(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._head, self.find_bar):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)

    def _show(self) -> None:
        entry = self._open.entry
        self.find_bar.leave()
        self.model.show(self._open.turns)
        for widget in (self._head, self.view):
            widget.setVisible(entry is not None)
        self.empty.setVisible(entry is None)
        self._title.setText(name_of(entry) if entry is not None else "")

    def _edit(self, row: int, text: str) -> None:
        self._open.edit_turn(row, text, self.tr("edit of a turn"))

    def _list_speakers(self) -> None:
        self._menu.clear()
        for name, place in self.model.places.items():
            dot = QPixmap(12, 12)
            dot.fill(shades.speaker(place, self.palette()))
            menu = self._menu.addMenu(QIcon(dot), name)
            self._add_speaker_actions(menu, name)

    def _add_speaker_actions(self, menu: QMenu, name: str) -> None:
        menu.addAction(self.tr("Rename…"), lambda: self._rename(name))
        others = [other for other in self.model.places if other != name]
        if others:
            merge = menu.addMenu(self.tr("Is the same as"))
            for other in others:
                merge.addAction(other, partial(self._merge, name, other))

    def _rename(self, name: str) -> None:
        title = self.tr("Rename speaker")
        new, kept = QInputDialog.getText(self, title, self.tr("Name:"), text=name)
        new = new.strip()
        if not kept or not new or new == name:
            return
        if new in self.model.places:
            self._merge(name, new)
        else:
            self._open.rename_speaker(name, new, self.tr("new name of a speaker"))

    def _merge(self, name: str, into: str) -> None:
        question = self.tr("Make “{name}” and “{into}” one speaker? This cannot be undone.")
        told = question.format(name=name, into=into)
        answer = QMessageBox.question(self, self.tr("Merge speakers"), told)
        if answer == QMessageBox.StandardButton.Yes:
            self._open.merge_speakers(name, into)

    def _show_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        turn = self.model.turn(index.row())
        if turn is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._open.entry is not None and self._open.entry.audio and turn.start is not None:
            menu.addAction(self.tr("Play from here"), lambda: self.play_wanted.emit(index.row()))
        menu.addAction(self.tr("Edit"), lambda: self.view.edit(index))
        menu.addAction(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(turn.text))
        if turn.speaker in self.model.places:
            self._add_speaker_actions(menu.addMenu(turn.speaker), turn.speaker)
        menu.popup(self.view.viewport().mapToGlobal(place))
