"""The left of the window: what is kept, newest first, with search and a filter by kind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from slmsum.errors import SlmsumError
from slmsum.gui.background import Task
from slmsum.gui.empty_state import EmptyState
from slmsum.gui.library_delegate import LibraryDelegate
from slmsum.gui.library_model import ROW_ROLE, LibraryModel, Row, name_of
from slmsum.library import ConversationKind, Entry, Library
from slmsum.search import By, search

_WAIT_MS = 180
_MOST_HITS = 60


class LibraryPanel(QWidget):
    """Lists the library.

    `chosen` carries a conversation's id and the turn that a search found there, or -1;
    `import_wanted` comes from the empty state's button, `removed` carries the id of what is gone,
    `failed` a SlmsumError. `open_library` opens the library anew, for searches beside the window.
    """

    chosen = QtSignal(int, int)
    removed = QtSignal(int)
    renamed = QtSignal(int)
    minutes_wanted = QtSignal(int)
    import_wanted = QtSignal()
    failed = QtSignal(object)

    def __init__(
        self, library: Library, open_library: Callable[[], Library], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._open_library = library, open_library
        self._searching: Task | None = None
        self._selected = 0
        self.model = LibraryModel()
        self.field = QLineEdit(placeholderText=self.tr("Search all conversations"))
        self.field.setAccessibleName(self.tr("Search all conversations"))
        self.field.setClearButtonEnabled(True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Show only one kind"))
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind.setMinimumContentsLength(4)
        for words, kind in self._kinds():
            self.kind.addItem(words, kind)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Conversations"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(LibraryDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setProperty("look", "navigation")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty = EmptyState(
            "drop",
            self.tr("Drop anything here"),
            self.tr("Chats, transcripts, mails, recordings, whole folders and zip files."),
            self.tr("Choose files…"),
        )
        self.nothing = EmptyState("search", self.tr("Nothing found"), self.tr("Try other words."))
        self._wait = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._build()
        self._wait.timeout.connect(self.refresh)
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self.kind.currentIndexChanged.connect(lambda _at: self.refresh())
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.customContextMenuRequested.connect(self._menu)
        self.empty.wanted.connect(self.import_wanted)
        self.refresh()

    def refresh(self) -> None:
        """List anew what is kept, or found; what is chosen stays so."""
        text = self.field.text().strip()
        try:
            kind = self.kind.currentData() or ""
            entries = self._library.entries(kind=kind)
            named = self._library.entries(text=text, kind=kind) if text else entries
        except SlmsumError as error:
            self.failed.emit(error)
            return
        self._show([Row(entry) for entry in named])
        if len(text) >= 2:
            self._search(text, {entry.id: entry for entry in entries})

    def select(self, id: int) -> None:
        """Choose a conversation without telling it."""
        self._selected = id
        place = self.model.place(id)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())
        selection.blockSignals(False)
        self.view.viewport().update()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 10, 10, 6)
        top.setSpacing(6)
        top.addWidget(self.field, 1)
        top.addWidget(self.kind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        for widget in (self.view, self.empty, self.nothing):
            layout.addWidget(widget, 1)

    def _kinds(self) -> list[tuple[str, str]]:
        return [
            (self.tr("All"), ""),
            (self.tr("Chats"), ConversationKind.CHAT),
            (self.tr("Meetings"), ConversationKind.MEETING),
            (self.tr("Recordings"), ConversationKind.RECORDING),
            (self.tr("Mails"), ConversationKind.MAIL),
            (self.tr("Others"), ConversationKind.OTHER),
        ]

    def _search(self, text: str, entries: dict[int, Entry]) -> None:
        """Look through what was said, beside the window."""

        def work() -> object:
            with self._open_library() as library:
                return search(library, text, by=By.WORDS, limit=_MOST_HITS)

        def show(hits: object) -> None:
            if self._searching is not task or not isinstance(hits, list):
                return
            rows = [
                Row(entries[hit.conversation_id], hit)
                for hit in hits
                if hit.conversation_id in entries
            ]
            self._show([*(row for row in self.model.rows if row.hit is None), *rows])

        task = self._searching = Task(work, self)
        task.done.connect(show)
        task.failed.connect(self.failed)

    def _show(self, rows: list[Row]) -> None:
        current = self.view.currentIndex().data(ROW_ROLE)
        self.model.set_rows(rows)
        if isinstance(current, Row):
            self.select(current.entry.id)
        elif not self.field.text().strip():
            self.select(self._selected)
        filtered = bool(self.field.text().strip() or self.kind.currentData())
        self.view.setVisible(bool(rows))
        self.nothing.setVisible(not rows and filtered)
        self.empty.setVisible(not rows and not filtered)

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row):
            self._selected = row.entry.id
            self.chosen.emit(row.entry.id, row.hit.position if row.hit is not None else -1)

    def _menu(self, place: QPoint) -> None:
        row = self.view.indexAt(place).data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        entry, menu = row.entry, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        again = self.tr("Write minutes again") if entry.has_minutes else self.tr("Write minutes")
        menu.addAction(again, lambda: self.minutes_wanted.emit(entry.id))
        menu.addAction(self.tr("Rename…"), lambda: self._rename(entry))
        menu.addAction(self.tr("Delete…"), lambda: self._remove(entry))
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _rename(self, entry: Entry) -> None:
        words = self.tr("Rename conversation")
        title, kept = QInputDialog.getText(self, words, self.tr("Title:"), text=name_of(entry))
        if kept and title.strip() and title.strip() != entry.title:
            self._change(lambda: self._library.rename(entry.id, title.strip()))
            self.renamed.emit(entry.id)

    def _remove(self, entry: Entry) -> None:
        question = self.tr("Delete “{title}” with its minutes and sound? This cannot be undone.")
        told = question.format(title=name_of(entry))
        answer = QMessageBox.question(self, self.tr("Delete conversation"), told)
        if answer == QMessageBox.StandardButton.Yes:
            self._change(lambda: self._library.remove(entry.id))
            self.removed.emit(entry.id)

    def _change(self, change: Callable[[], None]) -> None:
        try:
            change()
        except SlmsumError as error:
            self.failed.emit(error)
        self.refresh()
